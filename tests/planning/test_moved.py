"""Contents that move with a row: worked out at one place they are right at every other one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from smartxl.model.plan import Computed, Content
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.planning.moved import MovedContents

Make = Callable[[int], Mapping[str, Content]]


def making(formula: Callable[[int], str], unit: str = "A") -> Make:
    """A count by its formula, beside words."""
    quantity = Quantity(QuantityKind.FILLED, unit, "B1")
    return lambda row: {
        "count": Computed(formula(row), quantity, number_format='0 "/ 100%"', mark="—"),
        "words": "不计分",
    }


FORMULAS: Mapping[str, Callable[[int], str]] = {
    "one cell": lambda row: f"=C{row}",
    "an area below": lambda row: f'=COUNTIF(F{row + 2}:F{row + 61},"100%")+COUNT($F${row + 2}:$F${row + 9})',
    "no row at all": lambda _: '="%d"',
    "a number like a row": lambda row: f"=C{row}*90000012",
    "a number with such digits": lambda row: f"=C{row}*190000012.90000003",
    "rows by another law": lambda row: f"=C{2 * row}",
}


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)
@pytest.mark.parametrize("row", [1, 7, 1000, 1_048_000])
def test_contents_are_those_made_for_the_row_and_the_unit(formula: Callable[[int], str], row: int) -> None:
    found = MovedContents.of(making(formula), 7)
    assert found.at(row, "Z", making(formula, "Z")) == making(formula, "Z")(row)


def test_what_moves_is_not_made_again() -> None:
    made: list[int] = []

    def make(row: int) -> Mapping[str, Content]:
        made.append(row)
        return making(FORMULAS["an area below"])(row)

    found = MovedContents.of(make, 7)
    before = len(made)
    found.at(12, "A", make)
    assert len(made) == before
