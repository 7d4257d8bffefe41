"""The functions of the package that are replaced: wrong without, right with, and only as long as they are asked for."""

from __future__ import annotations

import math

import pytest
from formulas import get_functions
from formulas.functions.operators import OPERATORS

from smartxl.cells import Cell, parse_a1
from smartxl.recalc import FormulaCell
from smartxl.verify.engines import EngineInputs
from smartxl.verify.engines.package import FormulasPackage
from smartxl.verify.engines.replaced import EXAMPLE_CELLS, Replaced, replaced
from smartxl.verify.grid import Value
from tests.recalc.test_functions import CASES, DATA

PLACE = (40, 20)


def inputs(*formulas: str) -> EngineInputs:
    """The cells of the examples, and formulas below each other."""
    constants: dict[Cell, Value] = {
        Cell("S", *parse_a1(place)): value for place, value in EXAMPLE_CELLS.items()
    }
    row, column = PLACE
    cells = (FormulaCell("S", row + n, column, f"={text}") for n, text in enumerate(formulas))
    return EngineInputs(("S",), constants, tuple(cells))


def found(formulas: tuple[str, ...], *, replaces: bool) -> list[Value]:
    """What the package gives, None for what it does not compute."""
    values = FormulasPackage(replaces=replaces).values(inputs(*formulas)).values
    return [values.get(Cell("S", PLACE[0] + n, PLACE[1])) for n, _ in enumerate(formulas)]


def is_shown(value: Value, text: str) -> bool:
    """Whether a value is the one that a text of the table stands for."""
    if isinstance(value, bool):
        return text == str(value).upper()
    if isinstance(value, float):
        return (
            math.isclose(value, float(text), rel_tol=1e-9, abs_tol=1e-9)
            if text and text[0] in "-.0123456789"
            else False
        )
    return text == (value or "")


EXAMPLES = tuple(each.example for each in replaced())


@pytest.fixture(scope="module")
def without() -> dict[str, Value]:
    return dict(zip(EXAMPLES, found(EXAMPLES, replaces=False), strict=True))


@pytest.fixture(scope="module")
def with_them() -> dict[str, Value]:
    return dict(zip(EXAMPLES, found(EXAMPLES, replaces=True), strict=True))


@pytest.mark.parametrize("each", replaced(), ids=lambda each: each.name)
def test_the_package_is_wrong_without_and_right_with_it(
    each: Replaced, without: dict[str, Value], with_them: dict[str, Value]
) -> None:
    assert is_shown(without[each.example], each.package)
    assert is_shown(with_them[each.example], each.correct)
    assert each.package != each.correct
    assert each.name in each.example


def test_the_package_is_afterwards_as_it_was() -> None:
    functions, operators = dict(get_functions()), dict(OPERATORS)
    assert found(("SUM(A1:A6)",), replaces=True) == [1.5]
    with_own = inputs("SX_F(1)")
    with_own = EngineInputs(with_own.sheets, {}, with_own.formulas, functions={"SX_F": lambda _: 1})
    FormulasPackage().values(with_own)
    assert dict(get_functions()) == functions
    assert dict(OPERATORS) == operators
    assert found(("SUM(A1:A6)",), replaces=False) == [91.5]


def test_no_name_stands_twice() -> None:
    names = [each.name for each in replaced()]
    assert len(names) == len(set(names))


_APPROXIMATE = {"NORMSINV(0.9088)", "TINV(0.05464,60)"}
"""Examples of which few digits are known."""


def test_every_example_that_the_engine_computes_comes_out_as_in_excel() -> None:
    constants: dict[Cell, Value] = {
        Cell("S", *parse_a1(place)): value
        for place, value in DATA.items()
        if isinstance(value, str | float | bool)
    }
    cases = [
        text for text, value in CASES.items() if not isinstance(value, list) and text not in _APPROXIMATE
    ]
    cells = tuple(FormulaCell("S", PLACE[0] + n, PLACE[1], f"={text}") for n, text in enumerate(cases))
    values = FormulasPackage().values(EngineInputs(("S",), constants, cells))
    got = {text: values.values.get(Cell("S", PLACE[0] + n, PLACE[1])) for n, text in enumerate(cases)}
    wrong = {
        text: value
        for text, value in got.items()
        if value is not None and not is_shown(value, _text(CASES[text]))
    }
    assert wrong == {}
    assert len(values.values) > 260


def _text(value: object) -> str:
    return (
        str(value).upper()
        if isinstance(value, bool)
        else repr(value)
        if isinstance(value, float)
        else str(value)
    )
