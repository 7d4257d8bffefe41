"""A tree is written as the formula that it came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.recalc.arrays import Arr
from smartxl.recalc.tree import Binary, Call, Constant, Node, Operand, PerCent, Prefix, parse
from smartxl.recalc.values import NA
from smartxl.recalc.written import literal, written


@pytest.mark.parametrize(
    "formula",
    [
        pytest.param('=IF(A1>=2,"a""b",-B2%)', id="function"),
        pytest.param("=(A1+B1)*C1-(D1-E1)", id="parentheses"),
        pytest.param("=-A1^2", id="a-sign-before-a-power"),
        pytest.param("=2^-1", id="a-sign-behind-a-power"),
        pytest.param("=SUM('表 一'!$A$1:B9,Table1[Amount],{1,2;3,4},TRUE,#N/A)", id="operands"),
        pytest.param("=IF(A1,,2)", id="left-out"),
        pytest.param("=A1&(B1=C1)", id="comparison-inside"),
        pytest.param("=(A1%)^2", id="percent"),
    ],
)
def test_a_formula_is_written_as_it_was(formula: str) -> None:
    text = "=" + written(parse(formula))
    assert parse(text) == parse(formula)
    if "%)" not in formula:
        assert text == formula


def test_parts_may_be_values() -> None:
    node = parse("=A1-B1*C1")
    assert written(node, {(0,): "3", (1, 0): "-2"}) == "3-(-2)*C1"
    assert written(node, {(1,): "-2"}) == "A1-(-2)"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(0.1 + 0.2, "0.3", id="number"),
        pytest.param(None, "0", id="blank"),
        pytest.param(True, "TRUE", id="logical"),
        pytest.param(NA, "#N/A", id="error"),
        pytest.param(Arr.of([[1.0, "a"], [None, False]]), '{1,"a";0,FALSE}', id="array"),
        pytest.param(
            Arr.of([[float(n)] for n in range(99)]), "{0;1;2;3;4;5;6;7;8;9;10;11;…}", id="long-array"
        ),
    ],
)
def test_a_value_is_written_as_in_a_formula(value: object, text: str) -> None:
    assert literal(value) == text  # type: ignore[arg-type]


def nodes() -> st.SearchStrategy[Node]:
    leaves = st.one_of(
        st.integers(0, 99).map(lambda n: Constant(float(n))),
        st.sampled_from(["A1", "$B$2", "rate"]).map(Operand),
        st.text("ab\"'", max_size=3).map(Constant),
    )

    def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        return st.one_of(
            st.builds(Binary, st.sampled_from(["+", "-", "*", "/", "^", "&", "=", "<"]), inner, inner),
            st.builds(Prefix, st.just("-"), inner),
            st.builds(PerCent, inner),
            st.builds(Call, st.just("SUM"), st.lists(inner, min_size=1, max_size=3).map(tuple)),
        )

    return st.recursive(leaves, grown, max_leaves=8)


@given(nodes())
def test_what_is_written_means_the_same(node: Node) -> None:
    assert parse("=" + written(node)) == node
