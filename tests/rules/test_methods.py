"""docs/methods.md: it has every rule, and its examples are right."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from smartxl.model.framework import RuleSpec
from smartxl.rules import RULES, build
from smartxl.rules.elementwise import FUNCTIONS

METHODS = (Path(__file__).parents[2] / "docs" / "methods.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(rule: .*?)```", METHODS, re.DOTALL)


def test_every_rule_has_a_heading() -> None:
    headings = set(re.findall(r"^#+ (\w+)$", METHODS, re.MULTILINE))
    assert set(RULES) - headings == set()


def test_the_functions_of_own_formulas_are_listed() -> None:
    assert ", ".join(sorted(FUNCTIONS)) in METHODS


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0])
def test_an_example_is_right(block: str) -> None:
    entry = YAML(typ="safe").load(block)
    params = {k: tuple(v) if isinstance(v, list) else float(v) for k, v in entry.get("params", {}).items()}
    rule = build(RuleSpec(entry["rule"], params, entry.get("formula", ""), tuple(entry.get("inputs", ()))))
    examples = re.findall(r"^# (.*) → (.*)$", block, re.MULTILINE)
    assert examples
    for inputs, shown in examples:
        (score,) = rule.score(np.array([[float(number) for number in inputs.split(",")]]))
        np.testing.assert_allclose(score, np.nan if shown == "none" else float(shown), atol=5e-5)
