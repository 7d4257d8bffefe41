"""Numbers of the report as cells: what a program shows is what the report shows."""

from __future__ import annotations

import pytest

from smartxl.model.report import Figure
from smartxl.planning.figures import figure_cell


@pytest.mark.parametrize(
    ("shown", "value", "cell"),
    [
        pytest.param("67.54", 67.5412, (67.5412, "0.00"), id="decimals"),
        pytest.param("94.0%", 0.93967, (0.93967, "0.0%"), id="percent"),
        pytest.param("1,947", 1947.0, (1947.0, "#,##0"), id="thousands"),
        pytest.param("3", 3.0, (3.0, "0"), id="whole"),
        pytest.param("-1.20", -1.2, (-1.2, "0.00"), id="negative"),
        pytest.param("+1.20", 1.2, (1.2, "+0.00;-0.00;0.00"), id="signed"),
        pytest.param("2.67", 2.675, (2.67, "0.00"), id="a-program-would-round-otherwise"),
        pytest.param("50.0%", 50.0, (0.5, "0.0%"), id="value-in-another-unit"),
        pytest.param("↑3", 3.0, None, id="not-only-a-number"),
    ],
)
def test_a_figure_is_a_number(shown: str, value: float, cell: tuple[float, str] | None) -> None:
    assert figure_cell((Figure(shown, value),)) == cell


@pytest.mark.parametrize("words", [("—",), (), ("未提供 ", Figure("3", 3.0), " 项")])
def test_a_text_is_none(words: tuple[str | Figure, ...]) -> None:
    assert figure_cell(words) is None
