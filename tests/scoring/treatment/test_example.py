"""The example of docs/treatment.md runs, and each `expression  # value` in it is true."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import smartxl.scoring.treatment as room

PAGE = (Path(__file__).parents[3] / "docs" / "treatment.md").read_text("utf-8")


def test_the_example_of_the_page() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    lines, names, compared = block.splitlines(), dict[str, object](), 0
    for node in ast.parse(block).body:
        source = ast.get_source_segment(block, node)
        assert source is not None
        if isinstance(node, ast.Expr):
            promised = lines[(node.end_lineno or 0) - 1].partition("  # ")[2]
            assert eval(source, names) == ast.literal_eval(promised)  # noqa: S307  our own page
            compared += 1
        else:
            exec(source, names)  # noqa: S102  our own page
    assert compared == 6


@pytest.mark.parametrize("name", room.__all__)
def test_every_public_name_is_on_the_page(name: str) -> None:
    assert re.search(rf"\b{name}\b", PAGE)


def test_the_exports_are_sorted() -> None:
    assert list(room.__all__) == sorted(room.__all__)
