"""Cleaning: a small explicit grammar; what is ambiguous is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.findings import FindingCode
from smartxl.model.answers import Field
from smartxl.text import choice_key
from smartxl.typed.clean import clean_choice, clean_date, clean_number, clean_text, is_error_text
from smartxl.typed.cleaned import Cleaned, show
from smartxl.typed.vocabulary import _variants, vocabulary
from smartxl.xlsx.cellvalues import Percent
from smartxl.xlsx.open import CellValue
from tests.reading.forms import DEFINITION, make_plan

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
        (Field.PROVIDED, "暂无", "否"),
        (Field.PROVIDED, "已开通", "是"),
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
    ],
)
def test_what_may_mean_something_else_is_not_guessed(entry: Field, typed: CellValue) -> None:
    cleaned = choose(entry, typed)
    assert (cleaned.value, cleaned.code) == (None, FindingCode.NOT_IN_LIST)
    assert cleaned.expected == "、".join(OPTIONS[entry])


@pytest.mark.parametrize(
    ("typed", "option"),
    [("二级", "二级 已定级备案"), ("已测评", "三级 已测评"), ("三级　已测评", "三级 已测评")],
)
def test_a_part_that_one_label_has_is_that_label(typed: str, option: str) -> None:
    options = ("一级 尚未开展", "二级 已定级备案", "三级 已测评")
    variants = _variants(Field.LEVEL, options, ())
    assert clean_choice(typed, options, variants).value == option


def test_a_part_that_two_labels_have_is_none_of_them() -> None:
    options = ("级 甲", "级 乙", "Level A")
    assert dict(_variants(Field.LEVEL, options, ())) == {
        "甲": "级 甲",
        "乙": "级 乙",
        "level": "Level A",
        "a": "Level A",
    }


@pytest.mark.parametrize("typed", [date(2026, 3, 1), datetime(2026, 3, 1), time(3, 1), timedelta(hours=30)])
def test_what_became_a_date_is_no_answer(typed: CellValue) -> None:
    assert choose(Field.PROVIDED, typed).code is FindingCode.BECAME_DATE
    assert clean_number(typed) == Cleaned(None, FindingCode.BECAME_DATE, show(typed))
    assert clean_text(typed) == Cleaned(show(typed), FindingCode.DATE_IN_TEXT, show(typed))


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        *((typed, True) for typed in ("#N/A", " #REF! ", "＃ＤＩＶ／０！", "#####", "#SPILL!")),
        *((typed, False) for typed in ("#", "#1", "N/A", "", "见#REF!")),
    ],
)
def test_error_values_pasted_as_text(typed: str, *, error: bool) -> None:
    assert is_error_text(typed) is error


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
    "typed", ["2026-9/1", "20261301", 9.1, 1.0, True, time(3, 4), 1e9, 2026.0, "99999", "0"]
)
def test_what_is_no_date_is_not_guessed(typed: CellValue) -> None:
    assert clean_date(typed) == Cleaned(None, FindingCode.NOT_A_DATE, show(typed))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2026年2月", "2026-02-01 – 2026-02-28"),
        ("2028.2", "2028-02-01 – 2028-02-29"),
        ("2026年9月中旬", "2026-09-11 – 2026-09-20"),
        ("2026年2月下旬", "2026-02-21 – 2026-02-28"),
        (2026.9, "2026-09-01 – 2026-09-30"),
        (2026.1, "2026-01-01 – 2026-01-31 / 2026-10-01 – 2026-10-31"),
        (2026.01, "2026-01-01 – 2026-01-31"),
        (2026.12, "2026-12-01 – 2026-12-31"),
    ],
)
def test_of_a_month_the_days_are_named(typed: CellValue, days: str) -> None:
    cleaned = clean_date(typed)
    assert (cleaned.value, cleaned.code, cleaned.expected) == (None, FindingCode.DAY_MISSING, days)


def test_serial_numbers_of_1904_are_read_as_such() -> None:
    assert clean_date(44804.0, since_1904=True).value == date(2026, 9, 1)
    assert clean_date(44804.0).value == date(2022, 8, 31)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.example.gov.cn", "http://www.example.gov.cn"),
        ("zwfw.example.gov.cn/a?b=1#c，", "http://zwfw.example.gov.cn/a?b=1#c"),
        ("ｗｗｗ．a．cn", "http://www.a.cn"),
        ("http：//www.a.cn/首页", "http://www.a.cn/首页"),
        ("HTTPS:\\\\a.cn/x", "https://a.cn/x"),
        ("http//a.cn", "http://a.cn"),
        ("http://10.1.2.3:8080/x", "http://10.1.2.3:8080/x"),
        ("附件1.pdf", "附件1.pdf"),
        ("系统清单", "系统清单"),
        ("a@b.com", "a@b.com"),
        ("见 www.a.cn", "见 www.a.cn"),
        ("www.a.cn www.b.cn", "www.a.cn www.b.cn"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("3.5", "3.5"),
    ],
)
def test_an_address_gets_its_scheme(typed: str, address: str) -> None:
    cleaned = clean_text(typed, is_address=True)
    code = FindingCode.CLEANED if typed != address else None
    assert (cleaned.value, cleaned.code) == (address, code)
    assert clean_text(address, is_address=True) == Cleaned(address)
    assert clean_text("www.a.cn") == Cleaned("www.a.cn")


def test_a_long_number_that_lost_its_end_is_reported() -> None:
    cleaned = clean_text(110105199001011234.0)
    assert (cleaned.value, cleaned.code) == ("110105199001011232", FindingCode.DIGITS_LOST)
    assert clean_text(999999999999999.0) == Cleaned("999999999999999")


@pytest.mark.parametrize(
    ("typed", "text", "reported"),
    [
        ("http://a.cn", "http://a.cn", False),
        ("第一行\n第二行", "第一行\n第二行", False),
        ("第一行\r\n第二行", "第一行\n第二行", False),
        ("\u00a0职能划转\u200b ", "职能划转", True),
        (12.0, "12", False),
        (Percent(0.285), "28.5%", False),
        ("=1+1", "=1+1", False),
    ],
)
def test_text_keeps_what_can_be_seen(typed: CellValue, text: str, *, reported: bool) -> None:
    cleaned = clean_text(typed)
    assert (cleaned.value, cleaned.code is FindingCode.CLEANED) == (text, reported)


@pytest.mark.parametrize(
    "text", ["是" * 32_000, "9" * 32_000, " \u3000" * 16_000 + "x", "www." + "a." * 16_000]
)
def test_the_longest_text_of_a_cell_is_no_trouble(text: str) -> None:
    assert choose(Field.PROVIDED, text).code is FindingCode.NOT_IN_LIST
    assert clean_number(text).unusable
    assert clean_date(text).code is FindingCode.NOT_A_DATE
    assert clean_text(text, is_address=True).value


@pytest.mark.parametrize(
    ("cleaned", "code"),
    [
        (choose(Field.PROVIDED, "\uf0fe"), FindingCode.NOT_IN_LIST),
        (clean_number("\uf0fe"), FindingCode.NOT_A_NUMBER),
        (clean_date("\uf0fe"), FindingCode.NOT_A_DATE),
    ],
    ids=["choice", "number", "date"],
)
def test_a_tick_of_a_symbol_font_is_no_blank(cleaned: Cleaned, code: FindingCode) -> None:
    assert (cleaned.value, cleaned.code, cleaned.found) == (None, code, "\uf0fe")


def test_a_rare_character_of_a_name_stays() -> None:
    assert clean_text("王\ue863乡") == Cleaned("王\ue863乡")


@pytest.mark.parametrize("blank", ["", "   ", "\u3000", "\u200b", "\n"])
def test_what_looks_blank_is_blank(blank: str) -> None:
    for cleaned in (choose(Field.PROVIDED, blank), clean_number(blank), clean_date(blank), clean_text(blank)):
        assert cleaned == Cleaned()


texts = st.text(st.sampled_from("是否有无适用不待核实yesnoYN√×1０ 　\u200b。/,.-％5万个约年月日")) | st.text()
entries = st.sampled_from(sorted(OPTIONS))


@pytest.mark.slow
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
    cleaners: tuple[Callable[[CellValue], Cleaned], ...] = (
        clean_number,
        clean_date,
        clean_text,
        lambda value: clean_text(value, is_address=True),
        lambda value: choose(Field.PROVIDED, value),
    )
    for clean in cleaners:
        value = clean(text).value
        if value is not None:
            assert clean(value) == Cleaned(value)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]),
)
def test_every_full_date_comes_back(day: date, style: str) -> None:
    assert clean_date(day.strftime(style)).value == day
