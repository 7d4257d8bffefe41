"""The example of docs/treatment.md runs, and each `expression  # value` in it is true."""

from __future__ import annotations

import ast
import re

import pytest

import smartxl.scoring.treatment as room
from tests.pages import in_both, python_blocks


@in_both("treatment.md")
def test_the_example_of_the_page(text: str) -> None:
    (block,) = python_blocks(text)
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


@in_both("treatment.md")
@pytest.mark.parametrize("name", room.__all__)
def test_every_public_name_is_on_the_page(text: str, name: str) -> None:
    assert re.search(rf"\b{name}\b", text, re.ASCII)


def test_the_exports_are_sorted() -> None:
    assert list(room.__all__) == sorted(room.__all__)
