"""The short way of finding rows says yes only where the long way finds the same and has nothing to report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.cells import Area
from smartxl.reading.intact import in_place
from smartxl.reading.locate import locate
from smartxl.xlsx import open_book
from smartxl.xlsx.book import RawBook, RawSheet
from smartxl.xlsx.cellvalues import CellValue
from tests.reading.damage.filled import FILE, SHEET, filled

PLAN = filled().plan
REGISTER = "佐证材料清单"
HEIGHT, WIDTH = len(filled().sheet.rows) + 2, 19
Change = Callable[[RawBook], RawBook]


@cache
def received() -> RawBook:
    return open_book(filled().content, FILE)


def with_sheet(book: RawBook, sheet: RawSheet) -> RawBook:
    return replace(book, sheets={**book.sheets, sheet.name: sheet})


def with_rows(book: RawBook, name: str, rows: list[tuple[CellValue, ...]]) -> RawBook:
    return with_sheet(book, replace(book.sheets[name], values=tuple(rows)))


def typed(book: RawBook, name: str, row: int, column: int, value: CellValue) -> RawBook:
    rows = [list(values) for values in book.sheets[name].values]
    rows += [[] for _ in range(row - len(rows))]
    rows[row - 1] += [""] * (column - len(rows[row - 1]))
    rows[row - 1][column - 1] = value
    return with_rows(book, name, [tuple(values) for values in rows])


def test_a_form_as_it_was_written_is_found_without_a_search() -> None:
    assert in_place(PLAN, received()) == locate(PLAN, received())


LINE = filled().lines[3]
FRAME = filled().sheet.sections[1].band_row
ELSEWHERE = {LINE.anchor: f"'{SHEET}'!$A${LINE.row}:$B${LINE.row}"}


def emptied(book: RawBook) -> RawBook:
    for column in LINE.inputs.values():
        book = typed(book, SHEET, LINE.row, column, "")
    return typed(book, SHEET, LINE.row, 14, 1.0)


CHANGES: dict[str, Change] = {
    "key": lambda book: typed(book, SHEET, LINE.row, 1, ""),
    "other key": lambda book: typed(book, SHEET, LINE.row, 1, filled().lines[4].key),
    "key in a heading": lambda book: typed(book, SHEET, FRAME, 1, LINE.key),
    "label": lambda book: typed(book, SHEET, LINE.row, 4, "别的事项"),
    "heading": lambda book: typed(book, SHEET, FRAME + 1, next(iter(LINE.inputs.values())), "说明"),
    "typed into a heading": lambda book: typed(book, SHEET, FRAME, 8, "是"),
    "typed below": lambda book: typed(book, SHEET, HEIGHT, 8, "是"),
    "points without an answer": emptied,
    "other check code": lambda book: typed(book, SHEET, 2, 13, "校验码：0000-1111"),
    "no name": lambda book: replace(book, names={k: v for k, v in book.names.items() if k != LINE.anchor}),
    "name elsewhere": lambda book: replace(book, names={**book.names, **ELSEWHERE}),
    "error": lambda book: with_sheet(book, replace(book.sheets[SHEET], errors={(LINE.row, 14): "#N/A"})),
    "merge": lambda book: with_sheet(
        book, replace(book.sheets[SHEET], merged=(Area(SHEET, LINE.row, 7, LINE.row, 8),))
    ),
    "another sheet": lambda book: with_sheet(book, replace(book.sheets[SHEET], name="采样表 (2)")),
    "no register": lambda book: replace(
        book, sheets={name: sheet for name, sheet in book.sheets.items() if name != REGISTER}
    ),
    "register": lambda book: typed(book, REGISTER, 6, 1, ""),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_differs_is_searched(name: str) -> None:
    assert in_place(PLAN, CHANGES[name](received())) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda book: typed(book, SHEET, LINE.row, 13, "一段说明"),
        lambda book: replace(book, names={n: r.replace("'", "") for n, r in book.names.items()}),
        lambda book: replace(book, names={**book.names, "我的名称": "Sheet9!$A$1"}),
        lambda book: with_sheet(
            book, replace(book.sheets[SHEET], merged=(Area(SHEET, LINE.row, 2, LINE.row, 4),))
        ),
        lambda book: replace(book, sheets={n: s for n, s in book.sheets.items() if n != "封面"}),
    ],
    ids=["an answer", "names without quotes", "a name of one's own", "labels merged", "no cover"],
)
def test_what_makes_no_difference_is_not(change: Change) -> None:
    book = change(received())
    assert in_place(PLAN, book) == locate(PLAN, book)


_TEXTS: st.SearchStrategy[str | float] = st.sampled_from(
    [
        "",
        " ",
        "是",
        "说明",
        5.0,
        0.0,
        LINE.key,
        f"{LINE.key}@JYJ",
        LINE.name,
        "ABCD-1234",
        "一、数据",
        "填写检查",
    ]
)
_SHEETS = st.sampled_from([SHEET, REGISTER])
_ROWS = st.integers(1, HEIGHT)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    name, kind = draw(_SHEETS), draw(st.sampled_from(["type", "rows", "merge", "computed", "names"]))
    row, other, column = draw(_ROWS), draw(_ROWS), draw(st.integers(1, WIDTH))
    text = draw(_TEXTS)

    def change(book: RawBook) -> RawBook:
        sheet = book.sheets[name]
        if kind == "type":
            return typed(book, name, row, column, text)
        if kind == "rows":
            rows = list(sheet.values)
            rows.insert(min(row, len(rows)), rows.pop(min(other, len(rows)) - 1))
            return with_rows(book, name, rows)
        if kind == "merge":
            area = Area(name, min(row, other), column, max(row, other), min(column + row % 3, WIDTH))
            return with_sheet(book, replace(sheet, merged=(*sheet.merged, area)))
        if kind == "computed":
            spot = (row, column)
            formulas = {at: formula for at, formula in sheet.formulas.items() if at != spot}
            more = {} if spot in sheet.formulas else {spot: "1+1"}
            some = replace(sheet, formulas={**formulas, **more})
            return with_sheet(book, some if text else replace(sheet, errors={**sheet.errors, spot: "#N/A"}))
        anchors = list(book.names)
        names = {**book.names, anchors[row % len(anchors)]: f"'{name}'!$A${other}:$M${other}"}
        return replace(book, names=names)

    return change


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(changes(), min_size=1, max_size=2))
def test_whatever_is_done_to_a_form_both_ways_agree(done: list[Change]) -> None:
    book = received()
    for change in done:
        book = change(book)
    if (found := in_place(PLAN, book)) is not None:
        assert found == locate(PLAN, book)
