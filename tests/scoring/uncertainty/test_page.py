"""docs/robust.md: its examples of the library run and give what they say, and nothing that is public is missing there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smartxl.scoring import uncertainty

PAGE = (Path(__file__).parents[3] / "docs" / "robust.md").read_text("utf-8")
BLOCKS = [
    block for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "open_project" not in block
]


def claims(block: str) -> Iterator[tuple[ast.stmt, str | None]]:
    """Each statement with what the comment `# → …` behind it says."""
    lines = block.splitlines()
    for statement in ast.parse(block).body:
        _, arrow, claim = lines[(statement.end_lineno or 1) - 1].partition("  # → ")
        yield statement, claim if arrow else None


def test_every_example_gives_what_it_says() -> None:
    names: dict[str, Any] = {}
    checked = 0
    for block in BLOCKS:
        for statement, claim in claims(block):
            if claim is None:
                exec(compile(ast.Module([statement], []), "robust.md", "exec"), names)  # noqa: S102
            else:
                assert isinstance(statement, ast.Expr)
                value = eval(compile(ast.Expression(statement.value), "robust.md", "eval"), names)  # noqa: S307
                assert repr(value) == claim
                checked += 1
    assert checked == PAGE.count("# → ") == 9


@pytest.mark.parametrize("name", uncertainty.__all__)
def test_what_is_public_is_documented(name: str) -> None:
    assert re.search(rf"`{name}`", PAGE)
    assert getattr(uncertainty, name).__doc__
