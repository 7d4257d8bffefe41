"""Conditional formats: which cells they miss, and whether they ask about their own row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smartxl.lint.book.runs import CoveredCells, gaps_between, runs_of
from smartxl.lint.catalogue import remark
from smartxl.lint.linted import LintBook
from smartxl.lint.remark import Remark
from smartxl.text import Text
from smartxl.xlsx.settings import SavedCondition

__all__ = ["condition_gaps", "shifted_conditions"]

_REFERENCE = re.compile(
    r"\"[^\"]*\"|(?:(?P<sheet>'(?:[^']|'')+'|[\w.]+)!)?(?<![\w.])\$?[A-Z]{1,3}(?P<fixed>\$?)(?P<row>[1-9]\d{0,6})(?![\w.(])"
)
_FEWEST = 3
_SHIFTED = Text(
    "条件问的不是本行，而是相差 {rows} 行的单元格",
    "the condition asks about cells {rows} rows away, never about its own row",
)
_NOWHERE = Text("条件引用的单元格已删除", "the condition refers to cells that were deleted")


def condition_gaps(book: LintBook) -> Iterator[Remark]:
    """Cells among cells with a conditional format, of their look, that have none."""
    for sheet in book.sheets.values():
        every = runs_of(span for each in sheet.settings.conditions for span in each.spans)
        for condition in sheet.settings.conditions:
            runs = runs_of(condition.spans)
            for span in gaps_between(sheet, runs, CoveredCells(every)):
                yield remark("SXL221", sheet.name, [span], excerpt="; ".join(condition.formulas))


def shifted_conditions(book: LintBook) -> Iterator[Remark]:
    """Conditions that ask about the row above or below each cell, and those whose cells were deleted."""
    for sheet in book.sheets.values():
        for condition in sheet.settings.conditions:
            text = "; ".join(condition.formulas)
            if "#REF!" in text.upper():
                yield remark("SXL222", sheet.name, condition.spans, _NOWHERE, excerpt=text)
            elif rows := _rows_away(condition):
                what = Text(_SHIFTED.zh.format(rows=rows), _SHIFTED.en.format(rows=rows))
                yield remark("SXL222", sheet.name, condition.spans, what, excerpt=text)


def _rows_away(condition: SavedCondition) -> int:
    """By how many rows all references of a condition are off, 0 where one is of the own row, or none moves."""
    if condition.kind != "expression" or not condition.spans:
        return 0
    top = min(span[0] for span in condition.spans)
    bottom = max(span[2] for span in condition.spans)
    if bottom - top + 1 < _FEWEST:
        return 0
    found = [match for text in condition.formulas for match in _REFERENCE.finditer(text) if match["row"]]
    if any(match["sheet"] for match in found):
        return 0
    away = {int(match["row"]) - top for match in found if not match["fixed"]}
    return away.pop() if len(away) == 1 and away & {-1, 1} else 0
