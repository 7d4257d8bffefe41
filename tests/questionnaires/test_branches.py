"""Which weights are asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.combination import Combination, RollUp, Step, StepKind
from smartxl.model.framework import ROOT, Node
from smartxl.questionnaires import again, branches, plan_ahp, title_of
from smartxl.text import Text
from smartxl_templates import wording
from tests.questionnaires.forms import EXPERT, SAATY, TOTAL, asked, definition, framed, leaf


def group(code: str, parent: str, weights: dict[str, float]) -> Node:
    return Node(code, Text(code), parent, 1, weights)


def test_every_node_with_two_children_or_more_in_the_order_of_the_tree() -> None:
    found = asked(definition([3, 1, 2]))
    assert [(b.node, len(b.children), b.classes) for b in found] == [
        (ROOT, 3, ("dep",)),
        ("G1", 3, ("dep",)),
        ("G3", 2, ("dep",)),
    ]
    assert [(a.code, b.code) for a, b in found[1].pairs] == [
        ("G1.1", "G1.2"),
        ("G1.1", "G1.3"),
        ("G1.2", "G1.3"),
    ]


def test_classes_are_asked_together_only_where_children_and_weights_are_the_same() -> None:
    both = {"dep": 50.0, "dis": 50.0}
    of = framed(
        [
            group("A", ROOT, both),
            leaf("A1", "A", both),
            leaf("A2", "A", both),
            group("B", ROOT, both),
            leaf("B1", "B", {"dep": 70.0, "dis": 50.0}),
            leaf("B2", "B", {"dep": 30.0, "dis": 50.0}),
        ],
        ("dep", "dis"),
    )
    found = asked(of)
    assert [(b.node, b.classes) for b in found] == [
        (ROOT, ("dep", "dis")),
        ("A", ("dep", "dis")),
        ("B", ("dep",)),
        ("B", ("dis",)),
    ]
    assert [title_of(b, "zh", 2) for b in found] == ["总分", "A A", "B B（类dep）", "B B（类dis）"]


def test_nodes_of_the_pipeline_and_below_the_worst_child_are_not_weighed() -> None:
    of = definition([2, 2])
    nodes = [
        *(
            replace(n, combination=Combination(RollUp.WORST)) if n.code == "G1" else n
            for n in of.framework.nodes
        ),
        leaf("P", ROOT, {"dep": 10.0}),
    ]
    conventions = replace(of.framework.conventions, pipeline=(Step(StepKind.BONUS, ("P",)),))
    found = branches(replace(of.framework, nodes=tuple(nodes), conventions=conventions), TOTAL)
    assert [(b.node, [c.code for c in b.children]) for b in found] == [
        (ROOT, ["G1", "G2"]),
        ("G2", ["G2.1", "G2.2"]),
    ]


def test_what_was_asked_is_found_again_after_the_weights_changed() -> None:
    before, after = {"dep": 70.0, "dis": 50.0}, {"dep": 50.0, "dis": 50.0}
    of, now = (
        framed([leaf("A", ROOT, weights), leaf("B", ROOT, weights)], ("dep", "dis"))
        for weights in (before, after)
    )
    was = [(b.node, b.classes) for b in asked(of)]
    assert [b.key for b in asked(now)] == ["TOTAL@dep+dis"]
    assert [b.key for b in again(now.framework, TOTAL, was)] == ["TOTAL@dep", "TOTAL@dis"]


@pytest.mark.parametrize(
    ("node", "classes", "said"),
    [
        pytest.param("X", ["dep"], "'X' was asked about", id="node gone"),
        pytest.param("G1", ["dis"], "'dis' was asked about", id="class gone"),
    ],
)
def test_what_was_asked_and_is_gone_is_said_so(node: str, classes: list[str], said: str) -> None:
    with pytest.raises(UnknownName, match=said):
        again(definition([2, 2]).framework, TOTAL, [(node, classes)])


def test_classes_that_differ_now_cannot_be_asked_together_again() -> None:
    both = {"dep": 50.0, "dis": 50.0}
    of = framed([leaf("A", ROOT, both), leaf("B", ROOT, both), leaf("C", ROOT, {"dep": 0.0})], ("dep", "dis"))
    with pytest.raises(UnknownName, match="differ below it now"):
        again(of.framework, TOTAL, [(ROOT, ["dep", "dis"])])


def test_more_children_than_can_be_compared_are_refused_and_an_unknown_node_too() -> None:
    of = definition([16, 2])
    with pytest.raises(SmartxlError, match="16 children, 15 can be compared"):
        plan_ahp(of, asked(of), EXPERT, "zh", wording("zh"), SAATY)
    plan_ahp(of, asked(of, "G2"), EXPERT, "zh", wording("zh"), SAATY)
    with pytest.raises(UnknownName, match=r"G2\.1"):
        asked(of, "G2.1")
