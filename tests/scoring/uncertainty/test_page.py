"""docs/robust.md: its examples of the library run and give what they say, and nothing that is public is missing there."""

from __future__ import annotations

import re

import pytest

from smartxl.scoring import uncertainty
from tests.pages import examples_hold, page, python_blocks

PAGE = page("robust.md")
BLOCKS = [block for block in python_blocks(PAGE) if "open_project" not in block]


def test_every_example_gives_what_it_says() -> None:
    assert examples_hold(BLOCKS) == PAGE.count("# → ") == 9


@pytest.mark.parametrize("name", uncertainty.__all__)
def test_what_is_public_is_documented(name: str) -> None:
    assert re.search(rf"`{name}`", PAGE)
    assert getattr(uncertainty, name).__doc__
