"""docs/licences.md names every dependency with its licence, whatever versions are installed."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError

import pytest

from tests.generated import maker
from tests.pages import page

LICENCES = maker("licences_page")
ROW = re.compile(r"^\| (\S+) \|.*`([^`]+)` \|$", re.MULTILINE)
LISTED = {lang: dict(ROW.findall(page("licences.md", lang))) for lang in ("zh", "en")}
BINDING = {"formulas": "EUPL", "schedula": "EUPL", "psycopg": "LGPL", "psycopg-binary": "LGPL", "tqdm": "MPL"}
"""Packages that ask something of who passes them on."""
FREE = {"MIT", "BSD", "Apache", "PSF"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_dependency_is_listed(lang: str) -> None:
    """If not: a line in examples/licences.csv, then python examples/generated.py licences"""
    declared = [need.name for need, _ in LICENCES.declared()]
    assert list(LISTED[lang])[: len(declared)] == declared
    assert LISTED[lang] == LISTED["en"]


def test_licences_are_those_that_the_packages_declare() -> None:
    """By family: how a package spells BSD-3-Clause differs between its versions."""
    wrong = {}
    for name, told in LISTED["en"].items():
        try:
            declared = LICENCES.licence_of(name)
        except PackageNotFoundError:
            continue  # another version of a dependency needs it no more
        if not LICENCES.families(told) & LICENCES.families(declared):
            wrong[name] = (told, declared)
    assert not wrong


def test_what_binds_who_passes_it_on_is_known() -> None:
    """A dependency of a dependency may come with a licence that nobody has looked at."""
    needs = [need for need, _ in LICENCES.declared()]
    found = {name: LICENCES.families(LICENCES.licence_of(name)) for name in LICENCES.closure(needs).values()}
    binding = {
        name: " ".join(sorted(told - FREE)) for name, told in found.items() if not told <= FREE or not told
    }
    assert binding == {name: family for name, family in BINDING.items() if name in found}
    assert all(f"`{name}`" in page("licences.md") for name in ("formulas", "schedula", "psycopg"))
