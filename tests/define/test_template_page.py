"""docs/templates.md says what the table of placeholders says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smartxl.define.template_table import template_table
from smartxl.placeholders import FILTERS, parse
from smartxl.text import Lang
from tests.pages import in_both, page, texts

ROOT = Path(__file__).parents[2]
BOTH = in_both("templates.md")
VALUES = {
    "zh": {"unit.name": "市公安局", "unit.class": "市直部门"},
    "en": {"unit.name": "Public Security Bureau", "unit.class": "municipal departments"},
}


@BOTH
def test_the_placeholders_of_the_page_exist(text: str) -> None:
    known = {entry.name for sheet in template_table().values() for entry in sheet.placeholders}
    names = set(re.findall(r"\{\{ ([a-z_]+\.[a-z_.]+) ", text))
    assert len(names) > 5
    assert names <= known


@pytest.mark.parametrize("lang", texts("templates.md"))
def test_the_sentences_of_the_page_come_out_as_it_says(lang: Lang) -> None:
    values = {**VALUES[lang], "round.due": "2026-10-31", "round.contact": "010-0000 0000"}
    rows = re.findall(r"^\| `(.*\{[{%].*)` \| (.*) \|$", page("templates.md", lang), re.MULTILINE)
    assert len(rows) == 3
    for sentence, shown in rows:
        assert parse(sentence.replace("\\|", "|")).render(values.__getitem__) == shown


@BOTH
def test_the_filters_of_the_page_are_all_there_are(text: str) -> None:
    named = re.search(r"(?:filters \(|过滤器（)(.*?)(?:\)|）)", text, re.DOTALL)
    assert named is not None
    assert set(re.findall(r"`(\w+)`", named[1])) == set(FILTERS)


def test_the_pictures_and_links_of_the_page_exist() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", page("templates.md"))
    assert len(targets) > 3
    assert [target for target in targets if not (ROOT / "docs" / target).exists()] == []
