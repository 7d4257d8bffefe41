"""Cross-checks of rows found by key: their defined names, their fixed texts, the headings above their answers, merges.

Of merged answers one value is left, and nobody can say whose it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from smartxl.cells import Area, a1, area, column_letter, column_number
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.answers import Field
from smartxl.model.plan import Content, Line, PlannedRow, SheetPlan, WorkbookPlan
from smartxl.reading.sheet_owner import target_sheet
from smartxl.text import fold, shorten

if TYPE_CHECKING:
    from smartxl.xlsx import RawBook, RawSheet

__all__ = [
    "Covered",
    "Labels",
    "NameCheck",
    "covered_answers",
    "displaced_names",
    "labels",
    "moved_inputs",
    "names_of",
]

_AREA = re.compile(r".+!\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")
_SHOWN = 60
_DECIDING = frozenset({Field.APPLICABLE, Field.PROVIDED, Field.LEVEL, Field.VALUE, Field.REVIEW})
Rows = Mapping[str, Sequence[int]]
_folded = lru_cache(maxsize=8192)(fold)  # headings and labels are the same in file after file


@dataclass(frozen=True, slots=True)
class NameCheck:
    """What the defined name of a line refers to now: its row and columns, and the columns planned."""

    line: Line
    row: int
    columns: tuple[int, int]
    planned: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Labels:
    """Rows that show the fixed text of another line (`barred`: not to be read), and findings."""

    barred: frozenset[int]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """Answer cells that a merge makes unreadable, as (row, column); rows that are not to be scored; findings."""

    cells: frozenset[tuple[int, int]]
    barred: frozenset[int]
    findings: tuple[Finding, ...]


def names_of(
    plan: WorkbookPlan, sheet_plan: SheetPlan, sheet: RawSheet, book: RawBook
) -> dict[str, NameCheck]:
    """Row key → what its defined name refers to; no entry where the name is gone, or points into another sheet."""
    checks = {}
    targets = {sheet.name} if sheet_plan.name in book.sheets else {sheet.name, sheet_plan.name}
    for line in sheet_plan.lines:
        planned, reference = plan.names.get(line.anchor), book.names.get(line.anchor, "").strip()
        match = _AREA.fullmatch(reference)
        if planned is not None and match and target_sheet(reference) in targets:
            first = column_number(match[1])
            columns = (first, column_number(match[3]) if match[3] else first)
            due = (planned.first_column, planned.last_column)
            checks[line.key] = NameCheck(line, int(match[2]), columns, due)
    return checks


def displaced_names(
    names: Mapping[str, NameCheck], single: Mapping[str, int], source: FindingSource
) -> tuple[Finding, ...]:
    """Where defined names and row keys disagree; not where rows were sorted, since names stay behind then."""
    shifted = [check for check in names.values() if check.columns != check.planned]
    if 2 * len(shifted) > len(names):
        found, due = (
            ":".join(map(column_letter, columns)) for columns in (shifted[0].columns, shifted[0].planned)
        )
        return (source.finding(FindingCode.COLUMNS_MOVED, found=found, expected=due),)
    findings = []
    if gone := sum(key not in names for key in single):
        findings.append(source.finding(FindingCode.NAMES_GONE, found=str(gone)))
    occupied = set(single.values())
    for key, row in single.items():
        check = names.get(key)
        if check is not None and check.row != row and check.row not in occupied:
            cell, code = a1(row, min(check.line.inputs.values())), FindingCode.NAME_DISAGREES
            found, due = str(row), str(check.row)
            findings.append(source.finding(code, cell, check.line.name, found=found, expected=due))
    return tuple(findings)


def covered_answers(sheet_plan: SheetPlan, sheet: RawSheet, rows: Rows, source: FindingSource) -> Covered:
    """Answer cells in a merged area, its first cell included when the area takes several of them.

    What is left in the first cell may be any of them. A row whose answer itself is lost so is not scored.
    """
    cells: set[tuple[int, int]] = set()
    barred: set[int] = set()
    findings: list[Finding] = []
    lines = {row: each for each in sheet_plan.unit_lines for row in rows.get(each[1].key, ())}
    for merge in sheet.merged:
        inside = list(_inside(merge, lines))
        if [(row, column) for row, column, _ in inside] == [(merge.first_row, merge.first_column)]:
            continue
        shown = area(merge.first_row, merge.first_column, merge.last_row, merge.last_column)
        for row, column, field in inside:
            if (row, column) in cells:  # of areas that overlap, which no program writes, the first is named
                continue
            cells.add((row, column))
            if field in _DECIDING:
                barred.add(row)
            (unit, line), code = lines[row], FindingCode.MERGED_ANSWERS
            findings.append(source.of(unit=unit).finding(code, a1(row, column), line.name, found=shown))
    return Covered(frozenset(cells), frozenset(barred), tuple(findings))


def _inside(merge: Area, lines: Mapping[int, tuple[str, Line]]) -> Iterator[tuple[int, int, Field]]:
    """The answer cells of a merged area: row, column, field."""
    for row, (_, line) in lines.items():
        if merge.first_row <= row <= merge.last_row:
            for field, column in line.inputs.items():
                if merge.first_column <= column <= merge.last_column:
                    yield row, column, field


def labels(sheet_plan: SheetPlan, sheet: RawSheet, found: Rows, source: FindingSource) -> Labels:
    """Compares the fixed text of every row with the plan: a key beside another row's text is not trusted."""
    texts = _FixedTexts.of(sheet_plan)
    barred: set[int] = set()
    findings: list[Finding] = []
    for unit, line in sheet_plan.unit_lines:
        for row in found.get(line.key, ()):
            shown = {c: sheet.text(row, c) for c in texts.columns.difference(line.inputs.values())}
            different = texts.first_difference(line.key, shown)
            if different is None:
                continue
            if texts.belongs_to_another(line.key, shown):
                barred.add(row)
                code = FindingCode.OTHER_LABEL
            else:
                code = texts.change(line.key, shown)
            now = shorten(shown.get(different, ""), _SHOWN)
            due = shorten(texts.planned[line.key][different], _SHOWN)
            cell = a1(row, different)
            findings.append(source.of(unit=unit).finding(code, cell, line.name, found=now, expected=due))
    return Labels(frozenset(barred), tuple(findings))


@dataclass(frozen=True)
class _FixedTexts:
    """Row key → column → the text that the row shows and that nobody is asked to change; row key → name."""

    planned: Mapping[str, Mapping[int, str]]
    names: Mapping[str, str]

    @classmethod
    def of(cls, sheet_plan: SheetPlan) -> _FixedTexts:
        """Those of a planned sheet."""
        rows, empty = sheet_plan.by_number, PlannedRow(0, 0, {})
        planned = {
            line.key: {
                column: content
                for column, content in rows.get(line.row, empty).cells.items()
                if isinstance(content, str) and content.strip() and column != sheet_plan.key_column
            }
            for line in sheet_plan.lines
        }
        return cls(planned, {line.key: line.name for line in sheet_plan.lines})

    @cached_property
    def columns(self) -> frozenset[int]:
        return frozenset(column for texts in self.planned.values() for column in texts)

    @cached_property
    def _signatures(self) -> frozenset[frozenset[tuple[int, str]]]:
        return frozenset(_signature(texts) for texts in self.planned.values())

    @cached_property
    def _folded_names(self) -> frozenset[str]:
        return frozenset(_folded(name) for name in self.names.values())

    def first_difference(self, key: str, shown: Mapping[int, str]) -> int | None:
        """The column that differs, the name's before others; None when the row shows its own texts."""
        name = self.names[key]
        differing = [
            column
            for column, text in self.planned[key].items()
            if text != shown.get(column, "") and _folded(text) != _folded(shown.get(column, ""))
        ]
        return min(differing, key=lambda column: (self.planned[key][column] != name, column), default=None)

    def change(self, key: str, shown: Mapping[int, str]) -> FindingCode:
        """Whether a row that differs is still known by some text: not when its name is gone, or all its texts are others."""
        own = self.planned[key]
        named = all(shown.get(column, "") for column, text in own.items() if text == self.names[key])
        known = any(_folded(shown.get(column, "")) == _folded(text) for column, text in own.items())
        return FindingCode.LABEL_CHANGED if named and known else FindingCode.LABEL_GONE

    def belongs_to_another(self, key: str, shown: Mapping[int, str]) -> bool:
        """Whether a row that differs shows all texts, or the name, of another line."""
        name = self.names[key]
        column = next((column for column, text in self.planned[key].items() if text == name), None)
        now = _folded(shown.get(column, "")) if column is not None else ""
        return _signature(shown) in self._signatures or (now != _folded(name) and now in self._folded_names)


def _signature(texts: Mapping[int, str]) -> frozenset[tuple[int, str]]:
    return frozenset((column, same) for column, text in texts.items() if (same := _folded(text)))


def moved_inputs(
    sheet_plan: SheetPlan, sheet: RawSheet, found: Rows, source: FindingSource
) -> Iterator[Finding]:
    """Input columns over which another input's heading stands: columns were swapped, or the template has changed since."""
    skipped = {line.row for line in sheet_plan.lines} | {section.band_row for section in sheet_plan.sections}
    planned = {row.row: row.cells for row in sheet_plan.rows if row.row not in skipped}
    occupied = {row for places in found.values() for row in places}
    for section in sheet_plan.sections:
        here = [row for line in section.lines for row in found.get(line.key, ())]
        if not here:
            continue
        free = [row for row in range(min(here) - 1, 0, -1) if row not in occupied]
        due = _own_words(planned, {c for ln in section.lines for c in ln.inputs.values()}, section.band_row)
        for column, word in due.items():
            shown = (_folded(sheet.text(row, column)) for row in free)
            now = next((text for text in shown if text in due.values()), word)
            if now != word:
                other = next(c for c, theirs in due.items() if theirs == now)
                code = FindingCode.COLUMNS_MOVED
                yield source.finding(code, found=column_letter(column), expected=column_letter(other))
                return


def _own_words(
    planned: Mapping[int, Mapping[int, Content]], columns: set[int], band_row: int
) -> dict[int, str]:
    """Column → the heading nearest to a section, where no other column has the same."""
    end = band_row + 1  # a section's own headings follow its band row without a gap
    while end in planned:
        end += 1
    above = [planned[row] for row in sorted(planned, reverse=True) if row < end]
    words = {}
    for column in columns:
        texts = (cells.get(column) for cells in above)
        words[column] = _folded(next((t for t in texts if isinstance(t, str) and t.strip()), ""))
    return {c: word for c, word in words.items() if word and list(words.values()).count(word) == 1}
