"""Examples of documentation pages: Python blocks in which a line `expression  # → …` says what the expression gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

__all__ = ["examples_hold", "page", "python_blocks"]

_DOCS = Path(__file__).parents[1] / "docs"


def page(name: str) -> str:
    """The text of a page of docs/."""
    return (_DOCS / name).read_text("utf-8")


def python_blocks(text: str) -> list[str]:
    """The Python blocks of a page."""
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def examples_hold(blocks: Iterable[str]) -> int:
    """Runs blocks one after the other, in one namespace, and asserts what they say; how many claims were checked."""
    names: dict[str, Any] = {}
    checked = 0
    for block in blocks:
        for statement, claim in _claims(block):
            if claim is None:
                exec(compile(ast.Module([statement], []), "page", "exec"), names)  # noqa: S102  (our own pages)
                continue
            assert isinstance(statement, ast.Expr)
            value = eval(compile(ast.Expression(statement.value), "page", "eval"), names)  # noqa: S307
            assert repr(value) == claim
            checked += 1
    return checked


def _claims(block: str) -> Iterator[tuple[ast.stmt, str | None]]:
    """Each statement with what the comment `# → …` behind it says."""
    lines = block.splitlines()
    for statement in ast.parse(block).body:
        _, arrow, claim = lines[(statement.end_lineno or 1) - 1].partition("  # → ")
        yield statement, claim if arrow else None
