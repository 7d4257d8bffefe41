"""What the answers of a questionnaire mean: judgements by pair, ratings by item, counts by answer."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Field
from smartxl.questionnaires.ahp_page import pair_key
from smartxl.questionnaires.delphi import HIGHEST_RATING, LOWEST_RATING
from smartxl.questionnaires.read import FoundAnswer, locate
from smartxl.questionnaires.scale import options, value_of
from smartxl.text import fold
from smartxl.typed.cleaned import show

if TYPE_CHECKING:
    from smartxl.model.framework import Node, Scale, ScaleOption
    from smartxl.model.plan import WorkbookPlan
    from smartxl.questionnaires.branches import Branch
    from smartxl.xlsx.book import RawBook

__all__ = [
    "AhpReply",
    "AnswerCount",
    "DelphiReply",
    "Judgement",
    "Rating",
    "Tally",
    "read_ahp",
    "read_delphi",
    "read_tally",
]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement: in a branch, `left` is `value` times as important as `right` (codes of nodes)."""

    branch: str
    left: str
    right: str
    value: float


@dataclass(frozen=True, slots=True)
class AhpReply:
    """One expert's judgements, and findings."""

    expert: str
    judged: tuple[Judgement, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating of an item (its key), with the reason that was given."""

    key: str
    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class DelphiReply:
    """One expert's ratings, and findings."""

    expert: str
    ratings: tuple[Rating, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How many gave an answer of an indicator's scale; `option` counts from 1."""

    indicator: str
    option: int
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of every answer of every indicator, also those of 0, how many respondents, and findings."""

    counts: tuple[AnswerCount, ...]
    respondents: int
    findings: tuple[Finding, ...]


def read_ahp(
    asked: Sequence[Branch], plan: WorkbookPlan, book: RawBook, wordings: tuple[Mapping[str, str], ...]
) -> AhpReply:
    """The judgements of a returned AHP questionnaire; the first of `wordings` names the answers in findings."""
    expert = plan.stamp.unit
    opened = locate(plan, book, expert)
    findings = list(opened.findings)
    pairs = {
        pair_key(branch, left, right): (branch.key, left.code, right.code)
        for branch in asked
        for left, right in branch.pairs
    }
    judged = []
    for found in opened.found:
        value = value_of(found.value, wordings) if isinstance(found.value, str) else None
        if value is None:
            labels = [option.label for option in options(wordings[0])]
            due = f"{labels[0]} … {labels[-1]}"
            findings.append(_finding(FindingCode.NOT_IN_LIST, found, expert, book.file_name, due))
        else:
            judged.append(Judgement(*pairs[found.input.line.key], value))
    return AhpReply(expert, tuple(judged), tuple(findings))


def read_delphi(plan: WorkbookPlan, book: RawBook) -> DelphiReply:
    """The ratings of a returned Delphi questionnaire."""
    expert = plan.stamp.unit
    opened = locate(plan, book, expert)
    findings = list(opened.findings)
    reasons = {
        found.input.line.key: " ".join(str(found.value).split())
        for found in opened.found
        if found.input.field is Field.NOTE
    }
    ratings = []
    for found in opened.found:
        if found.input.field is not Field.VALUE:
            continue
        key = found.input.line.key
        value, code = _number(found.value)
        if code is not None:
            expected = f"{value:g}" if value is not None else f"{LOWEST_RATING:g}–{HIGHEST_RATING:g}"
            findings.append(_finding(code, found, expert, book.file_name, expected))
        if value is not None:
            ratings.append(Rating(key, value, reasons.get(key, "")))
    return DelphiReply(expert, tuple(ratings), tuple(findings))


def _number(value: object) -> tuple[float | None, FindingCode | None]:
    """A rating, or why there is none; a number written as text is taken and said so."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None, FindingCode.NOT_A_NUMBER
    try:
        number = float(fold(value)) if isinstance(value, str) else float(value)
    except ValueError:
        return None, FindingCode.NOT_A_NUMBER
    if math.isnan(number):
        return None, FindingCode.NOT_A_NUMBER
    if not LOWEST_RATING <= number <= HIGHEST_RATING:
        return None, FindingCode.OUT_OF_RANGE
    return number, FindingCode.CLEANED if isinstance(value, str) else None


def read_tally(
    nodes: Sequence[Node], scales: Mapping[str, Scale], plan: WorkbookPlan, book: RawBook, unit: str
) -> Tally:
    """The counts of a returned tally of a unit; labels of either language are understood."""
    opened = locate(plan, book, unit)
    findings, counted = list(opened.findings), Counter[tuple[str, int]]()
    of_node = {node.code: (node, _places(node, scales)) for node in nodes}
    for found in opened.found:
        node, places = of_node[found.input.leaf]
        place = places.get(fold(show(found.value)))
        if place is None:
            labels = " / ".join(option.label.zh for option in _options(node, scales))
            findings.append(_finding(FindingCode.NOT_IN_LIST, found, unit, book.file_name, labels))
        else:
            counted[node.code, place] += 1
    counts = tuple(
        AnswerCount(node.code, place, option.label.zh, counted[node.code, place])
        for node in nodes
        for place, option in enumerate(_options(node, scales), 1)
    )
    respondents = {found.input.line.row for found in opened.found}
    return Tally(counts, len(respondents), tuple(findings))


def _options(node: Node, scales: Mapping[str, Scale]) -> tuple[ScaleOption, ...]:
    return scales[node.indicator.scale if node.indicator else ""].options


def _places(node: Node, scales: Mapping[str, Scale]) -> dict[str, int]:
    return {
        fold(label): place
        for place, option in enumerate(_options(node, scales), 1)
        for label in (option.label.zh, option.label.en)
        if label
    }


def _finding(code: FindingCode, found: FoundAnswer, unit: str, file: str, expected: str) -> Finding:
    return Finding(
        code, unit, found.sheet, found.cell, found.input.line.name, show(found.value), expected, file
    )
