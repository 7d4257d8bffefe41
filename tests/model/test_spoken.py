"""Workbooks and reports speak of what is assessed: a county, a district, a park; and of sampling where something is sampled."""

from __future__ import annotations

import re
from dataclasses import replace
from string import Formatter

import pytest

from smartxl.model.definition import Definition
from smartxl.model.framework import Measure
from smartxl.model.spoken import kind_of_place, own_statements, own_wording
from smartxl.text import LANGUAGES, Lang, Text
from smartxl_templates import statements, wording
from tests.reading.forms import DEFINITION

SAMPLED = re.compile("采样[表填]|采样日期|[Ss]ampling (sheet|form)|Date sampled")
PARK = Text("云湖产业园区", "Yunhu Industrial Park")


def _of(city: Text, place: Text | None = None) -> Definition:
    return replace(DEFINITION, round=replace(DEFINITION.round, city=city, place=place))


def _unsampled(definition: Definition) -> Definition:
    nodes = tuple(
        n for n in definition.framework.nodes if not n.indicator or n.indicator.measure is not Measure.SAMPLE
    )
    return replace(definition, framework=replace(definition.framework, nodes=nodes))


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("示例市", "全市"),
        ("青山县", "全县"),
        ("云湖区", "全区"),
        ("高新技术产业园区", "全园区"),
        ("软件园", "全园"),
        ("示例省", "全省"),
        ("桃源镇", "全镇"),
        ("示例大学", "全市"),
    ],
)
def test_chinese(name: str, word: str) -> None:
    definition = _of(Text(name))
    told = own_statements(definition, "zh")
    assert told["column.city"] == word
    assert own_wording(definition, "zh")["sheet.city"] == f"{word}结果"
    assert word == "全市" or not re.search("全市|本市|城市", "".join(told.values()))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Example City", ("City", "Gain of the city", "Comparison with other cities")),
        ("Qingshan County", ("County", "Gain of the county", "Comparison with other counties")),
        ("Yunhu District", ("District", "Gain of the district", "Comparison with other districts")),
        ("Yunhu Industrial Park", ("Park", "Gain of the park", "Comparison with other parks")),
    ],
)
def test_english(name: str, words: tuple[str, str, str]) -> None:
    told = own_statements(_of(Text("青山", name)), "en")
    assert (told["column.city"], told["column.gain_city"], told["cities.title"]) == words


def test_a_place_is_what_it_is_declared_to_be() -> None:
    definition = _of(Text("云湖集团", "Yunhu Group"), Text("集团", "company"))
    assert own_wording(definition, "zh")["label.city"] == "全集团"
    assert own_wording(definition, "en")["label.city"] == "Company"
    assert own_statements(definition, "en")["cities.title"] == "Comparison with other companies"
    assert kind_of_place(definition.round, "zh") == "集团"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_filled_in_keeps_its_name(lang: Lang) -> None:
    definition = _unsampled(_of(PARK))
    for before, after in (
        (wording(lang), own_wording(definition, lang)),
        (statements(lang), own_statements(definition, lang)),
    ):
        assert before.keys() == after.keys()
        assert {key: _names(text) for key, text in after.items()} == {
            key: _names(text) for key, text in before.items()
        }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nothing_is_sampled_forms_are_no_sampling_sheets(lang: Lang) -> None:
    texts = own_wording(_unsampled(DEFINITION), lang)
    assert [text for text in texts.values() if SAMPLED.search(text)] == []
    assert texts["sheet.sampling"] == {"zh": "填报表", "en": "Form"}[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_city_that_samples_has_the_packaged_words(lang: Lang) -> None:
    definition = _of(Text("示例市", "Example City"))
    assert own_wording(definition, lang) is wording(lang)
    assert own_statements(definition, lang) is statements(lang)


def _names(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)
