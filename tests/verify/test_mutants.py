"""Whatever the plan writes, changed alone anywhere: `verify` finds it and names the place.

Nothing is recalculated here: the edits are compared with the plan, with the workbook as it is built, and with the values that
the unchanged formulas gave. `tests/project/test_verifying.py` runs a few through all of `verify`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from smartxl.cells import Cell, column_number, parse_a1
from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.diagnosis import diagnose
from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.model.plan import WorkbookPlan
from smartxl.model.scores import ScoreTable
from smartxl.planning import plan_city, plan_unit
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.verify import Difference, Value, VerifyReport, compare, reader_for, recalculate
from smartxl.verify.constants import compare_constants
from smartxl.verify.grid import grid_of
from smartxl.verify.settings import differing_settings
from smartxl.xlsx import RawBook
from smartxl.xlsx.saved import open_saved
from smartxl_generators import Template, write
from smartxl_generators.setting import as_set
from smartxl_templates import example_folder, template_path, wording
from tests.generators.conftest import Example
from tests.verify.mutants import KINDS, Mutant, Package, mutants

TAKEN = (wording("zh")["sheet.findings"],)
LISTED = 20
"""Causes that `verify` lists on the screen."""


@dataclass(frozen=True)
class Written:
    """A workbook, what it was written from, and what its formulas give."""

    content: bytes
    plan: WorkbookPlan
    table: ScoreTable
    built: RawBook
    values: dict[Cell, Value]

    @classmethod
    def of(
        cls, plan: WorkbookPlan, example: Example, definition: Definition, answers: list[Answer]
    ) -> Written:
        table = score(definition, answers)
        content = write(plan, example.template, definition, table, answers)
        values = dict(recalculate(grid_of(open_saved(content, plan.file_name))).values)
        built = as_set(plan, example.template, table, answers)
        return cls(content, plan.with_shown(), table, built, values)

    def verified(self, book: RawBook) -> VerifyReport:
        """What `verify` finds without recalculating."""
        grid = grid_of(book)
        constants = compare_constants(self.plan, grid, TAKEN)
        settings = differing_settings(self.plan, self.built, book, TAKEN, constants.shifted)
        report = compare(self.plan, grid, self.values, self.table, reader_for(grid))
        there = {name.casefold() for name in grid.sheets}
        others = (each for each in report.differences if each.cell.sheet.casefold() in there)
        return VerifyReport(0, 0, 0, (*constants.differences, *settings, *others))

    def missed(self, seed: int, count: int) -> list[str]:
        """The edits that are not found, or not at their place among the causes that are listed."""
        edited = mutants(Package.of(self.content), seed, count, KINDS)
        return [told for mutant in edited if (told := self._missed(mutant))]

    def _missed(self, mutant: Mutant) -> str:
        causes = self.verified(open_saved(mutant.package.content(), self.plan.file_name)).causes
        if any(names(each, mutant) for each in causes[:LISTED]):
            return ""
        where = f"{mutant.sheet} {mutant.places} {mutant.reference}"
        return f"{mutant.kind}: {where} {mutant.told}: {[str(each.cell) for each in causes[:3]]}"


def names(difference: Difference, mutant: Mutant) -> bool:
    """Whether a difference is told where the edit was made."""
    where = difference.cell
    if where.sheet != mutant.sheet:
        return False
    if isinstance(where, Cell):
        in_row = mutant.reference.partition(":")[0] == str(where.row)
        return in_row or (where.row, where.column) in mutant.places
    if not where.sheet or not where.reference:
        return where.reference == mutant.reference
    return any(_holds(part, mutant) for part in where.reference.split(","))


def _holds(part: str, mutant: Mutant) -> bool:
    """Whether a part of a spot (G8:G19, 12:14, C:D) holds a place or row of the edit."""
    first, _, last = part.partition(":")
    last = last or first
    if first.isdecimal():
        row = mutant.reference.partition(":")[0]
        return bool(row) and int(first) <= int(row) <= int(last)
    if first.isalpha():
        return any(column_number(first) <= column <= column_number(last) for _, column in mutant.places)
    if part == "…":
        return False
    (top, left), (bottom, right) = parse_a1(first), parse_a1(last)
    return any(top <= row <= bottom and left <= column <= right for row, column in mutant.places)


@pytest.fixture(scope="module")
def example() -> Example:
    definition = load(example_folder())
    path = template_path("standard")
    template = Template.load(path.read_bytes(), path.name)
    answers = tuple(respond(definition, "zh", 7))
    return Example(definition, read_layout(path), template, answers, ScoreTable({}))


def form_of(example: Example, unit: str) -> Written:
    definition = example.definition
    plan = plan_unit(definition, example.layout, definition.roster.by_code[unit], "zh")
    return Written.of(plan, example, definition, example.answers_of(unit))


@pytest.fixture(scope="module")
def small(example: Example) -> Written:
    return form_of(example, "SZB")


@pytest.fixture(scope="module")
def city(example: Example) -> Written:
    """The result of a city of three units."""
    few = example.few()
    answers = [answer for answer in example.answers if answer.unit in few.roster.by_code]
    plan = plan_city(few, example.layout, "zh", Edition.RESULT, diagnosis=diagnose(few, answers, ()))
    return Written.of(plan, example, few, answers)


def test_what_was_written_differs_in_nothing(small: Written) -> None:
    assert small.verified(open_saved(small.content, small.plan.file_name)).differences == ()


@pytest.mark.slow
def test_each_kind_of_edit_is_found_in_a_small_form(small: Written) -> None:
    assert small.missed(seed=1, count=len(KINDS)) == []


def test_each_edit_is_one(small: Written) -> None:
    """The edits are really made: each kind at least once, each workbook another one."""
    made: Iterator[Mutant] = mutants(Package.of(small.content), 3, 2 * len(KINDS), KINDS)
    changed = {mutant.kind: mutant.package.parts for mutant in made}
    assert set(changed) == set(KINDS) - {"gap deleted"}
    assert all(parts != Package.of(small.content).parts for parts in changed.values())


@pytest.mark.slow
def test_edits_of_a_form(example: Example) -> None:
    assert form_of(example, "GAJ").missed(seed=7, count=160) == []


@pytest.mark.slow
def test_edits_of_a_city(city: Written) -> None:
    """Not found is what is changed in the list of findings, which follows from files that no plan knows."""
    missed = city.missed(seed=7, count=160)
    assert [told for told in missed if TAKEN[0] not in told] == []
    assert len(missed) <= 6
