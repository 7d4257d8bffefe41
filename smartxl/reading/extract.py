"""From a workbook that came back to a submission: locate, clean, judge, row by row in the plan's order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Answer, Field, State, Submission
from smartxl.model.edition import Edition
from smartxl.reading.explain import explained, note_of
from smartxl.reading.form import judge_stamp, lang_of, read_stamp, refuses, stamp_disagreement
from smartxl.reading.formula_mismatch import contradiction
from smartxl.reading.judge import Judged, RowPlace, judge_row
from smartxl.reading.locate import LocatedSheet, locate
from smartxl.reading.register import register_findings
from smartxl.reading.relations import relation_findings
from smartxl.reading.stray_text import StrayText
from smartxl.typed.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.model.definition import Definition
    from smartxl.model.plan import Line, Section, WorkbookPlan
    from smartxl.xlsx.book import RawBook

__all__ = ["Extraction", "extract"]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read of a file. `refused`: another form or a broken structure, then there are no answers."""

    submission: Submission
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Whether the file was not read because of what it is."""
        return refuses(self.findings)


def extract(
    plan: WorkbookPlan, definition: Definition, book: RawBook, *, last: Mapping[str, float] | None = None
) -> Extraction:
    """Reads the answers of a file by the plan it was written from: one answer for every planned line.

    `last`: row key → the number of the round before, for the checks that a framework declares of changes.
    A form of another round, version or unit, a missing sheet or moved columns stop there, with a finding.
    Raises FileRefused (an UnreadableFile) for a workbook without a stamp.
    """
    stamp = read_stamp(book)
    findings = [*_macros(book), *stamp_disagreement(book), *judge_stamp(stamp, plan.stamp, book.file_name)]
    answers: tuple[Answer, ...] = ()
    if not refuses(findings):
        location = locate(plan, book)
        findings += location.findings
        if not refuses(findings):
            is_units = plan.stamp.edition == Edition.UNIT
            answers = tuple(
                answer
                for sheet in location.sheets
                for answer in _answers(definition, sheet, book, findings, is_units=is_units)
            )
            findings += register_findings(plan, answers, book.file_name)
            findings += relation_findings(
                definition, answers, plan.called, last=last, lang=lang_of(plan.stamp), file=book.file_name
            )
    return Extraction(Submission(stamp, book.digest, book.file_name, answers), tuple(findings))


def _macros(book: RawBook) -> list[Finding]:
    return [Finding(FindingCode.MACROS, file=book.file_name)] if book.macros else []


def _answers(
    definition: Definition, located: LocatedSheet, book: RawBook, findings: list[Finding], *, is_units: bool
) -> Iterator[Answer]:
    touched, deciding, planned = _touched(located), _Deciding(), located.plan.by_number
    beside = StrayText(located.plan, located.sheet, book.file_name) if is_units else None
    for section in located.plan.sections:
        words = vocabulary(definition, section)
        points = planned[section.lines[0].row].points_column if section.lines else 0
        for line in section.lines:
            rows = located.rows.get(line.key, ())
            if len(rows) == 1 and rows[0] not in touched:
                judged = _blank(rows[0])
            else:
                judged = _judge_line(section, line, located, words, book)
            findings.extend(judged.findings)
            if said := contradiction(section, line, located.sheet, judged, points, book.file_name):
                findings.append(said)
            if beside and judged.row and (found := beside.finding(section.unit, line, judged.row)):
                findings.extend(explained((found,), note_of(judged.fields)))
            yield Answer(
                section.unit,
                line.key,
                judged.state,
                judged.score_input,
                judged.fields,
                located.sheet.name,
                deciding.cell(line, judged),
            )


def _touched(located: LocatedSheet) -> frozenset[int]:
    """The rows with anything in the columns of answers: the others need not be judged one by one."""
    sheet = located.sheet
    columns = located.plan.input_columns
    first, last = columns[0] - 1, columns[-1]
    filled = {
        row
        for row, values in enumerate(sheet.values, 1)
        if (here := values[first:last]) and here.count("") < len(here)
    }
    return frozenset(filled | {row for row, column in sheet.errors | sheet.formulas if column in columns})


def _blank(row: int) -> Judged:
    return Judged(row, State.BLANK, None, {}, ())


class _Deciding:
    """The cell that made an answer what it is: the level or number, else whether provided, else the mark or the name;
    of a row in which none of these can be changed the first that can."""

    def __init__(self) -> None:
        self._orders: dict[tuple[int, bool], list[Field]] = {}  # most rows have the same inputs

    def cell(self, line: Line, judged: Judged) -> str:
        """Its address, "" of a row that is not there."""
        if not judged.row:
            return ""
        marked = judged.state is State.NOT_APPLICABLE or judged.state is State.PENDING
        key = id(line.inputs), marked
        asked = self._orders.get(key) or self._orders.setdefault(key, _asked(line, marked=marked))
        field = next((field for field in asked if field in judged.fields), asked[-1])
        return a1(judged.row, line.inputs[field])


def _asked(line: Line, *, marked: bool) -> list[Field]:
    order = (Field.APPLICABLE,) if marked else (Field.VALUE, Field.LEVEL, Field.PROVIDED)
    if Field.NAME in line.inputs:
        order = (Field.NAME,)
    return [field for field in order if field in line.inputs] or list(line.inputs)[:1]


def _judge_line(
    section: Section, line: Line, located: LocatedSheet, words: Vocabulary, book: RawBook
) -> Judged:
    """The row of a line; a line that is not there is blank."""
    file, sheet = book.file_name, located.sheet
    rows = [
        judge_row(RowPlace(file, section.unit, sheet, row, located.covered, book.from_1904), line, words)
        for row in located.rows.get(line.key, ())
    ]
    if not rows:
        return _blank(0)
    return rows[0] if len(rows) == 1 else _settle_copies(rows, section, line, located, file)


def _settle_copies(
    rows: list[Judged], section: Section, line: Line, located: LocatedSheet, file: str
) -> Judged:
    """A row that stands there several times: the answer they share, blank copies aside; else none."""
    numbers = "、".join(str(row.row) for row in rows)
    filled = [row for row in rows if not row.untouched] or rows
    agreed = all((row.fields, row.state) == (filled[0].fields, filled[0].state) for row in filled)
    code = FindingCode.SAME_ROW_TWICE if agreed else FindingCode.ROWS_CONTRADICT
    cell = a1(filled[0].row, min(line.inputs.values()))
    finding = Finding(code, section.unit, located.sheet.name, cell, line.name, numbers, file=file)
    if agreed:
        return Judged(
            filled[0].row,
            filled[0].state,
            filled[0].score_input,
            filled[0].fields,
            (finding, *filled[0].findings),
        )
    return Judged(filled[0].row, State.BLANK, None, {}, (finding,))
