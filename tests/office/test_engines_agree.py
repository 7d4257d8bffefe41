"""Cached values, engines and the scoring engine agree on every packaged definition: form, city workbook, result workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smartxl.model.edition import Edition
from smartxl.project import init_project
from smartxl.project.folder import ProjectFolder
from smartxl.project.reporting import reported
from smartxl.project.result import ScoredRound, counted_round
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.verify import read_grid
from smartxl.verify.compare import expected_values
from smartxl.verify.engines import Engine, engine, inputs_of, stored_values
from smartxl.verify.engines.beside import EngineOutcome, beside
from smartxl.verify.engines.libre import LibreOffice
from smartxl.xlsx.gate import LARGE_BUDGET
from smartxl.xlsx.saved import open_saved
from smartxl_generators import write
from smartxl_templates import BLANK, framework_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from smartxl.model.answers import Answer
    from smartxl.model.plan import WorkbookPlan
    from smartxl.model.scores import ScoreTable
    from smartxl.verify import Grid
    from tests.office.office import Office

FEW = 300
"""Formulas up to which the package `formulas` takes part: it needs some milliseconds for each."""
MANY = 2_000
"""Formulas from which LibreOffice leaves out the city workbook, whose sheets the result workbook has as well."""

Simulated = tuple[ProjectFolder, list["Answer"]]


@pytest.fixture
def calculate(office: Office, tmp_path: Path) -> Callable[[bytes], Grid]:
    """What the LibreOffice that runs makes of a workbook."""

    def calculated(content: bytes) -> Grid:
        path = tmp_path / "book.xlsx"
        path.write_bytes(content)
        return read_grid(office.convert(path, tmp_path / "out").read_bytes())

    return calculated


def form(project: ProjectFolder, answers: Sequence[Answer]) -> tuple[WorkbookPlan, ScoreTable, bytes]:
    """The form of the unit that is asked most, filled in."""
    asked = {
        unit.code: sum(each.unit == unit.code for each in answers) for unit in project.definition.roster.units
    }
    unit = project.definition.roster.by_code[max(asked, key=lambda code: asked[code])]
    own = [each for each in answers if each.unit == unit.code]
    plan, table = project.unit_plan(unit.code, "zh"), score(project.definition.only([unit]), own)
    return plan, table, write(plan, project.template_of(unit), project.definition, table, own)


def city(project: ProjectFolder, answers: Sequence[Answer]) -> tuple[WorkbookPlan, ScoreTable, bytes]:
    """The city workbook, filled in."""
    plan, table = project.city_plan(), score(project.definition, answers)
    return plan, table, write(plan, project.template, project.definition, table, answers)


def result(project: ProjectFolder, answers: Sequence[Answer]) -> tuple[WorkbookPlan, ScoreTable, bytes]:
    """The result workbook, with the report."""
    table = score(project.definition, answers)
    scored = ScoredRound(project.definition, table, list(answers), "zh")
    plan = project.city_plan(Edition.RESULT, diagnosis=reported(project, counted_round(project), scored))
    return plan, table, write(plan, project.template, project.definition, table, answers)


@pytest.fixture(scope="module", params=[*framework_names(), BLANK])
def simulated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """A project of a packaged definition, and simulated answers of all its units."""
    folder = tmp_path_factory.mktemp("agree") / "city"
    init_project(folder, framework=request.param)
    project = ProjectFolder.open(folder)
    return project, list(respond(project.definition, "zh", 1))


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("made", [form, city, result])
def test_all_agree(
    simulated: Simulated,
    made: Callable[[ProjectFolder, Sequence[Answer]], tuple[WorkbookPlan, ScoreTable, bytes]],
    calculate: Callable[[bytes], Grid],
) -> None:
    plan, table, content = made(*simulated)
    book = open_saved(content, "book.xlsx", budget=LARGE_BUDGET)
    given = inputs_of(book)
    count = len(given.filled)
    engines: list[Engine] = [engine("smartxl"), engine("formualizer")]
    engines += [engine("formulas")] if count <= FEW else []
    engines += [LibreOffice(calculate)] if made is not city or count < MANY else []
    outcomes = tuple(EngineOutcome(each.name, "", found=each.values(given)) for each in engines)
    formulas = {cell: formula.text for cell, formula in given.cells()}
    report = beside(formulas, stored_values(book), outcomes, expected_values(plan.with_shown(), table))
    assert [each.message("en") for each in report.cells] == []
    assert [(each.name, dict(each.missing)) for each in outcomes if each.missing] == []
    assert report.formulas == count > 0
    assert report.unsaved == 0
