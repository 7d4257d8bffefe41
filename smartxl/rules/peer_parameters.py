"""What rules over peers share: numbers and words as dataclass fields, and conditions of their cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any, ClassVar, Self

import numpy as np

from smartxl.model.framework import RuleSpec
from smartxl.rules.base import FloatArray, PeerRefs
from smartxl.rules.faults import RuleFault
from smartxl.rules.parameters import check_flag, numbers, plain_parameter
from smartxl.rules.statistics import column_highest, column_lowest, column_mean
from smartxl.rules.traits import RuleTraits, Written, cost_falls
from smartxl.text import Text, both

__all__ = ["PeerParameters", "Reference", "all_equal", "mean_is_zero", "mean_off_zero", "no_number"]

Reference = FloatArray | float | None
_NOISE = 1e-12
_CODE = Text("单位的代码", "the code of a unit")


class PeerParameters(RuleTraits):
    """Rules whose dataclass fields are parameters (numbers; `lists` names the lists) or options (words).

    `words`: option → the words that it may be, none named where it is a code. Every rule has `per`, the factor of a
    reading that is a quotient, and `cost`, 1 where less is better.
    """

    name: ClassVar[str]
    lists: ClassVar[tuple[str, ...]] = ()
    words: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    either_way: ClassVar[bool] = True
    one_reading: ClassVar[bool] = True
    cost: float
    reference: str = ""
    """The code of the unit that is the reference, "" for none."""

    def __post_init__(self) -> None:
        self.check()

    @classmethod
    def falls(cls, params: Written) -> bool | None:
        """As `cost` says."""
        return cost_falls(params)

    @staticmethod
    def sizes() -> tuple[int, int]:
        """One input, or numerator and denominator."""
        return 1, 2

    @classmethod
    def from_spec(cls, spec: RuleSpec) -> Self:
        """The rule from parameters and options. Raises TypeError or ValueError in words an author understands."""
        if spec.formula:
            raise RuleFault(
                Text(
                    f"规则 {cls.name} 不用公式（只有 own 才用）",
                    f"rule {cls.name} takes no formula (only the rule own does)",
                )
            )
        known = {f.name: f for f in fields(cls)}  # type: ignore[arg-type]
        cls._check_kinds(spec, known.keys())
        _check_known(cls.name, "parameter", spec.params, known.keys() - cls.words.keys())
        _check_known(cls.name, "option", spec.options, cls.words)
        given = {
            **{name: plain_parameter(name, v, cls.lists) for name, v in spec.params.items()},
            **spec.options,
        }
        needed = [name for name, f in known.items() if f.default is MISSING and name not in given]
        if needed:
            kinds = [
                Text(
                    f"{'选项' if name in cls.words else '参数'} {name}",
                    f"{'option' if name in cls.words else 'parameter'} {name}",
                )
                for name in needed
            ]
            raise RuleFault(
                Text(
                    f"规则 {cls.name} 缺少{'、'.join(kind.zh for kind in kinds)}",
                    f"rule {cls.name} needs the {', the '.join(kind.en for kind in kinds)}",
                )
            )
        return cls(**given)

    @classmethod
    def _check_kinds(cls, spec: RuleSpec, known: Iterable[str]) -> None:
        """A word where a number belongs, and the other way round."""
        numeric = set(known) - set(cls.words)
        if wrong := sorted(numeric & set(spec.options)):
            raise RuleFault(
                Text(
                    f"参数 {wrong[0]} 要写数，不能写“{spec.options[wrong[0]]}”",
                    f"parameter {wrong[0]} takes a number, not the word {spec.options[wrong[0]]!r}",
                )
            )
        if wrong := sorted(set(cls.words) & set(spec.params)):
            words = cls.words[wrong[0]]
            choice = Text("、".join(words), " or ".join(words)) if words else _CODE
            raise RuleFault(
                Text(f"选项 {wrong[0]} 要写词：{choice.zh}", f"option {wrong[0]} takes a word: {choice.en}")
            )

    def check(self) -> None:
        """Raises ValueError for an option that is none of its words, and for a `cost` other than 0 or 1."""
        check_flag("cost", self.cost)
        for option, allowed in self.words.items():
            word = getattr(self, option)
            if allowed and word not in allowed:
                raise RuleFault(
                    Text(
                        f"{option} 是“{word}”：应为 {'、'.join(allowed)} 之一",
                        f"{option} is {word!r}: write {' or '.join(allowed)}",
                    )
                )

    def parameters(self) -> Mapping[str, tuple[float, ...]]:
        """Parameter name → numbers, in the order of the fields; one that was not given has no place."""
        named = [f.name for f in fields(self) if f.name not in self.words]  # type: ignore[arg-type]
        values: dict[str, Any] = {name: getattr(self, name) for name in named}
        return {name: numbers(value) for name, value in values.items() if value is not None}


def _check_known(rule: str, kind: str, given: Iterable[str], allowed: Collection[str]) -> None:
    if unknown := sorted(set(given) - set(allowed)):
        takes = both(", ".join(sorted(allowed))) if allowed else Text("无", f"no {kind}s")
        raise RuleFault(
            Text(
                f"规则 {rule} 没有{'选项' if kind == 'option' else '参数'} {', '.join(unknown)}（可用的有：{takes.zh}）",
                f"unknown {kind} {', '.join(unknown)} (rule {rule} takes: {takes.en})",
            )
        )


def no_number(refs: PeerRefs) -> str:
    """A condition that is true where the unit has no reading."""
    return f"NOT(ISNUMBER({refs.reading}))"


def all_equal(refs: PeerRefs) -> str:
    """A condition that is true where the peers' readings do not differ."""
    return f"MAX({refs.peers})=MIN({refs.peers})"


def mean_off_zero(readings: FloatArray) -> FloatArray:
    """The mean of each column; NaN where it is 0 to 12 digits of the largest reading, so that nothing is its share."""
    mean, largest = column_mean(readings), np.maximum(column_highest(readings), -column_lowest(readings))
    return np.where(np.abs(mean) <= _NOISE * largest, np.nan, mean)


def mean_is_zero(refs: PeerRefs) -> str:
    """A condition that is true where the peers' mean is 0 in this sense; an error where no peer has a reading."""
    largest = f"MAX(MAX({refs.peers}),-MIN({refs.peers}))"
    return f"ABS(AVERAGE({refs.peers}))<={_NOISE:.0E}*{largest}"
