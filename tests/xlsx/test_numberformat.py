"""What a number format makes a reader see."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.xlsx.numberformat import NumberFormat, date_parts


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ('0"万"', 0.85, "1万"),
        ("0,", 12000.0, "12"),
        ("0.0,,", 1234567.0, "1.2"),
        ('0!.0,"万"', 12345.0, "1.2万"),
        ('#,##0,"千"', 1234567.0, "1,235千"),
        ('#,##0.0,,"M"', 123456789.0, "123.5M"),
        ("0000", 85.0, "0085"),
        ("000-0000", 1234567.0, "123-4567"),
        ("#,##0.00", 1234567.891, "1,234,567.89"),
        ("¥#,##0.00", 5.0, "¥5.00"),
        ('_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', 0.0, "-"),
        ("0;(0)", -5.0, "(5)"),
        ("0;0", -5.0, "5"),
        ("0_ ;[Red]-0", -5.0, "-5"),
        ("0.0,", -1234.0, "-1.2"),
        ("#", 0.0, ""),
        ("0.##", 2.5, "2.5"),
        (";;;", 5.0, ""),
        (";;;", "文字", ""),
        ("0;-0;;@", 0.0, ""),
        ('@"？"', "文字", "文字？"),
        ('0;0;0;"约"@', "文字", "约文字"),
        ("0;0;0", "文字", "文字"),
        ("# ?/?", 0.85, "6/7"),
        ("# ??/??", 2.25, "2 1/4"),
        ("# ?/8", 0.85, "7/8"),
        ("0%", 0.854, "85%"),
        ('0.0"%"', 0.85, "0.9%"),
        ("0.00E+00", 1234567.0, "1.23E+06"),
        ('General"万"', 5.5, "5.5万"),
        ('G/通用格式"万"', 5.5, "5.5万"),
        ('[>=10000]0.0,"千";0', 12345.0, "12.3千"),
        ('[>=10000]0.0,"千";0', 5.0, "5"),
        ("[DBNum1][$-804]General", 12.0, "12"),
        ('yyyy"年"m"月"', date(2026, 9, 1), "2026年9月"),
        ("[$-804]aaaa", date(2026, 9, 1), "星期二"),
        ("h:mm:ss", datetime(2026, 9, 1, 15, 4, 5), "15:04:05"),
        ('上午/下午h"时"mm"分"', datetime(2026, 9, 1, 15, 4), "下午15时04分"),
    ],
)
def test_what_is_shown(code: str, value: object, shown: str) -> None:
    assert NumberFormat(code).shown(value) == shown


@pytest.mark.parametrize("value", [True, float("inf"), float("nan"), None], ids=str)
def test_what_cannot_be_told(value: object) -> None:
    assert NumberFormat('0"万"').shown(value) is None


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("yyyy-mm-dd", "dmy"),
        ('m"月"d"日"', "dm"),
        ("mmm-yy", "my"),
        ("h:mm", ""),
        ("mm:ss", ""),
        ("aaaa", ""),
        ("yyyy/m/d h:mm", "dmy"),
    ],
)
def test_which_parts_of_a_day_are_shown(code: str, parts: str) -> None:
    assert date_parts(code) == set(parts)


@given(st.text('0#?,.%;/E+-@[]"\\_*>=10ym d万', max_size=20), st.floats(allow_nan=True))
def test_any_format_shows_something_or_nothing(code: str, value: float) -> None:
    shown = NumberFormat(code).shown(value)
    assert shown is None or isinstance(shown, str)
    assert isinstance(NumberFormat(code).shown("文字"), str)
    assert isinstance(NumberFormat(code).shown(date(2026, 9, 1)), str)


@given(st.floats(-1e12, 1e12))
def test_a_format_without_scale_shows_the_number_rounded(value: float) -> None:
    shown = NumberFormat("#,##0.00").shown(value)
    assert shown is not None
    assert float(shown.replace(",", "")) == pytest.approx(value, abs=0.0051)
