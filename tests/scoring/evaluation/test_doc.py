"""docs/evaluation.md: its examples run and give what they say, and nothing that is public is missing there."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from smartxl.project.methods import USUAL
from smartxl.scoring import evaluation
from smartxl.scoring.evaluation import EvaluationMethod
from tests.scoring.library.test_doc import claims

PAGE = (Path(__file__).parents[3] / "docs" / "evaluation.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_every_example_gives_what_it_says() -> None:
    names: dict[str, Any] = {}
    checked = 0
    for block in BLOCKS:
        for statement, claim in claims(block):
            if claim is None:
                exec(compile(ast.Module([statement], []), "evaluation.md", "exec"), names)  # noqa: S102
            else:
                assert isinstance(statement, ast.Expr)
                value = eval(compile(ast.Expression(statement.value), "evaluation.md", "eval"), names)  # noqa: S307
                assert repr(value) == claim
                checked += 1
    assert checked == PAGE.count("# → ") - 2  # two are spoken of


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
