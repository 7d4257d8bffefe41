"""The example's workbooks in LibreOffice: filled in by hand, recalculated by an engine that is not `formulas`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from smartxl.cells import Cell
from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.model.answers import Field
from smartxl.model.definition import Catalogue, Definition, Roster
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT
from smartxl.model.plan import WorkbookPlan
from smartxl.model.scores import QuantityKind, ScoreTable
from smartxl.planning import plan_city, plan_unit
from smartxl.reading import extract, read_stamp
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.verify import Difference, DifferenceKind, Value, compare, read_grid, reader_for
from smartxl.xlsx import open_book
from smartxl_generators import Template, write
from smartxl_templates import example_folder, template_path
from tests.office.office import Edit, Office

pytestmark = pytest.mark.libreoffice


@pytest.fixture(scope="module")
def definition() -> Definition:
    return load(example_folder())


@pytest.fixture(scope="module")
def template() -> Template:
    return Template.load(template_path("standard").read_bytes(), "standard.xlsx")


def of_units(definition: Definition, codes: Sequence[str]) -> Definition:
    """The same definition with these units alone."""
    units = tuple(definition.roster.by_code[code] for code in codes)
    items = tuple(item for item in definition.catalogue.items if item.unit in codes)
    return replace(definition, roster=Roster(units), catalogue=Catalogue(items))


def _plan(definition: Definition, unit: str) -> WorkbookPlan:
    return plan_unit(
        definition, read_layout(template_path("standard")), definition.roster.by_code[unit], "zh"
    )


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["SZB", "GXJ", "HD"], ids=["smallest", "every-measure", "district"])
def test_a_form_filled_in_calc_scores_as_its_formulas_say(
    definition: Definition, template: Template, office: Office, tmp_path: Path, unit: str
) -> None:
    """Written, opened, typed into, saved by LibreOffice, collected: the engine finds what the saved sheet shows."""
    plan = _plan(definition, unit)
    answers = respond(definition, "zh", 7)
    table = score(definition, answers)
    source, target = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    mine = [answer for answer in answers if answer.unit == unit]
    source.write_bytes(write(plan, template, definition, table, mine))
    sheet = plan.by_name["采样表"]
    line = next(line for section in sheet.sections for line in section.lines if Field.PROVIDED in line.inputs)

    def address(field: Field) -> str:
        return f"{chr(64 + line.inputs[field])}{line.row}"

    locked = f"N{line.row}"
    edits: list[Edit] = [
        ("采样表", address(Field.APPLICABLE), ""),
        ("采样表", address(Field.PROVIDED), "否"),
        ("采样表", address(Field.LEVEL), ""),
        ("采样表", locked, 99.0),
    ]
    assert office.typed(source, target, edits) == [locked]
    saved = target.read_bytes()
    book = open_book(saved, "after.xlsx")
    assert read_stamp(book) == plan.stamp
    extraction = extract(plan, definition, book)
    assert not [d for d in _formula_differences(plan, saved) if d.kind is DifferenceKind.FORMULA]
    after = score(definition, extraction.submission.answers)
    shown = read_grid(saved).cached
    for cell, computed in plan.computed():
        value = after.of(computed.quantity)
        expected = "" if value is None else computed.labels[int(value)] if computed.labels else value
        found = shown.get(cell)
        assert (found or "") == (
            pytest.approx(expected, abs=1e-9) if isinstance(expected, float) and expected else expected or ""
        ), cell
    old, new = (t.get(QuantityKind.SCORE, unit, ROOT) for t in (table, after))
    assert old is not None
    assert new is not None
    assert new <= old
    item = [t.get(QuantityKind.ITEM, unit, line.key) for t in (table, after)]
    assert item[1] == 0.0
    assert new < old or not item[0]


def _formula_differences(plan: WorkbookPlan, saved: bytes) -> tuple[Difference, ...]:
    """LibreOffice writes formulas in words of its own; they must still be the planned ones."""
    grid = read_grid(saved)
    nothing: dict[Cell, Value] = dict.fromkeys(grid.formulas)
    return compare(
        plan, grid, nothing, ScoreTable({c.quantity: None for _, c in plan.computed()}), reader_for(grid)
    ).differences


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["filled", "blank"])
def test_the_city_workbook_recalculated_by_calc_gives_the_engines_numbers(
    definition: Definition, template: Template, office: Office, tmp_path: Path, edition: str
) -> None:
    if edition == "blank":  # all kinds of rows and formulas, in a city that is quickly opened
        definition = of_units(definition, ("GXJ", "SZB", "HD"))
    answers = respond(definition, "zh", 11) if edition == "filled" else ()
    table = score(definition, answers)
    plan = plan_city(definition, read_layout(template_path("standard")), "zh", Edition.RESULT)
    path = tmp_path / "city.xlsx"
    path.write_bytes(write(plan, template, definition, table, answers))
    values = office.values(path, tmp_path / "recalculated")
    grid = read_grid(path.read_bytes())
    report = compare(plan, grid, values, table, reader_for(grid))
    assert report.checked > (6000 if edition == "filled" else 500)
    assert report.ok, "\n".join(report.lines("en"))
