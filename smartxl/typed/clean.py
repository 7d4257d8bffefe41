"""What people type, read by a small explicit grammar: it says what it changes and leaves the ambiguous alone.

The grammar of numbers stands in `numbers`, that of dates in `dates`; docs/cleaning.md shows both. Laws: cleaning twice
changes nothing more, and text is never turned into an option, a number or a date that was not meant by it.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from smartxl.findings import FindingCode
from smartxl.typed.addresses import page_address
from smartxl.typed.cleaned import Cleaned, choice_key, plain, show, visible
from smartxl.typed.dates import EXCEL_EPOCH, Span, month_of_number, read_date, serial_date
from smartxl.typed.numbers import Asked, Number, NumberKind, as_asked, either, read_number
from smartxl.xlsx.cellvalues import Percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.xlsx.cellvalues import CellValue

__all__ = [
    "EXCEL_EPOCH",
    "Cleaned",
    "choice_key",
    "clean_choice",
    "clean_date",
    "clean_number",
    "clean_text",
    "is_error_text",
    "show",
]

_EDGES = " 。.;,、'\"“”‘’"
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|[A-Z_]+!|#+)", re.IGNORECASE)
_PERCENT_SIGNS = ("%", "‰", "百分之", "percent")
_ANY = Asked()
_LONGEST_CHOICE = 500  # characters: what is longer is no way of writing an option
_TWO = re.compile(r"[0-9０-９][^\S\n]*+\n\s*+[0-9０-９]|[0-9]，[0-9]")
"""Several numbers: on a line each, or with a Chinese comma, which enumerates."""
_EXACT = 1e15  # beyond it a number has lost its last digits
_CODES = {
    NumberKind.RANGE: FindingCode.RANGE,
    NumberKind.UNCLEAR: FindingCode.AMBIGUOUS_NUMBER,
    NumberKind.TOO_PRECISE: FindingCode.DIGITS_LOST,
    NumberKind.NONE: FindingCode.NOT_A_NUMBER,
}


def is_error_text(text: str) -> bool:
    """Whether an error value was pasted as text: #N/A, #REF!, #####."""
    return text.lstrip()[:1] in {"#", "＃"} and _ERROR.fullmatch(plain(text)) is not None


def clean_choice(value: CellValue, options: tuple[str, ...], variants: Mapping[str, str]) -> Cleaned:
    """An answer from a list. `variants` maps a `choice_key` to the option that it can only mean."""
    if isinstance(value, str) and value in options:
        return Cleaned(value)
    if isinstance(value, date | time | timedelta):
        return Cleaned(None, FindingCode.BECAME_DATE, show(value), "、".join(options))
    text = show(value) if not isinstance(value, str) else value
    key = choice_key(text) if len(text) <= _LONGEST_CHOICE else text
    if not key:
        return Cleaned()
    exact = {choice_key(option): option for option in reversed(options)}
    for candidate in (key, key.strip(_EDGES)):
        option = exact.get(candidate) or variants.get(candidate)
        if option is not None:
            return Cleaned(option, FindingCode.CLEANED, show(value), option)
    return Cleaned(None, FindingCode.NOT_IN_LIST, show(value), "、".join(options))


def clean_number(value: CellValue, asked: Asked = _ANY) -> Cleaned:
    """A number, also typed as text or shown as a percentage."""
    if isinstance(value, Percent):
        return _shown_in_percent(value, asked)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _plain_number(float(value), asked)
    if isinstance(value, date | time | timedelta):
        return Cleaned(None, FindingCode.BECAME_DATE, show(value))
    if not isinstance(value, str):
        return Cleaned(None, FindingCode.NOT_A_NUMBER, show(value))
    if _TWO.search(value):
        return Cleaned(None, FindingCode.AMBIGUOUS_NUMBER, show(value))
    text = plain(value)
    return _typed_number(value, text, asked) if text else Cleaned()


def _plain_number(value: float, asked: Asked) -> Cleaned:
    """A number as it stands in the cell, unless it can be a percentage or a share."""
    if not math.isfinite(value):
        return Cleaned(None, FindingCode.NOT_A_NUMBER, show(value))
    if asked.share is not None and (meanings := either(value, asked)):
        return Cleaned(None, FindingCode.SHARE_OR_PERCENT, show(value), meanings)
    return Cleaned(value)


def _shown_in_percent(value: Percent, asked: Asked) -> Cleaned:
    read = as_asked(value, asked) if math.isfinite(value) else Number(NumberKind.UNCLEAR)
    if read.value is None:
        return Cleaned(None, FindingCode.AMBIGUOUS_NUMBER, show(value))
    if read.value == value:
        return Cleaned(read.value)
    return Cleaned(read.value, FindingCode.CLEANED, show(value), show(read.value))


def _typed_number(typed: str, text: str, asked: Asked) -> Cleaned:
    read = read_number(text, asked)
    if read.value is None:
        return Cleaned(None, _CODES[read.reading], show(typed))
    says_percent = any(sign in text.casefold() for sign in _PERCENT_SIGNS)
    if asked.share is not None and not says_percent and (meanings := either(read.value, asked)):
        return Cleaned(None, FindingCode.SHARE_OR_PERCENT, show(typed), meanings)
    code = FindingCode.APPROXIMATE if read.reading is NumberKind.ABOUT else FindingCode.CLEANED
    return Cleaned(read.value, code, show(typed), show(read.value))


def clean_date(value: CellValue, *, since_1904: bool = False) -> Cleaned:
    """A date cell, a serial number of 2000 to 2100, 20260901, or a text such as 2026.9.1 or 2026年9月1日."""
    if isinstance(value, datetime):
        return Cleaned(value.date())
    if isinstance(value, date):
        return Cleaned(value)
    found = show(value)
    spans: tuple[Span, ...] = ()
    if isinstance(value, float):
        spans = _of_number(value, since_1904=since_1904)
    elif isinstance(value, str):
        text = plain(value)
        if not text:
            return Cleaned()
        span = read_date(text)
        serial = serial_date(float(text), since_1904=since_1904) if _is_serial(text) else None
        spans = (span,) if span else (Span(serial, serial),) if serial else ()
    if not spans:
        return Cleaned(None, FindingCode.NOT_A_DATE, found)
    day = spans[0].day if len(spans) == 1 else None
    if day is None:
        return Cleaned(None, FindingCode.DAY_MISSING, found, " / ".join(str(span) for span in spans))
    return Cleaned(day, FindingCode.CLEANED, found, day.isoformat())


def _is_serial(text: str) -> bool:
    return len(text) == 5 and text.isascii() and text.isdecimal()


def _of_number(value: float, *, since_1904: bool) -> tuple[Span, ...]:
    if day := serial_date(value, since_1904=since_1904):
        return (Span(day, day),)
    span = read_date(show(value)) if value.is_integer() else None
    return (span,) if span else month_of_number(value)


def clean_text(value: CellValue, *, address: bool = False) -> Cleaned:
    """Text without invisible characters or spaces at its ends; numbers and dates as they are shown.

    `address`: the address of a page gets its scheme.
    """
    if not isinstance(value, str):
        return _text_of(value)
    original = value.replace("\r\n", "\n")
    kept = visible(original).strip()
    if not kept:
        return Cleaned()
    kept = (address and page_address(kept)) or kept
    return Cleaned(kept, FindingCode.CLEANED, show(value), show(kept)) if kept != original else Cleaned(kept)


def _text_of(value: float | bool | date | time | timedelta) -> Cleaned:
    """What a spreadsheet made of a text: a long number has lost its end, 3-1 has become a day."""
    text = show(value)
    if isinstance(value, float | int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        text = f"{value:.0f}"
        return Cleaned(text, FindingCode.DIGITS_LOST, text)
    if isinstance(value, date | time | timedelta):
        return Cleaned(text, FindingCode.DATE_IN_TEXT, text)
    return Cleaned(text)
