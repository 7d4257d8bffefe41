"""The annex of sampling records: counts of each unit, the file that counts, every item as it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.phrases import Phrases
from smartxl.diagnosis.sampling_annex import sampling_sections
from smartxl.model.answers import Answer, Field, Scalar, State, option_choice
from smartxl.model.definition import Catalogue, Definition
from smartxl.model.report import Paragraph, ReportSection, ReportTable, plain
from smartxl.model.roundrecords import FormRecord, RoundRecords
from smartxl.model.scores import ScoreTable
from smartxl.text import LANGUAGES, Lang
from smartxl_templates import statements


@pytest.fixture
def definition(folder: Path) -> Definition:
    return load(folder)


def annex(
    definition: Definition, answers: tuple[Answer, ...] = (), lang: Lang = "zh"
) -> ReportSection | None:
    units = {"P1": FormRecord("表.xlsx", "0123456789abcdef", "f", date(2026, 10, 30))}
    facts = RoundFacts(
        definition, ScoreTable({}), answers, (), Phrases(lang, statements(lang)), lambda _: ScoreTable({}),
        records=RoundRecords(units),
    )  # fmt: skip
    return next(iter(sampling_sections(facts)), None)


def rows(section: ReportSection, key: str) -> list[list[str]]:
    found = (b for part in section.walk() for b in part.blocks if isinstance(b, ReportTable) and b.key == key)
    return [[plain(words) for words in row] for block in found for row in block.rows]


def answers_of(definition: Definition) -> tuple[Answer, ...]:
    """The three items of P1: provided, not applicable, blank; those of other units are not answered at all."""
    first, second, third = (item for item in definition.catalogue.items if item.unit == "P1")
    day: dict[Field, Scalar] = {
        Field.DATE: date(2026, 9, 3),
        Field.ADDRESS: "https://a.example",
        Field.LEVEL: option_choice(2),
    }
    return (
        Answer("P1", first.key, State.VALUE, 1.0, day, "采样表", "G12"),
        Answer("P1", second.key, State.NOT_APPLICABLE, None, {Field.DATE: date(2026, 9, 8)}, "采样表", "E13"),
        Answer("P1", third.key, State.BLANK, None, {}, "采样表", "F14"),
    )


def test_each_unit_with_its_counts_and_its_file(definition: Definition) -> None:
    section = annex(definition, answers_of(definition))
    assert section is not None
    assert isinstance(section.blocks[0], Paragraph)
    assert "所列 3 个单位的 5 项事项全部列入采样表" in plain(section.blocks[0].words)
    assert rows(section, "sampling.units") == [
        ["市公安局", "3", "2", "1", "09-03–09-08", "2026-10-30", "01234567"],
        ["市教育局", "1", "1", "0", "—", "—", "—"],
        ["云湖区", "1", "1", "0", "—", "—", "—"],
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_item_as_it_stands(definition: Definition, lang: Lang) -> None:
    section = annex(definition, answers_of(definition), lang)
    assert section is not None
    found = rows(section, "sampling.items")
    assert len(found) == len(definition.catalogue.items)
    words = (
        ["办理", "不适用", "未填报", "未填报"]
        if lang == "zh"
        else ["Service", "Not applicable", "unanswered", "unanswered"]
    )
    assert [row[3].casefold() for row in found[:4]] == [word.casefold() for word in words]
    assert found[0][4:] == ["https://a.example", "2026-09-03", "采样表 G12"]


@pytest.mark.parametrize(
    ("share", "level", "said"),
    [
        pytest.param(0.0, None, "未提供", id="not provided"),
        pytest.param(0.5, None, "按复核结果", id="points of a review"),
        pytest.param(0.5, option_choice(1), "指南", id="a level"),
    ],
)
def test_a_level_that_was_not_chosen(
    definition: Definition, share: float, level: str | None, said: str
) -> None:
    item = definition.catalogue.items[0]
    fields = {Field.LEVEL: level} if level else {}
    section = annex(definition, (Answer(item.unit, item.key, State.VALUE, share, fields),))
    assert section is not None
    assert rows(section, "sampling.items")[0][3] == said


def test_without_a_catalogue_there_is_no_annex(definition: Definition) -> None:
    assert annex(replace(definition, catalogue=Catalogue(()))) is None


def test_paper_shows_the_first_of_a_thousand_items(definition: Definition) -> None:
    item = definition.catalogue.items[0]
    many = Catalogue(tuple(replace(item, code=f"X{number}", name="名" * 110) for number in range(1000)))
    section = annex(replace(definition, catalogue=many))
    assert section is not None
    table = next(b for b in section.parts[0].blocks if isinstance(b, ReportTable))
    shown, left = table.on_paper()
    assert len(shown.rows) + left == 1000
    assert len(shown.rows) == 15
