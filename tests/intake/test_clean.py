"""Cleaning: a small explicit grammar; what is ambiguous is left alone."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.findings import FindingCode
from smartxl.intake.clean import Cleaned, choice_key, clean_choice, clean_date, clean_number, clean_text, show
from smartxl.intake.open import CellValue
from smartxl.intake.vocabulary import vocabulary
from smartxl.model.answers import Field
from tests.intake.forms import DEFINITION, make_plan

SECTION = make_plan().sheets[0].sections[0]
WORDS = vocabulary(DEFINITION, SECTION)
OPTIONS = {entry: check.options for entry, check in SECTION.lines[0].checks.items() if check.options}


def choose(entry: Field, value: CellValue) -> Cleaned:
    return clean_choice(value, OPTIONS[entry], WORDS.variants[entry])


@pytest.mark.parametrize(
    ("entry", "typed", "option"),
    [
        *[
            (Field.PROVIDED, typed, "是")
            for typed in ("有", "√", "Y", "ｙｅｓ", "YES", "1", 1.0, True, " 是 ", "是。")
        ],
        *[(Field.PROVIDED, typed, "否") for typed in ("无", "没有", "×", "N", "No", 0.0, False, "\u200b否")],
        (Field.APPLICABLE, "是", "适用"),
        (Field.APPLICABLE, "否", "不适用"),
        (Field.APPLICABLE, "N/A", "不适用"),
        (Field.APPLICABLE, "Pending", "待核实"),
        (Field.LEVEL, "result　delivery", "结果反馈"),
        (Field.LEVEL, "\u00a0在线申报", "在线申报"),
        (Field.CHANNEL, "Mini Program", "小程序"),
    ],
)
def test_a_way_of_saying_an_option_is_read_and_reported(entry: Field, typed: CellValue, option: str) -> None:
    cleaned = choose(entry, typed)
    assert (cleaned.value, cleaned.code, cleaned.expected) == (option, FindingCode.CLEANED, option)


@pytest.mark.parametrize(
    ("entry", "typed"),
    [
        (Field.PROVIDED, "x"),
        (Field.PROVIDED, "部分"),
        (Field.PROVIDED, "是/否"),
        (Field.PROVIDED, 2.0),
        (Field.APPLICABLE, "无"),
        (Field.APPLICABLE, "/"),
        (Field.LEVEL, "申报"),
        (Field.LEVEL, "是"),
        (Field.LEVEL, 1.0),
        (Field.CHANNEL, "网站、小程序"),
        (Field.PROVIDED, date(2026, 3, 1)),
    ],
)
def test_what_may_mean_something_else_is_not_guessed(entry: Field, typed: CellValue) -> None:
    cleaned = choose(entry, typed)
    assert (cleaned.value, cleaned.code) == (None, FindingCode.NOT_IN_LIST)
    assert cleaned.expected == "、".join(OPTIONS[entry])


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("50", 50.0),
        ("５０", 50.0),
        (" 50 ", 50.0),
        ("1,234.5", 1234.5),
        ("１２，３４５", 12345.0),
        ("-3", -3.0),
        ("3个", 3.0),
        ("3 项", 3.0),
        ("3 systems", 3.0),
    ],
)
def test_a_number_typed_as_text_is_read_and_reported(typed: str, number: float) -> None:
    cleaned = clean_number(typed, ("个", "systems"))
    assert (cleaned.value, cleaned.code, cleaned.found) == (number, FindingCode.CLEANED, show(typed))


@pytest.mark.parametrize(
    ("typed", "units", "number"),
    [
        ("12.5％", ("%",), 12.5),
        ("12.5%", (), None),
        ("5万户", ("万户",), 5.0),
        ("5户", ("万户",), None),
        ("5万", ("个",), None),
        ("3个", ("%",), None),
        ("3个", (), None),
    ],
)
def test_only_the_unit_that_was_asked_for_is_dropped(
    typed: str, units: tuple[str, ...], number: float | None
) -> None:
    assert clean_number(typed, units).value == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *[
            (typed, FindingCode.AMBIGUOUS_NUMBER)
            for typed in (
                "约50",
                "50左右",
                ">50",
                "50-60",
                "5万",
                "1,23",
                "1.2.3",
                "5²",
                "3-1",
                "1e5",
                "½",
                "9" * 400,
            )
        ],
        *[
            (value, FindingCode.NOT_A_NUMBER)
            for value in ("无", "—", "很多", True, datetime(2026, 3, 1), time(3, 4))
        ],
    ],
)
def test_what_is_no_single_number_is_not_guessed(typed: CellValue, code: FindingCode) -> None:
    cleaned = clean_number(typed, ("个",))
    assert (cleaned.value, cleaned.code) == (None, code)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-9-1",
        "2026.9.1",
        "2026/09/01",
        "2026年9月1日",
        "２０２６．９．１",
        "2026年09月01号",
        "20260901",
        20260901.0,
        46266.0,
        "2026-09-01 00:00:00",
    ],
)
def test_a_full_date_is_read_and_reported(typed: CellValue) -> None:
    cleaned = clean_date(typed)
    assert (cleaned.value, cleaned.code) == (date(2026, 9, 1), FindingCode.CLEANED)


@pytest.mark.parametrize("typed", [date(2026, 9, 1), datetime(2026, 9, 1, 14, 30)])
def test_a_date_cell_needs_no_cleaning(typed: date) -> None:
    assert clean_date(typed) == Cleaned(date(2026, 9, 1))


@pytest.mark.parametrize(
    "typed",
    [
        "9月1日",
        "2026.9",
        "2026年9月",
        "01/09/2026",
        "2026-9/1",
        "2026-02-30",
        "20261301",
        2026.9,
        9.1,
        1.0,
        True,
    ],
)
def test_what_is_no_full_date_is_not_guessed(typed: CellValue) -> None:
    assert clean_date(typed) == Cleaned(None, FindingCode.NOT_A_DATE, show(typed))


@pytest.mark.parametrize(
    ("typed", "text", "reported"),
    [
        ("http://a.cn", "http://a.cn", False),
        ("第一行\n第二行", "第一行\n第二行", False),
        ("第一行\r\n第二行", "第一行\n第二行", False),
        ("\u00a0职能划转\u200b ", "职能划转", True),
        (12.0, "12", False),
        (date(2026, 9, 1), "2026-09-01", False),
        ("=1+1", "=1+1", False),
    ],
)
def test_text_keeps_what_can_be_seen(typed: CellValue, text: str, *, reported: bool) -> None:
    cleaned = clean_text(typed)
    assert (cleaned.value, cleaned.code is FindingCode.CLEANED) == (text, reported)


@pytest.mark.parametrize("blank", ["", "   ", "\u3000", "\u200b", "\n"])
def test_what_looks_blank_is_blank(blank: str) -> None:
    for cleaned in (choose(Field.PROVIDED, blank), clean_number(blank), clean_date(blank), clean_text(blank)):
        assert cleaned == Cleaned()


texts = st.text(st.sampled_from("是否有无适用不待核实yesnoYN√×1０ 　\u200b。/,.-％5万个约年月日")) | st.text()
entries = st.sampled_from(sorted(OPTIONS))


@given(entries, texts)
def test_an_option_comes_only_from_its_own_words(entry: Field, text: str) -> None:
    option = choose(entry, text).value
    key = choice_key(text).strip(" 。.;,、'\"“”‘’")
    own = {choice_key(o): o for o in OPTIONS[entry]} | dict(WORDS.variants[entry])
    assert option == own.get(choice_key(text), own.get(key))


@given(entries, st.data())
def test_an_option_is_itself(entry: Field, data: st.DataObject) -> None:
    option = data.draw(st.sampled_from(OPTIONS[entry]))
    assert choose(entry, option) == Cleaned(option)


@given(texts)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    for clean in (clean_number, clean_date, clean_text, lambda value: choose(Field.PROVIDED, value)):
        value = clean(text).value
        if value is not None:
            assert clean(value) == Cleaned(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_itself(number: float) -> None:
    assert clean_number(number) == Cleaned(number)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]),
)
def test_every_full_date_comes_back(day: date, style: str) -> None:
    assert clean_date(day.strftime(style)).value == day
