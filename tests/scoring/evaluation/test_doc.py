"""docs/evaluation.md: its examples run and give what they say, and nothing that is public is missing there."""

from __future__ import annotations

import re

import pytest

from smartxl.project.methods import USUAL
from smartxl.scoring import evaluation
from smartxl.scoring.evaluation import EvaluationMethod
from tests.pages import examples_hold, page, python_blocks

PAGE = page("evaluation.md")
BLOCKS = python_blocks(PAGE)


def test_every_example_gives_what_it_says() -> None:
    assert examples_hold(BLOCKS) == PAGE.count("# → ") - 2  # two are spoken of


@pytest.mark.parametrize("name", evaluation.__all__)
def test_what_is_public_is_documented(name: str) -> None:
    assert re.search(rf"`{name}\b|^## .*\b{name}\b", PAGE, re.MULTILINE)
    assert getattr(evaluation, name).__doc__


def test_the_methods_of_a_project_are_named() -> None:
    told = PAGE.partition("## 作为函数")[0]
    for method in EvaluationMethod:
        assert f"`{method}`" in told
    listed = re.findall(r"`([a-z-]+)`", told.partition("不写 `--method` 时比较：")[2])[: len(USUAL)]
    assert tuple(listed) == USUAL
