"""Statements speak of the county, district or park that is assessed."""

from __future__ import annotations

import pytest

from smartxl.diagnosis.phrases import Phrases
from smartxl.diagnosis.place import for_place
from smartxl.text import LANGUAGES, Lang, Text
from smartxl_templates import statements


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("示例市", "全市"),
        ("青山县", "全县"),
        ("云湖区", "全区"),
        ("高新技术产业园区", "全园区"),
        ("示例省", "全省"),
        ("桃源镇", "全镇"),
        ("示例大学", "全市"),
    ],
)
def test_chinese(name: str, word: str) -> None:
    phrases = for_place(Phrases("zh", statements("zh")), Text(name))
    assert phrases.text("column.city") == word
    assert "全市" not in "".join(phrases.templates.values()) or word == "全市"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Example City", ("City", "Gain of the city")),
        ("Qingshan County", ("County", "Gain of the county")),
        ("Yunhu District", ("District", "Gain of the district")),
    ],
)
def test_english(name: str, words: tuple[str, str]) -> None:
    phrases = for_place(Phrases("en", statements("en")), Text("青山", name))
    assert (phrases.text("column.city"), phrases.text("column.gain_city")) == words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_filled_in_keeps_its_name(lang: Lang) -> None:
    before = Phrases(lang, statements(lang))
    after = for_place(before, Text("青山县", "Qingshan County"))
    before.with_own(after.templates, "after")
    after.with_own(before.templates, "before")
