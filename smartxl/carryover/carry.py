"""Carries the answers of an old or damaged form into the current one: where each goes, and what has no place.

Each filled cell has one entry in the result, so that nothing is lost on the way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from smartxl.carryover.match import NewRow, match_rows
from smartxl.carryover.oldform import OldCell, OldRow
from smartxl.carryover.outcome import CellOutcome
from smartxl.carryover.strays import StrayCell
from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.answers import Answer, Field, Scalar
from smartxl.model.definition import Definition
from smartxl.model.plan import WorkbookPlan
from smartxl.reading import read_as_typed
from smartxl.xlsx.cellvalues import CellValue

__all__ = ["CarriedAnswers", "CellOutcome", "MovedCell", "carry_over"]


@dataclass(frozen=True, slots=True)
class MovedCell:
    """One filled cell of the old form: where it stood, what it said, where it went and what it says there."""

    fate: CellOutcome
    sheet: str
    cell: str
    old_key: str
    old_name: str
    head: str
    value: str
    key: str = ""
    name: str = ""
    became: str = ""
    finding: Finding | None = None

    @property
    def changed(self) -> bool:
        """Whether it arrived and is written otherwise now."""
        return self.fate.arrived and self.became != self.value

    @property
    def asks(self) -> bool:
        """Whether somebody should look at it: it did not arrive, or nobody saw it in the old form."""
        return not self.fate.arrived or self.finding is not None


@dataclass(frozen=True, slots=True)
class CarriedAnswers:
    """The answers for the new form, and what became of every old one."""

    answers: tuple[Answer, ...]
    transfers: tuple[MovedCell, ...]


def carry_over(
    rows: Sequence[OldRow],
    plan: WorkbookPlan,
    definition: Definition,
    file_name: str,
    strays: Iterable[StrayCell] = (),
    closed: Collection[str] = (),
    *,
    from_1904: bool = False,
) -> CarriedAnswers:
    """Matches rows by key, by what the definition says has moved, and by name; what is typed is read as intake reads it.

    Rows that are `closed`, by key, ask something else than the old form did: they take nothing. Merged answers and
    what stands beside the answers (`strays`) goes nowhere, and is told. `from_1904`: serial numbers of days count from there.
    """
    targets = {
        line.key: NewRow(line, section.leaf, sheet.name)
        for sheet, section in plan.sections()
        for line in section.lines
    }
    matched = [
        ("", CellOutcome.ASKS_OTHERWISE) if key in closed else (key, fate)
        for key, fate in match_rows(rows, targets, definition, plan.stamp.unit)
    ]
    placed_rows = [(row, key) for row, (key, _) in zip(rows, matched, strict=True)]
    contradicting = _contradicting(placed_rows)
    placed = {
        (key, cell.field): cell.value
        for row, key in placed_rows
        if key and key not in contradicting
        for cell in row.cells
        if cell.field in targets[key].line.inputs and cell.field and not _unread(row, cell)
    }
    looks = {
        (key, cell.field): cell.look
        for row, key in placed_rows
        for cell in row.cells
        if cell.field and cell.look
    }
    extraction = read_as_typed(plan, definition, placed, file_name, looks, from_1904=from_1904)
    answers = {answer.key: answer for answer in extraction.submission.answers}
    findings = {(f.sheet, f.cell): f for f in reversed(extraction.findings) if f.cell}
    arrivals = _Arrivals(targets, answers, findings, contradicting)
    transfers = tuple(
        arrivals.of(row, cell, key, fate)
        for row, (key, fate) in zip(rows, matched, strict=True)
        for cell in row.cells
        if cell.field is not Field.NAME
        or (key and Field.NAME in targets[key].line.inputs)
        or not (key or row.key)
    )
    aside = tuple(
        MovedCell(CellOutcome.ASIDE, s.sheet, s.cell, s.key, s.name, s.head, _shown(s.value)) for s in strays
    )
    return CarriedAnswers(tuple(answer for answer in answers.values() if answer.fields), transfers + aside)


def _contradicting(placed: Iterable[tuple[OldRow, str]]) -> set[str]:
    """The keys to which rows go that say different things."""
    together: dict[str, list[OldRow]] = defaultdict(list)
    for row, key in placed:
        together[key].append(row)
    return {key for key, same in together.items() if key and _contradict(same)}


def _contradict(rows: Sequence[OldRow]) -> bool:
    """Whether rows that go to one place say different things of one column."""
    said: dict[Field, set[str]] = defaultdict(set)
    for row in rows:
        for cell in row.cells:
            if cell.field and cell.field is not Field.NAME and not cell.merged:
                said[cell.field].add(_verbatim(cell))
    return any(len(values) > 1 for values in said.values())


@dataclass(frozen=True)
class _Arrivals:
    """What was read of the answers in their new rows, and which of those contradict each other."""

    targets: Mapping[str, NewRow]
    answers: Mapping[str, Answer]
    findings: Mapping[tuple[str, str], Finding]
    contradicting: Collection[str]

    def of(self, row: OldRow, cell: OldCell, key: str, fate: CellOutcome) -> MovedCell:
        """What became of one cell of a row that goes to the row of `key`, "" for none."""
        known = MovedCell(fate, row.sheet, cell.cell, row.key, row.name, cell.head, _verbatim(cell))
        if cell.merged:
            return replace(known, fate=CellOutcome.MERGED, finding=_unread(row, cell))
        if not key:
            return known
        target = self.targets[key]
        known = replace(known, key=key, name=target.line.name)
        if key in self.contradicting:
            return replace(known, fate=CellOutcome.CONFLICT)
        answer, column = self.answers.get(key), target.line.inputs.get(cell.field) if cell.field else None
        became = answer.fields.get(cell.field) if answer and cell.field else None
        if became is None or column is None or cell.field is None:
            found = self.findings.get((target.sheet, a1(target.line.row, column))) if column else None
            return replace(known, fate=CellOutcome.NOT_USABLE, finding=_unread(row, cell) or found)
        shown = _shown(target.line.checks[cell.field].shown(became))
        return replace(known, became=shown, finding=_hidden(row, cell) if cell.hidden else None)


def _unread(row: OldRow, cell: OldCell) -> Finding | None:
    """Why nothing can be read of a cell, whatever is asked for; None for any other."""
    say = partial(FindingSource("", sheet=row.sheet).finding, cell=cell.cell, item=row.name or row.key)
    if cell.merged:
        return say(FindingCode.MERGED_ANSWERS, found=cell.merged)
    if cell.look and cell.look.picture:
        return say(FindingCode.PICTURE)
    if cell.is_error:
        return say(FindingCode.ERROR_VALUE)
    return say(FindingCode.FORMULA_WITHOUT_VALUE) if cell.uncalculated else None


def _hidden(row: OldRow, cell: OldCell) -> Finding:
    source, code = FindingSource("", sheet=row.sheet), FindingCode.HIDDEN_ANSWER
    return source.finding(code, cell.cell, row.name or row.key, found=_verbatim(cell))


def _verbatim(cell: OldCell) -> str:
    return "#?" if cell.is_error else _shown(cell.value)


def _shown(value: CellValue | Scalar) -> str:
    """A value as it was typed: nothing left out."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if not value.time().isoformat("seconds").strip("0:")
            else value.isoformat(" ")
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)
