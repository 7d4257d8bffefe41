"""Data validations: which cells they miss, and where their lists are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from smartxl.cells import column_number
from smartxl.lint.book.runs import CoveredCells, gaps_between, left_out_below, runs_of
from smartxl.lint.catalogue import remark
from smartxl.lint.formulas.walk import referred_area
from smartxl.lint.linted import LintBook, LintSheet
from smartxl.lint.remark import Remark
from smartxl.recalc.arrays import BLANK
from smartxl.text import Text
from smartxl.xlsx.settings import SavedValidation, Span

__all__ = ["gaps", "list_faults", "shifted_lists", "silent"]

_AREA = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!:\[\]()]+)!)?"
    r"\$?(?P<left>[A-Z]{1,3})(?P<fixed>\$?)(?P<top>\d+):\$?(?P<right>[A-Z]{1,3})(?P<also>\$?)(?P<bottom>\d+)"
)
_FEWEST, _MOST_OTHERS = 4, 4
_FEWEST_COLUMNS, _MOST_CELLS = 3, 20_000
_NOWHERE = Text("列表引用的单元格不存在", "the list refers to cells that there are not")
_BLANK = Text("列表引用的单元格全是空白", "the list refers to cells that are all blank")
_SHORT = Text("列表漏掉了下面的 {cells} 个值", "the list leaves out {cells} values below it")
_SHIFTS = Text(
    "列表的引用没有 $，每往下一行就下移一行",
    "the list is written without $: it moves down by a row in each row",
)
_OTHER_COLUMN = Text(
    "同一行的其他列用另一个列表：{usual}", "the other columns of the row have another list: {usual}"
)
_OTHER_ROW = Text(
    "列表不在本行对应的位置，而其他行的都在", "the list is not where those of the other rows are"
)


def gaps(book: LintBook) -> Iterator[Remark]:
    """Cells among or below cells with a validation, of their look, that have none."""
    for sheet in book.sheets.values():
        validations = [each for each in sheet.settings.validations if each.kind != "none"]
        every = runs_of(span for each in validations for span in each.spans)
        for kind in sorted({each.kind for each in validations}):
            runs = runs_of(span for each in validations if each.kind == kind for span in each.spans)
            covered = CoveredCells(every)
            for span in (*gaps_between(sheet, runs, covered), *left_out_below(sheet, runs, covered)):
                yield remark("SXL213", sheet.name, [span])


def list_faults(book: LintBook) -> Iterator[Remark]:
    """Lists that refer to nothing, to blank cells, or stop before the values that belong to them."""
    starts = _list_starts(book)
    for sheet, each in _lists(book):
        operand = each.operands[0]
        if operand.startswith('"') or "(" in operand or "[" in operand:
            continue
        found = referred_area(book, sheet.name, operand)
        what = _NOWHERE if found is None else _fault_of(*found, starts)
        if what and (found or _should_exist(operand)):
            yield remark("SXL214", sheet.name, each.spans, what, excerpt=operand)


def shifted_lists(book: LintBook) -> Iterator[Remark]:
    """Lists that move with the row although they stand in a column, and lists of single rows that are another row's."""
    for sheet, each in _lists(book):
        match = _AREA.fullmatch(each.operands[0])
        is_column = len({row for top, _, bottom, _ in each.spans for row in (top, bottom)}) > 1
        if (
            match
            and is_column
            and not match["fixed"]
            and not match["also"]
            and match["top"] != match["bottom"]
        ):
            yield remark("SXL215", sheet.name, each.spans, _SHIFTS, excerpt=each.operands[0])
    for sheet in book.sheets.values():
        yield from _other_rows(sheet)
        yield from _other_columns(sheet)


def silent(book: LintBook) -> Iterator[Remark]:
    """Validations that a wrong answer does not meet."""
    for sheet in book.sheets.values():
        for each in sheet.settings.validations:
            if each.kind != "none" and not each.insists:
                yield remark("SXL216", sheet.name, each.spans)


def _lists(book: LintBook) -> Iterator[tuple[LintSheet, SavedValidation]]:
    for sheet in book.sheets.values():
        for each in sheet.settings.validations:
            if each.kind == "list" and each.operands[0] and each.spans:
                yield sheet, each


def _list_starts(book: LintBook) -> frozenset[tuple[str, int, int]]:
    """Sheet, row and column of the first cells of all lists."""
    areas = (
        referred_area(book, sheet.name, each.operands[0])
        for sheet, each in _lists(book)
        if "(" not in each.operands[0] and not each.operands[0].startswith('"')
    )
    named = (
        referred_area(book, sheet.name, name.text)
        for sheet in list(book.sheets.values())[:1]
        for name in book.settings.names
        if "(" not in name.text
    )
    found = (area for area in (*areas, *named) if area)
    return frozenset((sheet.name, span[0], span[1]) for sheet, span in found)


def _should_exist(operand: str) -> bool:
    """Whether an operand that leads nowhere is one that we can read: a deleted reference, or cells of a sheet."""
    return "#REF!" in operand.upper() or _AREA.fullmatch(operand) is not None


def _fault_of(sheet: LintSheet, span: Span, starts: frozenset[tuple[str, int, int]]) -> Text | None:
    top, left, bottom, right = span
    part = sheet.part(span)
    kinds = sheet.kind[part]
    if not (kinds != BLANK).any():
        return _BLANK
    if top == bottom or left != right or sheet.kind_at(bottom, left) == BLANK:
        return None
    look, kind = sheet.settings.style_at((bottom, left)), sheet.kind_at(bottom, left)
    row = bottom + 1
    while sheet.kind_at(row, left) == kind and sheet.settings.style_at((row, left)) == look:
        if (sheet.name, row, left) in starts:
            return None
        row += 1
    if row == bottom + 1:
        return None
    cells = row - bottom - 1
    return Text(_SHORT.zh.format(cells=cells), _SHORT.en.format(cells=cells))


def _other_rows(sheet: LintSheet) -> Iterator[Remark]:
    """Lists of one row each, of which most stand as far from their row, and a few do not."""
    by_column: dict[int, list[tuple[int, int, str]]] = {}
    for each in sheet.settings.validations:
        match = _AREA.fullmatch(each.operands[0]) if each.kind == "list" and each.operands[0] else None
        if match is None or len(each.spans) != 1:
            continue
        top, left, bottom, right = each.spans[0]
        if top == bottom and left == right:
            away = int(match["top"]) - top
            by_column.setdefault(left, []).append(
                (top, away, f"{match['sheet']}!{column_number(match['left'])}")
            )
    for column, found in by_column.items():
        (usual, times), *_ = Counter((away, where) for _, away, where in found).most_common(1)
        others = [row for row, away, where in found if (away, where) != usual]
        if times >= _FEWEST and 0 < len(others) * _MOST_OTHERS <= times:
            yield remark("SXL215", sheet.name, [(row, column, row, column) for row in others], _OTHER_ROW)


def _other_columns(sheet: LintSheet) -> Iterator[Remark]:
    """Lists that differ from those of the other columns of their row, on a sheet where the columns of most rows agree."""
    by_row: dict[int, dict[int, str]] = {}
    for each in sheet.settings.validations:
        if each.kind == "list" and each.operands[0]:
            for top, left, bottom, right in each.spans:
                if (bottom - top + 1) * (right - left + 1) <= _MOST_CELLS:
                    for row in range(top, bottom + 1):
                        by_row.setdefault(row, {}).update(
                            dict.fromkeys(range(left, right + 1), each.operands[0])
                        )
    rows = {row: columns for row, columns in by_row.items() if len(columns) >= _FEWEST_COLUMNS}
    kinds = {text for columns in rows.values() for text in columns.values()}
    agreeing = sum(len(set(columns.values())) == 1 for columns in rows.values())
    if len(kinds) < 2 or 2 * agreeing < len(rows):
        return
    for row, columns in rows.items():
        (usual, times), *_ = Counter(columns.values()).most_common(1)
        others = [column for column, text in columns.items() if text != usual]
        if others and times > 2 * len(others):
            what = Text(_OTHER_COLUMN.zh.format(usual=usual), _OTHER_COLUMN.en.format(usual=usual))
            for column in others:
                yield remark(
                    "SXL215", sheet.name, [(row, column, row, column)], what, excerpt=columns[column]
                )
