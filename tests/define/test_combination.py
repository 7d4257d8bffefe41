"""Roll-ups, decimals per level, ranking and the pipeline: what is read, and what is refused in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smartxl.define import load
from smartxl.model.combination import (
    UNROUNDED,
    Boundary,
    Combination,
    Counted,
    NotApplicable,
    Ranking,
    RollUp,
    Step,
    StepKind,
    Ties,
    Unscored,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Spoil = Callable[[Path, str], list[Any]]

COMBINE = "combine: { method: harmonic, floor: 1, unscored: zero, coverage: 0.5, counted: count }"
TWO_LEVELS = "{ indicator: 2, group: unrounded, total: 1 }"


def test_what_the_page_declares(pipeline: Path) -> None:
    framework = load(pipeline).framework
    assert framework.combination("A") == Combination(
        RollUp.HARMONIC, floor=1.0, unscored=Unscored.ZERO, coverage=0.5, counted=Counted.COUNT
    )
    assert framework.combination("B") == Combination(RollUp.SUM)
    assert framework.conventions.pipeline == (
        Step(StepKind.VETO, ("V",), record=59.0),
        Step(StepKind.DEDUCT, ("K",), cap=15.0),
        Step(StepKind.GATE, least=80.0),
        Step(StepKind.BONUS, ("J",), cap=30.0),
    )
    assert framework.conventions.ranking == Ranking(Ties.DENSE, raw=True)
    assert [framework.digits(code) for code in ("A1", "A2", "A", "TOTAL")] == [1, 2, UNROUNDED, 1]
    assert [node.code for node in framework.basis("TOTAL", "department")] == ["A", "B"]


def test_without_a_word_everything_is_as_before(folder: Path) -> None:
    framework = load(folder).framework
    declared = framework.conventions
    assert (declared.digits, declared.group_digits, declared.total_digits) == (2, None, None)
    assert (declared.ranking, declared.total, declared.pipeline) == (Ranking(), Combination(), ())
    assert {(node.combination, node.digits) for node in framework.nodes} == {(Combination(), None)}


READ = {
    f"{COMBINE} → combine: worst": Combination(RollUp.WORST),
    f"{COMBINE} → combine: {{ method: power, power: -2, floor: 0.01 }}": Combination(
        RollUp.POWER, -2.0, 0.01
    ),
    f"{COMBINE} → combine: {{ unscored: peer-mean, not_applicable: lost }}": Combination(
        unscored=Unscored.PEER_MEAN, not_applicable=NotApplicable.LOST
    ),
    f"{COMBINE} → combine:": Combination(),
    f"{COMBINE} → combine: {{}}": Combination(),
}


@pytest.mark.parametrize("edit", READ)
def test_a_roll_up_is_read(pipeline: Path, spoil: Spoil, edit: str) -> None:
    assert spoil(pipeline, edit) == []
    assert load(pipeline).framework.combination("A") == READ[edit]


LEVELS = {
    "unrounded": (UNROUNDED, None, None),
    "0": (0, None, None),
    "{ indicator: 3 }": (3, None, None),
    "{ indicator: 3, group: 3, total: 2 }": (3, None, 2),
    "{ indicator: unrounded, total: unrounded }": (UNROUNDED, None, None),
}


@pytest.mark.parametrize("written", LEVELS)
def test_decimals_per_level(pipeline: Path, spoil: Spoil, written: str) -> None:
    assert spoil(pipeline, f"{TWO_LEVELS} → {written}") == []
    declared = load(pipeline).framework.conventions
    assert (declared.digits, declared.group_digits, declared.total_digits) == LEVELS[written]


def test_steps_are_read_as_written(pipeline: Path, spoil: Spoil) -> None:
    assert (
        spoil(pipeline, "least: 80, boundary: lower → least: -5, boundary: upper ; [K], cap: 15 → [K]") == []
    )
    steps = load(pipeline).framework.conventions.pipeline
    assert steps[1:3] == (
        Step(StepKind.DEDUCT, ("K",)),
        Step(StepKind.GATE, least=-5.0, boundary=Boundary.UPPER),
    )


POINTS = "total: mean → total: sum ; weight: 60 → weight: 250 ; weight: 40 → weight: 0"
FROM_100 = "[V], record → [A, V], record ; nodes: [K] → nodes: [B, K] ; total: mean → peers: class"
SOUND = {
    "a total of points": POINTS,
    "only adjusting nodes": FROM_100,
    "one class that starts from 100": "share: 100 → share: 50 ; conventions:\n → "
    "  - { code: site, name: { zh: 网站 }, share: 50 }\nconventions:\n ; weight: 60 → weight: { department: 60 } ; "
    "weight: 40 → weight: { department: 40 } ; JY,市教育局,department → JY,市教育局,site",
    "points above 100": "rule: count → rule: bands ; { each: 2, cap: 40 } → { thresholds: [0, 9], points: [0, 120] }",
}


@pytest.mark.parametrize("name", SOUND)
def test_is_accepted(pipeline: Path, spoil: Spoil, name: str) -> None:
    assert spoil(pipeline, SOUND[name]) == []


# edits → (text of the line, column, words of the problem)
WRONG = {
    # roll-ups
    "combine: sum → combine: average": ("combine: average", "combine", "'average' should be 'mean', 'sum'"),
    "combine: sum → combine: [sum]": ("combine: [sum]", "combine", "a list stands where a mapping"),
    f"{COMBINE} → combine: power": ("combine: power", "power", "the method power has no `power`"),
    "method: harmonic → method: power, power: 0": ("combine", "power", "power 0 is the geometric mean"),
    "method: harmonic → method: power, power: 0.0001": ("combine", "power", "too near to 0"),
    "method: harmonic → method: power, power: -21": ("combine", "power", "'-21' should be greater than or equal to -20"),
    "method: harmonic → method: power, power: 2": ("combine", "floor", "no meaning under a power above 0"),
    "method: harmonic → method: harmonic, power: -1": ("combine", "power", "no meaning under the method harmonic"),
    "method: harmonic → method: harmonc": ("combine", "method", "'harmonc' should be"),
    "method: harmonic → methd: harmonic": ("combine", "methd", "unknown key `methd`"),
    "method: harmonic, → method: worst,": ("combine", "floor", "`floor` has no meaning under the method worst"),
    "floor: 1 → floor: 0": ("combine", "floor", "'0' should be greater than 0"),
    "unscored: zero → unscored: none": ("combine", "unscored", "'none' should be 'leave-out'"),
    "coverage: 0.5 → coverage: 60": ("combine", "coverage", "'60' should be less than or equal to 1"),
    "coverage: 0.5, → -": ("combine", "counted", "`counted` has no meaning without `coverage`"),
    "counted: count → counted: number": ("combine", "counted", "'number' should be 'count' or 'weight'"),
    "total: mean → total: { floor: 1 }": ("total: { floor", "floor", "no meaning under the method mean"),
    "total: mean → total: average": ("total: average", "total", "'average'"),
    "digits: 1\n → combine: sum\n": ("combine: sum", "combine", "A1 has no children"),
    # decimals and ranks
    "digits: 1\n → digits: 7\n": ("digits: 7", "digits", "'7' should be less than or equal to 6"),
    "digits: 1\n → digits: rounded\n": ("digits: rounded", "digits", "'rounded' is no whole number"),
    "group: unrounded → group: un": ("digits: {", "group", "'un' is no whole number"),
    "indicator: 2, → -": ("digits: {", "indicator", "`indicator` is missing"),
    "ties: dense → ties: max": ("ranking", "ties", "'max' should be 'competition'"),
    "of: raw → of: exact": ("ranking", "of", "'exact' should be 'rounded' or 'raw'"),
    "total: mean → peers: region": ("peers: region", "peers", "'region' should be 'class' or 'group'"),
    # steps
    "step: veto → step: vetto": ("step: vetto", "step", "'vetto' should be 'veto'"),
    "step: gate, least → least": ("- { least", "step", "`step` is missing"),
    ", record: 59 → -": ("step: veto", "record", "the veto has no `record`"),
    "nodes: [K], → -": ("step: deduct", "nodes", "the deduct has no `nodes`"),
    "nodes: [K], → nodes: [],": ("step: deduct", "nodes", "the deduct has no `nodes`"),
    "least: 80, → -": ("step: gate", "least", "the gate has no `least`"),
    "boundary: lower } → boundary: lower, cap: 3 }": ("step: gate", "cap", "`cap` has no meaning for a gate"),
    "cap: 30 → boundary: upper": ("step: bonus", "boundary", "`boundary` has no meaning for a bonus"),
    "cap: 15 → cap: -1": ("step: deduct", "cap", "'-1' should be greater than or equal to 0"),
    "cap: 15 → cap: 15, max: 3": ("step: deduct", "max", "unknown key `max`"),
    "boundary: lower → boundary: above": ("step: gate", "boundary", "'above'"),
    "gate, least: 80, boundary: lower → bonus, nodes: [J] ; bonus, nodes: [J], cap: 30 → gate, least: 80": (
        "step: gate", "step", "nothing follows the gate"),
    # nodes of steps
    "nodes: [K] → nodes: [X]": ("step: deduct", "nodes", "unknown node 'X'"),
    "nodes: [K] → nodes: [K1]": ("step: deduct", "nodes", "K1 is not of the top level"),
    "nodes: [J] → nodes: [J, K]": ("step: bonus", "nodes", "K is in the pipeline twice (first in line 13)"),
    "nodes: [J] → nodes: [J, J]": ("step: bonus", "nodes", "J is in the pipeline twice"),
    "nodes: [J] → nodes: [J, A] ; weight: 40 → weight: 100": ("code: A", "code", "A is in the pipeline, but stands before B"),
    "nodes: [J] → nodes: J": ("step: bonus", "nodes", "stands where a list"),
    # weights
    "weight: 60 → weight: 50": ("weight: 50", "weight", "the weights below the top level for the class department sum to 90"),
    "weight: 60 → weight: 160": ("weight: 160", "weight", "sum to 200, not 100 (A 160, B 40)"),
    "weight: 60 → weight: -1": ("weight: -1", "weight", "'-1' should be greater than or equal to 0"),
    "weight: 70 → weight: 0 ; weight: 50\n        measure: given\n        rule: direct\n        inputs: "
    "[{ code: p, name: { zh: 分数 }, unit: { zh: 分 }, min: 0, max: 100 }]\n  - code: V → weight: 0\n        measure: given\n"
    "        rule: direct\n        inputs: [{ code: p, name: { zh: 分数 }, unit: { zh: 分 }, min: 0, max: 100 }]\n  - code: V":
    ("weight: 0", "weight", "the weights below B for the class department are all 0"),
    f"{FROM_100} ; peers: class → total: mean": ("total: mean", "total", "every node of the top level is in the pipeline"),
}  # fmt: skip


@pytest.mark.parametrize("edits", WRONG)
def test_is_refused_in_words(pipeline: Path, spoil: Spoil, edits: str) -> None:
    at, column, words = WRONG[edits]
    found = spoil(pipeline, edits)
    assert len(found) == 1, found
    assert (found[0].column, words in found[0].what) == (column, True), found[0]
    assert at in found[0].line
    assert found[0].remedy


def test_a_step_that_cannot_be_read_hides_the_sum_of_the_others(pipeline: Path, spoil: Spoil) -> None:
    """With `nodes` unread, nobody knows which weights belong to the total."""
    found = spoil(pipeline, "nodes: [J] → nodes: [J, [K]] ; weight: 60 → weight: 61 ; weight: 70 → weight: x")
    assert [problem.column for problem in found] == ["nodes", "weight"]
