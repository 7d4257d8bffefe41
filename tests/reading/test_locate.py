"""Rows are found by their keys, whatever was done to the sheet; what disagrees is reported."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Field, State
from smartxl.reading import Extraction
from tests.reading.forms import (
    COLUMNS,
    FIRST,
    GOOD,
    ITEM_KEYS,
    KEYS,
    NUMBER,
    SECOND,
    SHEET,
    THIRD,
    Form,
    Typed,
    answers_of,
    make_city_plan,
    patch,
    read_form,
    write_form,
)

GOOD_ANSWERS = answers_of(read_form(write_form().save()))


def read_changed(change: Callable[[Form], object]) -> Extraction:
    form = write_form()
    change(form)
    return read_form(form.save())


def codes(extraction: Extraction) -> list[FindingCode]:
    return [finding.code for finding in extraction.findings]


def same_answers(extraction: Extraction, *but: str) -> bool:
    found = answers_of(extraction)
    return all(
        (found[key].state, found[key].score_input, found[key].fields)
        == (GOOD_ANSWERS[key].state, GOOD_ANSWERS[key].score_input, GOOD_ANSWERS[key].fields)
        for key in KEYS
        if key not in but
    )


def move_names(form: Form, by: int) -> None:
    """As Excel does when rows are inserted above."""
    for name in form.plan.names:
        defined = form.book.defined_names[name]
        sheet, _, reference = defined.attr_text.partition("!")
        first, last = (int(part.rpartition("$")[2]) for part in reference.split(":"))
        defined.attr_text = f"{sheet}!$A${first + by}:$K${last + by}"


def insert_above(form: Form) -> None:
    form.sheet.insert_rows(3, amount=2)
    move_names(form, 2)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.permutations(KEYS))
def test_any_order_of_rows_gives_the_same_answers(order: list[str]) -> None:
    form = write_form()
    places = [form.row(key) for key in KEYS]
    content = {key: [cell.value for cell in form.sheet[form.row(key)]] for key in KEYS}
    for place, key in zip(places, order, strict=True):
        for column, value in enumerate(content[key], 1):
            form.sheet.cell(place, column).value = value
    extraction = read_form(form.save())
    assert same_answers(extraction)
    assert codes(extraction) == ([] if order == list(KEYS) else [FindingCode.ROWS_SORTED])


@pytest.mark.slow
@given(st.integers(1, 14), st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_inserted_rows_change_no_answer(at: int, amount: int) -> None:
    form = write_form()
    form.sheet.insert_rows(at, amount)
    extraction = read_form(form.save())
    assert same_answers(extraction)
    assert set(codes(extraction)) <= {FindingCode.ROWS_MOVED, FindingCode.NAME_DISAGREES}


def test_rows_inserted_by_excel_move_their_names_too() -> None:
    extraction = read_changed(insert_above)
    assert same_answers(extraction)
    assert [(f.code, f.found) for f in extraction.findings] == [(FindingCode.ROWS_MOVED, "8")]
    assert answers_of(extraction)[FIRST].cell == "G6"


def test_a_deleted_row_is_missing_and_blank() -> None:
    extraction = read_changed(lambda form: form.sheet.delete_rows(form.row(SECOND)))
    (missing,) = (f for f in extraction.findings if f.code is FindingCode.ROW_MISSING)
    assert (missing.item, missing.sheet, missing.cell) == ("新生儿出生户口登记", SHEET, "")
    assert answers_of(extraction)[SECOND].state is State.BLANK
    assert same_answers(extraction, SECOND)


def copy_row(form: Form, key: str, **changed: Typed) -> int:
    form.sheet.append([cell.value for cell in form.sheet[form.row(key)]])
    row = int(form.sheet.max_row)
    for name, value in changed.items():
        form.sheet.cell(row, COLUMNS[Field(name)]).value = value
    return row


def clear_row(form: Form, key: str) -> None:
    for column in COLUMNS.values():
        form.sheet.cell(form.row(key), column).value = None


@pytest.mark.parametrize("clear", [False, True], ids=["identical", "one is blank"])
def test_a_row_twice_without_contradiction_counts_once(*, clear: bool) -> None:
    form = write_form()
    copy_row(form, FIRST)
    if clear:
        clear_row(form, FIRST)
    extraction = read_form(form.save())
    assert same_answers(extraction)
    assert [(f.code, f.found) for f in extraction.findings] == [(FindingCode.SAME_ROW_TWICE, "4、15")]


def test_a_row_twice_with_different_answers_is_not_scored() -> None:
    extraction = read_changed(lambda form: copy_row(form, FIRST, level="结果反馈"))
    assert codes(extraction) == [FindingCode.ROWS_CONTRADICT]
    assert (answers_of(extraction)[FIRST].state, dict(answers_of(extraction)[FIRST].fields)) == (
        State.BLANK,
        {},
    )
    assert same_answers(extraction, FIRST)


def test_a_key_filled_down_does_not_take_the_answer_of_its_neighbour() -> None:
    """The key of the first row was dragged over that of the second, the first row is blank."""

    def change(form: Form) -> None:
        clear_row(form, FIRST)
        form.sheet.cell(form.row(SECOND), 1).value = FIRST

    extraction = read_changed(change)
    assert answers_of(extraction)[FIRST].state is State.BLANK
    assert answers_of(extraction)[SECOND].state is State.BLANK
    assert set(codes(extraction)) == {FindingCode.OTHER_LABEL, FindingCode.ROW_MISSING}


def test_rows_sorted_without_their_hidden_keys_are_not_scored() -> None:
    extraction = read_changed(lambda form: form.swap(FIRST, THIRD, range(2, 12)))
    assert codes(extraction) == [FindingCode.OTHER_LABEL] * 2
    assert [answers_of(extraction)[key].state for key in (FIRST, THIRD)] == [State.BLANK] * 2
    assert same_answers(extraction, FIRST, THIRD)
    assert extraction.findings[0].found == "机动车注册登记"


def test_a_changed_label_is_a_note_and_the_row_counts() -> None:
    extraction = read_changed(lambda form: form.sheet.cell(form.row(FIRST), 4, "身份证（首次）"))
    assert codes(extraction) == [FindingCode.LABEL_CHANGED]
    assert same_answers(extraction)


def test_full_width_or_spaced_labels_are_the_same() -> None:
    extraction = read_changed(lambda form: form.sheet.cell(form.row(FIRST), 3, " ＢＳ001 "))
    assert codes(extraction) == []


def test_a_row_moved_by_hand_is_read_by_its_key() -> None:
    def change(form: Form) -> None:
        for cell in form.sheet[form.row(NUMBER)]:
            form.sheet.cell(30, cell.column or 0).value, cell.value = cell.value, None

    extraction = read_changed(change)
    assert same_answers(extraction)
    assert set(codes(extraction)) == {FindingCode.NAME_DISAGREES, FindingCode.ROWS_SORTED}


def test_a_renamed_sheet_is_found_by_its_keys() -> None:
    extraction = read_changed(lambda form: setattr(form.sheet, "title", "公安局 已填"))
    (finding,) = extraction.findings
    assert (finding.code, finding.found, finding.expected) == (
        FindingCode.SHEET_RENAMED,
        "公安局 已填",
        SHEET,
    )
    assert same_answers(extraction)
    assert extraction.submission.answers[0].sheet == "公安局 已填"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda form: form.sheet.delete_cols(1), FindingCode.KEYS_GONE),
        (lambda form: form.sheet.insert_cols(1), FindingCode.COLUMNS_MOVED),
    ],
    ids=["keys deleted", "column before the keys"],
)
def test_a_broken_structure_stops_there(change: Callable[[Form], object], code: FindingCode) -> None:
    extraction = read_changed(change)
    assert codes(extraction) == [code]
    assert extraction.refused
    assert extraction.submission.answers == ()


def test_a_column_inserted_behind_the_keys_is_seen_by_the_names() -> None:
    def change(form: Form) -> None:
        form.sheet.insert_cols(6)
        for name in form.plan.names:
            defined = form.book.defined_names[name]
            defined.attr_text = defined.attr_text.replace("$K$", "$L$")

    extraction = read_changed(change)
    (moved,) = (f for f in extraction.findings if f.code is FindingCode.COLUMNS_MOVED)
    assert (moved.found, moved.expected) == ("A:L", "A:K")
    assert extraction.submission.answers == ()


def test_a_value_under_a_merge_is_not_read() -> None:
    hide = {
        "xl/worksheets/sheet1.xml": lambda part: part.replace(
            b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="F4:F5"/></mergeCells>'
        )
    }
    extraction = read_form(patch(write_form().save(), hide))
    assert codes(extraction) == [FindingCode.MERGED_ANSWERS] * 2
    assert [answers_of(extraction)[key].state for key in (FIRST, SECOND)] == [State.BLANK] * 2


@pytest.mark.parametrize(
    "row", [4, 6, 14, 15], ids=["above the first", "between", "below the last", "below the footer"]
)
def test_each_piece_of_an_added_row_is_named(row: int) -> None:
    def change(form: Form) -> None:
        if row < 15:
            form.sheet.insert_rows(row)
        form.sheet.cell(row, 4, "我局新增事项")
        form.sheet.cell(row, 6, "是")

    added = [f for f in read_changed(change).findings if f.code is FindingCode.ROW_WITHOUT_KEY]
    assert [(f.cell, f.found) for f in added] == [(f"D{row}", "我局新增事项"), (f"F{row}", "是")]


def test_a_city_workbook_is_read_unit_by_unit() -> None:
    plan = make_city_plan()
    extraction = read_form(write_form(plan).save(), plan)
    by_unit = {(answer.unit, answer.key): answer.state for answer in extraction.submission.answers}
    assert extraction.findings == ()
    assert len(by_unit) == 2 * len(KEYS)
    assert by_unit["GAJ", FIRST] is State.VALUE
    assert by_unit["JYJ", FIRST] is State.BLANK


def test_findings_of_a_row_name_its_unit() -> None:
    plan = make_city_plan()
    form = write_form(plan, {})
    form.book["教育局"].cell(4, 6).value = "或许"
    (finding,) = read_form(form.save(), plan).findings
    assert finding == Finding(
        FindingCode.NOT_IN_LIST, "JYJ", "教育局", "F4", "居民身份证首次申领", "或许", "是、否", finding.file
    )


def test_blank_rows_in_the_good_form_stay_blank() -> None:
    assert GOOD_ANSWERS[ITEM_KEYS[4]].state is State.BLANK
    assert set(GOOD) == set(KEYS) - {ITEM_KEYS[4]}
