"""Tables that a spreadsheet opens: no text of them is calculated, numbers stay numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest

from smartxl.carryover.carry import CellOutcome, MovedCell
from smartxl.project.csvfile import csv_bytes
from smartxl.project.fresh import list_csv

SIGNS = "=+-@＝＋－＠"


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


FORMULAS = [
    *(f"{sign}x" for sign in SIGNS),
    *(
        f"{space}=1+1"
        for space in (" ", "  ", "\t", "\r", "\n", "\xa0", "\u3000", " \t ", "\u200b", "\ufeff")
    ),
    *(f" {sign}1+1" for sign in SIGNS),
    "\tx",
    "\rx",
    "+86",
    "-1+1",
    "=1",
    '="a"',
]


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_no_text_is_a_formula(text: str) -> None:
    (heads, row) = table(csv_bytes([text], [[text]]))
    assert heads == row == [f"'{text}"]


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_no_text_of_the_list_of_moved_answers_is_a_formula(text: str) -> None:
    moved = MovedCell(CellOutcome.NO_PLACE, text, "A1", text, text, text, text, text, text, text)
    row = table(list_csv([moved], "zh"))[1]
    assert [cell for cell in row if cell.endswith(text)] == [f"'{text}"] * 8


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(-23, "-23", id="a number"),
        pytest.param(1.5, "1.5", id="a decimal number"),
        pytest.param("-5", "-5", id="a negative number as text"),
        pytest.param("-0.25", "-0.25", id="a negative decimal number as text"),
        pytest.param("0012", "0012", id="leading zeros"),
        pytest.param('a,"b"\n', 'a,"b"\n', id="separators and quotes"),
        pytest.param("1=1", "1=1", id="a sign inside"),
        pytest.param(" 甲", " 甲", id="a blank before a word"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_other_values_stay_as_they_are(value: str | float | None, shown: str) -> None:
    row: Sequence[str | float | None] = [value, "end"]
    assert table(csv_bytes(["a", "b"], [row]))[1] == [shown, "end"]
