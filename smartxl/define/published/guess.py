"""The rule that the words of a published table most likely mean, and how sure that is. A guess, never a claim."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from smartxl.define.published.remark import Sureness
from smartxl.model.framework import Input, Measure, ScaleOption
from smartxl.text import Text, number_text

__all__ = ["FULL", "Guess", "Reading", "given", "one_number", "two_numbers"]

FULL = 100.0
_SHARE = re.compile(r"(?:率|比例|占比|比重|百分比|覆盖面|程度)(?:[(（].*)?$")
_IN_PERCENT = re.compile(r"\d%(?!的?(?:分值|分数|权重|满分))|百分点")
_MAY_PASS = re.compile("增长|增速|增幅|普及率|变化")
_COUNTS = re.compile("(人|户|个|项|件|次|家|处|辆|台|条|套|种|万元)?(?:次)?(?:总)?(?:数|数量|总量)$")
_PERCENT = {"%", "％", "百分比", "percent", "百分点"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table says of an indicator, `bare` words; `points` are its full points, None where they are not known."""

    name: str
    scoring: str = ""
    formula: str = ""
    meaning: str = ""
    unit: str = ""
    target: str = ""
    kind: str = ""
    direction: str = ""
    points: float | None = None

    @property
    def full(self) -> float:
        """Its full points; 100 where they are not known."""
        return self.points or FULL

    @property
    def is_share(self) -> bool:
        """Whether it is measured in percent."""
        if self.unit:
            return self.unit in _PERCENT
        return (
            _SHARE.search(self.name) is not None or _IN_PERCENT.search(self.scoring + self.target) is not None
        )

    @property
    def is_cost(self) -> bool:
        """Whether the table says that less is better."""
        return (
            any(word in self.direction for word in ("逆", "负", "反", "cost", "lower", "越小", "-"))
            and "非" not in self.direction
        )


@dataclass(frozen=True)
class Guess:
    """How an indicator is answered and scored; `told` is why, in words."""

    measure: Measure
    rule: str
    sureness: Sureness
    told: Text
    params: Mapping[str, float | tuple[float, ...]] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
    options: tuple[ScaleOption, ...] = ()
    cost: bool = False


def one_number(reading: Reading, name: str = "") -> tuple[Input, ...]:
    """The number that is asked for."""
    if reading.is_share:
        high = FULL if not _MAY_PASS.search(reading.name) else None
        return (Input("x", Text(name or reading.name), Text("%"), 0.0, high),)
    return (Input("x", Text(name or reading.name), _unit(reading.unit, reading.name), None),)


def two_numbers(top: str, bottom: str) -> tuple[Input, Input]:
    """Numerator and denominator."""
    return Input("n", Text(top), _unit("", top), 0.0), Input("N", Text(bottom), _unit("", bottom), 0.0)


def _unit(told: str, name: str) -> Text:
    if told:
        return Text(told)
    match = _COUNTS.search(name)
    return Text(match[1] or "个") if match else Text("数值", "number")


def given(reading: Reading, sureness: Sureness, told: Text) -> Guess:
    """Points that the evaluator gives."""
    full = reading.full
    words = Text(
        f"{told.zh}：由评估方直接评分，满分 {number_text(full)}",
        f"{told.en}: the evaluator gives points, {number_text(full)} at most",
    )
    score = Input("p", Text("评分", "Points"), Text("分", "points"), 0.0, full)
    return Guess(Measure.GIVEN, "direct", sureness, words, {"full": full}, (score,))
