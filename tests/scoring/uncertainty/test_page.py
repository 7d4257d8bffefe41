"""docs/robust.md: its examples of the library run and give what they say, and nothing that is public is missing there."""

from __future__ import annotations

import re

import pytest

from smartxl.scoring import uncertainty
from tests.pages import examples_hold, in_both, python_blocks


@in_both("robust.md")
def test_every_example_gives_what_it_says(text: str) -> None:
    blocks = [block for block in python_blocks(text) if "open_project" not in block]
    assert examples_hold(blocks) == text.count("# → ") == 9


@in_both("robust.md")
@pytest.mark.parametrize("name", uncertainty.__all__)
def test_what_is_public_is_documented(text: str, name: str) -> None:
    assert re.search(rf"`{name}`", text)
    assert getattr(uncertainty, name).__doc__
