"""Verifying one file from Python: of a project, of none; forms of before are still those that the project made."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from smartxl.errors import UnreadableFile
from smartxl.project import init_project, verify_workbook
from smartxl.project.folder import ProjectFolder
from smartxl.project.verifying import verify_file
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.stamp import GENERATION
from smartxl.verify import BookReport, DifferenceKind, VerifyReport
from smartxl_generators import write
from tests.verify.engines.conftest import book_bytes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("generation", "is_ours"),
    [pytest.param("", True, id="of before"), pytest.param(GENERATION, False, id="of now")],
)
def test_the_guide_of_a_form_of_before_is_taken_as_it_is(
    tmp_path: Path, generation: str, is_ours: bool
) -> None:
    init_project(tmp_path / "city", framework="icf")
    project = ProjectFolder.open(tmp_path / "city")
    unit = project.definition.roster.units[0]
    plan = project.unit_plan(unit.code, "zh", generation=generation)
    answers = [answer for answer in respond(project.definition, "zh", 1) if answer.unit == unit.code]
    scored = project.definition.only([unit])
    content = write(plan, project.template, project.definition, score(scored, answers), answers)
    path = tmp_path / plan.file_name
    path.write_bytes(content)
    assert verify_file(project, path).ok
    assert isinstance(verify_workbook(path.rename(project.root / path.name)), VerifyReport)
    book = load_workbook(BytesIO(content))
    cell = next(c for row in book["填报说明"].iter_rows() for c in row if c.value and c.data_type != "f")
    cell.value = f"{cell.value}。"
    book.save(path)
    report = verify_file(project, path)
    assert isinstance(report, VerifyReport)
    found = {each.kind for each in report.differences}
    assert (DifferenceKind.CONSTANT in found) is not is_ours


def test_a_workbook_of_no_project_is_compared_with_the_values_that_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    path.write_bytes(book_bytes())  # each value that it shows is wrong
    report = verify_workbook(path)
    assert isinstance(report, BookReport)
    assert not report.ok
    assert len(report.differences) == report.computed - report.unsaved


def test_what_is_no_workbook_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(UnreadableFile):
        verify_workbook(path)
