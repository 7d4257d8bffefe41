"""Functions of texts."""

from __future__ import annotations

import re
from decimal import Decimal

from smartxl.recalc.arrays import Arr
from smartxl.recalc.functions.criteria import wild
from smartxl.recalc.functions.formats import shown_as
from smartxl.recalc.functions.given import Given, arrays, values
from smartxl.recalc.functions.mathematics import rounded
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.registry import function
from smartxl.recalc.values import (
    NA,
    VALUE,
    CellError,
    FailedError,
    NotComputed,
    Scalar,
    as_number,
    as_text,
    number_in,
)
from smartxl.text import Text

__all__: list[str] = []

_LONGEST = 32_767


def _kept(text: str) -> str:
    if len(text) > _LONGEST:
        raise FailedError(VALUE)
    return text


def _plain(text: str) -> str:
    """Refuses characters that Excel counts as two."""
    if not text.isascii() and any(ord(char) > 0xFFFF for char in text):
        raise NotComputed(Text("基本多文种平面以外的字符", "characters that Excel counts as two"))
    return text


@function("CONCATENATE", "(t)")
def _concatenate(*texts: str) -> str:
    return _kept("".join(texts))


@function("CONCAT", "(r)")
def _concat(*given: Given) -> str:
    return _kept("".join(as_text(value) for value, _ in values(given)))


@function("TEXTJOIN", "tb(r)")
def _textjoin(between: str, skip: bool, *given: Given) -> str:
    texts = [as_text(value) for value, _ in values(given)]
    return _kept(between.join(text for text in texts if text or not skip))


@function("LEFT", "t?n")
def _left(text: str, count: float = 1.0) -> str:
    if count < 0:
        raise FailedError(VALUE)
    return _plain(text)[: int(count)]


@function("RIGHT", "t?n")
def _right(text: str, count: float = 1.0) -> str:
    if count < 0:
        raise FailedError(VALUE)
    return _plain(text)[-int(count) :] if int(count) else ""


@function("MID", "tnn")
def _mid(text: str, start: float, count: float) -> str:
    if int(start) < 1 or count < 0:
        raise FailedError(VALUE)
    return _plain(text)[int(start) - 1 : int(start) - 1 + int(count)]


@function("LEN", "t")
def _len(text: str) -> float:
    return float(len(text.encode("utf-16-le")) // 2)


@function("UPPER", "t")
def _upper(text: str) -> str:
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)


@function("LOWER", "t")
def _lower(text: str) -> str:
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


@function("PROPER", "t")
def _proper(text: str) -> str:
    shown, inside = "", False
    for char in text:
        shown += _lower(char) if inside else _upper(char)
        inside = char.isalpha()
    return shown


@function("TRIM", "t")
def _trim(text: str) -> str:
    return re.sub(" +", " ", text).strip(" ")


@function("CLEAN", "t")
def _clean(text: str) -> str:
    return "".join(char for char in text if ord(char) >= 32)


@function("REPT", "tn")
def _rept(text: str, count: float) -> str:
    if count < 0 or len(text) * count > _LONGEST:
        raise FailedError(VALUE)
    return text * int(count)


@function("EXACT", "tt")
def _exact(one: str, other: str) -> bool:
    return one == other


@function("FIND", "tt?n")
def _find(wanted: str, within: str, start: float = 1.0) -> float:
    first = int(start) - 1
    if first < 0 or first > len(within):
        raise FailedError(VALUE)
    found = _plain(within).find(wanted, first)
    if found < 0:
        raise FailedError(VALUE)
    return float(found + 1)


@function("SEARCH", "tt?n")
def _search(wanted: str, within: str, start: float = 1.0) -> float:
    first = int(start) - 1
    if first < 0 or first > len(within):
        raise FailedError(VALUE)
    pattern = _part_pattern(wanted) if wild(wanted) else re.escape(wanted)
    found = re.compile(pattern, re.IGNORECASE | re.DOTALL).search(_plain(within), first)
    if found is None:
        raise FailedError(VALUE)
    return float(found.start() + 1)


def _part_pattern(wanted: str) -> str:
    pieces, skip = "", False
    for index, char in enumerate(wanted):
        if skip:
            skip = False
        elif char == "~":  # takes the meaning of a mark away, and shows nothing itself
            pieces, skip = pieces + re.escape(wanted[index + 1 : index + 2]), True
        else:
            pieces += ".*?" if char == "*" else "." if char == "?" else re.escape(char)
    return pieces


@function("REPLACE", "tnnt")
def _replace(text: str, start: float, count: float, new: str) -> str:
    first = int(start) - 1
    if first < 0 or count < 0:
        raise FailedError(VALUE)
    return _kept(_plain(text)[:first] + new + text[first + int(count) :])


@function("SUBSTITUTE", "ttt?(v)")
def _substitute(text: str, old: str, new: str, *place: Scalar) -> str:
    if len(place) > 1 or (place and (isinstance(place[0], bool) or int(as_number(place[0])) < 1)):
        raise FailedError(VALUE)
    if not old:
        return text
    if not place:
        return _kept(text.replace(old, new))
    which = int(as_number(place[0]))
    at = -1
    for _ in range(which):
        at = text.find(old, at + 1 if at < 0 else at + len(old))
        if at < 0:
            return text
    return _kept(text[:at] + new + text[at + len(old) :])


@function("CHAR", "n")
def _char(number: float) -> str:
    code = int(number)
    if not 1 <= code <= 255:
        raise FailedError(VALUE)
    if code > 126:
        raise NotComputed(
            Text("CHAR 的结果因系统代码页而异", "CHAR above 126 depends on the machine's code page")
        )
    return chr(code)


@function("CODE", "t")
def _code(text: str) -> float:
    if not text:
        raise FailedError(VALUE)
    if ord(text[0]) > 126:
        raise NotComputed(
            Text("CODE 的结果因系统代码页而异", "CODE above 126 depends on the machine's code page")
        )
    return float(ord(text[0]))


@function("UNICHAR", "n")
def _unichar(number: float) -> str:
    code = int(number)
    if not 1 <= code <= 0x10FFFF or 0xD800 <= code < 0xE000:
        raise FailedError(VALUE if code < 1 or code > 0x10FFFF else NA)
    return chr(code)


@function("UNICODE", "t")
def _unicode(text: str) -> float:
    if not text:
        raise FailedError(VALUE)
    return float(ord(text[0]))


@function("T", "r")
def _t(given: Given) -> str:
    value = (
        next((array.at(0, 0) for array in arrays(given)), None)
        if isinstance(given, Ref | Arr | Union)
        else given
    )
    if isinstance(value, CellError):
        raise FailedError(value)
    return value if isinstance(value, str) else ""


@function("VALUE", "v")
def _value(value: Scalar) -> float:
    if isinstance(value, bool):
        raise FailedError(VALUE)
    return as_number(value)


_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")


@function("NUMBERVALUE", "t?tt")
def _numbervalue(text: str, point: str = ".", group: str = ",") -> float:
    if not point or not group:
        raise FailedError(VALUE)
    typed = text.replace(" ", "")
    plain = typed.rstrip("%")
    whole, mark, part = plain.partition(point[0])
    if group[0] in part or point[0] in part:
        raise FailedError(VALUE)
    number = whole.replace(group[0], "") + ("." if mark else "") + part
    if not number and typed == plain:
        return 0.0
    if not _NUMBER.fullmatch(number):
        if re.search(r"\d", number) and re.search(r"[-/:年(]", number):
            raise NotComputed(Text(f"NUMBERVALUE 的“{text}”", f"NUMBERVALUE of {text!r}"))
        raise FailedError(VALUE)
    return float(number) / 100.0 ** (len(typed) - len(plain))


@function("TEXT", "vt")
def _text(value: Scalar, code: str) -> str:
    if isinstance(value, bool):
        return shown_as(as_text(value), code)
    if isinstance(value, str):
        number = number_in(value)
        return shown_as(value if number is None else number, code)
    return shown_as(as_number(value), code)


@function("FIXED", "n?ib")
def _fixed(number: float, digits: int = 2, plain: bool = False) -> str:
    if digits > 127:
        raise FailedError(VALUE)
    exact = Decimal(f"{rounded(number, digits):.15g}")
    return f"{exact:{'' if plain else ','}.{max(digits, 0)}f}"


@function("DOLLAR", "n?i")
def _dollar(number: float, digits: int = 2) -> str:  # noqa: ARG001
    raise NotComputed(Text("DOLLAR 的结果因地区设置而异", "DOLLAR depends on the country"))
