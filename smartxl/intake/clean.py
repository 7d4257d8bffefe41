"""What people type, read by a small explicit grammar: it says what it changes and leaves the ambiguous alone.

Laws: cleaning twice changes nothing more, and text is never turned into an option that was not meant by it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from smartxl.findings import FindingCode
from smartxl.text import is_hidden_character, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.intake.open import CellValue
    from smartxl.model.answers import Scalar

__all__ = [
    "EXCEL_EPOCH",
    "Cleaned",
    "choice_key",
    "clean_choice",
    "clean_date",
    "clean_number",
    "clean_text",
    "show",
]

EXCEL_EPOCH = date(1899, 12, 30)
_SHOWN = 60
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_415  # 2000 to 2100: other numbers in a date cell are no dates
_SPACES = re.compile(r"\s+")
_EDGES = " 。.;,、'\"“”‘’"
_NUMBER = re.compile(r"([+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?) ?([^0-9.,+\-]*)")
_DATE = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]?)(?: 0?0:00(?::00)?)?"
)
_COMPACT_DATE = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})")
_COUNTERS = frozenset(
    ["个", "项", "件", "人", "次", "家", "条", "户", "份", "套", "处", "座", "种", "类", "分", "名", "票"]
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One input cell: its `value` (None: blank, or not usable) and what is to be reported of it."""

    value: Scalar | None = None
    code: FindingCode | None = None
    found: str = ""
    expected: str = ""

    @property
    def unusable(self) -> bool:
        """Something stands there and cannot be taken as an answer."""
        return self.value is None and self.code is not None


def show(value: CellValue) -> str:
    """A cell's value as its reader sees it, short."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return shorten(_SPACES.sub(" ", str(value)).strip(), _SHOWN)


def plain(text: str) -> str:
    """Full-width letters, digits and signs as ASCII, every kind of space as one blank, nothing invisible."""
    visible = "".join(
        " " if unicodedata.category(c) == "Zs" else c for c in text if not is_hidden_character(c)
    )
    narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in visible)
    return _SPACES.sub(" ", narrow).strip()


@lru_cache(maxsize=8192)
def choice_key(text: str) -> str:
    """Text as answers of a list are compared: plain, in lower case."""
    return plain(text).casefold()


def clean_choice(value: CellValue, options: tuple[str, ...], variants: Mapping[str, str]) -> Cleaned:
    """An answer from a list. `variants` maps a `choice_key` to the option that it can only mean."""
    if isinstance(value, str) and value in options:
        return Cleaned(value)
    text = show(value) if not isinstance(value, str) else value
    key = choice_key(text)
    if not key:
        return Cleaned()
    exact = {choice_key(option): option for option in reversed(options)}
    for candidate in (key, key.strip(_EDGES)):
        option = exact.get(candidate) or variants.get(candidate)
        if option is not None:
            return Cleaned(option, FindingCode.CLEANED, show(value), option)
    return Cleaned(None, FindingCode.NOT_IN_LIST, show(value), "、".join(options))


def clean_number(value: CellValue, units: tuple[str, ...] = ()) -> Cleaned:
    """A number, also as text with full-width digits, thousands separators or the unit that was asked for."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return (
            Cleaned(float(value))
            if math.isfinite(value)
            else Cleaned(None, FindingCode.NOT_A_NUMBER, show(value))
        )
    if not isinstance(value, str):
        return Cleaned(None, FindingCode.NOT_A_NUMBER, show(value))
    text = plain(value)
    if not text:
        return Cleaned()
    match = _NUMBER.fullmatch(text)
    number = float(match[1].replace(",", "")) if match else math.nan
    if match and math.isfinite(number) and _harmless_unit(match[2].strip(), units):
        return Cleaned(number, FindingCode.CLEANED, show(value), show(number))
    has_digits = any(c.isnumeric() for c in text)
    return Cleaned(
        None, FindingCode.AMBIGUOUS_NUMBER if has_digits else FindingCode.NOT_A_NUMBER, show(value)
    )


def _harmless_unit(suffix: str, units: tuple[str, ...]) -> bool:
    """Nothing, the unit that was asked for, or one counting word in place of another."""
    asked = {choice_key(unit) for unit in units}
    if not suffix or suffix.casefold() in asked:
        return True
    return suffix in _COUNTERS and bool(asked & _COUNTERS)


def clean_date(value: CellValue) -> Cleaned:
    """A date cell, a serial number of 2000 to 2100, 20260901, or a text such as 2026.9.1 or 2026年9月1日."""
    if isinstance(value, datetime):
        return Cleaned(value.date())
    if isinstance(value, date):
        return Cleaned(value)
    found = show(value)
    day = _serial_date(value) if isinstance(value, float) else None
    if isinstance(value, str):
        if not plain(value):
            return Cleaned()
        day = _text_date(plain(value))
    if day is None:
        return Cleaned(None, FindingCode.NOT_A_DATE, found)
    return Cleaned(day, FindingCode.CLEANED, found, day.isoformat())


def _serial_date(value: float) -> date | None:
    if _FIRST_SERIAL <= value < _LAST_SERIAL:
        return EXCEL_EPOCH + timedelta(days=int(value))
    return _text_date(show(value))


def _text_date(text: str) -> date | None:
    match = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if match is None:
        return None
    numbers = [int(part) for part in match.groups() if part and part.isdecimal()]
    try:
        return date(numbers[0], numbers[1], numbers[2])
    except ValueError:
        return None


def clean_text(value: CellValue) -> Cleaned:
    """Text without invisible characters or spaces at its ends; numbers and dates as they are shown."""
    if not isinstance(value, str):
        return Cleaned(show(value))
    kept = value.replace("\r\n", "\n")
    kept = "".join(
        " " if unicodedata.category(c) == "Zs" else c for c in kept if not is_hidden_character(c)
    ).strip()
    if not kept:
        return Cleaned()
    changed = kept != value.replace("\r\n", "\n")
    return Cleaned(kept, FindingCode.CLEANED, show(value), show(kept)) if changed else Cleaned(kept)
