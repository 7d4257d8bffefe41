"""Which sheet of a file is which planned sheet: by name or by its keys, never another unit's, and the fullest of copies.

Of several copies the one that holds every answer of the others is read; where none does, the one with the planned name
counts, and every row that a copy answers otherwise is a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import a1, column_letter
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.reading.sheet_owner import Anchors, KeyColumn, Owner, owner_of, read_keys, series_of
from smartxl.typed import show

if TYPE_CHECKING:
    from smartxl.model.plan import Line, SheetPlan, WorkbookPlan
    from smartxl.xlsx import RawBook, RawSheet
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["Candidate", "Match", "match_sheets"]

_NOTHING = "—"
_ROWS = 2  # of a copy: one line that is named may be a remark about it
Typed = Mapping[int, "CellValue"]
"""Column → what was typed there; blank cells are left out."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sheet of a file that may be a planned one."""

    sheet: RawSheet
    keys: KeyColumn
    owner: Owner

    @property
    def readable(self) -> bool:
        """Whether planned rows stand in it, and nothing says that it is another form's."""
        return bool(self.keys.hits) and not self.owner.other

    def typed(self, line: Line) -> list[Typed]:
        """What was typed into the rows of a line, blank rows left out."""
        sheet, columns = self.sheet, line.inputs.values()
        rows = [
            {
                column: "#" if (row, column) in sheet.errors else sheet.at(row, column)
                for column in columns
                if (row, column) in sheet.errors or sheet.at(row, column) != ""
            }
            for row in self.keys.places.get(line.key, ())
        ]
        return [row for row in rows if row]


@dataclass(frozen=True, slots=True)
class Match:
    """A planned sheet and the sheet that is read for it, None when it was not found."""

    plan: SheetPlan
    chosen: Candidate | None


def match_sheets(plan: WorkbookPlan, book: RawBook) -> tuple[tuple[Match, ...], tuple[Finding, ...]]:
    """Each planned sheet that can be answered with the sheet it is now, and what is to be said of all sheets."""
    matcher = _Matcher(plan, book, Anchors.of(book))
    matches, findings = [], []
    for sheet_plan in matcher.wanted:
        chosen, said = matcher.choose(sheet_plan)
        matches.append(Match(sheet_plan, chosen))
        findings += said
    found_all = all(match.chosen is not None for match in matches)
    more = matcher.keyless_copies() if found_all else ()  # else it is said already that keys are gone
    return tuple(matches), (*findings, *matcher.strangers(), *more)


class _Matcher:
    def __init__(self, plan: WorkbookPlan, book: RawBook, anchors: Anchors) -> None:
        self.plan, self.book, self.anchors = plan, book, anchors
        self.wanted = plan.answerable
        self._other: dict[str, tuple[str, str]] = {}  # sheet → the unit it was planned for, what it shows
        self._owned: set[str] = set()
        self._unplanned = [sheet for name, sheet in book.sheets.items() if name not in plan.by_name]
        self._spare = self._assign(self._unplanned)

    def _candidate(self, sheet_plan: SheetPlan, sheet: RawSheet) -> Candidate:
        keys = read_keys(sheet_plan, sheet)
        found = Candidate(sheet, keys, owner_of(self.plan, sheet_plan, sheet, keys, self.book, self.anchors))
        if found.owner.other:
            self._other.setdefault(sheet.name, (sheet_plan.unit, found.owner.other))
        elif found.readable:
            self._owned.add(sheet.name)
        return found

    def _assign(self, sheets: Sequence[RawSheet]) -> Mapping[str, Sequence[Candidate]]:
        """Unplanned sheets by the planned sheet whose they are: the one they certainly are, else hold most keys of."""
        assigned: dict[str, list[Candidate]] = {}
        for sheet in sheets:
            ranked = [(self._candidate(sheet_plan, sheet), sheet_plan) for sheet_plan in self.wanted]
            readable = [(c.owner.certain, c.keys.hits, c, p) for c, p in ranked if c.readable]
            if readable:
                best = max(rank[:2] for rank in readable)
                first = next(rank for rank in readable if rank[:2] == best)
                assigned.setdefault(first[3].name, []).append(first[2])
        return assigned

    def choose(self, sheet_plan: SheetPlan) -> tuple[Candidate | None, list[Finding]]:
        """The sheet that is read for a planned one, and findings about its name and its copies."""
        sheet = self.book.sheets.get(sheet_plan.name)
        named = self._candidate(sheet_plan, sheet) if sheet is not None else None
        first = [named] if named is not None and named.readable else list(self._exchanged(sheet_plan))
        spare = sorted(self._spare.get(sheet_plan.name, ()), key=lambda candidate: -candidate.keys.hits)
        candidates = [*first, *spare]
        if not candidates:
            return None, [self._missing(sheet_plan)]
        chosen = _fullest(sheet_plan, candidates) if len(candidates) > 1 else candidates[0]
        return chosen, list(self._said(sheet_plan, chosen, candidates))

    def _exchanged(self, sheet_plan: SheetPlan) -> Iterator[Candidate]:
        """Sheets under the name of another planned sheet that are certainly this one: names were exchanged."""
        for name in self.plan.by_name.keys() & self.book.sheets.keys() - {sheet_plan.name}:
            candidate = self._candidate(sheet_plan, self.book.sheets[name])
            if candidate.readable and candidate.owner.certain:
                yield candidate

    def _said(
        self, sheet_plan: SheetPlan, chosen: Candidate, candidates: Sequence[Candidate]
    ) -> Iterator[Finding]:
        name, found = sheet_plan.name, chosen.sheet.name
        others = [candidate for candidate in candidates if candidate is not chosen]
        if found != name:
            copied = any(candidate.sheet.name == name for candidate in candidates)
            code = FindingCode.COPY_READ if copied else FindingCode.SHEET_RENAMED
            yield self._source(sheet_plan, found).finding(code, found=found, expected=name)
        for other in (candidate.sheet.name for candidate in others):
            if other != name:
                code = FindingCode.SHEET_COPIED
                yield self._source(sheet_plan, other).finding(code, found=other, expected=name)
        source = self._source(sheet_plan, found)
        for candidate in others:
            yield from _differences(sheet_plan, chosen, candidate, source)

    def _source(self, sheet_plan: SheetPlan, sheet: str) -> FindingSource:
        return FindingSource(self.book.file_name, sheet_plan.unit, sheet)

    def _missing(self, sheet_plan: SheetPlan) -> Finding:
        """Why no sheet could be read: its columns were moved, its keys deleted, or it is not there."""
        name = sheet_plan.name
        source = self._source(sheet_plan, name)
        if not sheet_plan.scored:  # nothing that scores is lost with it
            return source.finding(FindingCode.REGISTER_MISSING, expected=name)
        due = column_letter(sheet_plan.key_column)
        named = [self.book.sheets[name]] if name in self.book.sheets else []
        for sheet in (*named, *self._unplanned):
            if sheet.name in self._other:
                continue
            column, here = _key_column_now(sheet_plan, sheet), source.of(sheet=sheet.name)
            if column:
                return here.finding(FindingCode.COLUMNS_MOVED, found=column_letter(column), expected=due)
            if self._bears_its_rows(sheet_plan, sheet):
                return here.finding(FindingCode.KEYS_GONE, expected=due)
        return source.finding(FindingCode.SHEET_MISSING, expected=name)

    def _bears_its_rows(self, sheet_plan: SheetPlan, sheet: RawSheet) -> bool:
        """Whether a sheet without keys is the planned one all the same: by its names, or by what its rows are called."""
        lines = sheet_plan.lines
        if any(self.anchors.into(sheet.name)[series_of(line.anchor)] for line in lines):
            return True
        names = {line.name for line in lines}
        shown = {value.strip() for values in sheet.values for value in values if isinstance(value, str)}
        return 2 * len(names & shown) > len(names)

    def strangers(self) -> Iterator[Finding]:
        """Sheets that come from another form: not read for this unit, whatever they are called."""
        for name, (unit, shown) in self._other.items():
            if name not in self._owned:
                source = FindingSource(self.book.file_name, unit, name)
                yield source.finding(FindingCode.SHEET_OF_OTHER_FORM, found=shown, expected=unit)

    def keyless_copies(self) -> Iterator[Finding]:
        """Sheets into which rows were copied without their hidden keys: answers there would vanish."""
        settled = {*self.plan.by_name, *self._other, *self._owned}
        for name, sheet in self.book.sheets.items():
            due = (plan for plan in self.wanted if name not in settled and _answers_without_keys(plan, sheet))
            if (plan := next(due, None)) is not None:
                source = self._source(plan, name)
                yield source.finding(FindingCode.SHEET_COPIED, found=name, expected=plan.name)


def _key_column_now(sheet_plan: SheetPlan, sheet: RawSheet) -> int:
    """The column in which the keys stand now, with or without their units; 0 when there are none."""
    keys = {line.key for line in sheet_plan.lines}
    columns = Counter(
        column
        for values in sheet.values
        for column, value in enumerate(values, 1)
        if isinstance(value, str) and (value.strip() in keys or value.strip().rpartition("@")[0] in keys)
    )
    return columns.most_common(1)[0][0] if columns else 0


def _fullest(sheet_plan: SheetPlan, copies: Sequence[Candidate]) -> Candidate:
    """The first copy that holds every answer of all the others; the first of all where none does."""
    lines = sheet_plan.lines
    typed = [{line.key: copy.typed(line) for line in lines} for copy in copies]
    for copy, mine in zip(copies, typed, strict=True):
        if all(_holds(mine[key], rows) for others in typed for key, rows in others.items()):
            return copy
    return copies[0]


def _differences(
    sheet_plan: SheetPlan, read: Candidate, other: Candidate, source: FindingSource
) -> Iterator[Finding]:
    """Rows that a copy answers, and the sheet that is read does not, or otherwise."""
    for unit, line in sheet_plan.unit_lines:
        mine, theirs = read.typed(line), other.typed(line)
        lost = next((row for row in theirs if not _holds(mine, [row])), None)
        if lost is None:
            continue
        kept: Typed = mine[0] if mine else {}
        column = next(c for c, value in lost.items() if kept.get(c) != value)
        rows, theirs_at = read.keys.places.get(line.key, ()), other.keys.places[line.key][0]
        found = f"{other.sheet.name} {a1(theirs_at, column)}: {show(lost[column])}"
        expected = show(kept[column]) if column in kept else _NOTHING
        cell, code = a1(rows[0], column) if rows else "", FindingCode.COPY_DIFFERS
        yield source.of(unit=unit).finding(code, cell, line.name, found=found, expected=expected)


def _answers_without_keys(sheet_plan: SheetPlan, sheet: RawSheet) -> bool:
    """Whether rows of a sheet show the names of lines, and beside them what the form does not have there."""
    planned = sheet_plan.by_number
    own = {
        line.name: {c for c in planned[line.row].cells.values() if isinstance(c, str | float)}
        for line in sheet_plan.lines
        if line.name
    }
    rows = 0
    for values in sheet.values:
        name = next((text for v in values if isinstance(v, str) and (text := v.strip()) in own), None)
        rows += name is not None and any(v != "" and v not in own[name] for v in values)
    return rows >= _ROWS


def _holds(mine: Sequence[Typed], theirs: Sequence[Typed]) -> bool:
    """Whether every row of theirs stands whole in one of mine."""
    return all(any(row.items() <= own.items() for own in mine) for row in theirs)
