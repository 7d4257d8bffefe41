"""docs/definition.md has every column of the tables that people type, under the head that we write ourselves."""

from __future__ import annotations

import re

import pytest

from smartxl.define.columns import Columns
from smartxl.define.heads import ITEM_COLUMNS, ROSTER_COLUMNS
from smartxl.project.weighing.inbox import _EXPERT_COLUMNS
from smartxl.project.weighing.table import _COLUMNS
from tests.define.conftest import PAGE

TABLES = {"名册": ROSTER_COLUMNS, "采样表": ITEM_COLUMNS, "专家名单": _EXPERT_COLUMNS, "权重表": _COLUMNS}


@pytest.mark.parametrize("name", TABLES)
def test_the_page_lists_the_columns(name: str) -> None:
    columns: Columns = TABLES[name]
    (row,) = re.findall(rf"^\| {name} · .*?\| (.*) \|$", PAGE, re.MULTILINE)
    told = [re.fullmatch(r"(\*\*)?(.+?)(\*\*)? `(\w+)`", part) for part in row.split(" · ")]
    found = {match[4]: (match[2], bool(match[1])) for match in told if match}
    must = set(columns.required)
    assert found == {c.name: (c.heads[0], c.name in must) for c in columns.columns}
