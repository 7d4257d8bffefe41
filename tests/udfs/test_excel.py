"""What Excel and xlwings ask of the functions, and how `formulas` computes them inside formulas."""

from __future__ import annotations

import inspect
import re
import runpy
from collections.abc import Mapping
from typing import Any

import formulas
import numpy as np
import pytest
import schedula
from formulas.functions import Error

from smartxl.model.framework import RuleSpec
from smartxl.rules import Refs, build, weighted_mean_formula
from smartxl_udfs import FUNCTIONS, for_formulas, functions
from smartxl_udfs.registry import DOC_LIMIT, description, worksheet_function

Sheet = Mapping[str, list[list[object]]]
NA = Error.errors["#N/A"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_signature(name: str) -> None:
    """xlwings refuses keyword-only arguments; VBA knows no names beyond ASCII."""
    parameters = inspect.signature(FUNCTIONS[name]).parameters.values()
    assert name.isascii()
    assert all(p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and p.name.isascii() for p in parameters)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_description_is_bilingual_and_fits(name: str) -> None:
    chinese, english = description(FUNCTIONS[name]).split("\n")
    assert not chinese.isascii()
    assert english.isascii()
    assert len(chinese) + len(english) < DOC_LIMIT


def test_xlwings_is_told_every_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside Windows xlwings ignores its decorators: record what they are given."""
    told: dict[str, dict[str, Any]] = {}

    def arg(name: str, convert: object, **options: object) -> Any:
        told[name] = {"convert": convert, **options}
        return lambda function: function

    monkeypatch.setattr("xlwings.arg", arg)
    worksheet_function(ranges={"values": "数值 values"}, scalars={"rule": "规则 rule"})(len)
    assert told["values"]["convert"] is np.array
    assert told["values"]["ndim"] == 2
    assert told["values"]["dtype"] is object
    assert [options["err_to_str"] for options in told.values()] == [True, True]
    assert [options["doc"] for options in told.values()] == ["数值 values", "规则 rule"]


def test_every_argument_is_described_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, dict[str, str]] = {name: {} for name in FUNCTIONS}

    def arg(name: str, convert: object, *, doc: str, **options: object) -> Any:
        def note(function: Any) -> Any:
            told[function.__name__][name] = doc
            return function

        return note

    monkeypatch.setattr("xlwings.arg", arg)
    runpy.run_path(str(functions.__file__))
    for name, function in FUNCTIONS.items():
        assert set(told[name]) == set(inspect.signature(function).parameters)
    docs = [doc for arguments in told.values() for doc in arguments.values()]
    assert all(len(doc) <= DOC_LIMIT for doc in docs)
    assert all(not doc.isascii() and re.search("[a-z]{3}", doc) for doc in docs)


@pytest.fixture
def evaluate(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Computes a formula over ranges given by address; None is a blank cell."""
    known = formulas.get_functions()
    for name, function in for_formulas().items():
        monkeypatch.setitem(known, name, function)

    def compute(formula: str, sheet: Sheet) -> list[list[object]]:
        function = formulas.Parser().ast(formula)[1].compile()
        arguments = [
            np.array(
                [[schedula.EMPTY if v is None else v for v in row] for row in sheet[reference]], dtype=object
            )
            for reference in function.inputs
        ]
        result: list[list[object]] = np.array(function(*arguments), dtype=object, ndmin=2).tolist()
        return result

    return compute


CASES: list[tuple[str, str, Sheet, list[list[object]]]] = [
    ("score", '=SX_SCORE("ratio",A1:B1)', {"A1:B1": [[3.0, 4.0]]}, [[75.0]]),
    ("no score", '=SX_SCORE("ratio",A1:B1)', {"A1:B1": [[3.0, None]]}, [[""]]),
    (
        "guarded and rounded",
        '=IF(COUNT(A1:A1)<1,"",ROUND(SX_SCORE("goalposts",A1:A1,D1:D3),2))',
        {"A1:A1": [[7.0]], "A1": [[7.0]], "D1:D3": [[1.0], [12.0], [100.0]]},
        [[54.55]],
    ),
    (
        "array",
        "=SX_WEIGHTED(A1:B2,D1:E1)",
        {"A1:B2": [[1.0, 2.0], ["", None]], "D1:E1": [[50.0, 50.0]]},
        [[1.5], [""]],
    ),
    ("column", "=SX_WEIGHTED(A1:A2,B1:B2,1)", {"A1:A2": [[1.0], [2.0]], "B1:B2": [[1.0], [2.0]]}, [[1.7]]),
    ("rank", "=SX_RANK(A1:A3)", {"A1:A3": [[7.0], [""], [9.0]]}, [[2.0], [""], [1.0]]),
    (
        "stage",
        '=SX_STAGE(A1:A3,D1:D2,E1:E2,"upper")',
        {"A1:A3": [[55.0], [""], [56.0]], "D1:D2": [[0.0], [55.0]], "E1:E2": [["起步期"], ["发展期"]]},
        [["起步期"], [""], ["发展期"]],
    ),
    (
        "error",
        "=SX_WEIGHTED(A1:B2,D1:E1)",
        {"A1:B2": [[1.0, NA], [1.0, 3.0]], "D1:E1": [[1.0, 1.0]]},
        [[NA], [2.0]],
    ),
    ("wrong call", '=SX_SCORE("nonsense",A1:B1)', {"A1:B1": [[3.0, 4.0]]}, [[Error.errors["#VALUE!"]]]),
]


@pytest.mark.parametrize(("formula", "sheet", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_in_a_formula(evaluate: Any, formula: str, sheet: Sheet, expected: list[list[object]]) -> None:
    assert evaluate(formula, sheet) == expected


REFS = Refs(
    values="A1:A2",
    cells=("A1", "A2"),
    states="B1:B2",
    not_applicable='"不适用"',
    pending='"待核实"',
    full="C1:C2",
    labels="E1:E2",
    points="F1:F2",
)


@pytest.mark.parametrize(
    ("spec", "vector", "values"),
    [
        (RuleSpec("ratio"), [], [3.0, 7.0]),
        (RuleSpec("goalposts", {"worst": 10.0, "best": 60.0}), [10.0, 60.0, 100.0], [3.0, 7.0]),
        (
            RuleSpec("bands", {"thresholds": (0.0, 40.0), "points": (30.0, 90.0)}),
            [0.0, 100.0, 0.0, 40.0, 30.0, 90.0],
            [3.0, 7.0],
        ),
        (RuleSpec("survey", {"points": (1.0, 0.3)}), [1.0, 0.3], [3.0, 7.0]),
        (RuleSpec("coverage"), [], [0.5, 2.0]),
        (RuleSpec("rubric"), [], ["二级"]),
    ],
    ids=lambda v: v.name if isinstance(v, RuleSpec) else None,
)
def test_the_call_in_a_workbook_equals_the_formula(
    evaluate: Any, spec: RuleSpec, vector: list[float], values: list[object]
) -> None:
    """`Face.call` with the functions against `Face.value` without them."""
    refs, places = _with_vector(spec, len(vector))
    excel = build(spec).excel(refs)
    column: list[list[object]] = [[number] for number in vector]
    sheet: dict[str, list[list[object]]] = {"A1:A2": [[v] for v in values], "C1:C2": [[1.0], [3.0]]}
    sheet |= {f"A{i}": [[v]] for i, v in enumerate(values, 1)}
    sheet |= {"E1:E2": [["一级"], ["二级"]], "F1:F2": [[0.0], [0.4]], refs.vector: column}
    sheet |= {reference: column[first : first + size] for reference, first, size in places}
    ((with_function,),), ((without,),) = evaluate(f"={excel.call}", sheet), evaluate(f"={excel.value}", sheet)
    assert with_function == pytest.approx(without, rel=1e-12)


def _with_vector(spec: RuleSpec, size: int) -> tuple[Refs, list[tuple[str, int, int]]]:
    params, places, first = {}, [], 0
    for name, numbers in build(spec).parameters().items():
        last = first + len(numbers)
        params[name] = f"D{first + 1}" if len(numbers) == 1 else f"D{first + 1}:D{last}"
        places.append((params[name], first, len(numbers)))
        first = last
    options = {name: getattr(REFS, name) for name in Refs.__slots__ if name not in {"params", "vector"}}
    return Refs(**options, params=params, vector=f"D1:D{size}" if size else ""), places


def test_the_roll_up_of_a_workbook(evaluate: Any) -> None:
    formula = weighted_mean_formula("A1:C1", "D1:F1", 2, udf=True)
    assert evaluate(formula, {"A1:C1": [[80.0, "", 40.0]], "D1:F1": [[50.0, 30.0, 20.0]]}) == [[68.57]]
