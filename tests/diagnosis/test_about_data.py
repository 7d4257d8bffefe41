"""The chapter on quality tells what units said of their numbers: how good, from where, of which year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.quality import quality_section
from smartxl.model.answers import HIGH, LOW, Answer, Choice, Field, Scalar, State
from smartxl.model.definition import Definition
from smartxl.text import LANGUAGES, Lang
from tests.define.conftest import folder
from tests.diagnosis.test_quality import facts_of, said, table

__all__ = ["folder"]

KEY = "A3/x"


def _asking(definition: Definition, *asks: Field) -> Definition:
    nodes = tuple(
        replace(node, indicator=replace(node.indicator, asks=asks))
        if node.indicator and node.code == "A3"
        else node
        for node in definition.framework.nodes
    )
    return replace(definition, framework=replace(definition.framework, nodes=nodes))


def _answer(unit: str, **told: Scalar) -> Answer:
    fields: Mapping[Field, Scalar] = {
        Field.VALUE: 7.0,
        **{Field(name): value for name, value in told.items()},
    }
    return Answer(unit, KEY, State.VALUE, 7.0, fields)


@pytest.fixture
def definition(folder: Path) -> Definition:
    return _asking(load(folder), Field.QUALITY, Field.ORIGIN, Field.YEAR)


def test_what_was_told_is_counted_by_unit_and_listed_worst_first(definition: Definition) -> None:
    answers = (
        _answer("P1", quality=HIGH, origin="统计年鉴", year=2025.0),
        _answer("P2", quality=LOW, origin="估算"),
    )
    section = quality_section(facts_of(definition, answers))
    assert "2 个数值要求说明数据质量、出处或年份，其中 1 个已全部写明。" in said(section)
    assert table(section, "quality.data") == [
        ["市公安局", "1", "1", "0", "0", "0", "2025"],
        ["市教育局", "1", "0", "0", "1", "1", "—"],
    ]
    assert table(section, "quality.data_rows") == [
        ["市教育局", "A3 更新", "7", "低", "估算", "—"],
        ["市公安局", "A3 更新", "7", "高", "统计年鉴", "2025"],
    ]


def test_english_words(definition: Definition) -> None:
    section = quality_section(facts_of(definition, (_answer("P1", quality=LOW),), lang="en"))
    ((_, _, _, quality, *_),) = table(section, "quality.data_rows")
    assert quality == "Low"


def test_only_what_is_asked_has_columns(folder: Path) -> None:
    definition = _asking(load(folder), Field.ORIGIN)
    section = quality_section(facts_of(definition, (_answer("P1", origin="统计年鉴"),)))
    assert table(section, "quality.data") == [["市公安局", "1", "0"]]
    assert table(section, "quality.data_rows") == [["市公安局", "A3 更新", "7", "统计年鉴"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_said_where_nothing_is_asked(folder: Path, lang: Lang) -> None:
    told = (_answer("P1", quality=Choice("high")),)
    section = quality_section(facts_of(load(folder), told, lang=lang))
    assert table(section, "quality.data") == table(section, "quality.data_rows") == []
