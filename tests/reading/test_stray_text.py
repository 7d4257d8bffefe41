"""What stands in a row outside of its answers is named, and what the form itself shows there is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Field
from smartxl.reading import extract
from smartxl.stamp import Stamp
from smartxl.xlsx import open_book
from smartxl.xlsx.book import RawBook
from smartxl.xlsx.cellvalues import CellValue
from tests.reading.damage.filled import FILE, SHEET, definition, filled

FORM = filled()
LINE = next(line for line in FORM.lines if line.key in FORM.answers and Field.LEVEL in line.inputs)
POINTS, CHECK, REVIEW, LAST_TIME, FAR = 14, 16, 17, 19, 26
HEADS = FORM.sheet.title_row


def typed(book: RawBook, row: int, column: int, value: CellValue) -> RawBook:
    """As if a program had saved a value there, and no formula."""
    sheet = book.sheets[SHEET]
    rows = [list(values) for values in sheet.values]
    rows[row - 1] += [""] * (column - len(rows[row - 1]))
    rows[row - 1][column - 1] = value
    formulas = {spot: text for spot, text in sheet.formulas.items() if spot != (row, column)}
    changed = replace(sheet, values=tuple(tuple(values) for values in rows), formulas=formulas)
    return replace(book, sheets={**book.sheets, SHEET: changed})


def received() -> RawBook:
    return open_book(FORM.content, FILE)


def findings(book: RawBook) -> list[Finding]:
    return list(extract(FORM.plan, definition(), book).findings)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (POINTS, 1.0),
        (POINTS, "一分"),
        (CHECK, "见附件"),
        (REVIEW, 0.5),
        (LAST_TIME, "上轮也有"),
        (FAR, "见附件"),
    ],
    ids=["points", "words for points", "check", "review", "next to the table", "far right"],
)
def test_what_is_typed_beside_the_answers_is_named(column: int, value: CellValue) -> None:
    (finding,) = findings(typed(received(), LINE.row, column, value))
    assert (finding.code, finding.item, finding.sheet) == (FindingCode.TYPED_BESIDE, LINE.name, SHEET)
    assert finding.cell.rstrip("0123456789") == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column - 1]
    assert str(value).removesuffix(".0") in finding.found


@pytest.mark.parametrize(
    ("row", "column", "value", "named"),
    [
        (2, 13, "校验码：0000-0000", False),
        (2, 12, "填报截止：2026-12-31", False),
        (2, 20, "联系方式：1380000", True),
        (2, 19, "请看附件", True),
        (1, 15, "已核对", True),
        (HEADS, 20, "备注二", True),
        (90, 2, "另有 2 项", True),
    ],
)
def test_above_and_below_the_table_what_the_form_itself_shows_elsewhere_is_none_of_the_respondents(
    row: int, column: int, value: CellValue, named: bool
) -> None:
    book = received()
    height = max(row, book.sheets[SHEET].height)
    sheet = book.sheets[SHEET]
    padded = replace(sheet, values=(*sheet.values, *[()] * (height - sheet.height)))
    found = findings(typed(replace(book, sheets={**book.sheets, SHEET: padded}), row, column, value))
    assert [f.code for f in found] == ([FindingCode.ROW_WITHOUT_KEY] if named else [])


def test_a_word_in_the_note_settles_it() -> None:
    book = typed(
        typed(received(), LINE.row, FAR, "见附件"), LINE.row, LINE.inputs[Field.NOTE], "右侧文字是内部备注"
    )
    (finding,) = findings(book)
    assert (finding.code, finding.found) == (FindingCode.EXPLAINED, "R17 见附件")


def test_blanks_say_nothing() -> None:
    assert findings(typed(received(), LINE.row, FAR, " \u3000")) == []


def test_a_copy_of_values_has_points_and_words_where_formulas_were() -> None:
    book = received()
    sheet = replace(book.sheets[SHEET], formulas={})
    assert findings(replace(book, sheets={**book.sheets, SHEET: sheet})) == []


def test_the_words_of_the_check_column_are_the_forms_own() -> None:
    shown = received().sheets[SHEET].at(LINE.row, CHECK)
    assert shown != ""
    assert findings(typed(received(), LINE.row, CHECK, shown)) == []


def test_a_formula_of_ones_own_beside_the_table_is_left_alone() -> None:
    book = typed(received(), LINE.row, FAR, 3.0)
    sheet = replace(book.sheets[SHEET], formulas={**book.sheets[SHEET].formulas, (LINE.row, FAR): "1+2"})
    assert findings(replace(book, sheets={**book.sheets, SHEET: sheet})) == []


def test_last_rounds_answers_stand_under_a_heading() -> None:
    book = typed(received(), HEADS, LAST_TIME, "上轮结果")
    assert findings(typed(book, LINE.row, LAST_TIME, "在线申报")) == []


def test_the_evaluator_may_write_anywhere() -> None:
    stamp = replace(FORM.plan.stamp, edition="evaluator")
    book = typed(received(), LINE.row, FAR, "已核")
    book = replace(
        book,
        properties=stamp.to_properties(),
        sheets={k: v for k, v in book.sheets.items() if k != "_smartxl"},
    )
    assert isinstance(stamp, Stamp)
    assert extract(replace(FORM.plan, stamp=stamp), definition(), book).findings == ()
