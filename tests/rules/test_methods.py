"""docs/methods.md: it has every rule, and its examples are right."""

from __future__ import annotations

import re

import numpy as np
import pytest
from ruamel.yaml import YAML

from smartxl.model.framework import RuleSpec
from smartxl.rules import PEER_RULES, RULES, build, build_peer, is_peer
from smartxl.rules.elementwise import FUNCTIONS
from tests.pages import code_blocks, in_both, texts

BLOCKS = {
    lang: [block for block in code_blocks(text, "yaml") if block.startswith("rule: ")]
    for lang, text in texts("methods.md").items()
}


@in_both("methods.md")
def test_every_rule_has_a_heading(text: str) -> None:
    headings = set(re.findall(r"^#+ (\w+)", text, re.MULTILINE))
    assert {*RULES, *PEER_RULES} - headings == set()


@in_both("methods.md")
def test_the_functions_of_own_formulas_are_listed(text: str) -> None:
    assert ", ".join(sorted(FUNCTIONS)) in text


def test_both_pages_have_the_same_examples() -> None:
    assert BLOCKS["zh"] == BLOCKS["en"]


def shown_number(text: str) -> float:
    return np.nan if text.strip() == "none" else float(text)


def scores_of(spec: RuleSpec, numbers: list[float]) -> np.ndarray:
    """The score of one unit's inputs; of a rule over peers the scores of all, each with one reading."""
    if is_peer(spec):
        return build_peer(spec).score(np.array(numbers))
    return build(spec).score(np.array([numbers]))


@pytest.mark.parametrize("block", BLOCKS["zh"], ids=lambda block: block.splitlines()[0])
def test_an_example_is_right(block: str) -> None:
    entry = YAML(typ="safe").load(block)
    given_params = entry.get("params", {})
    words = {k: v for k, v in given_params.items() if isinstance(v, str)}
    params = {
        k: tuple(v) if isinstance(v, list) else float(v) for k, v in given_params.items() if k not in words
    }
    spec = RuleSpec(entry["rule"], params, entry.get("formula", ""), tuple(entry.get("inputs", ())), words)
    examples = re.findall(r"^# (.*) → (.*)$", block, re.MULTILINE)
    assert examples
    for given, shown in examples:
        expected = [shown_number(text) for text in shown.split(",")]
        np.testing.assert_allclose(scores_of(spec, [float(n) for n in given.split(",")]), expected, atol=5e-5)
