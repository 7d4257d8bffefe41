"""Cross-checks of rows found by key: their defined names, their fixed texts, the headings above their answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from smartxl.cells import a1, column_letter, column_number
from smartxl.findings import Finding, FindingCode
from smartxl.model.plan import Content, Line, PlannedRow, SheetPlan, WorkbookPlan
from smartxl.reading.sheet_owner import target_sheet
from smartxl.text import fold, shorten

if TYPE_CHECKING:
    from smartxl.xlsx.book import RawBook, RawSheet

__all__ = [
    "Labels",
    "NameCheck",
    "displaced_names",
    "labels",
    "moved_inputs",
    "names_of",
]

_AREA = re.compile(r".+!\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")
_SHOWN = 60
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


def names_of(
    plan: WorkbookPlan, sheet_plan: SheetPlan, sheet: RawSheet, book: RawBook
) -> dict[str, NameCheck]:
    """Row key → what its defined name refers to; no entry where the name is gone, or points into another sheet."""
    checks = {}
    targets = {sheet.name} if sheet_plan.name in book.sheets else {sheet.name, sheet_plan.name}
    for section in sheet_plan.sections:
        for line in section.lines:
            planned, reference = plan.names.get(line.anchor), book.names.get(line.anchor, "").strip()
            match = _AREA.fullmatch(reference)
            if planned is not None and match and target_sheet(reference) in targets:
                first = column_number(match[1])
                columns = (first, column_number(match[3]) if match[3] else first)
                due = (planned.first_column, planned.last_column)
                checks[line.key] = NameCheck(line, int(match[2]), columns, due)
    return checks


def displaced_names(
    sheet_plan: SheetPlan,
    sheet: RawSheet,
    names: Mapping[str, NameCheck],
    single: Mapping[str, int],
    file: str,
) -> Iterator[Finding]:
    """Where defined names and row keys disagree; not where rows were sorted, since names stay behind then."""
    where = (sheet_plan.unit, sheet.name)
    shifted = [check for check in names.values() if check.columns != check.planned]
    if 2 * len(shifted) > len(names):
        found, due = (_columns(c) for c in (shifted[0].columns, shifted[0].planned))
        yield Finding(FindingCode.COLUMNS_MOVED, *where, found=found, expected=due, file=file)
        return
    gone = sum(1 for key in single if key not in names)
    if gone:
        yield Finding(FindingCode.NAMES_GONE, *where, found=str(gone), file=file)
    occupied = set(single.values())
    for key, row in single.items():
        check = names.get(key)
        if check is not None and check.row != row and check.row not in occupied:
            cell = a1(row, min(check.line.inputs.values()))
            name, found, due = check.line.name, str(row), str(check.row)
            yield Finding(FindingCode.NAME_DISAGREES, *where, cell, name, found, due, file)


def _columns(columns: tuple[int, int]) -> str:
    return ":".join(column_letter(column) for column in columns)


def labels(sheet_plan: SheetPlan, sheet: RawSheet, found: Rows, file: str) -> Labels:
    """Compares the fixed text of every row with the plan: a key beside another row's text is not trusted."""
    texts = _FixedTexts(_fixed_texts(sheet_plan), {line.key: line.name for line in sheet_plan.lines})
    barred: set[int] = set()
    findings: list[Finding] = []
    for section in sheet_plan.sections:
        for line in section.lines:
            for row in found.get(line.key, ()):
                shown = {c: sheet.text(row, c) for c in texts.columns.difference(line.inputs.values())}
                different = texts.first_difference(line.key, shown)
                if different is None:
                    continue
                other = texts.belongs_to_another(line.key, shown)
                if other:
                    barred.add(row)
                code = FindingCode.OTHER_LABEL if other else texts.change(line.key, shown)
                now, due = shown.get(different, ""), texts.planned[line.key][different]
                place = (section.unit, sheet.name, a1(row, different), line.name)
                findings.append(Finding(code, *place, shorten(now, _SHOWN), shorten(due, _SHOWN), file))
    return Labels(frozenset(barred), tuple(findings))


@dataclass(frozen=True)
class _FixedTexts:
    """Row key → column → the text that the row shows and that nobody is asked to change; row key → name."""

    planned: Mapping[str, Mapping[int, str]]
    names: Mapping[str, str]

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


def _fixed_texts(sheet_plan: SheetPlan) -> dict[str, dict[int, str]]:
    rows = {row.row: row for row in sheet_plan.rows}
    empty = PlannedRow(0, 0, {})
    return {
        line.key: {
            column: content
            for column, content in rows.get(line.row, empty).cells.items()
            if isinstance(content, str) and content.strip() and column != sheet_plan.key_column
        }
        for section in sheet_plan.sections
        for line in section.lines
    }


def _signature(texts: Mapping[int, str]) -> frozenset[tuple[int, str]]:
    return frozenset((column, same) for column, text in texts.items() if (same := _folded(text)))


def moved_inputs(sheet_plan: SheetPlan, sheet: RawSheet, found: Rows, file: str) -> Iterator[Finding]:
    """Input columns over which another input's heading stands: columns were swapped, or the template has changed since."""
    lines = {line.row for line in sheet_plan.lines}
    skipped = lines | {section.band_row for section in sheet_plan.sections}
    planned = {row.row: row.cells for row in sheet_plan.rows if row.row not in skipped}
    occupied = {row for places in found.values() for row in places}
    for section in sheet_plan.sections:
        here = [row for line in section.lines for row in found.get(line.key, ())]
        if not here:
            continue
        due = _own_words(planned, {c for ln in section.lines for c in ln.inputs.values()}, section.band_row)
        for column, word in due.items():
            rows = (row for row in range(min(here) - 1, 0, -1) if row not in occupied)
            now = next(
                (text for row in rows if (text := _folded(sheet.text(row, column))) in due.values()), word
            )
            if now != word:
                letters = column_letter(column), column_letter(next(c for c, w in due.items() if w == now))
                where = (sheet_plan.unit, sheet.name)
                yield Finding(
                    FindingCode.COLUMNS_MOVED, *where, found=letters[0], expected=letters[1], file=file
                )
                return


def _own_words(
    planned: Mapping[int, Mapping[int, Content]], columns: set[int], band_row: int
) -> dict[int, str]:
    """Column → the heading nearest to a section, where no other column has the same."""
    words = {}
    for column in columns:
        above = (
            cells.get(column)
            for row, cells in sorted(planned.items(), reverse=True)
            if row < _reach(planned, band_row)
        )
        text = next((content for content in above if isinstance(content, str) and content.strip()), "")
        words[column] = _folded(text)
    return {c: word for c, word in words.items() if word and list(words.values()).count(word) == 1}


def _reach(planned: Mapping[int, object], band_row: int) -> int:
    """The row below a section's own headings, which follow its band row without a gap."""
    row = band_row + 1
    while row in planned:
        row += 1
    return row
