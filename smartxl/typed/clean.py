"""What people type, read by a small explicit grammar: it says what it changes and leaves the ambiguous alone.

`clean` reads a cell as the kind of answer that was asked for; the grammar of numbers stands in `numbers`, that of dates in
`dates`, and docs/cleaning.md shows both. Laws: cleaning twice changes nothing more, and text is never turned into an
option, a number or a date that was not meant by it.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from smartxl.findings import FindingCode
from smartxl.model.plan import CheckKind
from smartxl.text import choice_key, plain, range_text, visible
from smartxl.typed.cleaned import Cleaned, is_picture, show
from smartxl.typed.dates import EXCEL_EPOCH, Span, month_of_number, read_date, serial_date
from smartxl.typed.numbers import Asked, Number, NumberKind, as_asked, asked_for, either, read_number
from smartxl.xlsx.cellvalues import Percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.model.plan import Check
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["clean", "clean_choice", "clean_date", "clean_number", "clean_text", "is_error_text", "unusual"]

_EDGES = " 。.;,、'\"“”‘’"
_ADDRESS_EDGES = "。，；、,;\"'“”‘’<>《》 "
_NO_ANSWERS = frozenset("#＃= \t\n\xa0\u3000")  # how they begin
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|[A-Z_]+!|#+)", re.IGNORECASE)
_PERCENT_SIGNS = ("%", "‰", "百分之", "percent")
_ANY = Asked()
_LIST, _NUMBER, _DATE = CheckKind.LIST, CheckKind.NUMBER, CheckKind.DATE
_LONGEST_CHOICE = 500  # characters: what is longer is no way of writing an option
_BREAKS = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_TWO = re.compile(rf"[0-9０-９][^\S{_BREAKS}]*+[{_BREAKS}]\s*+[0-9０-９]|[0-9]，[0-9]")
"""Several numbers: on a line each, or with a Chinese comma, which enumerates."""
_EXACT = 1e15  # beyond it a number has lost its last digits
_SMALLEST = 1e-15  # nearer to 0 is a slip of the pen, and a quotient by it overflows
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)+[a-z]{{2,}}"
_REST = r"(?::[0-9]{1,5})?(?:[/?#][!-~一-鿿]*)?"
_WITH_SCHEME = re.compile(
    rf"(https?):?[/\\]{{2}}((?:{_HOST}|[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}){_REST})", re.IGNORECASE
)
_WITHOUT_SCHEME = re.compile(rf"www\.{_HOST}{_REST}|(?:{_LABEL}\.)+(?:cn|com|net|org){_REST}", re.IGNORECASE)
_PLAIN_ADDRESS = re.compile(r"https?://[!-~]*[a-zA-Z0-9/]")
_CODES = {
    NumberKind.RANGE: FindingCode.RANGE,
    NumberKind.UNCLEAR: FindingCode.AMBIGUOUS_NUMBER,
    NumberKind.TOO_PRECISE: FindingCode.DIGITS_LOST,
    NumberKind.NONE: FindingCode.NOT_A_NUMBER,
}


def clean(
    value: CellValue,
    check: Check,
    *,
    variants: Mapping[str, str] | None = None,
    units: tuple[str, ...] = (),
    is_address: bool = False,
    since_1904: bool = False,
) -> Cleaned:
    """An input cell as the kind of answer that was asked for, held to its limits.

    An option is read as the `Choice` that it means. A number outside its range is no answer; a date outside the period
    and a text that is too long are kept, and reported.
    `variants` are other ways of writing the options, see `clean_choice`; `units` what the number is asked in.
    """
    if isinstance(value, str) and value[:1] in _NO_ANSWERS and (code := _no_answer(value)):
        return Cleaned(None, code)
    if check.kind is _LIST:
        chosen = clean_choice(value, check.options, variants or {})
        return chosen._replace(value=check.code(chosen.value)) if isinstance(chosen.value, str) else chosen
    if check.kind is _NUMBER:
        return _in_range(clean_number(value, asked_for(units, check.minimum, check.maximum)), check)
    if check.kind is _DATE:
        return _in_period(clean_date(value, since_1904=since_1904), check)
    cleaned, limit = clean_text(value, is_address=is_address), check.maximum
    if limit is not None and isinstance(cleaned.value, str) and (length := len(cleaned.value)) > limit:
        return cleaned._replace(code=FindingCode.TOO_LONG, found=str(length), expected=f"{limit:g}")
    return cleaned


def _in_range(cleaned: Cleaned, check: Check) -> Cleaned:
    value = cleaned.value
    if not isinstance(value, float):
        return cleaned
    if 0 < abs(value) < _SMALLEST:
        expected = "0"
    elif not _inside(value, *check.bounds):
        declared = _inside(value, check.minimum, check.maximum)
        expected = range_text(*check.bounds) if declared else range_text(check.minimum, check.maximum)
    else:
        return cleaned
    return Cleaned(None, FindingCode.OUT_OF_RANGE, cleaned.found or show(value), expected)


def _in_period(cleaned: Cleaned, check: Check) -> Cleaned:
    if not isinstance(cleaned.value, date):
        return cleaned
    serial = float((cleaned.value - EXCEL_EPOCH).days)
    if _inside(serial, check.minimum, check.maximum):
        return cleaned
    period = " – ".join(
        (EXCEL_EPOCH + timedelta(days=int(day))).isoformat() if day is not None else "…"
        for day in (check.minimum, check.maximum)
    )
    return Cleaned(cleaned.value, FindingCode.DATE_OUT_OF_RANGE, cleaned.value.isoformat(), period)


def unusual(value: float, check: Check) -> str:
    """The range that is usual, of a number outside of it; "" for all others."""
    return "" if _inside(value, check.low, check.high) else range_text(check.low, check.high)


def _inside(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _no_answer(text: str) -> FindingCode | None:
    """What a text is that a program put into a cell: an error, or a formula that shows a picture."""
    if is_picture(text):
        return FindingCode.PICTURE
    return FindingCode.ERROR_VALUE if is_error_text(text) else None


def is_error_text(text: str) -> bool:
    """Whether an error value was pasted as text: #N/A, #REF!, #####."""
    return text.lstrip()[:1] in {"#", "＃"} and _ERROR.fullmatch(plain(text)) is not None


def clean_choice(value: CellValue, options: tuple[str, ...], variants: Mapping[str, str]) -> Cleaned:
    """An answer from a list, as its option is written. `variants` maps a `choice_key` to the option that it can only mean."""
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
    """A number as it stands in the cell, also typed as text or shown as a percentage."""
    if isinstance(value, str):
        return _typed_number(value, asked)
    if isinstance(value, date | time | timedelta):
        return Cleaned(None, FindingCode.BECAME_DATE, show(value))
    if isinstance(value, Percent):
        return _shown_in_percent(value, asked)
    if isinstance(value, bool) or not math.isfinite(value):
        return Cleaned(None, FindingCode.NOT_A_NUMBER, show(value))
    if asked.doubt[0] < value <= asked.doubt[1] and (meanings := either(value, asked)):
        return Cleaned(None, FindingCode.SHARE_OR_PERCENT, show(value), meanings)
    return Cleaned(float(value))


def _shown_in_percent(value: Percent, asked: Asked) -> Cleaned:
    read = as_asked(value, asked) if math.isfinite(value) else Number(NumberKind.UNCLEAR)
    if read.value is None:
        return Cleaned(None, FindingCode.AMBIGUOUS_NUMBER, show(value))
    if read.value == value:
        return Cleaned(read.value)
    return Cleaned(read.value, FindingCode.CLEANED, show(value), show(read.value))


def _typed_number(typed: str, asked: Asked) -> Cleaned:
    if _TWO.search(typed):
        return Cleaned(None, FindingCode.AMBIGUOUS_NUMBER, show(typed))
    text = plain(typed)
    if not text:
        return Cleaned()
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
        is_serial = len(text) == 5 and text.isascii() and text.isdecimal()
        serial = serial_date(float(text), since_1904=since_1904) if is_serial else None
        spans = (span,) if span else (Span(serial, serial),) if serial else ()
    if not spans:
        return Cleaned(None, FindingCode.NOT_A_DATE, found)
    day = spans[0].day if len(spans) == 1 else None
    if day is None:
        return Cleaned(None, FindingCode.DAY_MISSING, found, " / ".join(str(span) for span in spans))
    return Cleaned(day, FindingCode.CLEANED, found, day.isoformat())


def _of_number(value: float, *, since_1904: bool) -> tuple[Span, ...]:
    if day := serial_date(value, since_1904=since_1904):
        return (Span(day, day),)
    span = read_date(show(value)) if value.is_integer() else None
    return (span,) if span else month_of_number(value)


def clean_text(value: CellValue, *, is_address: bool = False) -> Cleaned:
    """Text without invisible characters or spaces at its ends; numbers and dates as they are shown.

    `is_address`: the address of a page gets its scheme.
    """
    if not isinstance(value, str):
        return _text_of(value)
    original = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = visible(original).strip()
    if not kept:
        return Cleaned()
    kept = (is_address and _page_address(kept)) or kept
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


def _page_address(text: str) -> str | None:
    """The address of a page with its scheme; None for what is not clearly one, such as the name of a document.

    Excel itself puts http:// before what is typed without a scheme, and sites that ask for https answer there too.
    """
    if _PLAIN_ADDRESS.fullmatch(text):
        return text
    dotted = text.replace("。", ".") if "://" not in text and "." not in text else text
    typed = plain(dotted).strip(_ADDRESS_EDGES)
    if match := _WITH_SCHEME.fullmatch(typed):
        return f"{match[1].lower()}://{match[2]}"
    bare = typed.replace("\\", "/")
    return f"http://{bare}" if _WITHOUT_SCHEME.fullmatch(bare) else None
