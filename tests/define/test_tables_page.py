"""docs/definition.md has every column of the tables that people type, under the head that we write ourselves."""

from __future__ import annotations

import re

import pytest

from smartxl.define.columns import Columns
from smartxl.define.heads import ITEM_COLUMNS, ROSTER_COLUMNS
from smartxl.project.weighing.inbox import _EXPERT_COLUMNS
from smartxl.project.weighing.table import _COLUMNS
from smartxl.text import LANGUAGES, Lang
from tests.pages import page

TABLES: dict[str, tuple[Columns, dict[Lang, str]]] = {
    "roster": (ROSTER_COLUMNS, {"zh": "名册", "en": "roster"}),
    "catalogue": (ITEM_COLUMNS, {"zh": "采样表", "en": "catalogue"}),
    "experts": (_EXPERT_COLUMNS, {"zh": "专家名单（`weights/`）", "en": "experts (`weights/`)"}),
    "weights": (_COLUMNS, {"zh": "权重表", "en": "weights"}),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", TABLES)
def test_the_page_lists_the_columns(name: str, lang: Lang) -> None:
    columns, called = TABLES[name]
    (row,) = re.findall(
        rf"^\| {re.escape(called[lang])} \| (\*.*) \|$", page("definition.md", lang), re.MULTILINE
    )
    told = [re.fullmatch(r"(\*\*)?(.+?)(\*\*)? `(\w+)`", part) for part in row.split(" · ")]
    found = {match[4]: (match[2], bool(match[1])) for match in told if match}
    must = set(columns.required)
    assert found == {c.name: (c.heads[0], c.name in must) for c in columns.columns}
