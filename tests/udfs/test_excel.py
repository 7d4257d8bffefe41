"""What Excel and xlwings ask of the functions, and how `formulas` computes them inside formulas."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any

import pytest
from formulas.functions import Error

from smartxl.model.framework import RuleSpec
from smartxl.rules import Refs, build, weighted_mean_formula
from smartxl_udfs import DECLARED, FUNCTIONS, DeclaredFunction
from smartxl_udfs.registry import DOC_LIMIT

Sheet = Mapping[str, list[list[object]]]
NA = Error.errors["#N/A"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_signature(name: str) -> None:
    """xlwings refuses keyword-only arguments; VBA knows no names beyond ASCII."""
    parameters = inspect.signature(FUNCTIONS[name]).parameters.values()
    assert name.isascii()
    assert all(p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and p.name.isascii() for p in parameters)


@pytest.mark.parametrize("declared", DECLARED.values(), ids=DECLARED)
def test_declarations_are_bilingual_and_fit(declared: DeclaredFunction) -> None:
    """Excel cuts a description at 255 characters."""
    said = [declared.purpose, *(argument.doc for argument in declared.arguments)]
    for text in (*said, declared.result):
        assert not text.zh.isascii()
        assert re.search("[a-z]{3}", text.en)
        assert not re.search("[\u4e00-\u9fff]", re.sub("不适用", "", text.en))
    assert all(len(text.zh) + len(text.en) < DOC_LIMIT for text in said)
    parameters = inspect.signature(declared.core).parameters
    assert [argument.name for argument in declared.arguments] == list(parameters)
    optional = [each.default is not inspect.Parameter.empty for each in parameters.values()]
    assert [argument.optional for argument in declared.arguments] == optional


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
