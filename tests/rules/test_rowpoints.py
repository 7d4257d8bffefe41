"""What a row brings: the function and the formula give the same, for every way in which a row can be filled in."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from smartxl.rules.rowpoints import (
    PointCells,
    accepted,
    accepted_expression,
    item_expression,
    item_share,
    level_expression,
    number_expression,
    reviewed,
)
from tests.rules.faces import Column, evaluate

NA, PENDING, YES, NO = "不适用", "待核实", "是", "否"
LEVELS = {"全程网办": 1.0, "部分网办": 0.5, "线下": 0.0}
FULL = 2.0
ITEM = PointCells(
    "A1", (f'"{NA}"', f'"{PENDING}"'), "B1", (f'"{YES}"', f'"{NO}"'), "C1", "D1", "E1", "F1:F3", "G1:G3", "H1"
)
NUMBERS: list[float | None] = [None, -1.0, 0.0, 1.5, 2.0, 2.5]


def sheet(**typed: float | str | None) -> dict[str, Column]:
    """A row with what was typed; a blank cell is "", as the formulas take it."""
    columns = {"state": "A", "provided": "B", "level": "C", "value": "E", "review": "H"}
    blank: dict[str, Column] = {column: [""] for column in columns.values()}
    said: dict[str, Column] = {columns[name]: [value] for name, value in typed.items() if value is not None}
    return {**blank, **said, "D": [FULL], "F": list(LEVELS), "G": list(LEVELS.values())}


def same(found: object, expected: float | None) -> None:
    if expected is None:
        assert found == ""
    else:
        np.testing.assert_allclose(float(found), expected, rtol=1e-12)  # type: ignore[arg-type]


@pytest.mark.parametrize("review", NUMBERS)
@pytest.mark.parametrize("level", [None, *LEVELS, "没有的等级"])
@pytest.mark.parametrize("provided", [None, YES, NO, "或许"])
def test_an_item(provided: str | None, level: str | None, review: float | None) -> None:
    said = {YES: True, NO: False}.get(str(provided))
    share = item_share(said, LEVELS.get(str(level)), review, FULL)
    found = evaluate(f"={item_expression(ITEM)}", sheet(provided=provided, level=level, review=review))
    same(found, None if share is None else share * FULL)


@pytest.mark.parametrize("level", [None, *LEVELS, "没有的等级"])
@pytest.mark.parametrize("review", [None, *LEVELS])
def test_a_level(level: str | None, review: str | None) -> None:
    own, theirs = LEVELS.get(str(level)), LEVELS.get(str(review))
    same(evaluate(f"={level_expression(ITEM)}", sheet(value=level, review=review)), reviewed(own, theirs))


@pytest.mark.parametrize(("low", "high"), [(None, None), (0.0, None), (None, 2.0), (0.0, 2.0)])
@pytest.mark.parametrize(("value", "review"), list(product(NUMBERS, NUMBERS)))
def test_a_number(value: float | None, review: float | None, low: float | None, high: float | None) -> None:
    found = evaluate(f"={number_expression(ITEM, low, high)}", sheet(value=value, review=review))
    same(found, reviewed(accepted(value, low, high), accepted(review, low, high)))


@pytest.mark.parametrize("state", [NA, PENDING])
@pytest.mark.parametrize(
    "expression", [item_expression, level_expression, lambda row: number_expression(row, 0.0, 2.0)]
)
def test_a_marked_row_brings_nothing_whatever_stands_in_it(state: str, expression) -> None:  # type: ignore[no-untyped-def]
    cells = sheet(state=state, provided=YES, level="全程网办", value=1.0, review=1.0)
    assert evaluate(f"={expression(ITEM)}", cells) == ""


def test_without_a_review_its_cell_is_not_read() -> None:
    plain = replace(ITEM, review="")
    for expression in (item_expression(plain), level_expression(plain), number_expression(plain, 0.0, None)):
        assert "H1" not in expression


@pytest.mark.parametrize(
    ("provided", "level", "expected"),
    [
        (None, None, None),
        (None, 1.0, None),
        (True, None, None),
        (True, 0.5, 0.5),
        (False, 1.0, 0.0),
        (False, None, 0.0),
    ],
)
def test_the_share_of_an_item(provided: bool | None, level: float | None, expected: float | None) -> None:
    assert item_share(provided, level) == expected


@pytest.mark.parametrize("limit", [1_234_567.0, 99_999_999.5, 0.123456789, 1e-7, 100.0])
def test_a_limit_is_written_with_all_its_digits(limit: float) -> None:
    """Six digits, as they were, let 1234568 pass a limit of 1234567."""
    written = accepted_expression("E1", limit, None).removeprefix("AND(ISNUMBER(E1),E1>=").removesuffix(")")
    assert float(written) == limit
