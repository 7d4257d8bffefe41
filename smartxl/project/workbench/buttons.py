"""What the buttons of a workbench do: plain functions over the open workbook of xlwings and its project.

Each is called by a macro without arguments, and takes the workbook that calls; each tells in a message what came of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Protocol

from smartxl.errors import SmartxlError
from smartxl.model.scores import QuantityKind
from smartxl.project.bookproject import project_root
from smartxl.project.project import Project, open_project
from smartxl.project.scored import clock
from smartxl.project.workbench.brought import BenchChange, BroughtKind, TotalMove, WorkbenchImport, alike
from smartxl.project.workbench.importing import ImportOrder, bring_back
from smartxl.project.workbench.keys import SheetKind, found_inputs
from smartxl.project.workbench.readback import HELD, held_text, read_workbench
from smartxl.text import CountOf, Lang, Text, shorten
from smartxl.xlsx import RawBook, RawSheet
from smartxl_udfs.callers import CONF_SHEET, CallingBook, ExcelBook
from smartxl_udfs.ranges import cells, error_in
from smartxl_udfs.registry import message_language

__all__ = ["read_open_book", "recalculate", "refresh", "report", "write_back"]

_KINDS = ("xlsx", "docx")
_SHOWN, _LONGEST = 12, 1000  # lines and characters that a message of Excel holds
_TITLE = "SmartXL"


class WorkbenchBook(ExcelBook, Protocol):
    """What is used of the open workbook beside its sheets."""

    name: str
    app: Any


def recalculate(book: WorkbenchBook | None = None) -> None:
    """Calculates the workbook anew, and tells what its changes do by the engine; nothing is written."""

    def told(project: Project, open_: WorkbenchBook, lang: Lang) -> str:
        open_.app.calculate()
        found = bring_back(project, read_open_book(open_), ImportOrder(dry_run=True), clock())
        return _summary(found, lang)

    _run(book, told)


def refresh(book: WorkbenchBook | None = None) -> None:
    """Puts the scores of now where nobody typed another one; what was typed stays."""

    def told(project: Project, open_: WorkbenchBook, lang: Lang) -> str:
        return _refreshed(project, open_, lang)

    _run(book, told)


def write_back(book: WorkbenchBook | None = None) -> None:
    """Brings the changed weights and scores into the project: see `Project.import_workbench`."""

    def told(project: Project, open_: WorkbenchBook, lang: Lang) -> str:
        return _summary(bring_back(project, read_open_book(open_), ImportOrder(), clock()), lang)

    _run(book, told)


def report(book: WorkbenchBook | None = None) -> None:
    """Writes the result workbook and the diagnosis of the project, as it is now."""

    def told(project: Project, _: WorkbenchBook, lang: Lang) -> str:
        written = project.write_reports(*_KINDS, now=clock())
        head = Text("已写入：", "Written:").get(lang)
        return "\n".join([head, *(str(built.path) for built in written)])

    _run(book, told)


def _run(book: WorkbenchBook | None, action: Callable[[Project, WorkbenchBook, Lang], str]) -> None:
    """Does it and tells what came of it; trouble is told in the same place, never as a traceback."""
    open_ = book if book is not None else _caller()
    lang = message_language()
    try:
        project = open_project(project_root(CallingBook.of(open_)), lang)
        said = action(project, open_, lang)
    except SmartxlError as fault:
        said = _fault(fault, lang)
    except Exception as fault:  # whatever goes wrong, a button must not show a traceback
        what = Text("没有完成", "it was not done")
        remedy = Text(
            "在命令行中运行 smartxl workbench import 看详情", "run smartxl workbench import for the details"
        )
        said = _fault(SmartxlError(type(fault).__name__, what, remedy), lang)
    open_.app.alert(shorten(said, _LONGEST), _TITLE)


def _caller() -> WorkbenchBook:
    book: WorkbenchBook = sys.modules["xlwings"].Book.caller()
    return book


def _fault(fault: SmartxlError, lang: Lang) -> str:
    return fault.said(lang)


def read_open_book(book: WorkbenchBook) -> RawBook:
    """An open workbook as it would be read from a file: the values of its sheets, as far as a workbench is concerned."""
    sheets = {sheet.name: _read_sheet(sheet) for sheet in book.sheets}
    return RawBook(book.name, "", sheets, {}, {})


def _read_sheet(sheet: Any) -> RawSheet:  # noqa: ANN401 (a sheet of xlwings, which has no types)
    used = sheet.used_range
    top, left = used.row - 1, used.column - 1
    rows = used.options(ndim=2, err_to_str=True).value or []
    blank: tuple[tuple[str, ...], ...] = ((),) * top
    values = tuple(("",) * left + tuple(map(_plain, row)) for row in rows)
    return RawSheet(sheet.name, (*blank, *values))


def _plain(value: object) -> str | float | bool | date:
    """A cell; an error is blank, as in a file that is read."""
    if value is None or (isinstance(value, str) and value.startswith("#") and error_in(cells(value))):
        return ""
    return (
        value
        if isinstance(value, str | float | bool | date)
        else float(value)
        if isinstance(value, int)
        else str(value)
    )


def _refreshed(project: Project, book: WorkbenchBook, lang: Lang) -> str:
    raw = read_open_book(book)
    read = read_workbench(project.definition, raw)
    if read.stamp.scoring != project.definition.identity.scoring:
        what = Text(
            "定义已经改过，工作台里的公式还是原来的",
            "the definition was changed since; the formulas are those of before",
        )
        raise SmartxlError(
            book.name, what, Text("重新生成：smartxl workbench", "make it again: smartxl workbench")
        )
    now = clock()
    with project.ledger(now=now) as ledger:
        until, held = ledger.as_of(read.held) if read.held else ledger, ledger.held(now)
        base = project.scored_in(until)
    today = project.at(now.date())
    from smartxl.scoring import score

    before, after = score(today.definition, base), today.scored(now=now).table
    changed, kept = 0, 0
    for found in found_inputs(raw):
        key = (found.row, found.column)
        if found.kind is not SheetKind.SCORES or key not in read.scores:
            continue
        typed, new = read.scores[key].value, after.get(QuantityKind.SCORE, *key)
        if not alike(typed, before.get(QuantityKind.SCORE, *key)):
            kept += not alike(typed, new)
        elif not alike(typed, new):
            book.sheets[found.sheet].range(found.place).value = "" if new is None else new
            changed += 1
    _note_held(book, held_text(held))
    book.app.calculate()
    return Text(
        f"更新了 {changed} 个得分；您改过的 {kept} 个没有动",
        f"{CountOf(changed):score is|scores are} new; {kept} that you typed stay",
    ).get(lang)


def _note_held(book: WorkbenchBook, held: str) -> None:
    """Notes what the ledger holds now; where the sheet cannot be written, the scores of now are known by comparing."""
    with suppress(Exception):
        sheet = book.sheets[CONF_SHEET]
        raw = _read_sheet(sheet)
        row = next(row for row in range(1, raw.height + 1) if raw.text(row, 1) == HELD)
        sheet.range((row, 2)).value = held


def _summary(found: WorkbenchImport, lang: Lang) -> str:
    """What was changed, what that does, and what was written, in so many lines as a message holds."""
    if not found.changes:
        return Text("工作台与项目没有差别", "The workbench and the project do not differ").get(lang)
    lines = [text.get(lang) for text in found.told]
    lines += _some([_change(change, lang) for change in found.changes], lang)
    if found.moves:
        lines.append(Text("总分和名次：", "Totals and ranks:").get(lang))
        lines += _some([_move(move, lang) for move in found.moves], lang)
    if found.dry_run:
        lines.append(Text("没有写入项目", "Nothing was written into the project").get(lang))
    lines += [str(path) for path in found.written]
    return "\n".join(lines)


def _some(lines: Sequence[str], lang: Lang) -> Iterator[str]:
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        rest = len(lines) - _SHOWN
        yield Text(f"……另有 {rest} 处", f"… and {rest} more").get(lang)


def _change(change: BenchChange, lang: Lang) -> str:
    words = {
        BroughtKind.WEIGHT: Text("权重", "weight"),
        BroughtKind.SHARE: Text("份额", "share"),
        BroughtKind.SCORE: Text("得分", "score"),
    }[change.kind].get(lang)
    refused = f": {change.refused.get(lang)}" if change.refused else ""
    return f"{words} {change.of} {change.node}: {_number(change.old)} → {_number(change.new)}{refused}"


def _move(move: TotalMove, lang: Lang) -> str:
    ranks = ""
    if move.rank_before is not None or move.rank_after is not None:
        rank = Text("名次", "rank").get(lang)
        ranks = f", {rank} {_number(move.rank_before)} → {_number(move.rank_after)}"
    return f"{move.name}: {_number(move.before)} → {_number(move.after)}{ranks}"


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.10g}"
