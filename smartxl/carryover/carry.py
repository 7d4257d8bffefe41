"""Carries the answers of an old or damaged form into the current one: where each goes, and what has no place.

Each filled cell has one entry in the result, so that nothing is lost on the way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from smartxl.carryover.oldform import OldCell, OldRow
from smartxl.carryover.strays import StrayCell
from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.answers import Answer, Field, Scalar
from smartxl.model.definition import Definition
from smartxl.model.keys import UNSCORED
from smartxl.model.plan import Line, WorkbookPlan
from smartxl.reading import read_as_typed
from smartxl.text import Text, fold
from smartxl.xlsx.cellvalues import CellValue

__all__ = ["CarriedAnswers", "CellOutcome", "MovedCell", "carry_over"]


class CellOutcome(StrEnum):
    """What became of an answer."""

    MOVED = "moved"  # to the row of the same key
    RENAMED = "renamed"  # to the row that `moved` in the definition names
    BY_NAME = "by-name"  # to the row that is called the same
    NOT_USABLE = "not-usable"  # the row is there, the answer does not fit
    CONFLICT = "conflict"  # other rows say otherwise of the same row
    NO_PLACE = "no-place"  # no such row any more
    OTHER_UNIT = "other-unit"  # its key says that the row is another unit's
    MERGED = "merged"  # it stands in merged cells, and may be the answer of any of the rows
    ASIDE = "aside"  # it stands where nothing is asked

    @property
    def label(self) -> Text:
        """The fate in words."""
        return _LABELS[self]

    @property
    def arrived(self) -> bool:
        """Whether the answer stands in the new form."""
        return self in {CellOutcome.MOVED, CellOutcome.RENAMED, CellOutcome.BY_NAME}


_LABELS = {
    CellOutcome.MOVED: Text("已转入", "moved"),
    CellOutcome.RENAMED: Text("已转入（标识已变更）", "moved (key changed)"),
    CellOutcome.BY_NAME: Text("已转入（按名称对应）", "moved (by name)"),
    CellOutcome.NOT_USABLE: Text("未转入：不符合现行要求", "not moved: does not fit"),
    CellOutcome.CONFLICT: Text("未转入：多行答案不一致", "not moved: rows contradict"),
    CellOutcome.NO_PLACE: Text("未转入：现行表中没有对应行", "not moved: no such row"),
    CellOutcome.OTHER_UNIT: Text("未转入：该行属于其他单位", "not moved: another unit's row"),
    CellOutcome.MERGED: Text(
        "未转入：在合并单元格中，不知是哪一行的", "not moved: in merged cells, of nobody knows which row"
    ),
    CellOutcome.ASIDE: Text("未转入：写在填写栏以外", "not moved: outside of the columns to fill in"),
}
_SETTLED = frozenset({CellOutcome.CONFLICT, CellOutcome.OTHER_UNIT})
"""What no likeness of names changes."""


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


@dataclass(frozen=True, slots=True)
class CarriedAnswers:
    """The answers for the new form, and what became of every old one."""

    answers: tuple[Answer, ...]
    transfers: tuple[MovedCell, ...]


@dataclass(frozen=True, slots=True)
class _NewRow:
    """A row of the new form, and its indicator and sheet."""

    line: Line
    leaf: str
    sheet: str


def carry_over(
    rows: Sequence[OldRow],
    plan: WorkbookPlan,
    definition: Definition,
    file_name: str,
    strays: Iterable[StrayCell] = (),
) -> CarriedAnswers:
    """Matches rows by key, by what the definition says has moved, and by name; what is typed is read as intake reads it.

    Merged answers and what stands beside the answers (`strays`) goes nowhere, and is told.
    """
    targets = {
        line.key: _NewRow(line, section.leaf, sheet.name)
        for sheet, section in plan.sections()
        for line in section.lines
    }
    matched = _match(rows, targets, definition, plan.stamp.unit)
    together: dict[str, list[OldRow]] = defaultdict(list)
    for row, (key, _) in zip(rows, matched, strict=True):
        together[key].append(row)
    contradicting = {key for key, same in together.items() if key and _contradict(same)}
    placed = {
        (key, cell.field): cell.value
        for row, (key, _) in zip(rows, matched, strict=True)
        if key and key not in contradicting
        for cell in row.cells
        if cell.field and cell.field in targets[key].line.inputs and not (cell.is_error or cell.merged)
    }
    extraction = read_as_typed(plan, definition, placed, file_name)
    answers = {answer.key: answer for answer in extraction.submission.answers}
    findings = {(f.sheet, f.cell): f for f in reversed(extraction.findings) if f.cell}
    transfers = tuple(
        _transfer(row, cell, key, fate, targets, answers, findings, contradicting)
        for row, (key, fate) in zip(rows, matched, strict=True)
        for cell in row.cells
        if cell.field is not Field.NAME
        or (key and Field.NAME in targets[key].line.inputs)
        or not (key or row.key)
    )
    aside = tuple(
        MovedCell(CellOutcome.ASIDE, s.sheet, s.cell, s.key, s.name, "", _shown(s.value)) for s in strays
    )
    return CarriedAnswers(tuple(answer for answer in answers.values() if answer.fields), transfers + aside)


def _match(
    rows: Sequence[OldRow], targets: Mapping[str, _NewRow], definition: Definition, unit: str
) -> list[tuple[str, CellOutcome]]:
    """The key that each row has now, "" for none, and how it was found."""
    names: dict[str, list[str]] = defaultdict(list)
    for key, target in targets.items():
        if not key.startswith(UNSCORED):
            names[fold(target.line.name)].append(key)
    found = [_by_key(row, targets, names, definition, unit) for row in rows]
    taken = {key for key, _ in found if key}
    return [
        known if known[0] or known[1] in _SETTLED else _by_name(row, targets, names, taken)
        for row, known in zip(rows, found, strict=True)
    ]


def _by_key(
    row: OldRow,
    targets: Mapping[str, _NewRow],
    names: Mapping[str, list[str]],
    definition: Definition,
    unit: str,
) -> tuple[str, CellOutcome]:
    if row.unit != unit and row.unit in definition.roster.by_code:
        return "", CellOutcome.OTHER_UNIT
    if row.key in targets:
        own = targets[row.key].line.name
        other = fold(row.name) != fold(own) and fold(row.name) in names and not row.key.startswith(UNSCORED)
        return ("", CellOutcome.CONFLICT) if other else (row.key, CellOutcome.MOVED)
    moved = definition.moved.key(unit, row.key) if row.key else ""
    return (moved, CellOutcome.RENAMED) if moved in targets else ("", CellOutcome.NO_PLACE)


def _by_name(
    row: OldRow, targets: Mapping[str, _NewRow], names: Mapping[str, list[str]], taken: set[str]
) -> tuple[str, CellOutcome]:
    """The only row of this name that no key has claimed; under the row's own indicator before others."""
    free = [key for key in names.get(fold(row.name), ()) if key not in taken] if row.name else []
    own = [key for key in free if targets[key].leaf == row.leaf]
    chosen = own or free
    return (chosen[0], CellOutcome.BY_NAME) if len(chosen) == 1 else ("", CellOutcome.NO_PLACE)


def _contradict(rows: Sequence[OldRow]) -> bool:
    """Whether rows that go to one place say different things of one column."""
    said: dict[Field, set[str]] = defaultdict(set)
    for row in rows:
        for cell in row.cells:
            if cell.field and cell.field is not Field.NAME and not cell.merged:
                said[cell.field].add(_verbatim(cell))
    return any(len(values) > 1 for values in said.values())


def _transfer(
    row: OldRow,
    cell: OldCell,
    key: str,
    fate: CellOutcome,
    targets: Mapping[str, _NewRow],
    answers: Mapping[str, Answer],
    findings: Mapping[tuple[str, str], Finding],
    contradicting: Iterable[str],
) -> MovedCell:
    known = MovedCell(fate, row.sheet, cell.cell, row.key, row.name, cell.head, _verbatim(cell))
    if cell.merged:
        source = FindingSource("", sheet=row.sheet)
        why = source.finding(FindingCode.MERGED_ANSWERS, cell.cell, row.name or row.key, found=cell.merged)
        return replace(known, fate=CellOutcome.MERGED, finding=why)
    if not key:
        return known
    target = targets[key]
    known = replace(known, key=key, name=target.line.name)
    if key in contradicting:
        return replace(known, fate=CellOutcome.CONFLICT)
    answer, column = answers.get(key), target.line.inputs.get(cell.field) if cell.field else None
    became = answer.fields.get(cell.field) if answer and cell.field else None
    if became is None or column is None or cell.field is None:
        finding = findings.get((target.sheet, a1(target.line.row, column))) if column else None
        return replace(known, fate=CellOutcome.NOT_USABLE, finding=finding)
    return replace(known, became=_shown(target.line.checks[cell.field].shown(became)))


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
