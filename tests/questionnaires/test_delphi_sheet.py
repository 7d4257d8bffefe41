"""The Delphi sheet: what it shows of the last round, and what it says of a new rating."""

from __future__ import annotations

import pytest

from smartxl.cells import Cell
from smartxl.questionnaires import DelphiFeedback, GroupItem
from smartxl.verify import read_grid, recalculate
from smartxl_templates import wording
from tests.questionnaires.forms import Typing, changed, definition, delphi_form, written

KEYS = ("G1@dep|G1.1", "G1@dep|G1.2", "G1@dep|G1.3")
LAST = DelphiFeedback({key: GroupItem(7.0, 6.0, 8.0, 0.2) for key in KEYS}, {KEYS[0]: 9.0})
NEW, TELL, REASON = 9, 10, 11
WORDS = wording("zh")


def test_a_later_round_shows_the_group_and_the_experts_own_rating() -> None:
    grid = read_grid(written(delphi_form(definition([3, 2]), 2, LAST)))
    sheet = WORDS["delphi.sheet"]
    row = next(cell.row for cell, value in grid.constants.items() if value == KEYS[0])
    assert [grid.constants.get(Cell(sheet, row, column)) for column in range(4, 9)] == [
        7.0,
        6.0,
        8.0,
        0.2,
        9.0,
    ]
    assert grid.constants.get(Cell(sheet, row + 1, 8)) is None


@pytest.mark.parametrize(
    ("rating", "reason", "told"),
    [
        pytest.param(7, "", "", id="inside"),
        pytest.param(6, "", "", id="on the lower quartile"),
        pytest.param(9, "", WORDS["delphi.due"], id="above, no reason"),
        pytest.param(5.5, "数据表明", WORDS["delphi.given"], id="below, with a reason"),
        pytest.param(11, "", WORDS["delphi.wrong"].format(low=0, high=10), id="off the scale"),
        pytest.param("七", "", WORDS["delphi.wrong"].format(low=0, high=10), id="no number"),
    ],
)
def test_a_rating_outside_the_quartiles_wants_a_reason(rating: str | float, reason: str, told: str) -> None:
    content = changed(written(delphi_form(definition([3, 2]), 2, LAST)), Typing({KEYS[1]: rating}, NEW))
    content = changed(content, Typing({KEYS[1]: reason} if reason else {}, REASON))
    grid = read_grid(content)
    row = next(cell.row for cell, value in grid.constants.items() if value == KEYS[1])
    assert recalculate(grid).values[Cell(WORDS["delphi.sheet"], row, TELL)] == told


def test_the_first_round_wants_no_reasons() -> None:
    grid = read_grid(changed(written(delphi_form(definition([3, 2]))), Typing({KEYS[1]: 9}, NEW)))
    row = next(cell.row for cell, value in grid.constants.items() if value == KEYS[1])
    assert recalculate(grid).values[Cell(WORDS["delphi.sheet"], row, TELL)] == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_formula_carries_what_it_gives_in_a_blank_questionnaire(lang: str) -> None:
    grid = read_grid(written(delphi_form(definition([2, 3, 4]), 2, LAST, lang)))  # type: ignore[arg-type]
    values = recalculate(grid).values
    assert {cell: values[cell] for cell in grid.formulas} == {
        cell: grid.cached[cell] for cell in grid.formulas
    }


def test_progress_is_counted_below_each_node_and_in_all() -> None:
    content = changed(written(delphi_form(definition([3, 2]))), Typing({KEYS[0]: 9, KEYS[1]: 3.5}, NEW))
    values = recalculate(read_grid(content)).values
    assert WORDS["delphi.progress"].format(done=2, total=7, missing=5) in values.values()
    assert "2 / 3" in values.values()
