"""The case library: which unit and which item stand for an indicator, and how many others are as good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.cases import cases_sections
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.phrases import Phrases
from smartxl.model.answers import Answer, Field, State, option_choice
from smartxl.model.definition import Definition
from smartxl.model.report import Paragraph, ReportTable, plain
from smartxl.scoring.engine import score
from smartxl.scoring.rescore import rescorer
from smartxl.text import LANGUAGES, Lang
from smartxl_templates import statements

ITEMS = "unit,leaf,item_code,item_name,kind,audience,points\n"


@pytest.fixture
def definition(folder: Path) -> Definition:
    rows = "P1,A1,a,甲一,,,1\nP1,A1,b,甲二,,,3\nP2,A1,c,乙一,,,1\nP2,A1,d,乙二,,,1\nD1,A1,e,丙一,,,1\nD1,A1,f,丙二,,,1\n"
    (folder / "catalogue" / "01.csv").write_text(ITEMS + rows, "utf-8")
    return load(folder)


def sampled(
    definition: Definition, shares: Mapping[str, float], addresses: Iterable[str] = ()
) -> list[Answer]:
    """Items by code at a share of their points, some with an address."""
    found = []
    for item in definition.catalogue.items:
        if item.code in shares:
            fields = {Field.LEVEL: option_choice(2 if shares[item.code] == 1 else 1)}
            address = {Field.ADDRESS: f"https://{item.code}"} if item.code in addresses else {}
            found.append(
                Answer(
                    item.unit, item.key, State.VALUE, shares[item.code], {**fields, **address}, "采样表", "H7"
                )
            )
    return found


def rows_of(
    definition: Definition, answers: list[Answer], lang: Lang = "zh"
) -> tuple[list[list[str]], int | None, str]:
    """The rows of the table, how many paper shows, and the sentence above it."""
    facts = RoundFacts(
        definition, score(definition, answers), answers, (), Phrases(lang, statements(lang)),
        rescorer(definition, answers),
    )  # fmt: skip
    found = cases_sections(facts)
    if not found:
        return [], None, ""
    lead, _, table = found[0].blocks
    assert isinstance(lead, Paragraph)
    assert isinstance(table, ReportTable)
    return [[plain(words) for words in row] for row in table.rows], table.limit, plain(lead.words)


@pytest.mark.parametrize(
    "shares",
    [
        pytest.param({}, id="nothing answered"),
        pytest.param(dict.fromkeys("abcd", 1.0), id="all at the top"),
        pytest.param(dict.fromkeys("abcd", 0.5), id="nobody at the top"),
    ],
)
def test_without_a_difference_there_is_no_case(definition: Definition, shares: Mapping[str, float]) -> None:
    assert rows_of(definition, sampled(definition, shares))[0] == []


def test_the_unit_with_the_highest_score_stands_for_the_indicator(definition: Definition) -> None:
    answers = sampled(definition, {"a": 1.0, "b": 0.5, "c": 1.0, "d": 1.0})
    rows, limit, lead = rows_of(definition, answers)
    assert rows == [
        ["A1 在线办事", "市教育局", "乙一", "办理", "100.00", "0", "采样表 H7"],
        ["A1 在线办事", "市公安局", "甲一", "办理", "62.50", "—", "采样表 H7"],
    ]
    assert (limit, lead.startswith("1 项指标")) == (1, True)


def test_each_class_has_a_case_of_its_own(definition: Definition) -> None:
    answers = sampled(definition, {"a": 1.0, "b": 0.5, "e": 1.0, "f": 0.5})
    rows, limit, _ = rows_of(definition, answers)
    assert ([row[1] for row in rows], limit) == (["市公安局", "云湖区"], 2)


def test_an_item_that_can_be_looked_at_comes_first(definition: Definition) -> None:
    shares = {"a": 1.0, "b": 1.0, "c": 0.5}
    assert rows_of(definition, sampled(definition, shares))[0][0][2] == "甲二"
    row = rows_of(definition, sampled(definition, shares, "a"))[0][0]
    assert (row[2], row[-1]) == ("甲一", "https://a")


def test_ties_are_counted_and_the_first_of_the_roster_is_shown(definition: Definition) -> None:
    items = tuple(replace(item, points=1.0) for item in definition.catalogue.items)
    equal = replace(definition, catalogue=replace(definition.catalogue, items=items))
    rows = rows_of(equal, sampled(equal, {"a": 1.0, "b": 0.5, "c": 1.0, "d": 0.5}))[0]
    assert [(row[1], row[5]) for row in rows] == [("市公安局", "1"), ("市教育局", "—")]


@pytest.mark.parametrize(
    ("numbers", "best"),
    [
        pytest.param({"P1": 12.0, "P2": 30.0}, [], id="both full"),
        pytest.param({"P1": 12.0, "P2": 4.0}, ["市公安局"], id="one full"),
    ],
)
def test_a_number_with_full_points(
    definition: Definition, numbers: Mapping[str, float], best: list[str]
) -> None:
    answers = [
        Answer(unit, "A3/x", State.VALUE, number, {Field.VALUE: number}, "采样表", "F9")
        for unit, number in numbers.items()
    ]
    rows = rows_of(definition, answers)[0]
    assert [row[1] for row in rows] == best
    assert [row[2] for row in rows] == ["条数 12 条"] * len(best)


def test_of_equal_numbers_the_better_one_stands_for_the_indicator(
    definition: Definition, folder: Path
) -> None:
    roster = folder / "roster.csv"
    roster.write_text(roster.read_text("utf-8") + "P3,市水务局,Water,dep,,\n", "utf-8")
    three = load(folder)
    answers = [
        Answer(unit, "A3/x", State.VALUE, number, {Field.VALUE: number}, "采样表", "F9")
        for unit, number in {"P1": 12.0, "P2": 30.0, "P3": 1.0}.items()
    ]
    rows = rows_of(three, answers)[0]
    assert [(row[1], row[5]) for row in rows] == [("市教育局", "0"), ("市公安局", "—")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_level_is_said_in_words(definition: Definition, lang: Lang) -> None:
    answers = [
        Answer("P1", "B1/level", State.VALUE, 1.0, {Field.VALUE: option_choice(2)}, "采样表", "F9"),
        Answer("P2", "B1/level", State.VALUE, 0.5, {Field.VALUE: option_choice(1)}, "采样表", "F9"),
    ]
    ((*_, what, level, points, tied, _),) = rows_of(definition, answers, lang)[0]
    assert (what, level, points, tied) == ("—", "办理" if lang == "zh" else "Service", "100.00", "0")
