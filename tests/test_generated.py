"""Pages of docs/ that are made from the code are as the code makes them, in both languages."""

from __future__ import annotations

import pytest

from tests.generated import maker

GENERATED = maker("generated")


SLOW = ("udfs",)  # its examples are calculated over a small round


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in GENERATED.PAGES]
)
def test_a_page_that_is_made_of_the_code_is_fresh(name: str) -> None:
    """If not: python examples/generated.py"""
    for path, text in GENERATED.texts([name]):
        assert path.read_text("utf-8") == text
