"""A table looks the same whether its rows are laid out together or one by one."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from rich.console import Console

from smartxl.cli.console import Screen

HEADS = ["代码", "Name", "得分"]
ROWS = [["GAJ", "市公安局 Public security", "1.25"], ["", "", ""], ["JYJ", "教育", "100"]]


def shown(width: int, rows: list[list[str]]) -> list[str]:
    out = io.StringIO()
    Screen("zh", out=Console(file=out, width=width)).table(HEADS, rows, frozenset({2}))
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [45, 46, 47, 160])
def test_rows_together_are_the_rows_one_by_one(width: int) -> None:
    head, rule, *rows = shown(width, ROWS)
    assert len(rows) == len(ROWS)
    for row, line in zip(ROWS, rows, strict=True):
        widest = [row, ROWS[0], ROWS[2]]
        assert shown(width, widest)[:3] == [head, rule, line]


def test_what_does_not_fit_is_folded_in_its_own_row() -> None:
    narrow = shown(30, ROWS)
    assert len(narrow) > 2 + len(ROWS)
    assert all(later or earlier for earlier, later in pairwise(narrow))
    assert [line for line in narrow if "JYJ" in line] == [line for line in narrow if "教育" in line]


def test_a_table_without_rows_has_its_head() -> None:
    assert len(shown(80, [])) == 2
