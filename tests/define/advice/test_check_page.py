"""docs/check.md: its table has the words of the catalogue, its limits those that `check` goes by."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.define.advice import CATALOGUE, AdviceCode, advised_words
from smartxl.text import LANGUAGES, Text

PAGE = (Path(__file__).parents[3] / "docs" / "check.md").read_text("utf-8")


def both(text: Text) -> str:
    return f"{text.zh}<br>{text.en}"


def row(code: AdviceCode) -> str:
    kind = CATALOGUE[code]
    return f"| {code} | {both(kind.title)} | {both(kind.message)} | {both(kind.remedy)} |"


@pytest.mark.parametrize("code", AdviceCode)
def test_the_row_of_a_code(code: AdviceCode) -> None:
    assert row(code) in PAGE.splitlines(), f"write into docs/check.md:\n{row(code)}"


def test_no_other_codes_stand_there() -> None:
    assert sum(line.startswith("| ") and line[3:5].isdigit() for line in PAGE.splitlines()) == len(AdviceCode)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_limits(lang: str) -> None:
    assert getattr(advised_words(), lang) in PAGE.splitlines()
