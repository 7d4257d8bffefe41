"""The functions of the package that are replaced: wrong without, right with, and only as long as they are asked for."""

from __future__ import annotations

import math

import pytest
from formulas import get_functions
from formulas.functions.operators import OPERATORS

from smartxl.cells import Cell, parse_a1
from smartxl.recalc import FormulaCell
from smartxl.verify.engines import Engine, EngineInputs
from smartxl.verify.engines.package import FormulasPackage
from smartxl.verify.engines.replaced import EXAMPLE_CELLS, Replaced, replaced
from smartxl.verify.engines.rust import Formualizer
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


def engine_of(name: str, *, replaces: bool) -> Engine:
    """The engine that rows of the table are about."""
    return (FormulasPackage if name == "formulas" else Formualizer)(replaces=replaces)


def found(engine: Engine, formulas: tuple[str, ...]) -> list[Value]:
    """What an engine gives, None for what it does not compute."""
    values = engine.values(inputs(*formulas)).values
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


TABLES = ("formulas", "formualizer", "formualizer-arrays")
ROWS = [each for name in TABLES for each in replaced(name)]


@pytest.fixture(scope="module", params=[pytest.param(name, id=name) for name in TABLES])
def outcomes(request: pytest.FixtureRequest) -> tuple[str, dict[str, tuple[Value, Value]]]:
    """A table, and of each example in it what the engine gives without and with what replaces its own."""
    examples = tuple(each.example for each in replaced(request.param))
    without, replacing = (found(engine_of(request.param, replaces=r), examples) for r in (False, True))
    return request.param, dict(zip(examples, zip(without, replacing, strict=True), strict=True))


def test_the_engine_is_wrong_without_and_right_with_it(
    outcomes: tuple[str, dict[str, tuple[Value, Value]]],
) -> None:
    table, values = outcomes
    for each in replaced(table):
        without, replacing = values[each.example]
        assert is_shown(without, each.given), (each.example, without)
        assert is_shown(replacing, each.correct), (each.example, replacing)


@pytest.mark.parametrize("each", ROWS, ids=lambda each: f"{each.engine} {each.name}")
def test_an_example_is_about_what_is_replaced(each: Replaced) -> None:
    assert each.given != each.correct
    assert each.name in each.example


def test_the_correct_values_are_those_of_excel_as_far_as_they_are_known() -> None:
    known: dict[str, Value] = {
        text: value for text, value in CASES.items() if isinstance(value, float | str | bool)
    }
    told = {each.example: each.correct for each in ROWS if each.example in known}
    assert {text: is_shown(known[text], correct) for text, correct in told.items()} == dict.fromkeys(
        told, True
    )
    assert len(told) > 10


def test_the_package_is_afterwards_as_it_was() -> None:
    functions, operators = dict(get_functions()), dict(OPERATORS)
    assert found(FormulasPackage(), ("SUM(A1:A6)",)) == [1.5]
    with_own = inputs("SX_F(1)")
    with_own = EngineInputs(with_own.sheets, {}, with_own.formulas, functions={"SX_F": lambda _: 1})
    FormulasPackage().values(with_own)
    assert dict(get_functions()) == functions
    assert dict(OPERATORS) == operators
    assert found(FormulasPackage(replaces=False), ("SUM(A1:A6)",)) == [91.5]


def test_no_name_stands_twice() -> None:
    names = [(each.engine, each.name) for each in ROWS]
    assert len(names) == len(set(names))


OTHERWISE = {
    "formulas": set[str](),
    "formualizer": {"0^0", '"a"&1/3', '1E15&""', "0.1+0.2=0.3", "COUNTIFS(B1:B5,10,D1:D4,5)"},
}
"""What is not replaced: operators, which cannot be; ranges of several sizes, for which others give 0 and Excel an error."""
_APPROXIMATE = {"NORMSINV(0.9088)", "TINV(0.05464,60)"}
"""Examples of which few digits are known."""


@pytest.mark.parametrize("name", ["formulas", "formualizer"])
def test_every_example_that_an_engine_computes_comes_out_as_in_excel(name: str) -> None:
    constants: dict[Cell, Value] = {
        Cell("S", *parse_a1(place)): value
        for place, value in DATA.items()
        if isinstance(value, str | float | bool)
    }
    cases = [
        text for text, value in CASES.items() if not isinstance(value, list) and text not in _APPROXIMATE
    ]
    cells = tuple(FormulaCell("S", PLACE[0] + n, PLACE[1], f"={text}") for n, text in enumerate(cases))
    values = engine_of(name, replaces=True).values(EngineInputs(("S",), constants, cells))
    got = {text: values.values.get(Cell("S", PLACE[0] + n, PLACE[1])) for n, text in enumerate(cases)}
    wrong = {
        text: value
        for text, value in got.items()
        if value is not None and not is_shown(value, _text(CASES[text]))
    }
    assert wrong.keys() == OTHERWISE[name]
    assert len(values.values) > 260


def _text(value: object) -> str:
    return (
        str(value).upper()
        if isinstance(value, bool)
        else repr(value)
        if isinstance(value, float)
        else str(value)
    )
