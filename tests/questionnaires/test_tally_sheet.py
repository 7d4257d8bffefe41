"""The tally of a survey: counts, shares and the score, as the answers are entered."""

from __future__ import annotations

import pytest

from smartxl.cells import Cell
from smartxl.model.framework import ROOT, Node
from smartxl.rules import build
from smartxl.text import Text
from smartxl.verify import read_grid, recalculate
from smartxl_templates import wording
from tests.questionnaires.forms import Typing, changed, framed, leaf, tally_form, written

WORDS = wording("zh")
WEIGHTS = {"dep": 50.0}
DEFINITION = framed(
    [
        Node("A", Text("满意", "Content"), ROOT, 1, {"dep": 100.0}),
        leaf("A.1", "A", WEIGHTS, survey=True),
        leaf("A.2", "A", WEIGHTS, survey=True),
    ]
)


def test_counts_share_and_score_follow_the_entries() -> None:
    rows = [f"r{n:04d}" for n in range(1, 8)]
    first = dict(zip(rows, ["满意", "满意", "不满意", "满意", "", "很满意", ""], strict=True))
    content = written(tally_form(DEFINITION))
    content = changed(content, Typing({k: v for k, v in first.items() if v}, 3))
    content = changed(content, Typing({rows[4]: "不满意"}, 4))
    values = recalculate(read_grid(content)).values
    totals = {
        (cell.row, cell.column): value
        for cell, value in values.items()
        if cell.sheet == WORDS["survey.totals"]
    }
    assert [totals[5, 5], totals[6, 5], totals[7, 5]] == [3, 1, 4]
    assert totals[5, 6] == pytest.approx(0.75)
    expected = build(DEFINITION.framework.by_code["A.1"].indicator.rule)  # type: ignore[union-attr]
    import numpy as np

    assert totals[7, 6] == pytest.approx(float(expected.score(np.array([[3.0, 1.0]]))[0]))
    assert totals[7, 7] == WORDS["survey.unlisted"].format(count=1)
    assert [totals[8, 5], totals[9, 5], totals[10, 6]] == [0, 1, 0]
    told = values[Cell(WORDS["survey.sheet"], 4, 2)]
    assert told == WORDS["survey.progress"].format(count=5, rows=20)


def test_every_formula_carries_what_it_gives_in_a_blank_tally() -> None:
    grid = read_grid(written(tally_form(DEFINITION)))
    values = recalculate(grid).values
    assert {cell: values[cell] for cell in grid.formulas} == {
        cell: grid.cached[cell] for cell in grid.formulas
    }
