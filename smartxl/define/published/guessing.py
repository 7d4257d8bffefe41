"""Tries what scoring words may mean, the surest first; where nothing fits the evaluator gives points."""

from __future__ import annotations

import re

from smartxl.define.published.amounts import is_blank_word
from smartxl.define.published.clauses import bare
from smartxl.define.published.guess import Guess, Reading, given
from smartxl.define.published.guess_levels import bands, levels, listed_levels
from smartxl.define.published.guess_numbers import counted, proportional, quotient, steps
from smartxl.define.published.heads import HeadRole
from smartxl.define.published.inname import LONGEST_READ
from smartxl.define.published.nodes import PublishedNode
from smartxl.define.published.remark import Sureness
from smartxl.model.framework import Measure, ScaleOption
from smartxl.text import Text

__all__ = ["guess", "reading_of"]

_SURVEY = re.compile("问卷|入户调查|随机访问|电话访问|街头访问|满意度调查")
_JUDGED = re.compile(
    "专家|评审|打分|酌情|综合评价|综合评定|综合考虑|综合判断|定性评价|按照?情况|视情况|根据.{0,20}(?:程度|情况)|等级|分档|分级|评分$"
)
_SIGNS = re.compile("[%％‰]")
_LIKERT = (("非常满意", 1.0), ("比较满意", 0.8), ("一般", 0.6), ("不太满意", 0.3), ("很不满意", 0.0))
_TRIED = (steps, listed_levels, bands, levels, counted, quotient, proportional)


def reading_of(node: PublishedNode, points: float | None) -> Reading:
    """What the table says of an indicator."""
    words = {
        role: bare(node.text(role)[:LONGEST_READ])
        for role in (
            HeadRole.SCORING,
            HeadRole.FORMULA,
            HeadRole.MEANING,
            HeadRole.TARGET,
            HeadRole.KIND,
            HeadRole.DIRECTION,
            HeadRole.PROPERTY,
        )
    }
    told = {role: "" if is_blank_word(text) else text for role, text in words.items()}
    unit = next((each.text for each in node.words.get(HeadRole.MEASURED, ())), "")
    return Reading(
        node.name,
        told[HeadRole.SCORING] or (told[HeadRole.FORMULA] if "分" in told[HeadRole.FORMULA] else ""),
        told[HeadRole.FORMULA],
        told[HeadRole.MEANING],
        "" if is_blank_word(unit) and not _SIGNS.search(unit) else " ".join(unit.split()),
        told[HeadRole.TARGET],
        told[HeadRole.KIND],
        told[HeadRole.DIRECTION] or told[HeadRole.PROPERTY],
        points,
    )


def guess(reading: Reading) -> Guess:
    """The rule of an indicator."""
    if _SURVEY.search(reading.scoring + reading.formula):
        return _survey()
    judged = "定性" in reading.kind and not reading.scoring
    found = None if judged else next(filter(None, (attempt(reading) for attempt in _TRIED)), None)
    if found is not None:
        return found
    if not reading.scoring:
        what = Text("没有评分方法", "no scoring method") if not judged else Text("定性指标", "a judgement")
        return given(reading, Sureness.LOW, what)
    if _JUDGED.search(reading.scoring):
        return given(reading, Sureness.LIKELY, Text("评分方法由人判断", "a judgement"))
    return given(reading, Sureness.NONE, Text("评分方法没有看懂", "the scoring method was not understood"))


def _survey() -> Guess:
    told = Text(
        "问卷调查，按五级满意度计分，各级得分为自定",
        "a survey; five answers, what each earns is our own choice",
    )
    options = tuple(ScaleOption(Text(label), share) for label, share in _LIKERT)
    return Guess(Measure.SURVEY, "survey", Sureness.LOW, told, options=options)
