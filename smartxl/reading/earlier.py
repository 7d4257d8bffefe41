"""Forms made from an earlier definition: row by row what they asked is compared with what is asked now.

A row counts when it is there and its question is the same: the kind of its answer, with its list or its unit of measurement.
Forms say what they asked on their hidden sheet; of those of before that, the lists on the sheet of lists and the unit printed
in the row are compared. Points and words that a form shows may be others than those of now; what was answered is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.cells import parse_a1
from smartxl.findings import Finding, FindingCode, FindingSource
from smartxl.model.answers import Field
from smartxl.model.plan import CheckKind
from smartxl.model.rowcells import points_column
from smartxl.reading.changedrows import changed_questions, rows_by_leaf
from smartxl.reading.form import check_codes
from smartxl.reading.intact import Location
from smartxl.reading.sheet_owner import series_of
from smartxl.stamp import QUESTION, STAMP_SHEET
from smartxl.text import fold

if TYPE_CHECKING:
    from smartxl.cells import Area
    from smartxl.model.definition import Definition
    from smartxl.model.plan import Check, Line, PlannedRow, Section, SheetPlan, WorkbookPlan
    from smartxl.reading.form import FormJudgement
    from smartxl.reading.intact import LocatedSheet
    from smartxl.xlsx import RawBook, RawSheet

__all__ = ["EarlierForm"]

_TEXTS = 5
_SERIES = re.compile(r"sx_e?[0-9]+")
_LABELS, _POINTS = ".labels", ".points"
_HEADINGS = 3  # of the form's texts in one row, which no respondent types
_PLACES = frozenset(
    {
        FindingCode.ROW_MISSING,
        FindingCode.ROWS_MOVED,
        FindingCode.ROWS_SORTED,
        FindingCode.NAME_DISAGREES,
        FindingCode.NAMES_GONE,
    }
)
"""What a form that asked other rows, or in another order, shows of itself."""
_WORDS = frozenset({FindingCode.LABEL_CHANGED, FindingCode.LABEL_GONE})


@dataclass(frozen=True)
class EarlierForm:
    """A form whose stamp names another definition than that of `plan`, the current form of its unit."""

    current: WorkbookPlan
    definition: Definition
    book: RawBook
    form: FormJudgement

    @cached_property
    def plan(self) -> WorkbookPlan:
        """The current form with the words and names that this one has; without names where its rows may be others."""
        sheets = tuple(self._printed_sheet(sheet) for sheet in self.current.sheets)
        names = {} if self.form.is_earlier else self.current.names
        return self._with_series(replace(self.current, sheets=sheets, names=names))

    def compared(self, location: Location) -> Location:
        """The rows whose question is the same, with the points printed in them, and what is to be said of the others."""
        findings = [
            f for f in location.findings if f.code not in self._own and not self._is_heading(f, location)
        ]
        if self.form.is_earlier:
            findings += self._rows(location)
        findings += self._texts(location)
        return Location(tuple(self._as_printed(sheet) for sheet in location.sheets), tuple(findings))

    def _is_heading(self, finding: Finding, location: Location) -> bool:
        """Whether a row without a key is one of the form's own headings, of which some words are others now."""
        located = next((s for s in location.sheets if s.sheet.name == finding.sheet), None)
        if finding.code is not FindingCode.ROW_WITHOUT_KEY or located is None:
            return False
        shown = located.sheet.values[parse_a1(finding.cell)[0] - 1]
        return len(self._headings(located.plan).intersection(shown)) >= _HEADINGS

    @staticmethod
    def _headings(plan: SheetPlan) -> frozenset[str]:
        lines = {line.row for line in plan.lines}
        rows = (row.cells.values() for row in plan.rows if row.row not in lines)
        return frozenset(text for cells in rows for text in cells if isinstance(text, str) and text)

    @cached_property
    def _own(self) -> frozenset[FindingCode]:
        return _WORDS | (_PLACES | {FindingCode.UNKNOWN_KEY} if self.form.is_earlier else frozenset())

    @cached_property
    def _asked_now(self) -> Mapping[str, str]:
        unit = self.definition.roster.by_code.get(self.form.stamp.unit)
        return self.definition.questions(unit) if unit else {}

    @cached_property
    def _asked_then(self) -> Mapping[str, str]:
        """Row key → what the row asked, as the hidden sheet says; empty for forms of before it said so."""
        sheet = self.book.sheets.get(STAMP_SHEET)
        rows = range(1, sheet.height + 1) if sheet else ()
        told = {sheet.text(row, 1): sheet.text(row, 2) for row in rows if sheet}
        return {name.removeprefix(QUESTION): text for name, text in told.items() if name.startswith(QUESTION)}

    @cached_property
    def changed(self) -> Mapping[str, tuple[str, str]]:
        """Key of a row whose question is another now → what it asked, what it asks."""
        if not self.form.is_earlier:
            return {}
        if self._asked_then:
            both = self._asked_then.keys() & self._asked_now.keys()
            pairs = {key: (self._asked_then[key], now) for key, now in self._asked_now.items() if key in both}
        else:
            pairs = dict(self._printedchanged_questions())
        return {key: (then, now) for key, (then, now) in pairs.items() if fold(then) != fold(now)}

    def _printedchanged_questions(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Row key → list or unit as the form shows it, and as it is planned; of what it does not show nothing."""
        for plan in self.current.answerable:
            sheet = self.book.sheets.get(plan.name)
            places = _key_rows(plan, sheet) if sheet else {}
            for line in plan.lines:
                check = line.checks.get(Field.LEVEL) or line.checks.get(Field.VALUE)
                if check and check.kind is CheckKind.LIST:
                    if (then := self._list(check.source)) is not None:
                        yield line.key, (" | ".join(then), " | ".join(check.options))
                elif sheet and line.key in places and (unit := self._unit(line)):
                    planned = plan.by_number[line.row].cells
                    column = next((c for c, text in planned.items() if text == unit), 0)
                    if column:
                        yield line.key, (sheet.text(places[line.key], column), unit)

    def _unit(self, line: Line) -> str:
        """The unit of the number that a row asks for, in the language of the form."""
        row = self.definition.row(self.form.stamp.unit, line.key)
        return row.asked.unit.get(self.form.stamp.lang) if row and row.asked else ""

    def _list(self, source: Area | None, kind: str = _LABELS) -> tuple[str, ...] | None:
        """A list as the file has it under the name that the plan gives it; None where it has none."""
        planned = self.current.by_name.get(source.sheet) if source else None
        sheet = self.book.sheets.get(source.sheet) if source else None
        if source is None or planned is None or sheet is None:
            return None
        head = str(planned.rows[0].cells[source.first_column]).replace(_LABELS, kind)
        column = next((c for c in range(1, len(sheet.values[0]) + 1) if sheet.text(1, c) == head), 0)
        if not column:
            return None
        texts = [sheet.text(row, column) for row in range(2, sheet.height + 1)]
        return tuple(texts[: texts.index("")] if "" in texts else texts)

    def _printed_sheet(self, plan: SheetPlan) -> SheetPlan:
        known: dict[int, Mapping[Field, Check]] = {}

        def line_of(line: Line) -> Line:
            if line.key in self.changed:
                return line
            checks = known.setdefault(id(line.checks), self._printed_checks(line.checks))
            return line._replace(checks=checks)

        return _with_lines(plan, line_of) if plan.lines else plan

    def _printed_checks(self, checks: Mapping[Field, Check]) -> Mapping[Field, Check]:
        return {asked: self._printed_check(asked, check) for asked, check in checks.items()}

    def _printed_check(self, asked: Field, check: Check) -> Check:
        """A list with the words of the form: its options have the same order. That of channels may have changed."""
        if check.kind is not CheckKind.LIST or (asked is Field.CHANNEL and self.form.is_earlier):
            return check
        then = self._list(check.source)
        return replace(check, options=then) if then and len(then) == len(check.options) else check

    def _with_series(self, plan: WorkbookPlan) -> WorkbookPlan:
        """With the numbers that the names of its rows have: they follow the place of the unit on the roster."""
        series = {found[0] for name in self.book.names if (found := _SERIES.match(name))}
        renamed = {}
        for sheet in plan.answerable:
            own = series_of(sheet.lines[0].anchor)
            alike = [other for other in series if other.startswith("sx_e") == own.startswith("sx_e")]
            if own not in series and len(alike) == 1 and self._is_own(self.book.sheets.get(sheet.name)):
                renamed[own] = alike[0]
        if not renamed:
            return plan

        def anchor(name: str) -> str:
            own = series_of(name)
            return name.replace(own, renamed[own], 1) if own in renamed else name

        sheets = tuple(
            _with_lines(sheet, lambda line: line._replace(anchor=anchor(line.anchor)))
            for sheet in plan.sheets
        )
        return replace(plan, sheets=sheets, names={anchor(name): at for name, at in plan.names.items()})

    def _is_own(self, sheet: RawSheet | None) -> bool:
        """Whether a sheet shows the check code of its form, or none."""
        shown = check_codes(sheet) if sheet else set()
        return sheet is not None and (not shown or self.form.stamp.check_code in shown)

    def _as_printed(self, located: LocatedSheet) -> LocatedSheet:
        """With the full points that the rows show; without the rows that asked something else."""
        sheet, column = located.sheet, _full_column(located.plan)

        def line_of(line: Line) -> Line:
            rows = located.rows.get(line.key, ())
            full = sheet.at(rows[0], column) if rows and column else None
            known = isinstance(full, float) and full > 0 and line.full != 0 and Field.LEVEL in line.checks
            return _worth(line, full) if known and isinstance(full, float) else line

        rows = {key: () if key in self.changed else at for key, at in located.rows.items()}
        plan = self._without_points(_with_lines(located.plan, line_of))
        return replace(located, plan=plan, rows=rows)

    def _without_points(self, plan: SheetPlan) -> SheetPlan:
        """Without the formulas for points in rows whose levels brought other shares: they cannot be compared."""
        stale = {
            line.row
            for section in plan.scored
            for line in section.lines
            if (check := line.checks.get(Field.LEVEL) or line.checks.get(Field.VALUE))
            and check.kind is CheckKind.LIST
            and self._points_differ(section, check)
        }
        rows = tuple(_without_formula(row) if row.row in stale else row for row in plan.rows)
        return replace(plan, rows=rows) if stale else plan

    def _points_differ(self, section: Section, check: Check) -> bool:
        then = self._list(check.source, _POINTS)
        node = self.definition.framework.by_code.get(section.leaf)
        scale = (
            self.definition.framework.scales.get(node.indicator.scale) if node and node.indicator else None
        )
        if then is None or scale is None:
            return True
        now = [option.points for option in scale.options]
        return len(then) != len(now) or any(float(a or "nan") != b for a, b in zip(then, now, strict=True))

    def _rows(self, location: Location) -> Iterator[Finding]:
        """Rows that respondents deleted or made up; and one note on those that the definition changed."""
        source = FindingSource(self.book.file_name, self.form.stamp.unit)
        unknown = [f for f in location.findings if f.code is FindingCode.UNKNOWN_KEY]
        made_up = [f for f in unknown if self._asked_then and f.found not in self._asked_then]
        yield from made_up
        removed = [f.found for f in unknown if f not in made_up]
        added, total = [], 0
        for located in location.sheets:
            for section in located.plan.scored:
                total += len(section.lines)
                for line in section.lines:
                    if line.key in located.rows:
                        continue
                    if line.key in self._asked_then:
                        there = source.of(sheet=located.sheet.name)
                        yield there.finding(FindingCode.ROW_MISSING, item=line.name)
                    else:
                        added.append(line.key)
        told = [*rows_by_leaf("+", added), *rows_by_leaf("−", removed), *changed_questions(self.changed)]
        if told:
            same = f"{total - len(added) - len(self.changed)} / {total}"
            yield source.finding(FindingCode.EARLIER_FORM, found="；".join(told), expected=same)

    def _texts(self, location: Location) -> Iterator[Finding]:
        """One note on rows whose texts are others now: the definition may have put them otherwise, or the respondent."""
        asks_otherwise = {
            (located.sheet.name, row)
            for located in location.sheets
            for key in self.changed
            for row in located.rows.get(key, ())
        }
        worded = (f for f in location.findings if f.code in _WORDS)
        differ = [f for f in worded if (f.sheet, parse_a1(f.cell)[0]) not in asks_otherwise]
        if differ:
            first = differ[0]
            told = [f"{f.found or '—'} → {f.expected}" for f in differ[:_TEXTS]]
            more = ["…"] if len(differ) > _TEXTS else []
            source = FindingSource(self.book.file_name, first.unit, first.sheet)
            found, number = "；".join(told + more), str(len(differ))
            yield source.finding(FindingCode.EARLIER_TEXTS, first.cell, found=found, expected=number)


def _key_rows(plan: SheetPlan, sheet: RawSheet) -> Mapping[str, int]:
    keys = {line.key for line in plan.lines}
    shown = ((sheet.text(row, plan.key_column), row) for row in range(1, sheet.height + 1))
    return {key: row for key, row in shown if key in keys}


def _with_lines(plan: SheetPlan, change: Callable[[Line], Line]) -> SheetPlan:
    sections = (
        replace(section, lines=tuple(change(line) for line in section.lines)) for section in plan.sections
    )
    return replace(plan, sections=tuple(sections))


def _full_column(plan: SheetPlan) -> int:
    """The column in which every sampled row shows its full points; 0 where there is none."""
    lines = [line for line in plan.lines if line.full and Field.LEVEL in line.checks]
    rows = plan.by_number
    found = [{c for c, v in rows[line.row].cells.items() if v == line.full} for line in lines]
    return max(set.intersection(*found), default=0) if found else 0


def _worth(line: Line, full: float) -> Line:
    """The line with other full points, which bound what an evaluator may give."""
    check = line.checks.get(Field.REVIEW)
    if full == line.full or check is None:
        return line._replace(full=full)
    return line._replace(full=full, checks={**line.checks, Field.REVIEW: replace(check, maximum=full)})


def _without_formula(row: PlannedRow) -> PlannedRow:
    column = points_column(row.cells)
    return row._replace(cells={**row.cells, column: ""}) if column else row
