"""What the state of a round looks like: as a table, as JSON, as the list of units to be reminded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.cli.console import Screen
from smartxl.ledger import Completeness, UnitStatus
from smartxl.project.csvfile import csv_bytes
from smartxl_templates import wording

if TYPE_CHECKING:
    from smartxl.diagnosis import WrongQuestion
    from smartxl_generators.statuspage import RoundView

__all__ = ["reminder_csv", "status_lines", "status_record", "status_rows"]


def status_rows(rows: Iterable[UnitStatus], screen: Screen) -> tuple[list[str], list[list[str]]]:
    """Heads and cells of the table of units."""
    heads = screen.words(
        "代码,单位,状态,已填,应填,可计分,必须修改,其他问题,文件",
        "Code,Unit,State,Filled,Rows,Scored,Must fix,Other,File",
    )
    cells = [
        [
            row.unit.code,
            row.unit.name.get(screen.lang),
            row.state.label.get(screen.lang),
            str(row.filled),
            str(row.total),
            str(row.answered),
            str(row.findings.must_fix),
            str(row.findings.total - row.findings.must_fix),
            Path(row.file).name,
        ]
        for row in rows
    ]
    return heads.split(","), cells


def status_lines(view: RoundView, screen: Screen) -> Iterator[str]:
    """The round in figures, then the questions that many got wrong."""
    yield screen.words(
        f"已收到 {view.received} / {view.asked} 个单位，填全 {view.complete} 个；"
        f"已填 {view.filled} / {view.total} 行；需催办 {len(view.reminders)} 个",
        f"{view.received} of {view.asked} units received, {view.complete} complete; "
        f"{view.filled} of {view.total} rows filled; {len(view.reminders)} to be reminded",
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


def status_record(view: RoundView, at: datetime) -> dict[str, object]:
    """The round for JSON."""
    round_ = view.definition.round
    return {
        "round": round_.name,
        "due": round_.due.isoformat(),
        "at": at.isoformat(timespec="seconds"),
        "units": [_unit_record(row, view.overview.completeness) for row in view.overview.units],
        "wrong_share": view.share,
        "wrong": [_wrong_record(view, question) for question in view.wrong],
    }


def _unit_record(row: UnitStatus, completeness: Completeness) -> dict[str, object]:
    return {
        "unit": row.unit.code,
        "name": row.unit.name.zh,
        "state": row.state.value,
        "received_at": row.received_at.isoformat() if row.received_at else None,
        "last_received": row.last_received.isoformat() if row.last_received else None,
        "file": row.file,
        "counts": row.counts,
        "why": row.why.value if row.why else None,
        "joined": row.joined,
        "rows": row.total,
        "filled": row.filled,
        "scored": row.answered,
        "not_applicable": row.not_applicable,
        "pending": row.pending,
        "must_fix": row.findings.must_fix,
        "fix_or_explain": row.findings.fix_or_explain,
        "note": row.findings.note,
        "fixed": row.findings.fixed,
        "findings": row.findings.total,
        "sections": {
            section.leaf: {"rows": section.asked, "filled": section.filled}
            for section in completeness.sections(row.unit.code)
        },
    }


def _wrong_record(view: RoundView, question: WrongQuestion) -> dict[str, object]:
    return {
        "leaf": question.leaf,
        "item": question.item.get(view.lang),
        "whole_section": question.whole,
        "code": question.code.value,
        "wrong": len(question.units),
        "asked": question.asked,
        "units": list(question.units),
    }


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
            entry.rows,
            entry.status.findings.must_fix,
            view.missing(entry.missing, words["status.missing_section"]),
        )
        for entry in view.reminders
    ]
    return csv_bytes([words[f"status.{head}"] for head in heads], rows)
