"""docs/library.md: its examples run and give what they say, and nothing that is public is missing there."""

from __future__ import annotations

import re

import pytest

import smartxl.scoring
from smartxl.scoring import library
from tests.pages import examples_hold, in_both, python_blocks


@in_both("library.md")
def test_every_example_gives_what_it_says(text: str) -> None:
    assert examples_hold(python_blocks(text)) == text.count("# → ") - 1  # one is spoken of


@in_both("library.md")
@pytest.mark.parametrize("name", library.__all__)
def test_what_is_public_is_documented_and_exported(text: str, name: str) -> None:
    assert re.search(rf"`{name}\b|^## .*\b{name}\b", text, re.MULTILINE)
    assert getattr(smartxl.scoring, name) is getattr(library, name)
    assert name in smartxl.scoring.__all__
    assert getattr(library, name).__doc__


COINR = (
    "n_minmax n_scaled n_zscore n_borda n_dist2max n_dist2ref n_dist2targ n_fracmax n_prank n_rank n_goalposts",
    "a_amean a_gmean a_hmean a_genmean a_copeland dat_thresh",
)


@in_both("library.md")
@pytest.mark.parametrize("name", " ".join(COINR).split())
def test_every_method_of_coinr_has_a_row(text: str, name: str) -> None:
    assert re.search(rf"^\| `.*{name}.*` \| ", text, re.MULTILINE)


def test_lists_of_names_are_sorted() -> None:
    for module in (library, smartxl.scoring):
        names = list(module.__all__)
        assert names == sorted(names, key=lambda name: (not name[0].isupper(), name))
