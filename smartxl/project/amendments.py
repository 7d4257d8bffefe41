"""What a returned workbook says beside its marks: the new deadline, and the checks and counts that the findings lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from smartxl.cells import a1, parse_a1, text_literal
from smartxl.findings import Finding
from smartxl.ledger import row_standings
from smartxl.model.answers import Answer, RowFault, RowStanding
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT
from smartxl.model.plan import Line, RowCheckFormula, WorkbookPlan
from smartxl.model.scores import QuantityKind, nodes_of
from smartxl.project.folder import ProjectFolder
from smartxl.rules import FaultJudge
from smartxl.stamp import Stamp
from smartxl.xlsx import RawBook
from smartxl.xlsx.book import RawSheet
from smartxl_generators.giveback import Amendments, CheckCell, NewText, NewValue
from smartxl_templates import wording

__all__ = ["amendments"]

_LONGEST = 200
_KINDS = {
    QuantityKind.FILLED: RowStanding.FILLED,
    QuantityKind.TO_CORRECT: RowStanding.TO_CORRECT,
    QuantityKind.UNFILLED: RowStanding.OPEN,
}
_WORDS = {RowStanding.FILLED: RowFault.NONE, RowStanding.OPEN: RowFault.BLANK}


def amendments(
    project: ProjectFolder,
    stamp: Stamp,
    book: RawBook,
    answers: Iterable[Answer],
    findings: Iterable[Finding],
    due: date,
) -> Amendments:
    """The changes of a form that was read; none of a workbook that is no form of a unit of the roster."""
    if Edition.of(stamp.edition) is not Edition.UNIT or stamp.unit not in project.definition.roster.by_code:
        return Amendments()
    rows = tuple(row_standings(project.definition, answers, findings))
    form = _ReturnedForm(project, stamp, book, project.form_plan(stamp), rows)
    return Amendments(tuple(form.texts(due)), tuple(form.checks()), tuple(form.values()))


@dataclass(frozen=True)
class _ReturnedForm:
    """A form beside its plan; `rows` are its answers, and how far their rows are."""

    project: ProjectFolder
    stamp: Stamp
    book: RawBook
    plan: WorkbookPlan
    rows: tuple[tuple[Answer, RowStanding], ...]

    def texts(self, due: date) -> Iterator[NewText]:
        """The deadline on the cover, where another day stood."""
        round_, words = self.project.definition.round, wording(self.stamp.lang)
        name, first = words["sheet.cover"], round_.due.isoformat()
        sheet = self.book.sheets.get(name)
        if due == round_.due or sheet is None:
            return
        for row in self.plan.by_name[name].rows:
            for column, planned in row.cells.items():
                if (
                    not isinstance(planned, str)
                    or first not in planned
                    or round_.start.isoformat() in planned
                ):
                    continue
                if first in sheet.text(row.row, column):
                    told = words["giveback.new_due"].format(due=due.isoformat(), first=first)
                    yield NewText(name, a1(row.row, column), planned.replace(first, told))

    def checks(self) -> Iterator[CheckCell]:
        """The checks that say something else than the findings; of rows that are where an answer was read."""
        planned = {content.key: (cell.column, content) for cell, content in self.plan.row_checks()}
        judge = FaultJudge(self.project.definition)
        lines = {line.key: line for _, section in self.plan.sections() for line in section.lines}
        for answer, standing in self.rows:
            sheet = self.book.sheets.get(answer.sheet)
            if sheet is None or not answer.cell or answer.key not in planned:
                continue
            column, content = planned[answer.key]
            row = parse_a1(answer.cell)[0]
            own = _shown(sheet, row, column, content)
            if own is None and judge.standing(answer) is RowStanding.TO_CORRECT:
                own = RowStanding.TO_CORRECT
            if (row, column) in sheet.formulas and own is not standing:
                unchanged = _as_it_came(sheet, row, lines[answer.key])
                word = content.word(_WORDS[standing]) if standing in _WORDS else ""
                yield CheckCell(answer.sheet, a1(row, column), row, unchanged, word)

    def values(self) -> Iterator[NewValue]:
        """The counts that the file shows, where its own formulas stand as they were planned."""
        counts = self._counts()
        for cell, content in self.plan.computed():
            sheet, quantity = self.book.sheets.get(cell.sheet), content.quantity
            if sheet is None or quantity.kind not in _KINDS or quantity.unit != self.stamp.unit:
                continue
            own = sheet.formulas.get((cell.row, cell.column), "")
            if own and _bare(own) == _bare(getattr(content, "formula", "")[1:]):
                count = sum(counts.get((ref, _KINDS[quantity.kind]), 0) for ref in nodes_of(quantity.ref))
                yield NewValue(cell.sheet, a1(cell.row, cell.column), count)

    def _counts(self) -> Mapping[tuple[str, RowStanding], int]:
        """(node, standing) → rows, of every node above an indicator too."""
        nodes = self.project.definition.framework.by_code
        counts: dict[tuple[str, RowStanding], int] = {}
        for answer, standing in self.rows:
            code = answer.leaf
            while code in nodes:
                counts[code, standing] = counts.get((code, standing), 0) + 1
                code = nodes[code].parent
            counts[ROOT, standing] = counts.get((ROOT, standing), 0) + 1
        return counts


def _shown(sheet: RawSheet, row: int, column: int, content: RowCheckFormula) -> RowStanding | None:
    """How far the form itself says that a row is; None where it shows nothing that it can say."""
    said = sheet.at(row, column)
    if (row, column) in sheet.uncached or said not in content.words:
        return None
    return tuple(RowFault)[content.words.index(str(said))].standing


def _as_it_came(sheet: RawSheet, row: int, line: Line) -> str:
    """A condition that holds while the inputs of a row are as they are."""
    return ",".join(_same(sheet, row, column) for column in line.inputs.values())


def _same(sheet: RawSheet, row: int, column: int) -> str:
    cell, value = a1(row, column), sheet.at(row, column)
    if (row, column) in sheet.errors:
        return f"ISERROR({cell})"
    if isinstance(value, bool):
        return f"{cell}={str(value).upper()}"
    if isinstance(value, int | float):
        return f"{cell}={value:.15g}"
    if not isinstance(value, str):
        return f"ISNUMBER({cell})"  # a day or a time
    is_plain = len(value) <= _LONGEST and value.isprintable()
    return (
        f"{cell}={text_literal(value)}" if is_plain else f"LEN({cell})={len(value.encode('utf-16-le')) // 2}"
    )


def _bare(formula: str) -> str:
    """A formula without what programs write in one way or another."""
    return formula.translate(str.maketrans("", "", "'$ ")).upper()
