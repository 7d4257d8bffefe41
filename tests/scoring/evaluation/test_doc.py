"""docs/evaluation.md, in both languages: its examples give what they say, and nothing that is public is missing there."""

from __future__ import annotations

import re

import pytest

from smartxl.project.methods import USUAL
from smartxl.scoring import evaluation
from smartxl.scoring.evaluation import EvaluationMethod
from tests.pages import examples_hold, in_both, python_blocks


@in_both("evaluation.md")
def test_every_example_gives_what_it_says(text: str) -> None:
    assert examples_hold(python_blocks(text)) == text.count("# → ") - 1  # one is spoken of


@in_both("evaluation.md")
@pytest.mark.parametrize("name", evaluation.__all__)
def test_what_is_public_is_documented(name: str, text: str) -> None:
    assert re.search(rf"`{name}\b|^## .*\b{name}\b", text, re.MULTILINE)
    assert getattr(evaluation, name).__doc__


@in_both("evaluation.md")
def test_the_methods_of_a_project_are_named(text: str) -> None:
    told = re.split("## (?:作为函数|As functions)", text)[0]
    for method in EvaluationMethod:
        assert f"`{method}`" in told
    listed = re.findall(r"`([a-z-]+)`", re.split("`--method` (?:时比较：|these are compared:)", told)[1])[
        : len(USUAL)
    ]
    assert tuple(listed) == USUAL
