"""Own formulas: what they compute, what they refuse, and that recalculation agrees with them."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from smartxl.cells import Cell
from smartxl.model.framework import RuleSpec
from smartxl.rules import Refs, build, from_vector, rule_faults
from smartxl.rules.elementwise import FUNCTIONS
from smartxl.verify import ALLOWED_FUNCTIONS, read_grid, recalculate

NAN = math.nan
REFS = Refs("H5:H7", ("H5", "H6", "H7"), "G5:G7", '"不适用"', '"待核实"')

CASES: list[tuple[str, tuple[str, ...], list[float], float]] = [
    ("MIN(100, 100*a/b + IF(c>0,5,0))", ("a", "b", "c"), [3.0, 4.0, 1.0], 80.0),
    ("MIN(100, 100*a/b + IF(c>0,5,0))", ("a", "b", "c"), [3.0, 4.0, 0.0], 75.0),
    ("MIN(100, 100*a/b + IF(c>0,5,0))", ("a", "b", "c"), [4.0, 4.0, 9.0], 100.0),
    ("MIN(100, 100*a/b + IF(c>0,5,0))", ("a", "b", "c"), [4.0, 0.0, 9.0], NAN),
    ("=100*n/N", ("n", "N"), [1.0, 4.0], 25.0),
    ("100*N/n", ("n", "N"), [1.0, 4.0], 400.0),
    ("100*a1/1.b", ("a1", "1.b"), [1.0, 4.0], 25.0),
    ("iferror(100*a/b,0)", ("a", "b"), [1.0, 0.0], 0.0),
    ("IFERROR(100*a/b,0)", ("a", "b"), [NAN, 1.0], NAN),
    ("IF(AND(a>0,b>0),SUM(a,b),AVERAGE(a,b))", ("a", "b"), [-1.0, 4.0], 1.5),
    ("IF(OR(a>0,NOT(b>0)),MAX(a,b),ABS(a))", ("a", "b"), [-1.0, 4.0], 1.0),
    ("IF(a>0,LN(a),-1)", ("a",), [-1.0], -1.0),
    ("LN(a)", ("a",), [0.0], NAN),
    ("a^0.5", ("a",), [-4.0], NAN),
    ("a^2", ("a",), [1e200], NAN),
    ("-a^2", ("a",), [3.0], 9.0),
    ("2^a^2", ("a",), [3.0], 64.0),
    ("a%*50", ("a",), [40.0], 20.0),
    ("ROUND(a,2)", ("a",), [2.675], 2.68),
    ("ROUND(a,-1)", ("a",), [15.0], 20.0),
    ("(a>=29)*50+(a<>29)*7", ("a",), [100 * 0.29], 50.0),
    ("1E2*a", ("a",), [2.0], 200.0),
    ("a*1.5e-1", ("a",), [2.0], 0.3),
    ("ABS(a)^(1/3)", ("a",), [-8.0], 2.0),
    ("MAX(0,a)^(1/3)", ("a",), [-8.0], 0.0),
    ("a^(2/3)", ("a",), [-8.0], NAN),
    ("IF(ROUND(0.1*3-a,10)=0,100,0)", ("a",), [0.3], 100.0),
    ("IF(100*(a-b)/b>=5,100,0)", ("a", "b"), [1.05, 1.0], 100.0),
    ("a^20", ("a",), [1e3], NAN),
    ("a*1", ("a",), [9e307], NAN),
    ("a*1", ("a",), [1e15], 1e15),
    ("IF(a=b,100,0)", ("a", "b"), [0.1 + 0.2, 0.3], 100.0),
    ("IF(a<=b,100,0)", ("a", "b"), [0.3, 0.1 + 0.2], 100.0),
]


def own(formula: str, *inputs: str) -> RuleSpec:
    return RuleSpec("own", formula=formula, inputs=inputs)


@pytest.mark.parametrize(
    ("formula", "codes", "inputs", "expected"), CASES, ids=[f"{c[0]} {c[2]}" for c in CASES]
)
def test_score(formula: str, codes: tuple[str, ...], inputs: list[float], expected: float) -> None:
    np.testing.assert_allclose(build(own(formula, *codes)).score(np.array([inputs])), [expected], rtol=1e-13)


def test_all_units_are_scored_at_once_and_apart() -> None:
    rule = build(own("MIN(100,MAX(a,b)*AVERAGE(a,b))", "a", "b"))
    x = np.array([[1.0, 3.0], [NAN, 1.0], [50.0, 4.0]])
    np.testing.assert_array_equal(rule.score(x), [6.0, NAN, 100.0])


def test_the_formula_stands_in_the_cell_with_references_in_place_of_names() -> None:
    excel = build(own("= min(100, 100 * n / N + if(c > 0, 5, 0))", "n", "N", "c")).excel(REFS)
    assert excel.value == "MIN(100,100*H5/H6+IF(H7>0,5,0))"
    assert excel.call == excel.value
    assert excel.guard == f"IF({REFS.unanswered()},1=1,IFERROR(ABS({excel.value})>1E+15,1=1))"


REFUSED: list[tuple[str, str]] = [
    ("", "needs a `formula`"),
    ("SUMPRODUCT(a,b)", "the function SUMPRODUCT cannot be used"),
    ("INDIRECT(a)+b", "the function INDIRECT cannot be used"),
    ("RAND()*a*b", "the function RAND cannot be used"),
    ("a+b+d", "unknown input 'd' in the formula (the inputs are: a, b)"),
    ("A+b", "unknown input 'A'"),
    ("a+b+C3", "unknown input 'C3'"),
    ("a+b+Sheet1!C3", "unknown input 'Sheet1!C3'"),
    ("SUM(a:b)", "unknown input 'a:b'"),
    ("a", "does not use the input b"),
    ("a>b", "gives TRUE or FALSE"),
    ("AND(a>0,b>0)", "gives TRUE or FALSE"),
    ("a&b", "the operator '&' joins texts"),
    ("(a,b)", "joins ranges"),
    ("a b", "an operator is missing before b"),
    ("--(a>b)*5", "every program"),
    ("{1,2}*a*b", "arguments are separated by commas"),
    ("MIN(a;b)", "arguments are separated by commas"),
    ('IF(a>b,"x",1)', '"x" in the formula is no number'),
    ("IF(TRUE,a,b)", "TRUE in the formula is no number"),
    ("a+b+#REF!", "#REF! in the formula is no number"),
    ("IF(a,b,1)", "argument 1 of IF must be a condition such as a>0"),
    ("IF(a>0,b)", "IF has 2 arguments, but takes 3"),
    ("IF(a>0,b>0,1)", "a number in one case and a condition in the other"),
    ("MIN(a>0,b)", "argument 1 of MIN must be a number"),
    ("IF((a>0)>b,1,0)", "argument 1 of > must be a number"),
    ("LN(a,b)", "LN has 2 arguments, but takes 1"),
    ("a^b", "programs differ on 0^0"),
    ("a^0*b", "programs differ on 0^0"),
    ("0^a*b", "programs differ on 0^0"),
    ("a^(1/3)*b", "odd roots of numbers below 0"),
    ("(a-b)^(-1/5)", "odd roots of numbers below 0"),
    ("(-2)^a*b", "odd roots of numbers below 0"),
    ("IF(0.1*3-a=0,b,1)", "the last digit of a difference"),
    ("IF(a-b>0,1,0)", "compare the two numbers themselves (a>b in place of a-b>0)"),
    ("IF(b<=2*ABS(a-b),1,0)", "the last digit of a difference"),
    ("IF(SUM(a,-b)=0,1,0)", "the last digit of a difference"),
    ("ROUND(a,b)", "digits written out"),
    ("ROUND(a,0.5)*b", "digits written out"),
    ("MIN(a,)+b", "an argument is empty"),
    ("MIN(a,b", "cannot be read"),
    ("a+b)", "cannot be read"),
    ("a+*b", "cannot be read"),
    ("a+b+", "cannot be read"),
    ("a，b", "unknown input 'a，b'"),
]


@pytest.mark.parametrize(("formula", "words"), REFUSED, ids=[formula or "empty" for formula, _ in REFUSED])
def test_what_is_refused_is_told_in_words(formula: str, words: str) -> None:
    (fault,) = rule_faults(own(formula, "a", "b"))
    assert words in fault.en


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (own("50"), "list at least one"),
        (own("100*e-gov", "e-gov"), "unknown input 'e'"),
        (RuleSpec("own", {"full": 10.0}, "a", ("a",)), "no parameters (not full)"),
        (RuleSpec("ratio", {}, "a/b", ("a", "b")), "rule ratio takes no formula"),
    ],
    ids=["no inputs", "a code with a hyphen", "parameters", "a formula of another rule"],
)
def test_what_does_not_belong_to_a_formula(spec: RuleSpec, words: str) -> None:
    (fault,) = rule_faults(spec)
    assert words in fault.en


def test_there_is_no_column_of_parameters() -> None:
    assert build(own("a", "a")).parameters() == {}
    with pytest.raises(TypeError, match="written into the cell"):
        from_vector("own", np.zeros(0))


def test_recalculation_knows_every_function() -> None:
    assert set(FUNCTIONS) <= ALLOWED_FUNCTIONS


def _joined(operators: list[str], parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(parts, st.sampled_from(operators), parts).map(lambda p: f"({p[0]}{p[1]}{p[2]})")


def _number(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    conditions = _joined(["<", "<=", ">", ">=", "=", "<>"], parts)
    conditions = conditions | st.tuples(st.sampled_from(["AND", "OR"]), conditions, conditions).map(
        lambda p: f"{p[0]}({p[1]},NOT({p[2]}))"
    )
    calls = st.tuples(st.sampled_from(["MIN", "MAX", "SUM", "AVERAGE", "IFERROR"]), parts, parts)
    return st.one_of(
        _joined(["+", "-", "*", "/"], parts),
        calls.map(lambda p: f"{p[0]}({p[1]},{p[2]})"),
        st.tuples(conditions, parts, parts).map(lambda p: f"IF({p[0]},{p[1]},{p[2]})"),
        st.tuples(
            st.sampled_from(["ABS({})", "LN({})", "ROUND({},1)", "(-{})", "({}%)", "({}^0.5)", "({}^-1)"]),
            parts,
        ).map(lambda p: p[0].format(p[1])),
    )


formulas_ = st.recursive(st.sampled_from(["a", "b", "0", "2", "0.5", "29"]), _number, max_leaves=6)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    formula=formulas_.map(lambda text: f"{text}+0*SUM(a,b)"),
    rows=st.lists(
        st.tuples(*[st.sampled_from([0.0, 1.0, -2.5, 0.29, 29.0, 12.25, 1e6])] * 2), min_size=2, max_size=3
    ),
)
def test_recalculation_gives_the_same_numbers(formula: str, rows: list[tuple[float, float]]) -> None:
    """Any formula that is accepted: numpy against the functions of `formulas`, errors included."""
    assume(not rule_faults(own(formula, "a", "b")))
    rule = build(own(formula, "a", "b"))
    book = Workbook()
    sheet = book.worksheets[0]
    for row, (a, b) in enumerate(rows, 1):
        cells = (f"A{row}", f"B{row}")
        excel = rule.excel(Refs(f"A{row}:B{row}", cells, f"C{row}:D{row}", '"n"', '"p"'))
        sheet.append([a, b, None, None, f'=IF({excel.guard},"",{excel.value})'])
    buffer = io.BytesIO()
    book.save(buffer)
    values = recalculate(read_grid(buffer.getvalue())).values
    computed = [values[Cell("Sheet", row, 5)] for row in range(1, len(rows) + 1)]
    numbers = [NAN if value == "" else value for value in computed]
    np.testing.assert_allclose(
        np.array(numbers, dtype=float), rule.score(np.array(rows)), rtol=1e-9, atol=1e-9
    )
