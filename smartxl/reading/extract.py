"""From a workbook that came back to a submission: locate, clean, judge, row by row in the plan's order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.answers import Answer, Field, State, Submission
from smartxl.model.edition import Edition
from smartxl.model.rowcells import points_column
from smartxl.reading.across_rows import evidence_findings, relation_findings
from smartxl.reading.beside import BesideAnswers
from smartxl.reading.earlier import EarlierForm
from smartxl.reading.form import FormJudgement, judge_form, refuses
from smartxl.reading.intact import LocatedSheet, in_place
from smartxl.reading.locate import locate
from smartxl.reading.onsheet import object_findings
from smartxl.reading.row import Judged, RowPlace, judge_row
from smartxl.typed import Vocabulary, vocabulary
from smartxl.xlsx import RawBook, RawSheet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from smartxl.model.definition import Definition
    from smartxl.model.plan import Line, WorkbookPlan
    from smartxl.xlsx.appearance import Appearance
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["Extraction", "extract", "read_as_typed"]

_MARKED = frozenset({State.NOT_APPLICABLE, State.PENDING})


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read of a file. `refused`: another form or a broken structure, then there are no answers."""

    submission: Submission
    findings: tuple[Finding, ...]
    refused: bool


def extract(
    plan: WorkbookPlan,
    definition: Definition,
    book: RawBook,
    *,
    form: FormJudgement | None = None,
    last: Mapping[str, float] | None = None,
) -> Extraction:
    """Reads the answers of a file by the plan it was written from: one answer for every planned line.

    `form` is what was judged of its stamp, else it is judged by the plan's. `last`: row key → the number of the round before,
    for the checks that a framework declares of changes.
    A form of another round, framework or unit, a missing sheet or moved columns stop there, with a finding; of one that was
    made from an earlier definition the rows that ask the same are read.
    Raises FileRefused (an UnreadableFile) for a workbook without a stamp.
    """
    form = form or judge_form(book, lambda _: plan.stamp)
    source = FindingSource(book.file_name)
    findings = [source.finding(FindingCode.MACROS)] if book.macros else []
    findings += form.findings
    is_earlier = not form.refused and (form.is_earlier or form.is_rescored)
    earlier = EarlierForm(plan, definition, book, form) if is_earlier else None
    plan = earlier.plan if earlier else plan
    location = None if form.refused else in_place(plan, book) or locate(plan, book)
    location = earlier.compared(location) if earlier and location else location
    findings += location.findings if location else ()
    answers: tuple[Answer, ...] = ()
    refused = refuses(findings)
    if location and not refused:
        answers = tuple(
            answer
            for sheet in location.sheets
            for answer in _answers(plan, definition, sheet, book, findings)
        )
        if book.objects:
            unit = source.of(unit=form.stamp.unit)
            findings += object_findings(book, location.sheets, answers, unit)
        answers, more = evidence_findings(plan, answers, source, book)
        findings += more
        findings += relation_findings(plan, definition, answers, source, last=last)
    submission = Submission(form.stamp, book.digest, book.file_name, answers)
    return Extraction(submission, tuple(findings), refused)


def _answers(
    plan: WorkbookPlan, definition: Definition, located: LocatedSheet, book: RawBook, findings: list[Finding]
) -> Iterator[Answer]:
    sheet_plan, sheet, filled = located.plan, located.sheet, _filled(located)
    beside, deciding = BesideAnswers(sheet_plan, sheet), _DecidingCells()
    is_units = plan.stamp.edition == Edition.UNIT
    for section in sheet_plan.sections:
        words = vocabulary(definition, section)
        source = FindingSource(book.file_name, section.unit, sheet.name)
        points = points_column(beside.rows[section.lines[0].row].cells) if section.lines else 0
        for line in section.lines:
            rows = located.rows.get(line.key, ())
            if len(rows) == 1 and rows[0] not in filled.touched:
                judged = Judged(rows[0])
            else:
                judged = _judge_line(source, line, located, words, book, filled.odd)
            findings += judged.findings
            findings += beside.contradiction(source, line, judged, points)
            if is_units:
                findings += beside.typed(source, line, judged)
            cell, fields = deciding.cell(line, judged), judged.fields
            yield Answer(section.unit, line.key, judged.state, judged.score_input, fields, sheet.name, cell)


class _FilledRows(NamedTuple):
    """The rows with anything in the columns of answers: the others need not be judged one by one. `odd` are those with a
    formula, an error or a look of its own there."""

    touched: frozenset[int]
    odd: frozenset[int]


def _filled(located: LocatedSheet) -> _FilledRows:
    sheet = located.sheet
    columns = frozenset(located.plan.input_columns)
    first, last = min(columns) - 1, max(columns)
    filled = {
        row
        for row, values in enumerate(sheet.values, 1)
        if (here := values[first:last]) and here.count("") < len(here)
    }
    calculated = {row for row, column in (*sheet.errors, *sheet.formulas) if column in columns}
    looks = {row for row, column in sheet.appearances if column in columns}
    return _FilledRows(frozenset(filled | calculated), frozenset(calculated | looks))


@dataclass(slots=True)
class _DecidingCells:
    """The cell that made an answer what it is: the level or number, else whether provided, else the mark or the name;
    of a row in which none of these can be changed the first that can."""

    _asked: dict[tuple[int, bool], list[Field]] = field(default_factory=dict)
    """By their inputs, which most rows have in common, and whether they are marked."""

    def cell(self, line: Line, judged: Judged) -> str:
        """Its address, "" of a row that is not there."""
        if not judged.row:
            return ""
        inputs, fields = line.inputs, judged.fields
        kind = id(inputs), judged.state in _MARKED
        asked = self._asked.get(kind) or self._asked.setdefault(kind, _asked(inputs, is_marked=kind[1]))
        for entry in asked:
            if entry in fields:
                return a1(judged.row, inputs[entry])
        return a1(judged.row, inputs[asked[-1]])


def _asked(inputs: Mapping[Field, int], *, is_marked: bool) -> list[Field]:
    order = (Field.APPLICABLE,) if is_marked else (Field.VALUE, Field.LEVEL, Field.PROVIDED)
    if Field.NAME in inputs:
        order = (Field.NAME,)
    return [field for field in order if field in inputs] or list(inputs)[:1]


def _judge_line(
    source: FindingSource,
    line: Line,
    located: LocatedSheet,
    words: Vocabulary,
    book: RawBook,
    odd: Collection[int],
) -> Judged:
    """The row of a line; a line that is not there is blank. `odd` are rows with more than values in them."""
    sheet = located.sheet
    hides = bool(sheet.hidden_rows) or not sheet.hidden_columns.isdisjoint(line.inputs.values())
    rows = [
        judge_row(
            RowPlace(source, sheet, row, located.covered, book.from_1904, hides, row not in odd), line, words
        )
        for row in located.rows.get(line.key, ())
    ]
    if len(rows) > 1:
        return _settle_copies(source, rows, line)
    return rows[0] if rows else Judged(0)


def _settle_copies(source: FindingSource, rows: list[Judged], line: Line) -> Judged:
    """A row that stands there several times: the answer they share, blank copies aside; else none."""
    numbers = "、".join(str(row.row) for row in rows)
    filled = [row for row in rows if not row.untouched] or rows
    first = filled[0]
    agreed = all((row.fields, row.state) == (first.fields, first.state) for row in filled)
    code = FindingCode.SAME_ROW_TWICE if agreed else FindingCode.ROWS_CONTRADICT
    finding = source.finding(code, a1(first.row, min(line.inputs.values())), line.name, found=numbers)
    if agreed:
        return first._replace(findings=(finding, *first.findings))
    return Judged(first.row, findings=(finding,))


def read_as_typed(
    plan: WorkbookPlan,
    definition: Definition,
    typed: Mapping[tuple[str, Field], CellValue],
    file_name: str = "",
    looks: Mapping[tuple[str, Field], Appearance] | None = None,
    *,
    from_1904: bool = False,
) -> Extraction:
    """What is read of a form of this plan in which nothing but this is filled in: (row key, input) → what is typed there.

    `looks` are those of cells in which a reader may see something else than the value.
    """
    sheets = {}
    for sheet in plan.sheets:
        cells: dict[tuple[int, int], CellValue] = {
            (row.row, column): content
            for row in sheet.rows
            for column, content in row.cells.items()
            if isinstance(content, str | float)
        }
        for line in sheet.lines:
            for asked, column in line.inputs.items():
                if (value := typed.get((line.key, asked))) is not None:
                    cells[line.row, column] = value
        appearances = {
            (line.row, column): look
            for line in sheet.lines
            for asked, column in line.inputs.items()
            if looks and (look := looks.get((line.key, asked)))
        }
        sheets[sheet.name] = RawSheet(sheet.name, _grid(cells), appearances=appearances)
    stamp = plan.stamp.to_properties()
    book = RawBook(file_name, "", sheets, {}, stamp, from_1904=from_1904)
    return extract(plan, definition, book)


def _grid(cells: Mapping[tuple[int, int], CellValue]) -> tuple[tuple[CellValue, ...], ...]:
    height = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    return tuple(tuple(cells.get((r, c), "") for c in range(1, width + 1)) for r in range(1, height + 1))
