"""Reviews are read as forms are: what the evaluator's cells show is read or asked, merged ones are not taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from smartxl.cells import Area
from smartxl.findings import FindingCode
from smartxl.model.answers import Answer, Field
from smartxl.model.edition import Edition
from smartxl.model.plan import WorkbookPlan
from smartxl.project import Project
from smartxl.reading import Extraction, extract
from smartxl.scoring import score
from smartxl.xlsx import RawBook, open_book
from smartxl.xlsx.appearance import Appearance
from smartxl.xlsx.cellvalues import CellValue
from smartxl.xlsx.numberformat import NumberFormat
from smartxl_generators import write
from tests.cli.conftest import write_project

SAMPLING, KEYS = "采样表", ("A1/001", "A1/002")
Review = tuple[Project, WorkbookPlan, RawBook]


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Review:
    """The blank review workbook of a unit."""
    project = Project.open(write_project(tmp_path_factory.mktemp("review") / "town"))
    plan = project.unit_plan("GA", "zh", Edition.EVALUATOR)
    unit = project.definition.roster.by_code["GA"]
    content = write(plan, project.template_of(unit), project.definition, score(project.definition, []), [])
    book = open_book(content, "a.xlsx")
    return project, plan, replace(book, sheets=dict(book.sheets))


def spot(plan: WorkbookPlan, key: str) -> tuple[int, int]:
    line = next(line for _, section in plan.sections() for line in section.lines if line.key == key)
    return line.row, line.inputs[Field.REVIEW]


def read(review: Review, values: dict[tuple[int, int], CellValue], **more: Any) -> Extraction:
    project, plan, book = review
    sheet = book.sheets[SAMPLING]
    rows = [list(row) for row in sheet.values]
    for (row, column), value in values.items():
        rows[row - 1] += [""] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = value
    changed = replace(sheet, values=tuple(map(tuple, rows)), **more)
    return extract(plan, project.definition, replace(book, sheets={**book.sheets, SAMPLING: changed}))


def answer(extraction: Extraction, key: str) -> Answer:
    return next(answer for answer in extraction.submission.answers if answer.key == key)


LOOKS = {
    "as it is": (0.5, Appearance(NumberFormat("0.00")), None),
    "nothing shown": (0.5, Appearance(NumberFormat(";;;")), FindingCode.UNSEEN),
    "a scale": (1.0, Appearance(NumberFormat("0,")), FindingCode.SHOWN_OTHERWISE),
    "struck out": (0.5, Appearance(struck=True), FindingCode.STRUCK_OUT),
    "a picture": ("x", Appearance(picture=True), FindingCode.PICTURE),
}


@pytest.mark.parametrize(("value", "look", "code"), LOOKS.values(), ids=LOOKS)
def test_a_review_is_read_as_it_is_shown_or_asked(
    review: Review, value: CellValue, look: Appearance, code: FindingCode | None
) -> None:
    place = spot(review[1], KEYS[0])
    extraction = read(review, {place: value}, appearances={place: look})
    assert [finding.code for finding in extraction.findings] == ([code] if code else [])
    assert (Field.REVIEW in answer(extraction, KEYS[0]).fields) == (code is None)


def test_merged_reviews_are_not_taken(review: Review) -> None:
    first, second = (spot(review[1], key) for key in KEYS)
    merged = (*review[2].sheets[SAMPLING].merged, Area(SAMPLING, *first, *second))
    extraction = read(review, {first: 0.5}, merged=merged)
    assert {finding.code for finding in extraction.findings} == {FindingCode.MERGED_ANSWERS}
    assert not any(answer(extraction, key).fields for key in KEYS)
