"""Numerals: 1,234.5 and 1.2E+05 as digits, 一百二十 and 三万五 as words."""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["CHINESE", "DIGITS", "SCALES", "chinese_number", "digit_number"]

DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3}){2,}|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+"
"""Digits with thousands separators and a decimal point, without sign or exponent.

Blanks separate thousands only in several groups: `105 234` may be two numbers, or one with a digit lost between.
"""

SCALES = {
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "十亿": 1_000_000_000,
    "百亿": 10_000_000_000,
    "千亿": 100_000_000_000,
    "万亿": 1_000_000_000_000,
}
"""Words that multiply the digits before them."""

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸兩〇", "一二三四五六七八九十百千万亿二三六两零")
_DIGIT = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = (("千", 1_000), ("百", 100), ("十", 10))
_GROUPS = (("亿", 100_000_000), ("万", 10_000))
CHINESE = "零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸兩"
"""The characters of a number in words."""
_SPELT = re.compile(r"[零一二三四五六七八九]+")


def digit_number(text: str) -> Decimal:
    """The value of what `DIGITS` matches."""
    return Decimal(text.replace(",", "").replace(" ", "").rstrip("."))


def chinese_number(text: str) -> Decimal | None:
    """A number in words: 一百二十, 三万五 (35,000), 二〇二六, 十二点五. None for what is no single number."""
    whole, point, fraction = text.translate(_FORMAL).partition("点")
    value = _spelt(whole) if _SPELT.fullmatch(whole) else _counted(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    if not _SPELT.fullmatch(fraction):
        return None
    return Decimal(f"{value}.{''.join(str(_DIGIT[word]) for word in fraction)}")


def _spelt(text: str) -> int | None:
    """Digit by digit: 二零二六. Two digits alone may mean "one or two" (一二) and are no number."""
    return int("".join(str(_DIGIT[word]) for word in text)) if len(text) != 2 or "零" in text else None


def _counted(text: str) -> int | None:
    """With its units: 一亿二千万, 三万零五; what follows a unit at the end without one of its own is a tenth of it."""
    for word, unit in _GROUPS:
        head, found, tail = text.partition(word)
        if found:
            return _joined(_counted(head) if head else None, unit, tail, limit=unit)
    return _below_ten_thousand(text)


def _joined(head: int | None, unit: int, tail: str, limit: int) -> int | None:
    if head is None or head == 0:
        return None
    if not tail:
        return head * unit
    if tail in _DIGIT:
        return head * unit + _DIGIT[tail] * unit // 10 if tail != "零" else None
    rest = _counted(tail.removeprefix("零"))
    skips = rest is not None and rest < limit // 10
    if rest is None or rest == 0 or rest >= limit or skips != tail.startswith("零"):
        return _spoken(head * unit, rest, tail, limit)
    return head * unit + rest


def _spoken(value: int, rest: int | None, tail: str, limit: int) -> int | None:
    """十二 and 一百 after a unit without the 零 that grammar asks for: said so, and not to be mistaken."""
    clear = rest is not None and 10 <= rest < limit and not tail.startswith("零")
    return value + rest if clear and rest is not None else None


def _below_ten_thousand(text: str) -> int | None:
    """Thousands, hundreds, tens and ones in falling order."""
    if text in _DIGIT:
        return _DIGIT[text]
    for word, unit in _PLACES:
        head, found, tail = text.partition(word)
        if not found:
            continue
        factor = 1 if unit == 10 and not head else _DIGIT.get(head)
        if not factor:
            return None
        if tail in _DIGIT and unit == 10:
            return factor * 10 + _DIGIT[tail] if tail != "零" else None
        return _joined(factor, unit, tail, limit=unit)
    return None
