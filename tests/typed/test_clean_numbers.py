"""Numbers written in every way of the grammar come back as they are, and as nothing else."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smartxl.findings import FindingCode
from smartxl.typed.clean import clean_number
from smartxl.typed.cleaned import Cleaned, show
from smartxl.typed.digits import chinese_number
from smartxl.typed.numbers import Asked, asked_for
from smartxl.xlsx.cellvalues import Percent

PIECES = asked_for(("个", "systems"))
PERCENT = asked_for(("%",), 0.0, 100.0)
SHARE = asked_for(("比例",), 0.0, 1.0)
HOUSEHOLDS = asked_for(("万户", "10 000 households"), 0.0)
_FULL_WIDTH = str.maketrans("0123456789.,-%E+", "０１２３４５６７８９．，－％Ｅ＋")
_DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("typed", "asked", "number"),
    [
        ("3 systems", PIECES, 3),
        ("12人次", asked_for(("人次",)), 12),
        ("3.5万人次", asked_for(("人次",)), 35_000),
        ("五千克", asked_for(("千克",)), 5),
        ("5千", asked_for(("千克",)), None),
        ("五千", asked_for(("千克",)), None),
        ("5千克", asked_for(("克",)), 5000),
        ("五十户", HOUSEHOLDS, None),
        ("3个", PERCENT, None),
        ("3个", asked_for(()), None),
        ("5万元", asked_for(("元",)), 50_000),
        ("5万个元", asked_for(("元",)), None),
        ("5‰", PERCENT, 0.5),
        ("约百分之五", PERCENT, 5),
        ("0.5 percent", PERCENT, 0.5),
        ("负百分之五", asked_for(("%",)), -5),
        ("百分之一百二十", asked_for(("%",)), 120),
        ("1.5亿2000万", PIECES, None),
        ("1亿12345万", PIECES, None),
        ("2026年", PIECES, None),
        ("5²", PIECES, None),
        ("½", PIECES, None),
        ("٥", PIECES, None),
        ("1e99", PIECES, 1e99),
        ("1e999", PIECES, None),
        ("5*个", PIECES, None),
        ("5 x10个", PIECES, None),
        ("1E-3", PIECES, 0.001),
        ("1.000000000000000E-3", PIECES, 0.001),
        ("1e-3个", PIECES, 0.001),
        ("1E-3%", asked_for(("%",)), 0.001),
        ("约1E-3", PIECES, 0.001),
        ("1E−3", PIECES, 0.001),
        ("1.5×10^-3", PIECES, 0.0015),
        ("1.5×10^−3", PIECES, 0.0015),
        ("1.5×10^+3", PIECES, 1500),
        ("3万5E-3", PIECES, None),
        ("约", PIECES, None),
        ("3成", PERCENT, None),
        ("85%", asked_for(("1 或 0",), 0.0, 1.0), None),
    ],
)
def test_a_number_typed_as_text(typed: str, asked: Asked, number: float | None) -> None:
    assert clean_number(typed, asked).value == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("〇", 0), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("一百二", 120), ("一百零五", 105),
        ("一百一十", 110), ("一千零二十", 1020), ("三万零五", 30_005), ("一万零五百", 10_500), ("一万二千三百四十五", 12_345),
        ("一亿二", 120_000_000), ("一亿零五", 100_000_005), ("三千万亿", 3 * 10**15), ("零点八五", 0.85),
        ("三五", None), ("十十", None), ("百", None), ("万一", None), ("一百零", None), ("一百零五十", None), ("点五", None),
        ("五点", None), ("一千零零五", None), ("二十三四", None),
    ],
)  # fmt: skip
def test_numbers_in_words(words: str, number: float | None) -> None:
    found = chinese_number(words)
    assert (None if found is None else float(found)) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("一般", FindingCode.NOT_A_NUMBER),
        ("—", FindingCode.NOT_A_NUMBER),
        ("三五个", FindingCode.AMBIGUOUS_NUMBER),
        ("三至五", FindingCode.AMBIGUOUS_NUMBER),
        ("10%-20%", FindingCode.RANGE),
        ("约50-60", FindingCode.RANGE),
        ("1E-3-2E-3", FindingCode.RANGE),
        ("1E3~2E3个", FindingCode.RANGE),
        ("9×10^2至1×10^3", FindingCode.RANGE),
        ("2E3-1", FindingCode.AMBIGUOUS_NUMBER),
        ("9" * 40, FindingCode.DIGITS_LOST),
        ("9" * 32_000, FindingCode.AMBIGUOUS_NUMBER),
        ("约" * 32_000, FindingCode.NOT_A_NUMBER),
        ("一亿" * 16_000, FindingCode.NOT_A_NUMBER),
        (True, FindingCode.NOT_A_NUMBER),
        (float("nan"), FindingCode.NOT_A_NUMBER),
        (float("inf"), FindingCode.NOT_A_NUMBER),
    ],
)
def test_what_is_no_number_says_why(typed: str | float, code: FindingCode) -> None:
    cleaned = clean_number(typed, PIECES)
    assert (cleaned.value, cleaned.code, cleaned.found) == (None, code, show(typed))


def test_what_may_be_two_percentages_names_both() -> None:
    assert clean_number(0.85, PERCENT).expected == "85% / 0.85%"
    assert clean_number("85", SHARE).expected == "85%"


def in_words(number: int) -> str:
    """A whole number below a thousand million million, as it is said."""
    for word, unit in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        if number >= unit:
            head, rest = divmod(number, unit)
            tail = in_words(rest) if rest else ""
            gap = "零" if rest and rest < unit // 10 else ""
            return f"{in_words(head)}{word}{gap}{tail}"
    return _DIGITS[number]


numbers = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=3).map(
    lambda d: d.normalize() + 0
)
STYLES = {
    "plain": lambda d: f"{d:f}",
    "thousands": lambda d: f"{d:,f}",
    "blanks": lambda d: f"{d:,f}".replace(",", "\u00a0" if abs(d) >= 10**6 else ""),
    "full width": lambda d: f"{d:,f}".translate(_FULL_WIDTH),
    "scientific": lambda d: f"{d:.15E}",
    "unit": lambda d: f"{d:f} 个",
    "other counter": lambda d: f"{d:f}项",
    "minus sign": lambda d: f"{d:f}".replace("-", "−"),
    "brackets": lambda d: f"({-d:f})" if d < 0 else f"{d:f}",
    "万": lambda d: f"{d / 10_000:f}万",
    "亿": lambda d: f"{d / 10**8:f}亿个",
    "about": lambda d: f"约{d:f}",
}


@given(numbers, st.sampled_from(sorted(STYLES)))
@example(Decimal("0.001"), "scientific")
def test_every_style_is_read_back(number: Decimal, style: str) -> None:
    cleaned = clean_number(STYLES[style](number), PIECES)
    assert cleaned.value == float(number)
    assert cleaned.code is (FindingCode.APPROXIMATE if style == "about" else FindingCode.CLEANED)


@pytest.mark.parametrize("blank", " \t\n\r\x0b\x0c\x85\u00a0\u1680\u2003\u2009\u2028\u202f\u205f\u3000")
@pytest.mark.parametrize(
    "figures", ["105_234", "1_05", "105__234", "12_34_56", "1_234.5", "1_234_56", "-3_5个", "１０５_２３４"]
)
def test_a_blank_inside_a_number_is_asked(figures: str, blank: str) -> None:
    cleaned = clean_number(figures.replace("_", blank), PIECES)
    assert (cleaned.value, cleaned.code) == (None, FindingCode.AMBIGUOUS_NUMBER)


@given(st.integers(0, 10**12 - 1))
def test_words_are_read_back(number: int) -> None:
    words = in_words(number)
    assert chinese_number(words) == number
    assert clean_number(words, PIECES).value == number
    if words.startswith("一十"):
        assert chinese_number(words[1:]) == number


@given(st.text(_DIGITS + "十百千万亿两点", max_size=12))
def test_words_are_one_number_or_none(text: str) -> None:
    found = chinese_number(text)
    assert found is None or found >= 0


@given(st.decimals(0, 100, places=4, allow_nan=False))
def test_percentages_are_read_back_in_percent_and_as_shares(number: Decimal) -> None:
    share = float(number / 100)
    for typed in (f"{number}%", f"{number}％", f"百分之{number}"):
        assert clean_number(typed, PERCENT).value == float(number)
        assert clean_number(typed, SHARE).value == share
    if number > 1:
        assert clean_number(Percent(share), PERCENT).value == float(number)
    assert clean_number(Percent(share), SHARE) == Cleaned(share)


@given(st.decimals(0, 10**6, places=2, allow_nan=False))
def test_scaled_units_are_converted_only_where_they_are_written(number: Decimal) -> None:
    assert clean_number(f"{number}", HOUSEHOLDS).value == float(number)
    assert clean_number(f"{number}万户", HOUSEHOLDS).value == float(number)
    assert clean_number(f"{number}亿户", HOUSEHOLDS).value == float(number * 10_000)
    assert clean_number(f"{number}户", HOUSEHOLDS).value is None
    assert clean_number(f"{number}万", HOUSEHOLDS).value is None


@given(
    st.text("0123456789.,- 　％%万亿千百十一二三五个户约近至到~～()eE+", max_size=10),
    st.sampled_from([PIECES, HOUSEHOLDS, PERCENT]),
)
def test_what_is_read_is_a_number_that_reads_the_same_again(text: str, asked: Asked) -> None:
    value = clean_number(text, asked).value
    if (
        isinstance(value, float)
        and (again := clean_number(value, asked)).code is not FindingCode.SHARE_OR_PERCENT
    ):
        assert again == Cleaned(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_itself(number: float) -> None:
    assert clean_number(number) == Cleaned(number)
    assert clean_number(number, PIECES) == Cleaned(number)


@pytest.mark.parametrize("typed", ["105\n234", "105 \r\n 234", "１０５\n２３４", "105，234"])
def test_two_numbers_in_one_cell_are_not_one(typed: str) -> None:
    cleaned = clean_number(typed)
    assert (cleaned.value, cleaned.code) == (None, FindingCode.AMBIGUOUS_NUMBER)


@pytest.mark.parametrize("typed", ["105\n", "\n105", "１２，３４５"])
def test_a_line_break_around_a_number_is_none_within(typed: str) -> None:
    cleaned = clean_number(typed)
    assert (cleaned.value, cleaned.code) == (105.0 if "105" in typed else 12345.0, FindingCode.CLEANED)


def test_very_many_line_breaks_cost_nothing() -> None:
    start = time.process_time()
    assert clean_number("1" + "\n" * 90_000 + "x").value is None
    assert time.process_time() - start < 1
