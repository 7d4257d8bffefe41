"""Which sheet is read: never another unit's, the fullest of several copies, and no answer of a copy lost in silence."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.findings import FindingCode
from smartxl.model.answers import State
from smartxl.reading import Extraction
from tests.reading.forms import (
    COLUMNS,
    FIRST,
    KEYS,
    SECOND,
    SHEET,
    Form,
    answers_of,
    make_city_plan,
    read_form,
    write_form,
)

COPY = SHEET + " Copy"
GOOD_ANSWERS = answers_of(read_form(write_form().save()))


def copied(*changes: Callable[[Form, Worksheet], object]) -> Extraction:
    form = write_form()
    copy = form.book.copy_worksheet(form.sheet)
    for change in changes:
        change(form, copy)
    return read_form(form.save())


def blank(sheet: Worksheet, *rows: int) -> None:
    for row in rows:
        for column in COLUMNS.values():
            sheet.cell(row, column).value = None


def said(extraction: Extraction) -> list[tuple[FindingCode, str, str]]:
    return [(f.code, f.found, f.expected) for f in extraction.findings]


def same(extraction: Extraction, *but: str) -> bool:
    found = answers_of(extraction)
    return all(
        (found[key].state, found[key].fields) == (GOOD_ANSWERS[key].state, GOOD_ANSWERS[key].fields)
        for key in KEYS
        if key not in but
    )


@pytest.mark.parametrize(
    "change", [lambda form, copy: None, lambda form, copy: blank(copy, 4, 5, 6)], ids=["whole", "half empty"]
)
def test_a_copy_that_adds_nothing_is_reported_and_not_read(
    change: Callable[[Form, Worksheet], object],
) -> None:
    extraction = copied(change)
    assert said(extraction) == [(FindingCode.SHEET_COPIED, COPY, SHEET)]
    assert same(extraction)


@pytest.mark.parametrize("rows", [range(4, 14), (4,)], ids=["blank", "incomplete"])
def test_a_copy_that_holds_all_answers_is_read_in_place_of_a_lesser_original(rows: range) -> None:
    extraction = copied(lambda form, _: blank(form.sheet, *rows))
    assert said(extraction)[0] == (FindingCode.COPY_READ, COPY, SHEET)
    assert same(extraction)
    assert {answer.sheet for answer in extraction.submission.answers} == {COPY}


def test_of_two_copies_that_contradict_each_other_the_original_counts_and_the_row_says_so() -> None:
    def change(_: Form, copy: Worksheet) -> None:
        copy["F4"] = "否"

    extraction = copied(change)
    assert said(extraction) == [
        (FindingCode.SHEET_COPIED, COPY, SHEET),
        (FindingCode.COPY_DIFFERS, f"{COPY} F4: 否", "是"),
    ]
    assert extraction.findings[1].cell == "F4"
    assert same(extraction)


def test_what_stands_on_the_copy_alone_is_reported_where_it_is_missing() -> None:
    extraction = copied(lambda form, _: blank(form.sheet, 4), lambda _, copy: blank(copy, 5))
    assert said(extraction) == [
        (FindingCode.SHEET_COPIED, COPY, SHEET),
        (FindingCode.COPY_DIFFERS, f"{COPY} F4: 是", "—"),
    ]
    assert answers_of(extraction)[FIRST].state is State.BLANK
    assert same(extraction, FIRST)


def test_a_row_deleted_from_the_original_is_found_on_the_copy() -> None:
    def change(form: Form, copy: Worksheet) -> None:
        for cell in form.sheet[4]:
            cell.value = None
        blank(copy, 5)

    differs = [f for f in copied(change).findings if f.code is FindingCode.COPY_DIFFERS]
    assert [(f.cell, f.item) for f in differs] == [("", "居民身份证首次申领")]


def test_an_error_on_a_copy_is_something_typed() -> None:
    def change(_: Form, copy: Worksheet) -> None:
        copy["F5"].value, copy["F5"].data_type = "#DIV/0!", "e"

    assert [f.found for f in copied(change).findings][-1:] == [f"{COPY} F5: #"]


def test_two_renamed_copies_are_read_like_a_sheet_and_its_copy() -> None:
    extraction = copied(lambda form, _: setattr(form.sheet, "title", "我的表"))
    assert said(extraction)[:2] == [
        (FindingCode.SHEET_RENAMED, "我的表", SHEET),
        (FindingCode.SHEET_COPIED, COPY, SHEET),
    ]
    assert same(extraction)


def test_keys_that_name_their_unit_are_as_good_as_others() -> None:
    form = write_form()
    for key in KEYS:
        form.sheet.cell(form.row(key), 1).value = f"{key}@GAJ"
    extraction = read_form(form.save())
    assert extraction.findings == ()
    assert same(extraction)


def test_rows_of_another_unit_are_not_read_although_their_keys_are_alike() -> None:
    form = write_form()
    row = form.row(SECOND)
    form.sheet.cell(row, 1).value = f"{SECOND}@JYJ"
    extraction = read_form(form.save())
    assert (FindingCode.ROW_OF_OTHER_UNIT, "JYJ", "") in said(extraction)
    assert answers_of(extraction)[SECOND].state is State.BLANK
    assert [f.cell for f in extraction.findings if f.code is FindingCode.ROW_OF_OTHER_UNIT] == [f"E{row}"]


def test_sheets_of_a_city_that_exchanged_their_names_are_read_for_their_own_units() -> None:
    plan = make_city_plan()
    form = write_form(plan)
    first, second = form.book["公安局"], form.book["教育局"]
    for sheet, unit in ((first, "GAJ"), (second, "JYJ")):
        for key in KEYS:
            sheet.cell(form.row(key), 1).value = f"{key}@{unit}"
    first.title, second.title = "x", "公安局"
    first.title = "教育局"
    extraction = read_form(form.save(), plan)
    assert {f.code for f in extraction.findings} == {FindingCode.SHEET_RENAMED, FindingCode.NAMES_GONE}
    states = {(answer.unit, answer.key): answer.state for answer in extraction.submission.answers}
    assert (states["GAJ", FIRST], states["JYJ", FIRST]) == (State.VALUE, State.BLANK)
