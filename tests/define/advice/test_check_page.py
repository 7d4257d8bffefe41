"""docs/check.md, in both languages: its table has the words of the catalogue, its limits those that `check` goes by."""

from __future__ import annotations

import pytest

from smartxl.define.advice import CATALOGUE, AdviceCode, advised_words
from smartxl.text import LANGUAGES, Lang
from tests.pages import page


def lines(lang: Lang) -> list[str]:
    return page("check.md", lang).splitlines()


def row(code: AdviceCode, lang: Lang) -> str:
    kind = CATALOGUE[code]
    return f"| {code} | {kind.title.get(lang)} | {kind.message.get(lang)} | {kind.remedy.get(lang)} |"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", AdviceCode)
def test_the_row_of_a_code(code: AdviceCode, lang: Lang) -> None:
    assert row(code, lang) in lines(lang), f"write into the page:\n{row(code, lang)}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_other_codes_stand_there(lang: Lang) -> None:
    assert sum(line.startswith("| ") and line[3:5].isdigit() for line in lines(lang)) == len(AdviceCode)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_limits(lang: Lang) -> None:
    assert advised_words().get(lang) in lines(lang)
