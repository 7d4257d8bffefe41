"""Formulas evaluated part by part, and the branches that they take."""

from __future__ import annotations

import pytest

from smartxl.precedents import explanation_lines
from tests.precedents.conftest import explained

CELLS = {"A1": 5, "A2": 2, "A3": 0, "B1": "x", "B2": "y", "C1": 10, "C2": 20, "C3": 30}


@pytest.mark.parametrize(
    ("formula", "steps"),
    [
        pytest.param("=A1+A2*3", ["A1 → 5", "A2 → 2", "2*3 → 6", "5+6 → 11"], id="precedence"),
        pytest.param("=(A1-A2)^2", ["A1 → 5", "A2 → 2", "5-2 → 3", "3^2 → 9"], id="parentheses"),
        pytest.param("=SUM(C1:C3)/A2", ["SUM(C1:C3) → 60", "A2 → 2", "60/2 → 30"], id="a-range-remains-one"),
        pytest.param(
            "=ROUND(-A1/A2,0)", ["A1 → 5", "A2 → 2", "(-5)/2 → -2.5", "ROUND(-2.5,0) → -3"], id="sign"
        ),
        pytest.param(
            '=B1&"-"&B2', ['B1 → "x"', '"x"&"-" → "x-"', 'B2 → "y"', '"x-"&"y" → "x-y"'], id="texts"
        ),
        pytest.param(
            "=IF(A1>9,C1,C2)", ["A1 → 5", "5>9 → FALSE", "C2 → 20", "IF(FALSE,C1,20) → 20"], id="one-branch"
        ),
        pytest.param(
            "=SUMPRODUCT((C1:C3>15)*1)",
            ["C1:C3 → {10;20;30}", "{10;20;30}>15 → {FALSE;TRUE;TRUE}"],
            id="arrays",
        ),
        pytest.param("=ROWS(C1:C3)", ["ROWS(C1:C3) → 3"], id="cells-that-are-not-read"),
        pytest.param("=LET(x,A1*2,x+1)", ["A1 → 5", "5*2 → 10", "x → 10", "10+1 → 11"], id="let"),
        pytest.param("=A1/A3", ["A1 → 5", "A3 → 0", "5/0 → #DIV/0!"], id="error"),
        pytest.param("=A1+NOW()", ["A1 → 5"], id="it-ends-where-it-is-not-known"),
        pytest.param('=IF(E9="",1,2)', ["E9 → (blank)", '(blank)="" → TRUE'], id="blank"),
        pytest.param("=7", [], id="nothing-to-do"),
    ],
)
def test_parts_are_evaluated_in_order(formula: str, steps: list[str]) -> None:
    found = explained({"表": {**CELLS, "D9": formula}}, "表!D9", steps=True)
    assert [f"{step.part} → {step.value}" for step in found.steps][: len(steps)] == steps


def test_the_formula_stands_at_each_step_with_what_is_known() -> None:
    found = explained({"表": {**CELLS, "D9": "=A1-(A2-C1)"}}, "表!D9", steps=True)
    assert [step.formula for step in found.steps] == [
        "=5-(A2-C1)",
        "=5-(2-C1)",
        "=5-(2-10)",
        "=5-(-8)",
        "=13",
    ]
    assert "   4  2-10 → -8" in "\n".join(explanation_lines(found, "zh"))


def test_of_a_long_formula_the_part_is_shown_that_changes() -> None:
    formula = "=" + "+".join(["A1"] * 60) + "+A2*7"
    found = explained({"表": {**CELLS, "D9": formula}}, "表!D9", steps=True)
    lines = list(explanation_lines(found, "zh"))
    shown = lines[lines.index(next(line for line in lines if "2*7 → 14" in line)) + 1]
    assert shown.strip().endswith("+14")
    assert shown.strip().startswith("…") or len(shown) < 120


@pytest.mark.parametrize(
    ("formula", "decided", "value", "taken", "unused"),
    [
        pytest.param("=IF(A1>3,C1,C2)", "A1>3", "TRUE", "C1", ["C2"], id="if"),
        pytest.param("=IF(A1>9,C1)", "A1>9", "FALSE", "", ["C1"], id="if-without-else"),
        pytest.param("=IF(A1/A3,C1,C2)", "A1/A3", "#DIV/0!", "", ["C1", "C2"], id="if-of-an-error"),
        pytest.param("=IFERROR(C1/A3,C2)", "C1/A3", "#DIV/0!", "C2", [], id="iferror-error"),
        pytest.param("=IFERROR(C1/A1,C2)", "C1/A1", "2", "C1/A1", ["C2"], id="iferror-none"),
        pytest.param("=IFNA(C1/A3,C2)", "C1/A3", "#DIV/0!", "C1/A3", ["C2"], id="ifna-lets-others-pass"),
        pytest.param("=CHOOSE(A2,C1,C2,C3)", "A2", "2", "C2", ["C1", "C3"], id="choose"),
        pytest.param("=CHOOSE(A3,C1,C2)", "A3", "0", "", ["C1", "C2"], id="choose-none"),
        pytest.param("=IFS(A1<0,C1,A2=2,C2,TRUE,C3)", "A2=2", "TRUE", "C2", ["C1", "C3"], id="ifs"),
        pytest.param('=SWITCH(B1,"a",C1,"x",C2,C3)', '"x"', '"x"', "C2", ["C1", "C3"], id="switch"),
        pytest.param('=SWITCH(B1,"a",C1,C3)', "B1", '"x"', "C3", ["C1"], id="switch-default"),
    ],
)
def test_the_branch_that_is_taken_is_told_and_what_the_others_read_is_not_used(
    formula: str, decided: str, value: str, taken: str, unused: list[str]
) -> None:
    target = explained({"表": {**CELLS, "D9": formula}}, "表!D9").target
    (branch,) = target.branches
    assert (branch.decided, branch.value, branch.taken) == (decided, value, taken)
    assert [source.written for source in target.sources if not source.used] == unused


def test_over_arrays_there_is_no_one_branch() -> None:
    target = explained({"表": {**CELLS, "D9": "=SUMPRODUCT(IF(C1:C3>15,C1:C3,0))"}}, "表!D9").target
    assert (target.branches, target.value) == ((), 50.0)
    assert all(source.used for source in target.sources)


def test_hundreds_of_operators_in_a_row_are_told_as_not_computed_and_cost_nothing_else() -> None:
    found = explained(
        {"表": {"A1": 5, "B1": "=" + "+".join(["A1"] * 900), "C1": "=A1*2"}}, "表!B1", steps=True
    )
    assert found.target.why is not None
    assert [source.written for source in found.target.sources] == ["A1"]
    assert "nested too deeply" in "\n".join(explanation_lines(found, "en"))
