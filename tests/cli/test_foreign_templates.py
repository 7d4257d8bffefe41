"""Every template goes through a whole round, with rows that units add and a register of evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

import smartxl
from smartxl.model.answers import Field
from smartxl.model.edition import Edition
from smartxl.planning import plan_answers, plan_unit
from smartxl.project.templates import check_templates
from smartxl.reading import extract
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.xlsx import open_book
from smartxl_generators import write
from smartxl_templates import template_path
from tests.cli.conftest import write_project
from tests.cli.foreign_templates import FOREIGN, random_layout
from tests.planning.test_plan_answers import seen_alike

Run = Callable[..., Result]
DAY = datetime(2026, 9, 9)


@pytest.fixture(params=FOREIGN)
def city(request: pytest.FixtureRequest, tmp_path: Path) -> smartxl.Project:
    """The small project with spare rows, evidence, and a template of its own: of one class where it lacks the city's sheets."""
    folder = write_project(tmp_path / "town")
    with (folder / "assessment.yaml").open("a", encoding="utf-8") as file:
        file.write("options: { evidence_rows: 3 }\n")
    framework = folder / "framework.yaml"
    text = framework.read_text("utf-8")
    framework.write_text(text.replace("missing: zero", "missing: zero\n        spare: 2"), "utf-8")
    (folder / "templates").mkdir()
    book = FOREIGN[request.param]()
    names = ("standard",) if "city" in book.sheetnames else ("dep", "dis")
    for name in names:
        book.save(folder / "templates" / f"{name}.xlsx")
    return smartxl.open_project(folder)


@pytest.mark.slow
def test_the_plan_for_reading_is_the_plan_for_writing(city: smartxl.Project) -> None:
    for unit in city.definition.roster.units:
        layout = city.templates.layout(unit.unit_class)
        for edition in (edition for edition in Edition if edition.comes_back and not edition.contests):
            seen_alike(
                plan_unit(city.definition, layout, unit, "zh", edition),
                plan_answers(city.definition, layout, unit, "zh", edition),
            )


@pytest.mark.slow
def test_a_template_goes_through_a_whole_round(city: smartxl.Project, run: Run) -> None:
    checked = city.check_templates()
    assert checked.problems == ()
    told = " ".join(remark.what.en for remark in checked.remarks)
    has_columns = "appeal.text" in str(city.templates.layout("dep").sheets["sampling"].rows)
    assert ("the appeal edition cannot be built" in told) != has_columns
    city.build(jobs=1)
    city.build("print", jobs=1)
    city.fill(jobs=1)
    forms = sorted((city.root / "inbox").glob("*.xlsx"))
    report = city.collect(*forms, processes=0)
    assert {outcome.outcome for outcome in report.report.outcomes} == {"accepted"}
    assert report.findings.empty
    for form in forms:
        assert city.verify(form).ok
    before = _answers(city)
    assert any(before.values())
    for form in forms:
        carried = city.carry_over(form, output=city.root / "again" / form.name)
        assert all(moved.fate.arrived for moved in carried.carried.transfers)
    again = smartxl.open_project(city.root)
    (city.root / "ledger.sqlite").unlink()
    assert again.collect(*(city.root / "again").glob("*.xlsx"), processes=0).findings.empty
    assert _answers(again) == before
    returned = again.give_back([unit.code for unit in again.definition.roster.units], now=DAY)
    assert returned


def _answers(city: smartxl.Project) -> dict[tuple[str, str], object]:
    return {(a.unit, a.key): dict(a.fields) for a in city.counting_answers() if a.fields}


@pytest.mark.slow
def test_names_typed_into_added_rows_come_back(city: smartxl.Project) -> None:
    """An added item and a piece of evidence, typed into the cells that the form has for them."""
    city.build(jobs=1)
    path = next((city.root / "workbooks").rglob("GA-*.xlsx"))
    plan = city.unit_plan("GA", "zh")
    book = load_workbook(path)
    typed = {}
    for sheet, section in plan.sections():
        if not section.scored:
            line = section.lines[0]
            (column, *_) = (c for field, c in line.inputs.items() if field is Field.NAME)
            book[sheet.name].cell(line.row, column).value = typed[line.key] = f"自填 {line.key}"
    book.save(path)
    city.collect(path, processes=0)
    answers = {a.key: a.fields.get(Field.NAME) for a in city.counting_answers() if a.fields}
    assert answers == typed
    assert len(typed) == 2


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 8))])
def test_any_layout_that_is_in_order_is_read_as_it_was_written(seed: int, tmp_path: Path) -> None:
    folder = write_project(tmp_path / "town")
    framework = folder / "framework.yaml"
    text = framework.read_text("utf-8")
    framework.write_text(text.replace("missing: zero", "missing: zero\n        spare: 2"), "utf-8")
    (folder / "templates").mkdir()
    random_layout(seed).save(folder / "templates" / "standard.xlsx")
    city = smartxl.open_project(folder)
    assert city.check_templates().problems == ()
    answers = [a for a in respond(city.definition, "zh", seed) if a.unit == "GA"]
    layout, unit = city.templates.layout(), city.unit("GA")
    whole, part = (plan(city.definition, layout, unit, "zh") for plan in (plan_unit, plan_answers))
    seen_alike(whole, part)
    content = write(whole, city.template, city.definition, score(city.definition, answers), answers)
    found = extract(part, city.definition, open_book(content, "GA.xlsx"))
    assert found.findings == ()
    given = {a.key: {f: v for f, v in a.fields.items() if v != ""} for a in answers}
    read = {a.key: dict(a.fields) for a in found.submission.answers}
    assert {key: read[key] for key in given} == given


def test_what_is_counted_over_two_kinds_of_rows_stands_in_one_column(tmp_path: Path) -> None:
    book = load_workbook(template_path("standard"))
    sheet = book["sampling"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "entry")
    one = next(cell for cell in row if cell.value == "{{ score.item }}")
    other = row[one.column]  # the next
    one.value, other.value = other.value, one.value
    book.save(tmp_path / "standard.xlsx")
    (problem,) = check_templates(tmp_path / "standard.xlsx").problems
    assert problem.column == f"sampling!{other.coordinate}"
    assert f"score.item stands in column {one.column_letter} of the row 'item'" in problem.what.en
