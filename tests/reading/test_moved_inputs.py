"""Columns that changed places: what stands above an input says what was typed into it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from smartxl.findings import FindingCode

from .forms import Form, read_form, write_form


def _swapped(first: int, second: int, from_row: int = 1) -> Callable[[Form], None]:
    def change(form: Form) -> None:
        for row in range(from_row, form.sheet.max_row + 1):
            a, b = form.sheet.cell(row, first), form.sheet.cell(row, second)
            a.value, b.value = b.value, a.value

    return change


@pytest.mark.parametrize("columns", [(6, 7), (5, 11)], ids=["neighbours", "far"])
def test_swapped_columns_are_not_read(columns: tuple[int, int]) -> None:
    form = write_form()
    _swapped(*columns)(form)
    extraction = read_form(form.save())
    (moved,) = (f for f in extraction.findings if f.code is FindingCode.COLUMNS_MOVED)
    assert {moved.found, moved.expected} == {"ABCDEFGHIJK"[c - 1] for c in columns}
    assert extraction.refused
    assert extraction.submission.answers == ()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda form: setattr(form.sheet["F2"], "value", "提供吗"), id="heading-reworded"),
        pytest.param(lambda form: setattr(form.sheet["F2"], "value", None), id="heading-deleted"),
        pytest.param(
            lambda form: setattr(form.sheet["F2"], "value", " 是否 提供".replace(" ", "")), id="spaces"
        ),
        pytest.param(
            lambda form: setattr(form.sheet["G4"], "value", "是否提供"), id="heading-typed-as-an-answer"
        ),
    ],
)
def test_other_words_above_a_column_do_no_harm(change: Callable[[Form], None]) -> None:
    form = write_form()
    change(form)
    extraction = read_form(form.save())
    assert FindingCode.COLUMNS_MOVED not in {finding.code for finding in extraction.findings}
    assert not extraction.refused
