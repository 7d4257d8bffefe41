"""The plan for reading forms says of what can be answered the same as the whole plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.model.edition import Edition
from smartxl.model.plan import Computed, Content, RowCheckFormula, SheetPlan, WorkbookPlan
from smartxl.planning import plan_answers, plan_unit
from smartxl.project import Project
from smartxl.project.create import new_project


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder: Path = tmp_path_factory.mktemp("city") / "city"
    new_project(folder)
    return Project.open(folder)


@pytest.mark.parametrize("edition", [edition for edition in Edition if edition.comes_back])
@pytest.mark.parametrize("code", ["GAJ", "SZB", "YH"])
def test_what_can_be_answered_is_the_same(city: Project, code: str, edition: Edition) -> None:
    unit = city.definition.roster.by_code[code]
    layout = city.templates.layout(unit.unit_class)
    whole = plan_unit(city.definition, layout, unit, "zh", edition)
    part = plan_answers(city.definition, layout, unit, "zh", edition)
    seen_alike(whole, part)


def seen_alike(whole: WorkbookPlan, part: WorkbookPlan) -> None:
    """Whether a form is read by the plan that it was written from."""
    assert part.stamp == whole.stamp
    assert part.names == whole.names
    assert set(part.by_name) == set(whole.by_name)
    for sheet, section in whole.sections():
        assert section in part.by_name[sheet.name].sections
    for name, sheet in part.by_name.items():
        if sheet.rows and sheet.sections:
            assert _seen(sheet) == _seen(whole.by_name[name])


def _seen(sheet: SheetPlan) -> list[tuple[int, dict[int, object]]]:
    """What reading a form compares with: texts and numbers, and what kind of thing is computed where."""
    return [
        (row.row, {column: _kind(content) for column, content in row.cells.items() if _kind(content)})
        for row in sheet.rows
    ]


def _kind(content: Content) -> object:
    if isinstance(content, Computed):
        return content.quantity.kind
    return (
        RowCheckFormula
        if isinstance(content, RowCheckFormula)
        else content
        if isinstance(content, str | float)
        else None
    )
