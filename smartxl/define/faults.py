"""What pydantic finds wrong with a value, in words that an author understands, in Chinese and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.text import Text, shorten

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["fault_text"]

_SHOWN = 60  # characters
_MAPPING = Text("应为映射（键: 值）", "stands where a mapping (key: value) is expected")
_SAID = {
    "model_type": _MAPPING,
    "dict_type": _MAPPING,
    "tuple_type": Text("应为列表", "stands where a list is expected"),
    "string_type": Text("应为文字", "stands where a text is expected"),
    "string_too_short": Text("是空的", "is empty"),
    "too_short": Text("项数太少", "is too short"),
    "float_parsing": Text("不是数", "is no number"),
    "int_parsing": Text("不是整数", "is no whole number"),
}
"""pydantic's words that only a programmer would understand, said otherwise."""
_IN_CHINESE = {
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "date_from_datetime_inexact": "应为日期，不含时间",
    "date_from_datetime_parsing": "不是日期",
    "date_parsing": "不是日期",
    "date_type": "不是日期",
    "day": "应为日期，写成 2026-09-01",
    "decimals": "小数超过 {most} 位",
    "enum": "应为 {expected} 之一",
    "finite_number": "应为有限的数",
    "float_type": "不是数",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "hidden_character": "含有看不见的字符：{found}",
    "int_from_float": "应为整数",
    "int_parsing_size": "太大",
    "int_type": "不是整数",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "literal_error": "应为 {expected} 之一",
    "string_too_long": "超过 {max_length} 个字",
    "too_long": "超过 {max_length} 项",
}
"""What is wrong, by pydantic's type of the fault; its English is plain enough."""


def fault_text(fault: ErrorDetails) -> Text:
    """The value that was found, and what is wrong with it."""
    shown, said = _shown(fault["input"]), _said(fault)
    return Text(f"{shown.zh}{said.zh}", f"{shown.en} {said.en}")


def _said(fault: ErrorDetails) -> Text:
    if known := _SAID.get(fault["type"]):
        return known
    values = {key: _number(value) for key, value in fault.get("ctx", {}).items()}
    words = _IN_CHINESE.get(fault["type"], "不能用").format_map(values)
    return Text(words.replace(" or ", "、").replace(", ", "、"), fault["msg"].removeprefix("Input "))


def _number(value: object) -> object:
    return f"{value:g}" if isinstance(value, float) else value


def _shown(value: object) -> Text:
    if isinstance(value, dict | list | tuple):
        return Text("映射（键: 值）", "a mapping") if isinstance(value, dict) else Text("列表", "a list")
    if value is None:
        return Text("空值", "no value")
    text = shorten(str(value), _SHOWN)
    return Text(f"“{text}”", repr(text))
