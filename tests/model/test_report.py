"""A table on paper: the rows within its limit and those set off, and how many are left out."""

from __future__ import annotations

import pytest

from smartxl.model.report import ReportTable, TableColumn


def table(rows: str, limit: int | None, strong: str = "") -> ReportTable:
    marked = frozenset(place for place, name in enumerate(rows) if name in strong)
    return ReportTable("t", "T", (TableColumn("a"),), tuple(((name,),) for name in rows), marked, "", limit)


@pytest.mark.parametrize(
    ("rows", "limit", "strong", "shown", "left"),
    [
        pytest.param("abc", None, "", "abc", 0, id="no limit"),
        pytest.param("abc", 3, "", "abc", 0, id="just fits"),
        pytest.param("abc", 2, "", "ab", 1, id="one too many"),
        pytest.param("abc", 0, "", "", 3, id="none shown"),
        pytest.param("abcT", 2, "T", "abT", 1, id="the total stays"),
        pytest.param("TabcS", 1, "TS", "TaS", 2, id="totals above and below"),
        pytest.param("", 2, "", "", 0, id="empty"),
    ],
)
def test_rows_beyond_the_limit(rows: str, limit: int | None, strong: str, shown: str, left: int) -> None:
    paper, count = table(rows, limit, strong).on_paper()
    assert ("".join(str(row[0][0]) for row in paper.rows), count) == (shown, left)
    assert {paper.rows[place][0][0] for place in paper.strong} == set(strong)
