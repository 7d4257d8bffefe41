"""Headings and captions are numbered once for all formats, as official documents number them."""

from __future__ import annotations

import pytest

from smartxl.model.numbering import captions, headings
from smartxl.model.report import (
    ChartKind,
    Cover,
    ReportChart,
    ReportContent,
    ReportSection,
    ReportTable,
    TableColumn,
)
from smartxl.text import Lang


def _table(key: str) -> ReportTable:
    return ReportTable(key, f"表{key}", (TableColumn("a"),), ())


def _content(lang: Lang) -> ReportContent:
    deepest = ReportSection("d", "深", (_table("t2"),))
    third = ReportSection("c", "丙", (), (deepest,))
    second = ReportSection("b", "乙", (ReportChart("c1", "图", ChartKind.BARS, (), (), ""),), (third,))
    many = tuple(ReportSection(f"s{i}", "章") for i in range(2, 22))
    first = ReportSection("a", "甲", (_table("t1"),), (second,))
    annex = ReportSection("x", "附", (_table("t3"),), (ReportSection("y", "项"),))
    return ReportContent(lang, Cover("", ""), (first, *many), (annex,))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("zh", ["一、甲", "（一）乙", "1. 丙", "（1）深", "二、章"]),
        ("en", ["1  甲", "1.1  乙", "1.1.1  丙", "1.1.1.1  深", "2  章"]),
    ],
    ids=["zh", "en"],
)
def test_levels(lang: Lang, expected: list[str]) -> None:
    found = headings(_content(lang))
    assert [heading.text for heading in found[:5]] == expected
    assert [heading.level for heading in found[:5]] == [1, 2, 3, 4, 1]


def test_tens_in_chinese() -> None:
    numbers = {heading.section.key: heading.number for heading in headings(_content("zh"))}
    assert [numbers[f"s{i}"] for i in (10, 11, 19, 20, 21)] == [
        "十、",
        "十一、",
        "十九、",
        "二十、",
        "二十一、",
    ]


@pytest.mark.parametrize(("lang", "first"), [("zh", "附件1　附"), ("en", "Annex 1  附")], ids=["zh", "en"])
def test_annexes_are_numbered_on_their_own(lang: Lang, first: str) -> None:
    annex, part = headings(_content(lang))[-2:]
    assert annex.text == first
    assert annex.annex
    assert part.number in {"（一）", "1.1  "}


def test_tables_and_charts_are_counted_apart_and_through_all_sections() -> None:
    assert captions(_content("zh")) == {
        "t1": "表 1　表t1",
        "c1": "图 1　图",
        "t2": "表 2　表t2",
        "t3": "表 3　表t3",
    }
