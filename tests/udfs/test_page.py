"""docs/udfs.md: every function in it, and its examples in a second program."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.utils import range_boundaries

from smartxl_udfs.modules import declared_functions
from tests.generated import maker

SCRIPT = maker("udfs_page")
EXAMPLES, results, town = SCRIPT.EXAMPLES, SCRIPT.results, SCRIPT.town


def test_every_function_has_an_example() -> None:
    assert EXAMPLES.keys() == declared_functions().keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gives_no_error_unless_it_shows_one(name: str) -> None:
    cells = [value for row in results(EXAMPLES[name]) for value in row]
    assert [str(value) for value in cells if str(value).startswith("#")] == (
        ["#SX: SX_CLEAN 读不成一个数"] if name == "SX_CLEAN" else []
    )


@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - {"SX_CLEAN", "SX_TRACE"}))
def test_the_package_formulas_gives_the_same(name: str, evaluate: Any) -> None:
    """But for a message, in place of which it has an error value, and for what needs a project."""
    example = EXAMPLES[name]
    cells = example.cells
    found = evaluate(example.formula, lambda area: _range(cells, area))
    for row, expected in zip(found, results(example), strict=True):
        assert row == [pytest.approx(v, rel=1e-12) if isinstance(v, float) else v for v in expected]


def _range(cells: Any, area: str) -> list[list[object]]:
    left, top, right, bottom = (number or 1 for number in range_boundaries(area))
    return [list(row[left - 1 : right]) for row in cells[top - 1 : bottom]]
