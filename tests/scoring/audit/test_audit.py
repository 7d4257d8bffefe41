"""The rows of an audit: verdicts at the limits, other limits, small and broken tables."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from smartxl.define.advice.catalogue import ADVISED
from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.audit import AuditArea, AuditCheck, AuditRow, AuditVerdict
from smartxl.scoring import Tree, TreeNode
from smartxl.scoring.audit import CHECKS, Limits, audit
from smartxl.text import Text

PASS, FLAG, FAIL, OPEN = AuditVerdict.PASS, AuditVerdict.FLAG, AuditVerdict.FAIL, AuditVerdict.OPEN
NOTHING = Text("")


def deep(groups: int = 3, leaves: int = 4) -> Tree:
    nodes = [TreeNode("R", "")]
    for g in range(groups):
        nodes += [TreeNode(f"G{g}", "R"), *(TreeNode(f"G{g}.{k}", f"G{g}") for k in range(leaves))]
    return Tree(tuple(nodes))


def table(tree: Tree, units: int = 40, seed: int = 1) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    common = generator.normal(size=(units, 1))
    values = 50 + 10 * (common + generator.normal(size=(units, len(tree.leaves))))
    return pd.DataFrame(values.clip(1, 99), columns=list(tree.leaves), index=[f"U{u}" for u in range(units)])


def rows(data: pd.DataFrame, tree: Tree, check: str, **order: object) -> dict[str, AuditRow]:
    found = audit(data, tree, **order).report.rows  # type: ignore[arg-type]
    return {row.subject: row for row in found if row.check == check}


@pytest.mark.parametrize(
    ("limits", "value", "verdict"),
    [
        pytest.param((0.7, None, 0.6, None), 0.7, PASS, id="on the limit"),
        pytest.param((0.7, None, 0.6, None), 0.69, FLAG, id="below"),
        pytest.param((0.7, None, 0.6, None), 0.59, FAIL, id="far below"),
        pytest.param((3.0, 7.0, None, None), 8, FLAG, id="above"),
        pytest.param((None, None, -0.4, None), -0.41, FAIL, id="fails at once"),
    ],
)
def test_verdicts_at_the_limits(
    limits: tuple[float | None, float | None, float | None, float | None], value: float, verdict: AuditVerdict
) -> None:
    check = AuditCheck("x", AuditArea.DATA, NOTHING, NOTHING, NOTHING, *limits)
    assert check.verdict(value) is verdict


def test_every_check_says_all_in_two_languages() -> None:
    for check in CHECKS.values():
        assert check.limits != (None, None), check.key
        assert all(text.zh and text.en for text in (check.title, check.remedy, check.source))
        assert check.key.startswith(check.area.value)


def test_limits_of_structure_are_those_of_check() -> None:
    children, quantitative = CHECKS["structure.children"], CHECKS["structure.quantitative"]
    assert [children.flag_low, children.flag_high] == [ADVISED.least_children, ADVISED.most_children]
    assert quantitative.flag_low == ADVISED.quantitative


def test_every_row_has_what_to_do_or_passes() -> None:
    tree = deep()
    data = table(tree)
    data["G0.0"] = -data["G0.1"] + 100
    report = audit(data, tree).report
    for row in report.rows:
        assert (row.remedy.zh != "") is (row.verdict in {FLAG, FAIL})
        assert row.limit.zh
        assert row.evidence.en or row.verdict is PASS
    assert report.count(PASS) + report.count(FLAG) + report.count(FAIL) + report.count(OPEN) == len(
        report.rows
    )


def test_what_is_turned_round_is_seen_everywhere() -> None:
    tree = deep()
    data = table(tree)
    data["G0.0"] = 100 - data["G0.0"]
    found = audit(data, tree).report.rows
    fails = {
        (row.check, row.subject)
        for row in found
        if row.verdict is not PASS and "G0.0" in {row.subject, row.other}
    }
    assert {"coherence.negative", "coherence.parent", "coherence.alpha-deleted"} <= {
        check for check, _ in fails
    }


@pytest.mark.parametrize(
    ("limit", "value"), [pytest.param(0.99, FLAG, id="stricter"), pytest.param((-1, None), PASS, id="laxer")]
)
def test_other_limits(limit: Limits, value: AuditVerdict) -> None:
    tree = deep()
    found = rows(table(tree), tree, "coherence.alpha", thresholds={"coherence.alpha": limit})
    assert found["R"].verdict is value


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        pytest.param({"coherence.beta": 1.0}, "coherence.beta", id="no such check"),
        pytest.param({"structure.children": 3.0}, "lowest and the highest", id="one of two"),
        pytest.param({"structure.children": (7, 3)}, "lowest first", id="turned round"),
        pytest.param({"coherence.kmo": float("nan")}, "finite", id="no number"),
    ],
)
def test_limits_that_are_none(limits: dict[str, Limits], told: str) -> None:
    tree = deep()
    with pytest.raises(SmartxlError) as caught:
        audit(table(tree), tree, thresholds=limits)
    assert told in f"{caught.value.what.en} {caught.value.remedy.en}"


def test_few_units_are_told_not_judged() -> None:
    tree = deep()
    report = audit(table(tree, units=8), tree).report
    by_area = {
        area: {row.verdict for row in report.rows if row.area is area}
        for area in (AuditArea.COHERENCE, AuditArea.WEIGHTS, AuditArea.COMPENSABILITY)
    }
    assert by_area == {area: {OPEN} for area in by_area}
    told = next(row for row in report.rows if row.check == "coherence.alpha")
    assert told.value is not None
    assert "8 units, fewer than 10" in told.evidence.en
    assert rows(table(tree, units=8), tree, "data.units")["R"].verdict is FLAG


def test_one_child_a_constant_and_a_blank_column() -> None:
    tree = Tree(
        (
            *(TreeNode("R", ""), TreeNode("N", "R"), TreeNode("M", "R"), TreeNode("only", "N")),
            *(TreeNode("same", "M"), TreeNode("blank", "M"), TreeNode("good", "M"), TreeNode("last", "M")),
        )
    )
    data = table(tree).assign(same=3.0, blank=np.nan)
    found = audit(data, tree).report.rows
    by = {(row.check, row.subject): row for row in found}
    assert by["structure.children", "N"].verdict is FLAG
    assert by["coherence.alpha", "N"].verdict is OPEN
    assert "one child" in by["coherence.alpha", "N"].evidence.en
    assert by["data.constant", "same"].verdict is FAIL
    assert by["data.coverage-indicator", "blank"].verdict is FAIL
    assert by["weights.silent", "same"].verdict is OPEN
    assert by["coherence.components", "M"].verdict is OPEN
    assert all(row.value is None or np.isfinite(row.value) for row in found)


def test_what_does_not_apply_is_not_missing() -> None:
    tree = deep()
    data = table(tree)
    data.loc["U0":"U19", "G0.0"] = np.nan
    applies = pd.DataFrame(False, index=data.index[:20], columns=["G0.0"])
    assert rows(data, tree, "data.coverage-indicator")["G0.0"].verdict is FAIL
    assert rows(data, tree, "data.coverage-indicator", applies=applies)["G0.0"].value == 1
    with pytest.raises(UnknownName, match="U99"):
        audit(data, tree, applies=pd.DataFrame(False, index=["U99"], columns=["G0.0"]))


def test_outliers_before_and_after_treatment() -> None:
    """The raw value is named; the score, capped, does not count against the indicator."""
    tree = deep()
    data = table(tree)
    raw = data[["G0.0"]].copy()
    raw.loc["U7", "G0.0"] = 1e4
    plain = rows(data.assign(**{"G0.0": raw["G0.0"]}), tree, "data.skewness")["G0.0"]
    assert plain.verdict is FLAG
    assert "U7 10000.00" in plain.evidence.en
    settled = rows(data, tree, "data.skewness", raw=raw)["G0.0"]
    assert settled.verdict is PASS
    assert "settled in the scores" in settled.evidence.en


def test_quantitative_share_is_that_of_the_weight() -> None:
    tree = deep().weighted({"G0": 2})
    told = dict.fromkeys(tree.leaves, False) | {leaf: True for leaf in tree.leaves if leaf.startswith("G0")}
    assert rows(table(tree), tree, "structure.quantitative", quantitative=told)["R"].value == 0.5
    assert rows(table(tree), tree, "structure.quantitative")["R"].verdict is OPEN


def test_scores_below_0_have_no_geometric_mean() -> None:
    tree = deep()
    row = rows(table(tree) - 60, tree, "compensability.correlation")["R"]
    assert (row.verdict, row.value) == (OPEN, None)
    assert "below 0" in row.evidence.en


def test_order_of_units_and_columns_changes_nothing() -> None:
    tree = deep()
    data = table(tree)
    turned = data.iloc[::-1, ::-1]
    one, two = (audit(each, tree).frame("en") for each in (data, turned))
    first, second = (
        each.set_index(["check", "subject", "other"])["value"].sort_index() for each in (one, two)
    )
    pd.testing.assert_series_equal(first, second, rtol=1e-6, atol=1e-6)


HOSTILE = {
    "no unit": lambda data: data.iloc[:0],
    "one unit": lambda data: data.iloc[:1],
    "no value": lambda data: data * np.nan,
    "all alike": lambda data: data * 0 + 5,
    "two alike": lambda data: data.assign(**{"G0.0": data["G0.1"]}),
    "next to nothing": lambda data: data * 1e-300,
    "yes and no": lambda data: (data > 50).astype(int),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_every_table_of_numbers_has_an_audit(case: str) -> None:
    tree = deep(groups=2, leaves=3)
    report = audit(HOSTILE[case](table(tree, units=15)), tree).report
    assert all(row.value is None or np.isfinite(row.value) for row in report.rows)
    assert "nan" not in " ".join(row.evidence.en for row in report.rows)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(table(deep()) * 1e300, "too large", id="too large"),
        pytest.param(table(deep()).assign(**{"G0.1": np.inf}), "infinite", id="infinite"),
        pytest.param(table(deep()).astype(str), "not numeric", id="text"),
        pytest.param(table(deep()).drop(columns="G0.0"), "has no column", id="a column less"),
    ],
)
def test_tables_that_are_refused(data: pd.DataFrame, told: str) -> None:
    with pytest.raises(SmartxlError, match=told):
        audit(data, deep())


@pytest.mark.slow
def test_a_thousand_units_and_a_hundred_indicators() -> None:
    tree = deep(groups=10, leaves=10)
    data = table(tree, units=1000)
    start = time.process_time()
    audit(data, tree)
    assert time.process_time() - start < 5
