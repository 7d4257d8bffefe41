"""Which sheet of a file is which planned sheet: by name or by its keys, never another unit's, and the fullest of copies.

Of several copies the one that holds every answer of the others is read; where none does, the one with the planned name
counts, and every row that a copy answers otherwise is a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import column_letter
from smartxl.findings import Finding, FindingCode
from smartxl.reading.copies import answers_without_keys, differences, fullest
from smartxl.reading.sheet_owner import Anchors, KeyColumn, Owner, owner_of, read_keys, series_of

if TYPE_CHECKING:
    from smartxl.model.plan import SheetPlan, WorkbookPlan
    from smartxl.xlsx.book import RawBook, RawSheet

__all__ = ["Candidate", "Match", "match_sheets"]


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
        self._spare = self._assign([s for name, s in book.sheets.items() if name not in plan.by_name])

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
        chosen = fullest(sheet_plan, candidates) if len(candidates) > 1 else candidates[0]
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
        name, unit, file = sheet_plan.name, sheet_plan.unit, self.book.file_name
        found = chosen.sheet.name
        if found != name:
            copied = any(candidate.sheet.name == name for candidate in candidates)
            code = FindingCode.COPY_READ if copied else FindingCode.SHEET_RENAMED
            yield Finding(code, unit, found, found=found, expected=name, file=file)
        for other in candidates:
            if other is not chosen and other.sheet.name != name:
                where = other.sheet.name
                yield Finding(FindingCode.SHEET_COPIED, unit, where, found=where, expected=name, file=file)
        for other in candidates:
            if other is not chosen:
                yield from differences(sheet_plan, chosen, other, file)

    def _missing(self, sheet_plan: SheetPlan) -> Finding:
        """Why no sheet could be read: its columns were moved, its keys deleted, or it is not there."""
        name, unit, file = sheet_plan.name, sheet_plan.unit, self.book.file_name
        if not sheet_plan.scored:  # nothing that scores is lost with it
            return Finding(FindingCode.REGISTER_MISSING, unit, name, expected=name, file=file)
        due = column_letter(sheet_plan.key_column)
        named = self.book.sheets.get(name)
        unplanned = [sheet for other, sheet in self.book.sheets.items() if other not in self.plan.by_name]
        for sheet in [*([named] if named is not None else []), *unplanned]:
            if sheet.name in self._other:
                continue
            column = _key_column_now(sheet_plan, sheet)
            if column:
                code, found = FindingCode.COLUMNS_MOVED, column_letter(column)
                return Finding(code, unit, sheet.name, found=found, expected=due, file=file)
            if self._bears_its_rows(sheet_plan, sheet):
                return Finding(FindingCode.KEYS_GONE, unit, sheet.name, expected=due, file=file)
        return Finding(FindingCode.SHEET_MISSING, unit, name, expected=name, file=file)

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
                code, file = FindingCode.SHEET_OF_OTHER_FORM, self.book.file_name
                yield Finding(code, unit, name, found=shown, expected=unit, file=file)

    def keyless_copies(self) -> Iterator[Finding]:
        """Sheets into which rows were copied without their hidden keys: answers there would vanish."""
        settled = {*self.plan.by_name, *self._other, *self._owned}
        for sheet in (sheet for name, sheet in self.book.sheets.items() if name not in settled):
            due = next((plan for plan in self.wanted if answers_without_keys(plan, sheet)), None)
            if due is not None:
                code, file = FindingCode.SHEET_COPIED, self.book.file_name
                yield Finding(code, due.unit, sheet.name, found=sheet.name, expected=due.name, file=file)


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
