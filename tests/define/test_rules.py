"""The rules in a definition: which measure they score, how many inputs, which way they point, and formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smartxl.define import load
from smartxl.errors import DefinitionError
from smartxl.model.framework import RuleSpec

if TYPE_CHECKING:
    from pathlib import Path

OLD = """\
        measure: kpi
        rule: bands
        params: { thresholds: [0, 5, 10], points: [0, 60, 100] }
        inputs:
          - { code: x, name: { zh: 条数 }, unit: { zh: 条 }, min: 0 }
"""


def rewritten(folder: Path, body: str, codes: str) -> Path:
    """Indicator A3 with another measure and rule, its inputs named by `codes`."""
    path = folder / "framework.yaml"
    text = path.read_text("utf-8")
    assert OLD in text
    inputs = "".join(
        f"          - {{ code: {c}, name: {{ zh: 数 }}, unit: {{ zh: 个 }} }}\n" for c in codes.split()
    )
    new = "".join(f"        {line}\n" for line in body.split("; ")) + (
        "        inputs:\n" + inputs if inputs else ""
    )
    path.write_text(text.replace(OLD, new), "utf-8")
    return folder


SOUND = [
    ("measure: kpi; rule: target; params: { target: 95 }", "n N"),
    ("measure: kpi; rule: target; params: { target: 95, cost: 1 }; direction: cost", "x"),
    ("measure: given; rule: efficacy; params: { unacceptable: 12, satisfactory: 6 }; direction: cost", "x"),
    ("measure: kpi; rule: range; params: { lowest: 0, low: 1, high: 2, highest: 3 }; direction: cost", "x"),
    ("measure: kpi; rule: piecewise; params: { values: [1, 2], points: [9, 3] }; direction: cost", "x"),
    ("measure: kpi; rule: criteria; params: { points: [30, 30, 40] }", "a b c"),
    ("measure: kpi; rule: deduction; params: { each: [1, 2] }; direction: cost", "a b"),
    ("measure: given; rule: panel; params: { least: 3 }", "a b c d e"),
    ("measure: kpi; rule: own; formula: MIN(100,100*a/b); direction: cost", "a b"),
    ("measure: kpi; rule: own; formula: '=100*n/N'", "n N"),
]


@pytest.mark.parametrize(("body", "codes"), SOUND, ids=[body for body, _ in SOUND])
def test_is_accepted(folder: Path, body: str, codes: str) -> None:
    load(rewritten(folder, body, codes))


WRONG = [
    (
        "measure: kpi; rule: panel; params: { least: 3 }",
        "a b c",
        "rule",
        "panel does not score the measure kpi",
    ),
    (
        "measure: given; rule: panel; params: { least: 3 }",
        "a b",
        "inputs",
        "2 inputs, but the rule panel takes 3 to 250",
    ),
    (
        "measure: kpi; rule: criteria; params: { points: [3, 4] }",
        "a b c",
        "inputs",
        "3 inputs, but the rule criteria takes 2",
    ),
    ("measure: kpi; rule: count; params: { each: 1, cap: 3 }", "a b", "inputs", "takes 1"),
    ("measure: kpi; rule: target; params: { target: 5 }", "a b c", "inputs", "takes 1 or 2"),
    (
        "measure: kpi; rule: target; params: { target: 5 }; direction: cost",
        "x",
        "params",
        "parameters score it as benefit",
    ),
    (
        "measure: kpi; rule: target; params: { target: 5, cost: 1 }",
        "x",
        "params",
        "parameters score it as cost",
    ),
    ("measure: kpi; rule: deduction; params: { each: 2 }", "x", "params", "parameters score it as cost"),
    (
        "measure: kpi; rule: piecewise; params: { values: [1, 2], points: [9, 3] }",
        "x",
        "params",
        "score it as cost",
    ),
    (
        "measure: kpi; rule: efficacy; params: { unacceptable: 2, satisfactory: 1 }",
        "x",
        "params",
        "score it as cost",
    ),
    (
        "measure: kpi; rule: count; params: { each: 1, cap: 3 }; direction: cost",
        "x",
        "direction",
        "more points for more",
    ),
    ("measure: kpi; rule: efficacy; params: { unacceptable: 2, satisfactory: 2 }", "x", "params", "both 2"),
    ("measure: kpi; rule: own; formula: a+c", "a b", "formula", "unknown input 'c'"),
    (
        "measure: kpi; rule: own; formula: VLOOKUP(a,b,2)",
        "a b",
        "formula",
        "the function VLOOKUP cannot be used",
    ),
    ("measure: kpi; rule: own", "a", "params", "needs a `formula`"),
    ("measure: kpi; rule: own; formula: 5*3", "", "formula", "list at least one"),
    ("measure: kpi; rule: own; formula: a; params: { full: 3 }", "a", "formula", "no parameters (not full)"),
    ("measure: kpi; rule: ratio; formula: a/b", "a b", "formula", "takes no formula"),
]


@pytest.mark.parametrize(("body", "codes", "column", "words"), WRONG, ids=[f"{w[0]} ({w[1]})" for w in WRONG])
def test_is_refused_in_words(folder: Path, body: str, codes: str, column: str, words: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        load(rewritten(folder, body, codes))
    (problem,) = caught.value.problems
    assert problem.column == column, str(problem)
    assert words in problem.what.en
    assert problem.remedy


def test_a_formula_belongs_to_the_definition_and_to_its_scoring(folder: Path) -> None:
    first = load(rewritten(folder, "measure: kpi; rule: own; formula: MIN(100,100*a/b)", "a b"))
    indicator = first.framework.by_code["A3"].indicator
    assert indicator is not None
    assert indicator.rule == RuleSpec("own", {}, "MIN(100,100*a/b)", ("a", "b"))
    path = folder / "framework.yaml"
    path.write_text(path.read_text("utf-8").replace("MIN(100,100*a/b)", "MIN(100,90*a/b)"), "utf-8")
    assert load(folder).identity.scoring != first.identity.scoring
