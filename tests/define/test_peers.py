"""Rules over peers and groups of peers in a definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smartxl.define import load
from smartxl.model.combination import Peers
from smartxl.model.framework import RuleSpec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Spoil = Callable[[Path, str], list[Any]]

REFERENCE = "params: { to: reference, reference: YH, form: scaled }"
NO_COLUMN = "code,name,class,group → code,name,class ; ,城区 → - ; ,城区 → - ; ,县域 → - ; ,县域 → -"


def test_what_the_page_declares(peers: Path) -> None:
    definition = load(peers)
    framework = definition.framework
    rules = [node.indicator.rule for node in framework.nodes if node.indicator]
    assert rules == [
        RuleSpec("minmax", {"per": 1.0}),
        RuleSpec("percentile", {"cost": 1.0}, options={"of": "inclusive"}),
        RuleSpec("distance", options={"to": "reference", "reference": "YH", "form": "scaled"}),
    ]
    assert framework.conventions.peers is Peers.GROUP
    assert [unit.group for unit in definition.roster.units] == ["城区", "城区", "县域", "县域"]


def test_the_code_of_a_unit_stays_a_word(peers: Path, spoil: Spoil) -> None:
    assert spoil(peers, "reference: YH → reference: 011 ; YH,云湖区 → 011,云湖区") == []
    indicator = load(peers).framework.by_code["D"].indicator
    assert indicator is not None
    assert indicator.rule.options["reference"] == "011"


SOUND = {
    "two decimals of ranks": "rule: minmax → rule: rank ; { per: 1 } → { ties: mid, first: 0, per: 1 }",
    "points given by experts": "measure: kpi → measure: given",
    "categories that fall": "rule: percentile → rule: categories ; { of: inclusive, cost: 1 } → "
    "{ of: share, thresholds: [0, 50], points: [100, 0] }",
    "reference of another class": "share: 100 } → share: 50 }\n  - { code: park, name: { zh: 园区 }, share: 50 } ; "
    "QS,青山县,district → QS,青山县,park",
    "blank groups where nothing reads them": "peers: group → peers: class ; ,城区 → , ; ,城区 → , ; ,县域 → , ; ,县域 → ,",
    "no column of groups": f"peers: group → peers: class ; {NO_COLUMN}",
}


@pytest.mark.parametrize("name", SOUND)
def test_is_accepted(peers: Path, spoil: Spoil, name: str) -> None:
    assert spoil(peers, SOUND[name]) == []


# edits → (text of the line, column, words of the problem)
WRONG = {
    "params: { per: 1 } → params: { of: share }": ("params", "params", "unknown option of (rule minmax takes: no options)"),
    "params: { per: 1 } → params: { least: 1 }": ("params", "params", "unknown parameter least"),
    "of: inclusive, → -": ("params", "params", "rule percentile needs the option of"),
    "of: inclusive → of: all": ("params", "params", "of is 'all': write inclusive or share"),
    'of: inclusive → of: ""': ("params", "of", "is empty"),
    "cost: 1 } → cost: [1] }": ("params", "params", "parameter cost takes one number"),
    "of: inclusive, cost: 1 → of: inclusive": ("params", "params", "direction is cost, but the parameters score it as benefit"),
    "params: { per: 1 } → params: { cost: 1 }": ("params", "params", "but the parameters score it as cost"),
    ", form: scaled → , form: scaled, formula: a": ("params", "params", "unknown option formula"),
    "params: { per: 1 } → formula: a/b": ("formula", "formula", "rule minmax takes no formula"),
    "rule: minmax → rule: minmx": ("rule: minmx", "rule", "unknown rule 'minmx'"),
    "rule: minmax → rule: target ; { per: 1 } → { target: high }": ("params", "target", "'high' is not a number"),
    "    inputs: [{ code: x, name: { zh: 能耗 }, unit: { zh: 吨 } }]\n → -": (
        "code: E", "inputs", "0 inputs, but the rule percentile takes 1 or 2"),
    "reference: YH → reference: XX": ("params", "reference", "unknown unit 'XX'"),
    "reference: YH → reference: [YH]": ("params", "reference", "is no number"),
    f"{REFERENCE} → {REFERENCE}\n    units: [LJ]": ("params", "reference", "YH does not answer D"),
    "peers: group → peers: class": ("YH", "group", "no use unless units are compared within groups (rows 2–5: 4 rows)"),
    "区,district,城区\nLJ → 区,district,\nLJ": ("YH", "group", "the unit has no group"),
    NO_COLUMN: ("YH", "group", "compares units within groups (peers: group) (rows 2–5: 4 rows)"),
    "LJ,临江区,district,城区 → LJ,临江区,district,A 组 ; QS,青山县,district,县域 → QS,青山县,district,ａ 组": (
        "QS", "group", "differs from 'A 组' (row 3) in case or width only"),
    "LJ,临江区,district,城区 → LJ,临江区,district,>3": ("LJ", "group", "reads as a search criterion"),
}  # fmt: skip


@pytest.mark.parametrize("edits", WRONG)
def test_is_refused_in_words(peers: Path, spoil: Spoil, edits: str) -> None:
    at, column, words = WRONG[edits]
    found = spoil(peers, edits)
    assert len(found) == 1, found
    assert (found[0].column, words in found[0].what) == (column, True), found[0]
    assert at in found[0].line
    assert found[0].remedy


def test_one_mistake_with_two_faces(peers: Path, spoil: Spoil) -> None:
    found = spoil(peers, "measure: kpi → measure: rubric ; name,class,group → name,class,gruop")
    assert [(problem.column, problem.what.split(",")[0]) for problem in found] == [
        ("scale", "R has no scale"),
        ("rule", "the rule minmax does not score the measure rubric"),
        ("gruop", "unknown column 'gruop'"),
        ("group", "the unit has no group"),
    ]
