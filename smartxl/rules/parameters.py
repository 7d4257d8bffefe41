"""What rules share: parameters as dataclass fields, and the one number that one or two inputs make."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import ClassVar, Self

import numpy as np

from smartxl.rules.base import ALWAYS, FloatArray, Params, Refs
from smartxl.rules.faults import RuleFault
from smartxl.rules.traits import RuleTraits
from smartxl.text import Text, both

__all__ = [
    "Parameters",
    "check_flag",
    "finite_numbers",
    "no_reading",
    "numbers",
    "plain_parameter",
    "reading",
    "reading_of",
]


def numbers(value: float | tuple[float, ...]) -> tuple[float, ...]:
    """One number or several as a tuple of floats."""
    return tuple(float(v) for v in value) if isinstance(value, tuple) else (float(value),)


class Parameters(RuleTraits):
    """Rules whose parameters are numbers, or, where `lists` names them, lists of numbers: one dataclass field each.

    In one column the single numbers come first, then the lists, which share the rest evenly.
    """

    name: ClassVar[str]
    lists: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def from_params(cls, params: Params) -> Self:
        """The rule from named parameters. Raises TypeError or ValueError in words an author understands."""
        given = {**cls.defaults(params), **params}
        _check_names(cls, params, given)
        return cls(**{name: plain_parameter(name, value, cls.lists) for name, value in given.items()})

    @classmethod
    def defaults(cls, params: Params) -> Params:  # noqa: ARG003 (some rules' defaults follow from other parameters)
        """Values of parameters that were not given and follow from others."""
        return {}

    @classmethod
    def from_vector(cls, vector: FloatArray) -> Self:
        """The rule from its parameters in one column. Raises TypeError or ValueError when they do not fit."""
        given = finite_numbers(cls.name, vector)
        single = [f for f in fields(cls) if f.name not in cls.lists]  # type: ignore[arg-type]
        if lacking := [f.name for f in single[len(given) :] if f.default is f.default_factory]:
            raise _lacking(cls.name, lacking)
        rest = given[len(single) :]
        size, left = divmod(len(rest), len(cls.lists) or 1)
        if left or (rest and not cls.lists):
            raise RuleFault(
                Text(
                    f"规则 {cls.name} 有 {len(single)} 个单独的数和 {len(cls.lists)} 组数",
                    f"rule {cls.name} has {len(single)} single numbers and {len(cls.lists)} lists",
                )
            )
        several = {name: tuple(rest[size * i : size * (i + 1)]) for i, name in enumerate(cls.lists)}
        return cls(**dict(zip((f.name for f in single), given, strict=False)), **several)

    def parameters(self) -> Mapping[str, tuple[float, ...]]:
        """Parameter name → numbers, in the order of the column; a list without numbers has no place there."""
        values = {f.name: numbers(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]
        single = {name: value for name, value in values.items() if name not in self.lists}
        return single | {name: values[name] for name in self.lists if values[name]}

    def call(self, refs: Refs) -> str:
        """The rule as a call of SX_SCORE, which takes the parameters as one column."""
        return f'SX_SCORE("{self.name}",{refs.values}{"," + refs.vector if refs.vector else ""})'


def finite_numbers(rule: str, vector: FloatArray) -> tuple[float, ...]:
    """The parameters of a rule in one column. Raises ValueError for one that is not finite."""
    given = tuple(float(v) for v in vector)
    if not all(map(math.isfinite, given)):
        raise RuleFault(
            Text(
                f"规则 {rule} 的参数中有不是有限的数", f"rule {rule} has a parameter that is no finite number"
            )
        )
    return given


def _lacking(rule: str, names: Iterable[str]) -> RuleFault:
    missing = ", ".join(names)
    return RuleFault(Text(f"规则 {rule} 缺少参数 {missing}", f"rule {rule} needs the parameter {missing}"))


def _check_names(rule: type[Parameters], params: Params, given: Params) -> None:
    known = {f.name: f for f in fields(rule)}  # type: ignore[arg-type]
    if unknown := sorted(set(params) - set(known)):
        allowed = both(", ".join(sorted(known))) if known else Text("无", "none")
        raise RuleFault(
            Text(
                f"规则 {rule.name} 没有参数 {', '.join(unknown)}（可用的有：{allowed.zh}）",
                f"unknown parameter {', '.join(unknown)} (rule {rule.name} takes: {allowed.en})",
            )
        )
    required = {name for name, f in known.items() if f.default is f.default_factory}
    if missing := sorted(required - set(given)):
        raise _lacking(rule.name, missing)


def plain_parameter(
    name: str, value: float | tuple[float, ...], lists: tuple[str, ...]
) -> float | tuple[float, ...]:
    """A parameter as floats. Raises TypeError for a list in place of a number, ValueError for one that is not finite."""
    given = numbers(value)
    for number in given:
        if not math.isfinite(number):
            raise RuleFault(
                Text(
                    f"参数 {name} 是 {number}：要写有限的数",
                    f"parameter {name} is {number}: write a finite number",
                )
            )
    if name in lists:
        return given
    if isinstance(value, tuple):
        raise RuleFault(Text(f"参数 {name} 只能写一个数", f"parameter {name} takes one number"))
    return given[0]


def check_flag(name: str, value: float) -> None:
    """Raises ValueError unless a parameter that switches something is 0 or 1."""
    if value not in {0, 1}:
        raise RuleFault(
            Text(
                f"{name} 是 {value:g}：写 1（是）或 0（否）", f"{name} is {value:g}: write 1 (yes) or 0 (no)"
            )
        )


def reading_of(refs: Refs, per: str) -> str:
    """One input: the cell. Two: `per` times the quotient."""
    return refs.cells[0] if len(refs.cells) == 1 else f"{per}*{refs.cells[0]}/{refs.cells[1]}"


def reading(x: FloatArray, per: float) -> FloatArray:
    """The same of arrays (units, 1 or 2) as (units,); NaN where the denominator is 0."""
    if x.shape[1] == 1:
        return x[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x[:, 1] == 0, np.nan, per * x[:, 0] / x[:, 1])


def no_reading(refs: Refs) -> str:
    """A condition that is true while an input is missing or the denominator is 0."""
    return (
        refs.unanswered() if len(refs.cells) == 1 else f"IF({refs.unanswered()},{ALWAYS},{refs.cells[1]}=0)"
    )
