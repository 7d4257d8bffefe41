"""Scoring words that name levels or intervals: 建成得5分，在建得3分; 90%以上得满分，80%-90%得80%分."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from smartxl.define.published.clauses import NUMBER, Clause, clauses, condition_of
from smartxl.define.published.guess import FULL, Guess, Reading, one_number
from smartxl.define.published.remark import Sureness
from smartxl.model.framework import Input, Measure, ScaleOption
from smartxl.text import Text, fold, number_text, shorten

__all__ = ["bands", "levels", "listed_levels"]

_LEAST = 2
_LABEL, _ASKED = 40, 110  # characters
_NEAR = 1e-6
_TENTH = 10.0  # of 100 points: where less is earned, full points are hardly 100
_NUMBERED = re.compile(r"\(?1[.、)]|①|一、")
_COMPARES = re.compile(r"[<>=≥≤*?~]|\d+(?:\.\d+)?%")
_REST = re.compile(r"(?:否则|其他|其它|其余|反之|未达到|未完成|没有|无)(?:情况|情形)?的?$")
_ONE = r"[\u4e00-\u9fffA-EⅠ-Ⅴ]{1,8}?"
_LAST = r"[\u4e00-\u9fffA-EⅠ-Ⅴ]{1,16}"
_BEFORE = re.compile("^(?:按照?|分为|划分为|评为|评定为|分|为)")
_BEHIND = re.compile(
    "(?:等?[一二三四五六七八]?个?(?:等级|档次|级别|级|档)|分别|依次|各|对应|评分|得|计|赋|等$).*$"
)
_LIST = re.compile(
    rf"(?P<labels>(?:{_ONE}[、/]){{2,7}}{_LAST}|优良中差)[(]?[^0-9、;。]{{0,8}}?"
    rf"(?P<numbers>(?:{NUMBER}%?分?[、/,]){{2,7}}{NUMBER})?"
)
_GRADES = {
    "优": 1.0,
    "优秀": 1.0,
    "良": 0.8,
    "良好": 0.8,
    "中": 0.6,
    "中等": 0.6,
    "一般": 0.6,
    "合格": 0.6,
    "及格": 0.6,
    "差": 0.0,
    "较差": 0.3,
    "不合格": 0.0,
    "不及格": 0.0,
}
_ANSWERS = {"是": "符合", "否": "不符合", "适用": "符合", "不适用": "不符合", "yes": "met", "no": "not met"}


def listed_levels(reading: Reading) -> Guess | None:
    """优、良、中、差 100/80/60/0."""
    match = next(
        (m for m in _LIST.finditer(reading.scoring) if m["numbers"] or _are_grades(m["labels"])), None
    )
    if match is None:
        return None
    grades = _split(match["labels"])
    labels = _labels(grades)
    if labels is None:
        return None
    if not match["numbers"]:
        points = [_GRADES[grade] for grade in grades]
        told = Text(
            f"按 {'、'.join(labels)} 定级，各级得分为自定", "levels; what each earns is our own choice"
        )
        return _rubric(labels, points, Sureness.LOW, told)
    numbers = [float(n) for n in re.findall(NUMBER, match["numbers"])]
    if len(numbers) != len(labels) or max(numbers) <= 0:
        return None
    points = [number / max(numbers) for number in numbers]
    told = Text(f"按等级计分：{_shown(labels, points)}", f"levels: {_shown(labels, points)}")
    return _rubric(labels, points, Sureness.SURE, told)


def _are_grades(text: str) -> bool:
    return all(label in _GRADES for label in _split(text))


def _split(text: str) -> list[str]:
    if text == "优良中差":
        return list(text)
    first, *middle, last = re.split("[、/]", text)
    return [_BEFORE.sub("", first), *middle, _BEHIND.sub("", last) or last]


def levels(reading: Reading) -> Guess | None:
    """Conditions in words, each with its points."""
    found, rest = clauses(reading.scoring)
    if len(found) < _LEAST or any(_COMPARES.search(c.condition) or "每" in c.condition for c in found):
        return None
    full = _full(found, reading)
    if full is None:
        return None
    labels = _labels([clause.condition for clause in found])
    points = [clause.of(full) for clause in found]
    if labels is None or max(points) > 1 or max(points) <= 0:
        return None
    if _are_parts(found, reading):
        return _criteria([clause.condition for clause in found], [clause.points or 0.0 for clause in found])
    told = Text(f"按等级计分：{_shown(labels, points)}", f"levels: {_shown(labels, points)}")
    sureness = Sureness.LIKELY if not rest and max(points) == 1 else Sureness.LOW
    return _rubric(labels, points, sureness, told)


def _are_parts(found: Sequence[Clause], reading: Reading) -> bool:
    """Whether points are parts of the full points, each for something else, and no clause earns all or nothing."""
    points = [clause.points for clause in found]
    if not all(points):
        return False
    total = sum(point or 0.0 for point in points)
    return (
        abs(total - reading.points) < _NEAR
        if reading.points
        else _NUMBERED.match(reading.scoring) is not None
    )


def _criteria(names: Sequence[str], points: Sequence[float]) -> Guess:
    """Points of every condition that is met."""
    inputs = tuple(
        Input(f"c{n}", Text(shorten(name, _ASKED)), Text("1 或 0", "1 or 0"), 0.0, 1.0)
        for n, name in enumerate(names, 1)
    )
    shown = "、".join(
        f"{shorten(name, _LABEL)} {number_text(point)}" for name, point in zip(names, points, strict=True)
    )
    told = Text(f"要点计分，符合几条得几条的分：{shown}", f"points of every condition that is met: {shown}")
    return Guess(
        Measure.KPI, "criteria", Sureness.LIKELY, told, {"points": tuple(points), "full": sum(points)}, inputs
    )


def _full(found: Sequence[Clause], reading: Reading) -> float | None:
    """Full points: those of the indicator, or the most that a clause earns; None where neither says what full points are."""
    most = max((clause.points or 0.0 for clause in found), default=0.0)
    if reading.points is None and most > 0 and any(clause.share == 1 for clause in found):
        return FULL if most >= _TENTH else None
    return max(most, reading.points or 0.0) or reading.full


def _labels(conditions: Sequence[str]) -> list[str] | None:
    """Labels of a drop-down list that can be told apart, None where they cannot."""
    labels: list[str] = []
    for condition in conditions:
        last = condition.rpartition(":")[2].rpartition(",")[2] if len(condition) > _LABEL else condition
        label = "不符合" if _REST.fullmatch(condition) and labels else shorten(last, _LABEL)
        labels.append(_ANSWERS.get(fold(label), label))
    numbers = [label for label in labels if not any(char.isalpha() for char in label)]
    return None if numbers or len({fold(label) for label in labels}) < len(labels) else labels


def _rubric(labels: Sequence[str], points: Sequence[float], sureness: Sureness, told: Text) -> Guess:
    options = tuple(
        ScaleOption(Text(label), round(share, 4)) for label, share in zip(labels, points, strict=True)
    )
    return Guess(Measure.RUBRIC, "rubric", sureness, told, options=options)


def _shown(labels: Sequence[str], points: Sequence[float]) -> str:
    return "、".join(
        f"{label} {number_text(round(100 * share, 2))}" for label, share in zip(labels, points, strict=True)
    )


def bands(reading: Reading) -> Guess | None:
    """Intervals of a number, each with its points."""
    found, rest = clauses(reading.scoring)
    conditions = [condition_of(clause.condition) for clause in found]
    if len(found) < _LEAST or not all(conditions) or any("每" in clause.condition for clause in found):
        return None
    full = _full(found, reading)
    if full is None:
        return None
    steps: dict[float, float] = {}
    for clause, condition in zip(found, conditions, strict=True):
        low = condition.low if condition and condition.low is not None else 0.0
        if low in steps:
            return None
        steps[low] = round(100 * clause.of(full), 4)
    rises = steps[max(steps)] > steps[min(steps)]
    if 0.0 not in steps and min(steps) > 0 and rises:
        steps[0.0] = 0.0
    thresholds = tuple(sorted(steps))
    points = tuple(steps[low] for low in thresholds)
    if max(points) > 100 or len(thresholds) < _LEAST:
        return None
    shown = "、".join(
        f"≥{number_text(low)} → {number_text(p)}" for low, p in zip(thresholds, points, strict=True)
    )
    sureness = Sureness.LIKELY if not rest else Sureness.LOW
    told = Text(f"分档计分（百分制）：{shown}", f"bands, of 100 points: {shown}")
    params = {"thresholds": thresholds, "points": points}
    cost = all(b <= a for a, b in pairwise(points)) and not rises
    return Guess(Measure.KPI, "bands", sureness, told, params, one_number(reading), cost=cost)
