"""Two submissions compared cell by cell."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.model.answers import Answer, Field, State
from smartxl.model.choices import ChoiceWords
from smartxl.model.received import StoredReading
from smartxl.project.compare import FileComparison
from smartxl.project.difference import CellChange, difference
from tests.reading.forms import (
    DEFINITION,
    FIRST,
    GOOD,
    ITEM_KEYS,
    KEYS,
    Typed,
    make_plan,
    read_form,
    write_form,
)

PLAN = make_plan()
LAST = ITEM_KEYS[4]
WORDS = ChoiceWords(DEFINITION.framework)


def answers(**changes: Typed) -> tuple[Answer, ...]:
    """The good answers, with the first row's changed; choices in words."""
    first = {**GOOD[FIRST], **{Field(name): value for name, value in changes.items()}}
    return WORDS.worded(read_form(write_form(PLAN, {**GOOD, FIRST: first}).save()).submission.answers, "zh")


def test_equal_submissions_do_not_differ() -> None:
    assert difference(PLAN, answers(), answers()) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"level": "结果反馈"}, [("level", "在线申报", "结果反馈", "G4", True)]),
        ({"date": date(2026, 9, 3)}, [("date", date(2026, 9, 2), date(2026, 9, 3), "J4", False)]),
        ({"note": "补充"}, [("note", None, "补充", "K4", False)]),
        (
            {"provided": "否", "level": None},
            [("provided", "是", "否", "F4", True), ("level", "在线申报", None, "G4", True)],
        ),
    ],
    ids=["level", "date", "note", "two cells"],
)
def test_each_cell_that_differs_is_told(
    changes: dict[str, Typed], expected: list[tuple[object, ...]]
) -> None:
    found = difference(PLAN, answers(), answers(**changes))
    assert [(c.field, c.before, c.after, c.after_cell, c.scored) for c in found] == expected
    assert {(c.name, c.sheet) for c in found} == {("居民身份证首次申领", "采样表")}


def test_a_row_that_moved_is_told_with_both_cells() -> None:
    form = write_form(PLAN)
    form.put(FIRST, Field.LEVEL, "结果反馈")
    form.sheet.insert_rows(4)
    moved = WORDS.worded(read_form(form.save()).submission.answers, "zh")
    (change,) = difference(PLAN, answers(), moved)
    assert (change.before_cell, change.after_cell) == ("G4", "G5")


def test_rows_that_only_one_has_and_rows_of_no_plan() -> None:
    strange = Answer("GAJ", "X9/old", State.VALUE, 1.0, {Field.VALUE: 1.0}, "采样表", "F40")
    found = difference(PLAN, answers()[1:], (*answers(), strange))
    assert {change.key for change in found} == {FIRST, "X9/old"}
    assert found[-1] == CellChange(
        "GAJ", "X9/old", "X9/old", Field.VALUE, None, 1.0, "", "F40", "采样表", True
    )


def test_a_row_that_scores_otherwise_with_the_same_cells_is_told() -> None:
    read_anew = tuple(a._replace(score_input=0.5) if a.key == FIRST else a for a in answers())
    (change,) = difference(PLAN, answers(), read_anew)
    assert (change.field, change.key, change.scored) == (None, FIRST, True)


def test_one_choice_in_two_languages_is_the_same() -> None:
    plan = make_plan(lang="en")
    words = {Field.PROVIDED: "Yes", Field.LEVEL: "Online application", Field.CHANNEL: "Website"}
    theirs = read_form(write_form(plan, {FIRST: {**GOOD[FIRST], **words}}).save(), plan).submission.answers
    assert difference(PLAN, answers()[:1], WORDS.worded(theirs[:1], "zh")) == ()
    assert difference(PLAN, answers()[:1], WORDS.worded(theirs[:1], "en")) != ()


VALUES = st.one_of(st.none(), st.floats(0, 100), st.text("ab", max_size=2), st.dates())
ROWS = st.lists(st.dictionaries(st.sampled_from(list(Field)), VALUES), min_size=8, max_size=8)


@pytest.mark.slow
@given(ROWS, ROWS)
def test_the_changes_applied_to_one_give_the_other(
    old: list[dict[Field, Typed]], new: list[dict[Field, Typed]]
) -> None:
    before, after = ([as_answer(k, r) for k, r in zip(KEYS, rows, strict=True)] for rows in (old, new))
    rebuilt = {answer.key: dict(answer.fields) for answer in before}
    for change in difference(PLAN, before, after):
        assert change.field is not None
        assert rebuilt[change.key].get(change.field) == change.before
        if change.after is None:
            del rebuilt[change.key][change.field]
        else:
            rebuilt[change.key][change.field] = change.after
    assert rebuilt == {answer.key: answer.fields for answer in after}
    back = difference(PLAN, after, before)
    assert {(c.key, c.field) for c in back} == {(c.key, c.field) for c in difference(PLAN, before, after)}


def as_answer(key: str, row: dict[Field, Typed]) -> Answer:
    said = {field: value for field, value in row.items() if value is not None}
    return Answer("GAJ", key, State.VALUE, 1.0, said, "采样表", "G4")


def test_a_comparison_is_a_table_by_row_and_field() -> None:
    change = CellChange("S1", "A/1", "身份证", Field.NOTE, None, "有", "", "F7", "采样表", scored=False)
    of_points = CellChange("S1", "A/2", "护照", None, 1.0, 2.0, "G8", "G8", "采样表", scored=True)
    record = cast("StoredReading", None)
    cells = FileComparison(record, record, (change, of_points)).cells
    assert list(cells.index) == [("A/1", "note"), ("A/2", "")]
    assert cells.loc[("A/1", "note"), "after"] == "有"
    assert list(cells["scored"]) == [False, True]
