"""A number with any appearance is read as it is shown, or there is a finding."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, PatternFill

from smartxl.findings import Severity
from smartxl.model.answers import Field
from smartxl.xlsx.numberformat import NumberFormat
from tests.reading.forms import ENTRY_COLUMNS, LEVEL, NUMBER, Form, answers_of, read_form, write_form

FORMATS = [
    *(
        "General",
        "0",
        "0.0",
        "0.00",
        "#,##0",
        "#,##0.0",
        "0.0E+00",
        "0000",
        "0%",
        "0.0%",
        "# ?/?",
        "# ??/??",
        "@",
    ),
    *(
        "0,",
        "0.0,",
        "0.0,,",
        "#,##0,",
        ";;;",
        "0;;;",
        "0;-0;;@",
        "#",
        "#.##",
        "0;0",
        "(0)",
        "[Red]0",
        "[White]0",
    ),
    *(
        '0"万"',
        '0.0"万"',
        '0"个"',
        '0"户"',
        '0"%"',
        '"约"0',
        '0"以上"',
        '0!.0,"万"',
        '0"."0',
        '"1"0',
        '0"0"',
        '"103"',
    ),
    *(
        '[>=100]0,"百";0',
        "[<1]0%;0",
        '[=0]"无";0',
        "yyyy-mm-dd",
        'yyyy"年"m"月"',
        "h:mm",
        "[h]:mm",
        "000-000",
        "¥0.00",
    ),
]
values = st.one_of(
    st.integers(0, 10_000_000).map(float),
    st.floats(0, 1e6, allow_subnormal=False).map(lambda number: round(number, 4)),
)
WHITES = {"FFFFFFFF", "FFFEFEFE"}
colours = st.sampled_from(["FF000000", "FFFFFFFF", "FFFEFEFE", "FFC00000", "FF1F4E79"])


@cache
def blank_but_for_one() -> Form:
    return write_form(answers={NUMBER: {Field.VALUE: 1}})


def shown_number(code: str, value: float) -> float | None:
    """The number that a reader takes from what is shown, None where it is not one number and nothing else."""
    shown = str(value) if code in {"General", "@"} else NumberFormat(code).shown(value)
    plain = re.sub(r"[,¥个户 ]", "", shown or "")
    times = 10_000 if plain.endswith("万") else 1
    figures = plain.removesuffix("万")
    return times * float(figures) if re.fullmatch(r"-?[0-9]+(\.[0-9]*)?(E[+-][0-9]+)?", figures) else None


@pytest.mark.slow
@settings(max_examples=150)
@given(
    value=values,
    code=st.sampled_from(FORMATS),
    text=colours,
    ground=colours,
    struck=st.booleans(),
    hidden=st.booleans(),
)
def test_any_look_of_a_number_is_read_as_shown_or_asked(
    value: float, code: str, text: str, ground: str, *, struck: bool, hidden: bool
) -> None:
    form = blank_but_for_one()
    cell = form.sheet.cell(form.row(NUMBER), ENTRY_COLUMNS[Field.VALUE])
    assert isinstance(cell, Cell)
    cell.value, cell.number_format = value, code
    cell.font, cell.fill = Font(color=text, strike=struck), PatternFill("solid", fgColor=ground)
    form.sheet.row_dimensions[cell.row].hidden = hidden
    extraction = read_form(form.save())
    grave = {Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN}
    asked = [f for f in extraction.findings if f.severity in grave and f.cell == cell.coordinate]
    if asked:
        return
    assert not hidden
    assert not struck
    seen = "FFFFFFFF" if code.startswith("[White]") else text
    assert seen != ground
    assert not {seen, ground} <= WHITES
    read = answers_of(extraction)[NUMBER].score_input
    shown = shown_number(code, value)
    assert read is not None
    assert shown is not None
    assert abs(read - shown) <= 0.1 * abs(read)


LOOKS = {
    "bold": InlineFont(b=True, color=Color("FF1F4E79")),
    "struck": InlineFont(strike=True),
    "white": InlineFont(color=Color("FFFFFFFF")),
    "raised": InlineFont(vertAlign="superscript"),
}
UNHARMED = {"", "bold", "raised"}


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(st.sampled_from(["", *LOOKS]), min_size=2, max_size=2), st.booleans())
def test_any_look_of_the_parts_of_a_choice_is_read_as_shown_or_asked(
    looks: list[str], is_struck: bool
) -> None:
    form = blank_but_for_one()
    cell = form.sheet.cell(form.row(LEVEL), ENTRY_COLUMNS[Field.VALUE])
    assert isinstance(cell, Cell)
    parts = zip("二级", looks, strict=True)
    cell.value = CellRichText(*(TextBlock(LOOKS[look], part) if look else part for part, look in parts))
    cell.font = Font(strike=is_struck)
    extraction = read_form(form.save())
    asked = [f for f in extraction.findings if f.cell == cell.coordinate and f.severity is Severity.MUST_FIX]
    harmed = not UNHARMED.issuperset(looks) or (is_struck and "" in looks)
    assert bool(asked) is harmed
    assert (answers_of(extraction)[LEVEL].score_input is None) is harmed
