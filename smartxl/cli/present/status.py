"""What the state of a round looks like: as a table, as JSON, as the list of units to be reminded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.cli.console import Screen
from smartxl.cli.present.floor import floor_share
from smartxl.ledger import Completeness, RowTotals, UnitStatus
from smartxl.project.csvfile import csv_bytes
from smartxl.text import CountOf
from smartxl_templates import wording

if TYPE_CHECKING:
    from smartxl.diagnosis import WrongQuestion
    from smartxl_generators.statuspage import RoundView

__all__ = ["StatusRecord", "reminder_csv", "status_lines", "status_rows"]


def status_rows(
    rows: Iterable[UnitStatus], screen: Screen, *, floor: bool
) -> tuple[list[str], list[list[str]]]:
    """Heads and cells of the table of units; with the coverage where a `floor` is declared for it."""
    heads = screen.words(
        f"代码,单位,状态,已填,待改,未填,应填,可计分,{'覆盖率,' if floor else ''}必须修改,其他问题,文件",
        f"Code,Unit,State,Filled,To correct,Open,Rows,Scored,{'Coverage,' if floor else ''}Must fix,Other,File",
    )
    cells = [
        [
            row.unit.code,
            row.unit.name.get(screen.lang),
            row.state.label.get(screen.lang),
            *map(str, (row.rows.filled, row.rows.to_correct, row.rows.open, row.rows.asked, row.answered)),
            *([_coverage(row, screen)] if floor else []),
            str(row.findings.must_fix),
            str(row.findings.total - row.findings.must_fix),
            Path(row.file).name,
        ]
        for row in rows
    ]
    return heads.split(","), cells


def _coverage(row: UnitStatus, screen: Screen) -> str:
    """The share of applicable rows that score, with a mark below the floor."""
    share = "—" if row.coverage is None else f"{row.coverage:.1%}"
    return share + (screen.words(" 未达下限", " below floor") if row.below_floor else "")


def status_lines(view: RoundView, screen: Screen) -> Iterator[str]:
    """The round in figures, then the questions that many got wrong."""
    rows = view.rows
    yield screen.words(
        f"已收到 {view.received} / {view.asked} 个单位，填全 {view.complete} 个；"
        f"已填 {rows.filled} / {rows.asked} 项，待改 {rows.to_correct} 项，未填 {rows.open} 项；"
        f"需催办 {len(view.reminders)} 个",
        f"{view.received} of {view.asked} units received, {view.complete} complete; "
        f"{rows.filled} of {rows.asked} rows filled, {rows.to_correct} to correct, {rows.open} not filled in; "
        f"{len(view.reminders)} to be reminded",
    )
    scoring = view.definition.identity.scoring[:12]
    yield screen.words(f"计分标识 {scoring}", f"scoring {scoring}")
    if view.floor:
        share = floor_share(view.floor)
        yield screen.words(
            f"覆盖率低于 {share} 的单位 {len(view.below)} 个{'，暂不定级' if view.ungraded else ''}",
            f"{CountOf(len(view.below)):unit} below the coverage floor of {share}{', not graded' if view.ungraded else ''}",
        )
    if view.untouched:
        names = screen.words("、", ", ").join(row.unit.name.get(screen.lang) for row in view.untouched)
        yield screen.words(
            f"预填的上轮答案原样退回、未核对、未计入的单位 {len(view.untouched)} 个：{names}",
            f"{CountOf(len(view.untouched)):unit} sent back last time's answers unchecked, which do not count: {names}",
        )
    if view.wrong:
        yield screen.words(
            f"至少 {view.share:.0%} 的单位填错的题目（请检查题目本身）：",
            f"Questions that at least {view.share:.0%} of the units got wrong (look at the question):",
        )
    for question in view.wrong:
        item = (
            screen.words("整个部分", "the whole section") if question.whole else question.item.get(view.lang)
        )
        name = " ".join(part for part in (question.leaf, view.names[question.leaf], item) if part)
        yield f"  {len(question.units)}/{question.asked}  {name}  [{question.code.value}] {view.finding(question)}"


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """How far a unit is with the rows of an indicator, for JSON."""

    rows: int
    filled: int
    to_correct: int
    open: int


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """Where a unit stands, for JSON; `sections` by the code of the indicator."""

    unit: str
    name: str
    state: str
    received_at: str | None
    last_received: str | None
    file: str
    counts: bool
    why: str | None
    joined: int
    rows: int
    filled: int
    to_correct: int
    open: int
    scored: int
    not_applicable: int
    pending: int
    coverage: float | None
    below_floor: bool
    must_fix: int
    fix_or_explain: int
    note: int
    fixed: int
    findings: int
    untouched_prefill: bool
    sections: Mapping[str, SectionRecord]

    @classmethod
    def of(cls, row: UnitStatus, completeness: Completeness, *, untouched: bool) -> UnitRecord:
        """The record of a unit; `untouched`: it sent back last time's answers just as they went out."""
        received = row.received_at.isoformat() if row.received_at else None
        last = row.last_received.isoformat() if row.last_received else None
        n = row.findings
        return cls(
            *(row.unit.code, row.unit.name.zh, row.state.value, received, last),
            *(row.file, row.counts, row.why.value if row.why else None, row.joined),
            *(row.rows.asked, row.rows.filled, row.rows.to_correct, row.rows.open),
            *(row.answered, row.not_applicable, row.pending),
            *(row.coverage, row.below_floor),
            *(n.must_fix, n.fix_or_explain, n.note, n.fixed, n.total),
            untouched,
            {s.leaf: _section(s.rows) for s in completeness.sections(row.unit.code)},
        )


def _section(rows: RowTotals) -> SectionRecord:
    return SectionRecord(rows.asked, rows.filled, rows.to_correct, rows.open)


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """A question that many units got wrong, for JSON."""

    leaf: str
    item: str
    whole_section: bool
    code: str
    wrong: int
    asked: int
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusRecord:
    """What `status --json` prints; `scoring` is the digest of what answers are worth now."""

    round: str
    scoring: str
    due: str
    at: str
    coverage_floor: float | None
    below_floor: int
    units: tuple[UnitRecord, ...]
    wrong_share: float
    wrong: tuple[QuestionRecord, ...]

    @classmethod
    def of(cls, view: RoundView, at: datetime) -> StatusRecord:
        """The record of the round at a moment."""
        round_, overview = view.definition.round, view.overview
        units = tuple(
            UnitRecord.of(row, overview.completeness, untouched=row in view.untouched)
            for row in overview.units
        )
        moment = at.isoformat(timespec="seconds")
        wrong = tuple(_question(view, question) for question in view.wrong)
        floor = (view.floor or None, len(view.below))
        scoring = view.definition.identity.scoring
        return cls(round_.name, scoring, round_.due.isoformat(), moment, *floor, units, view.share, wrong)


def _question(view: RoundView, question: WrongQuestion) -> QuestionRecord:
    item, units = question.item.get(view.lang), tuple(question.units)
    return QuestionRecord(
        question.leaf, item, question.whole, question.code.value, len(units), question.asked, units
    )


def reminder_csv(view: RoundView, today: date) -> bytes:
    """The list of units to be reminded: whom, until when, what is missing."""
    words, due = wording(view.lang), view.definition.round.due
    heads = (
        "code",
        "unit",
        "class",
        "contact",
        "state",
        "due_head",
        "days_head",
        "open_head",
        "to_correct",
        "must_fix",
        "missing",
    )
    rows = [
        (
            entry.status.unit.code,
            entry.status.unit.name.get(view.lang),
            view.class_name(entry.status),
            entry.status.unit.contact,
            entry.status.state.label.get(view.lang),
            due.isoformat(),
            (due - today).days,
            entry.status.rows.open,
            entry.status.rows.to_correct,
            entry.status.findings.must_fix,
            "".join(
                (
                    words["status.untouched"] if entry.status in view.untouched else "",
                    view.missing(entry.missing, words["status.missing_section"]),
                )
            ),
        )
        for entry in view.reminders
    ]
    return csv_bytes([words[f"status.{head}"] for head in heads], rows)
