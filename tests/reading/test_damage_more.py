"""More damage: answers on copies without keys, and cells that changed places."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.findings import FindingCode as F
from smartxl.model.answers import State
from smartxl.reading import Extraction
from tests.reading.damage.filled import SHEET, filled
from tests.reading.damage.table import A, B
from tests.reading.forms import patch

Change = Callable[[Workbook], object]
PART = "xl/worksheets/sheet3.xml"


@cache
def small() -> bytes:
    """The form without the sheets in which nothing is answered; formulas have no results."""
    book = load_workbook(BytesIO(filled().content))
    for name in ("封面", "填报说明", "得分一览"):
        book.remove(book[name])
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def page_of(book: Workbook) -> Worksheet:
    page = book[SHEET]
    assert isinstance(page, Worksheet)
    return page


def read(*changes: Change) -> Extraction:
    book = load_workbook(BytesIO(small()))
    for change in changes:
        change(book)
    return filled().read(saved(book))


def changed(extraction: Extraction) -> set[str]:
    """Keys of the rows that are read otherwise than before."""
    now = {answer.key: answer for answer in extraction.submission.answers}
    same = ("state", "score_input", "fields")
    return {
        key
        for key, answer in filled().answers.items()
        if any(getattr(answer, name) != getattr(now[key], name) for name in same)
    }


def put(address: str, value: str) -> Change:
    def change(book: Workbook) -> None:
        page_of(book)[address] = value

    return change


def cleared(*keys: str) -> Change:
    """The answers of some rows taken out."""

    def change(book: Workbook) -> None:
        for line in (filled().line(key) for key in keys):
            for column in line.inputs.values():
                place = page_of(book).cell(line.row, column)
                if isinstance(place, Cell):
                    place.value = None

    return change


def copied(keys: tuple[str, ...], first: int = 2) -> Change:
    """The rows of some lines copied to a new sheet from a column on, as they are shown."""

    def change(book: Workbook) -> None:
        shown = load_workbook(BytesIO(filled().content), data_only=True)[SHEET]
        target = book.create_sheet("填报")
        for row in (filled().line(key).row for key in keys):
            target.append([cell.value for cell in shown[row][first - 1 :]])

    return change


# --- copies without keys


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keys", "first"),
    [((A, B), 2), ((A, B), 4), (None, 2)],
    ids=["two rows", "from the names on", "all"],
)
def test_answers_on_a_copy_without_keys_are_not_lost_in_silence(
    keys: tuple[str, ...] | None, first: int
) -> None:
    keys = keys or tuple(line.key for line in filled().lines)
    extraction = read(copied(keys, first), cleared(*keys))
    assert [(f.code, f.sheet) for f in extraction.findings if f.code is not F.LABEL_CHANGED] == [
        (F.SHEET_COPIED, "填报")
    ]
    answered = {key for key, answer in filled().answers.items() if answer.state is not State.BLANK}
    assert changed(extraction) == set(keys) & answered


def names_only(book: Workbook) -> None:
    target = book.create_sheet("目录")
    for line in filled().lines:
        target.append([line.name])


def one_remark(book: Workbook) -> None:
    book.create_sheet("备忘").append([filled().line(A).name, "找李四"])


@pytest.mark.parametrize("change", [names_only, one_remark], ids=["names only", "one remark"])
def test_a_sheet_of_ones_own_is_no_copy(change: Change) -> None:
    assert read(change).findings == ()


# --- cells that changed places


def swapped(part: bytes) -> bytes:
    """The answers of two rows dragged into each other's place, as programs save it: formulas follow their cells."""
    text = part.decode()
    for column in "GHIJKLM":
        cells = [re.search(rf'<c r="{column}{row}"[^>]*?(?:/>|>.*?</c>)', text) for row in (9, 10)]
        first, second = (found[0] if found else "" for found in cells)
        text = text.replace(first, "\0", 1) if first else text
        text = text.replace(second, first.replace(f"{column}9", f"{column}10"), 1) if second else text
        text = text.replace("\0", second.replace(f"{column}10", f"{column}9"), 1)
    return text.encode()


def test_answers_that_changed_places_are_asked_about() -> None:
    content = patch(filled().content, {PART: swapped})
    first, second = filled().read(content), filled().read(content)
    assert first == second
    assert changed(first) == {A, B}
    told = {f.item: (f.code, f.cell, f.found, f.expected) for f in first.findings}
    assert told == {
        filled().line(A).name: (F.FORMULA_DISAGREES, "N9", "1", "0.5"),
        filled().line(B).name: (F.FORMULA_DISAGREES, "N10", "0.5", "1"),
    }


def test_a_formula_is_not_asked_of_what_had_to_be_cleaned() -> None:
    """Formulas know the words of the list only."""

    def words(part: bytes) -> bytes:
        said = re.sub(
            rb'<c r="H9"([^>]*?) t="\w+">.*?</c>', '<c r="H9"\\1 t="str"><v>无</v></c>'.encode(), part
        )
        assert said != part
        return said

    extraction = filled().read(patch(filled().content, {PART: words}))
    assert F.CLEANED in {f.code for f in extraction.findings}
    assert F.FORMULA_DISAGREES not in {f.code for f in extraction.findings}


def test_results_of_nobody_are_no_contradiction() -> None:
    """A program that does not calculate saves formulas without their results."""
    assert read(put("I9", "线下提供")).findings == ()
