"""Parts leave framework.yaml: siblings keep their proportions and their sum, comments and all other lines stay."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.define.prune import pruned, shared_weights
from smartxl.define.reweigh import confirmed, framework_in
from smartxl.define.tree import place_nodes
from smartxl.errors import SmartxlError
from smartxl.project.frameworks import PackagedFramework, packaged_frameworks
from tests.cli.conftest import FRAMEWORK

NAME = "framework.yaml"


def without(removed: set[str], text: str = FRAMEWORK) -> dict[tuple[str, str], float]:
    return dict(confirmed(pruned(text, NAME, removed), NAME))


def test_siblings_share_what_goes() -> None:
    now = without({"B2"})
    assert (now["dep", "B1"], now["dep", "B3"]) == (71.43, 28.57)
    assert ("dep", "B2") not in now
    assert (now["dep", "A"], now["dep", "B"]) == (60, 40)


def test_a_group_goes_with_all_below_it() -> None:
    now = without({"B", "B1", "B2", "B3"})
    assert now["dep", "A"] == now["dis", "A"] == 100
    assert not any(code.startswith("B") for _, code in now)


def test_nothing_goes() -> None:
    assert pruned(FRAMEWORK, NAME, ()) == FRAMEWORK


def test_only_its_lines_and_numbers_change() -> None:
    text = FRAMEWORK.replace("      - code: B2\n", "      # of the survey\n      - code: B2\n")
    text = text.replace("      - code: B3\n", "\n      # of the updates\n      - code: B3  # kept\n")
    lines = pruned(text, NAME, {"B2"}).splitlines()
    before = text.splitlines()
    assert "      # of the updates" in lines
    assert "      - code: B3  # kept" in lines
    assert "      # of the survey" not in lines
    gone = [line for line in before if line not in lines]
    assert all(re.search(r"B2|satisf|满意|survey|likert|weight: (50|30|20)$", line, re.I) for line in gone), (
        gone
    )


def test_a_class_loses_a_group_below_which_it_has_nothing() -> None:
    text = FRAMEWORK.replace("weight: { dep: 70, dis: 50 }", "classes: [dis]\n        weight: 100")
    text = text.replace("weight: { dep: 30, dis: 50 }", "classes: [dep]\n        weight: 100")
    assert without({"A2"}, text) == {
        ("dis", "A"): 100,
        ("dis", "A1"): 100,
        ("dep", "B"): 100,
        ("dep", "B1"): 50,
        ("dep", "B2"): 30,
        ("dep", "B3"): 20,
    }


def test_what_moved_there_goes_too() -> None:
    text = FRAMEWORK + "moved:\n  Z1: B2\n  Z2: B3\n  Z3/n: A2/n\n"
    assert framework_in(pruned(text, NAME, {"B2"}), NAME).moved == {"Z2": "B3", "Z3/n": "A2/n"}
    assert "moved" not in pruned(FRAMEWORK + "moved:\n  Z1: B2\n", NAME, {"B2"})


STEPS = {
    "a step of several": ("{ step: veto, nodes: [X, B] }\n    - { step: bonus, nodes: [X] }", [["X"], ["X"]]),
    "a step of its own": ("{ step: veto, nodes: [X] }\n    - { step: deduct, nodes: [B] }", [["X"]]),
    "a gate in front of nothing": (
        "{ step: veto, nodes: [X] }\n    - { step: gate, least: 80 }\n    - { step: bonus, nodes: [B] }",
        [["X"]],
    ),
    "the last steps that have nodes": (
        "{ step: deduct, nodes: [B] }\n    - { step: gate, least: 80 }\n    - { step: bonus, nodes: [B] }",
        [],
    ),
}


@pytest.mark.parametrize(("steps", "left"), STEPS.values(), ids=STEPS)
def test_steps_of_the_pipeline_lose_what_goes(steps: str, left: list[list[str]]) -> None:
    text = FRAMEWORK.replace("  digits: 2\n", f"  digits: 2\n  pipeline:\n    - {steps}\n")
    text = text.replace("weight: { dep: 60, dis: 100 }", "weight: { dep: 100, dis: 100 }")
    text += (
        "  - { code: X, name: { zh: 否决 }, weight: 5, measure: given, rule: direct, params: { full: 5 }, "
        "inputs: [{ code: x, name: { zh: 分 }, unit: { zh: 分 } }] }\n"
    )
    found = framework_in(pruned(text, NAME, {"B", "B1", "B2", "B3"}), NAME)
    assert [list(step.nodes) for step in found.conventions.pipeline] == left


HARD = {
    "a list in one line": (
        FRAMEWORK[: FRAMEWORK.index("    children:\n      - code: B1")] + "    children:\n      [\n"
        "        { code: B1, name: { zh: 制度 }, classes: [dep], weight: 60, measure: rubric, rule: rubric, scale: depth },\n"
        "        { code: B2, name: { zh: 等级 }, classes: [dep], weight: 40, measure: rubric, rule: rubric, scale: depth },\n"
        "      ]\n"
    ),
    "moved in one line": FRAMEWORK + "moved: { Z1: B2 }\n",
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_what_must_be_done_by_hand(text: str) -> None:
    with pytest.raises(SmartxlError, match="by hand"):
        pruned(text, NAME, {"B2"})


@pytest.mark.slow
@pytest.mark.parametrize("packaged", packaged_frameworks(), ids=lambda each: each.name)
def test_each_packaged_framework_without_every_third_indicator(packaged: PackagedFramework) -> None:
    text = (packaged.folder / NAME).read_text("utf-8")
    framework = packaged.definition.framework
    leaves = [node for node in framework.nodes if node.is_leaf]
    siblings: dict[str, list[str]] = {}
    for leaf in leaves:
        siblings.setdefault(leaf.parent, []).append(leaf.code)
    removed = {code for codes in siblings.values() for code in codes[1::3]}
    kept = set(framework.by_code) - removed
    now = without(removed, text)
    assert {code for _, code in now} == kept
    for node in framework.nodes:
        for unit_class in framework.classes:
            basis = framework.basis(node.code, unit_class.code) if not node.is_leaf else ()
            if basis:
                whole = math.fsum(child.weights[unit_class.code] for child in basis)
                left = [now[unit_class.code, c.code] for c in basis if (unit_class.code, c.code) in now]
                assert not left or math.fsum(left) == pytest.approx(whole, abs=1e-9)


@given(st.lists(st.integers(1, 9999), min_size=2, max_size=12), st.data())
def test_proportions_and_sums_are_kept(numbers: list[int], data: st.DataObject) -> None:
    total = sum(numbers)
    weights = [number * 100 / total for number in numbers]
    children = "\n".join(
        f"  - {{ code: N{place}, name: {{ zh: 甲 }}, weight: {weight!r}, measure: rubric, rule: rubric, scale: depth }}"
        for place, weight in enumerate(weights)
    )
    text = FRAMEWORK[: FRAMEWORK.index("nodes:")] + f"nodes:\n{children}\n"
    keep = data.draw(st.sets(st.integers(0, len(numbers) - 1), min_size=1))
    removed = {f"N{place}" for place in range(len(numbers)) if place not in keep}
    placed = place_nodes(framework_in(text, NAME))
    new = shared_weights(placed, removed)
    assert {code for _, code in new} == {f"N{place}" for place in keep}
    for unit_class in ("dep", "dis"):
        assert math.fsum(new[unit_class, f"N{place}"] for place in keep) == pytest.approx(100, abs=1e-9)
    part = sum(numbers[place] for place in keep)
    for place in keep:
        assert new["dep", f"N{place}"] == pytest.approx(100 * numbers[place] / part, abs=0.011)
