"""Numbers and ranges as they are shown to people."""

from __future__ import annotations

import pytest

from smartxl.text import (
    CountOf,
    as_typed,
    cut_to,
    file_name,
    fold,
    is_hidden_character,
    number_text,
    printable,
    range_text,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (100.0, "100"),
        (0.1 + 0.2, "0.3"),
        (1_000_000.0, "1000000"),
        (1_234_567.0, "1234567"),  # six digits would make 1.23457e+06 of it
        (99_999_999.5, "99999999.5"),
        (-0.123456789, "-0.123456789"),
    ],
)
def test_a_number_keeps_its_digits(number: float, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.0, 1_234_567.0, "0 – 1234567"),
        (1.5, None, "≥ 1.5"),
        (None, 100.0, "≤ 100"),
        (None, None, ""),
    ],
)
def test_a_range_is_read(low: float | None, high: float | None, text: str) -> None:
    assert range_text(low, high) == text


NO_CHARACTERS = ["\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0001ffff", "\U0010fffe"]


@pytest.mark.parametrize("char", [*NO_CHARACTERS, "\u200b", "\x07", "\ud800"], ids=ascii)
def test_what_is_no_character_is_hidden_and_shown_by_a_sign(char: str) -> None:
    assert is_hidden_character(char)
    assert fold(f"甲{char}乙") == "甲乙"
    assert char == "\u200b" or printable(f"甲{char}乙") == "甲\ufffd乙"


@pytest.mark.parametrize("char", ["甲", "😀", "\ufffd", "\n", "\U0003134f"], ids=ascii)
def test_characters_are_no_less_for_being_rare(char: str) -> None:
    assert not is_hidden_character(char)
    assert printable(char) == char


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("People's Bank", "Peoples_Bank"),
        ("O’Neill‘s `x´", "ONeills_x"),
        ("市/县：*局?", "市_县：_局_"),
        ("'", "_"),
        ("../x", "_x"),
        ("CON", "CON_"),
        ("nul.xlsx", "nul_.xlsx"),
        ("COM1", "COM1_"),
        ("Con-第一单位", "Con-第一单位"),
        ("甲..", "甲"),
        ("市" * 110, "市" * 60),
        ("a" * 59 + "😀" * 60, "a" * 59 + "😀" * 30),
    ],
)
def test_the_name_of_a_file_can_be_typed_anywhere(name: str, file: str) -> None:
    assert file_name(name) == file


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        pytest.param("市公安局", 8.0, "市公安局", id="fits"),
        pytest.param("市公安局", 7.0, "市公安…", id="chinese"),
        pytest.param("Ethnic and Religious Affairs", 12.0, "Ethnic and…", id="no-blank-before-the-ellipsis"),
        pytest.param("市公安局", 1.0, "…", id="no-room"),
    ],
)
def test_a_text_is_cut_to_a_width(text: str, width: float, cut: str) -> None:
    assert cut_to(text, width) == cut


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        pytest.param(1, "file", "1 file", id="one"),
        pytest.param(0, "file", "0 files", id="none"),
        pytest.param(2, "city|cities", "2 cities", id="irregular"),
        pytest.param(1, "city|cities", "1 city", id="one-irregular"),
        pytest.param(12345, ",row", "12,345 rows", id="thousands"),
        pytest.param(3, "", "3", id="bare"),
    ],
)
def test_a_number_is_told_with_what_it_counts(number: int, noun: str, text: str) -> None:
    assert f"{CountOf(number):{noun}}" == text


@pytest.mark.parametrize(
    ("argument", "typed"),
    [
        pytest.param("my-city", "my-city", id="plain"),
        pytest.param("我的城市/报告", "我的城市/报告", id="chinese"),
        pytest.param("my city", '"my city"', id="blank"),
        pytest.param("a&b (2)", '"a&b (2)"', id="signs"),
    ],
)
def test_an_argument_can_be_typed_into_a_command_line(argument: str, typed: str) -> None:
    assert as_typed(argument) == typed
