"""The inputs of one row as they were typed: read, cleaned and held to the limits of the plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Field, Scalar
from smartxl.model.plan import Check, CheckKind, Line
from smartxl.typed.clean import clean_choice, clean_date, clean_number, clean_text, is_error_text
from smartxl.typed.cleaned import Cleaned, show, spelt_out
from smartxl.typed.limits import in_period, short_enough, unusual, within
from smartxl.typed.numbers import asked_for

if TYPE_CHECKING:
    from smartxl.typed.vocabulary import Vocabulary
    from smartxl.xlsx.book import RawSheet
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["RowPlace", "TypedRow"]


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row was found: file, unit, sheet, row; `covered` are cells that a merge hides (row, column).

    `from_1904`: serial numbers of days count from there.
    """

    file: str
    unit: str
    sheet: RawSheet
    row: int
    covered: frozenset[tuple[int, int]] = frozenset()
    from_1904: bool = False


@dataclass(slots=True)
class TypedRow:
    """One row: `fields` are what can be used, `unusable` the fields where something else stands or a merge hides it."""

    place: RowPlace
    line: Line
    words: Vocabulary
    fields: dict[Field, Scalar] = field(default_factory=dict)
    unusable: set[Field] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def report(self, code: FindingCode, entry: Field, found: str = "", expected: str = "") -> None:
        """Adds a finding on one of the row's inputs."""
        place, column = self.place, self.line.inputs[entry]
        cell = a1(place.row, column)
        name, file = place.sheet.name, place.file
        self.findings.append(Finding(code, place.unit, name, cell, self.line.name, found, expected, file))

    def read(self) -> None:
        """Fills `fields` with what can be used; `unusable` names the fields where something else stands."""
        sheet, row, covered = self.place.sheet, self.place.row, self.place.covered
        values = sheet.values[row - 1] if row <= sheet.height else ()
        width, errors, formulas, checks = len(values), sheet.errors, sheet.formulas, self.line.checks
        for entry, column in self.line.inputs.items():
            spot = row, column
            if covered and spot in covered:
                self.unusable.add(entry)
                continue
            value = values[column - 1] if column <= width else ""
            if spot not in formulas and spot not in errors:
                if value == "":
                    continue
                if value in checks[entry].options and isinstance(value, str):  # chosen from the list
                    self.fields[entry] = value
                    continue
            cleaned = self._cell(entry, spot, value)
            if cleaned.code is not None:
                unseen = isinstance(value, str) and cleaned.found == cleaned.expected
                found = spelt_out(str(value)) if unseen else cleaned.found
                self.report(cleaned.code, entry, found, cleaned.expected)
            if cleaned.value is not None:
                self.fields[entry] = cleaned.value
            elif cleaned.unusable:
                self.unusable.add(entry)

    def _cell(self, entry: Field, spot: tuple[int, int], value: CellValue) -> Cleaned:
        sheet = self.place.sheet
        if spot in sheet.errors:
            return Cleaned(None, FindingCode.ERROR_VALUE)
        if spot in sheet.formulas:
            if value == "":
                return Cleaned(None, FindingCode.FORMULA_WITHOUT_VALUE)
            self.report(FindingCode.FORMULA, entry, show(value))
        if isinstance(value, str) and is_error_text(value):
            return Cleaned(None, FindingCode.ERROR_VALUE)
        return self._of_kind(entry, self.line.checks[entry], value)

    def _of_kind(self, entry: Field, check: Check, value: CellValue) -> Cleaned:
        """The value as the kind of answer that was asked for."""
        if check.kind is CheckKind.LIST:
            return clean_choice(value, check.options, self.words.variants.get(entry, {}))
        if check.kind is CheckKind.NUMBER:
            return self._number(entry, check, value)
        if check.kind is CheckKind.DATE:
            return in_period(clean_date(value, since_1904=self.place.from_1904), check)
        return short_enough(clean_text(value, address=entry is Field.ADDRESS), check)

    def _number(self, entry: Field, check: Check, value: CellValue) -> Cleaned:
        asked = asked_for(self.words.units.get(self.line.key, ()), check.minimum, check.maximum)
        cleaned = within(clean_number(value, asked), check)
        if isinstance(cleaned.value, float) and (usual := unusual(cleaned.value, check)):
            self.report(FindingCode.UNUSUAL, entry, show(cleaned.value), usual)
        return cleaned
