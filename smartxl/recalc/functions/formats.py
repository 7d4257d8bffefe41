"""TEXT: a number or a text as a number format shows it; formats that are not understood are not computed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from smartxl.recalc.values import VALUE, FailedError, NotComputed, general
from smartxl.text import Text

__all__ = ["day_of", "in_cell", "shown_as"]

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|(?P<bracket>\[[^\]]*\])|(?P<general>General)'
    r"|(?P<exponent>[Ee][+-])|(?P<clock>AM/PM|A/P)|(?P<date>y+|m+|d+|h+|s+|e+)|(?P<digit>[0#?])|(?P<mark>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
_PLAIN_MARKS = frozenset("$-+/():!^&'~{}<>= ¥€£")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
_AROUND = _PLAIN_MARKS | frozenset(".,%")
_LAST_DAY = 2958466.0
_MICRO = 1_000_000


def _unknown(code: str) -> NotComputed:
    return NotComputed(Text(f"数字格式 {code}", f"the number format {code}"))


def day_of(serial: float) -> datetime:
    """The day and time that a serial number stands for; 60, the day that never was, is not computed. Raises FailedError."""
    if not 0 <= serial < _LAST_DAY:
        raise FailedError(VALUE)
    if 60 <= serial < 61:
        raise NotComputed(Text("1900年2月29日", "29 February 1900"))
    whole = int(serial)
    rest = round((serial - whole) * 86400 * _MICRO)
    base = datetime(1899, 12, 30) if whole >= 61 else datetime(1899, 12, 31)
    return base + timedelta(days=whole, microseconds=rest)


_WIDE = 11  # characters that a number takes at most, its sign aside


def in_cell(number: float) -> str:
    """A number as a cell without a format shows it: in 11 characters at most, its sign aside."""
    size = abs(number)
    if size == 0:
        return "0"
    sign = "-" if number < 0 else ""
    plain = general(size)
    if "E" not in plain and len(plain) <= _WIDE:
        return sign + plain
    if 1e-4 <= size < 1e11:
        whole = len(str(int(size)))
        exact = Decimal(f"{size:.15g}").quantize(
            Decimal(1).scaleb(-max(_WIDE - 1 - whole, 0)), rounding=ROUND_HALF_UP
        )
        shown = f"{exact:f}"
        return sign + (shown.rstrip("0").rstrip(".") if "." in shown else shown)
    mantissa, _, power = f"{size:.5E}".partition("E")
    mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{sign}{mantissa}E{'-' if int(power) < 0 else '+'}{abs(int(power)):02d}"


def _sections(code: str) -> list[str]:
    parts, current, inside = [], "", False
    skip = False
    for char in code:
        if skip:
            current, skip = current + char, False
        elif char == "\\":
            current, skip = current + char, True
        elif char == '"':
            current, inside = current + char, not inside
        elif char == ";" and not inside:
            parts.append(current)
            current = ""
        else:
            current += char
    return [*parts, current]


def shown_as(value: float | str, code: str) -> str:
    """A number or a text in a format. Raises FailedError, NotComputed."""
    sections = _sections(code)
    if len(sections) > 4:
        raise FailedError(VALUE)
    if any(_CONDITION.search(section) for section in sections):
        raise _unknown(code)
    if isinstance(value, str):
        section = sections[3] if len(sections) == 4 else sections[-1] if "@" in sections[-1] else "@"
        return _text(value, section, code)
    if (
        len(sections) == 1
        or value > 0
        or (value == 0 and len(sections) < 3)
        or (value < 0 and len(sections) == 1)
    ):
        section, number, signed = sections[0], value, value < 0
    elif value < 0:
        section, number, signed = sections[1], -value, False
    else:
        section, number, signed = sections[2], value, False
    return _number(number, section, code, signed=signed)


def _text(value: str, section: str, code: str) -> str:
    shown = ""
    for piece in _PIECE.finditer(section):
        if piece["quoted"] is not None or piece["escaped"]:
            shown += piece["quoted"] if piece["quoted"] is not None else piece["escaped"]
        elif piece["mark"] == "@":
            shown += value
        elif piece["mark"] and piece["mark"] in _PLAIN_MARKS:
            shown += piece["mark"]
        elif piece["bracket"] is None:
            raise _unknown(code)
    return shown


def _number(value: float, section: str, code: str, *, signed: bool) -> str:
    pieces = list(_PIECE.finditer(section))
    if any(piece["date"] or piece["clock"] for piece in pieces):
        return _date(value, pieces, code)
    if any(
        piece["bracket"] and not re.fullmatch(r"\[(?:\$[^\]]*|[A-Za-z]+ ?\d*)\]", piece["bracket"])
        for piece in pieces
    ):
        raise _unknown(code)
    if any(piece["exponent"] for piece in pieces):
        return _scientific(value, section, code)
    if any(piece["mark"] == "/" and _is_fraction(section) for piece in pieces):
        raise _unknown(code)
    if not any(piece["digit"] or piece["general"] for piece in pieces):
        return _around(pieces, code, "" if "@" not in section else in_cell(value), signed=signed)
    return _figures(value, pieces, code, signed=signed)


def _is_fraction(section: str) -> bool:
    return re.search(r"[?#0]\s*/\s*[?#0\d]", section) is not None


def _around(pieces: list[re.Match[str]], code: str, at: str, *, signed: bool) -> str:
    shown = ""
    for piece in pieces:
        if piece["quoted"] is not None:
            shown += piece["quoted"]
        elif piece["escaped"]:
            shown += piece["escaped"]
        elif piece["mark"] == "@":
            shown += at
        elif (piece["mark"] and (piece["mark"] in _PLAIN_MARKS or not piece["mark"].isascii())) or piece[
            "mark"
        ] in {".", ",", "%"}:
            shown += piece["mark"]
        elif piece["mark"]:
            raise _unknown(code)
    return f"-{shown}" if signed and shown else shown


_FIGURES = re.compile(
    r"(?P<whole>#,##0|#,###|#,#00|#,##|#,#|#+0*|0+|)(?P<scale>,*)(?:\.(?P<part>0*#*))?(?P<more>,*)", re.DOTALL
)


def _figures(value: float, pieces: list[re.Match[str]], code: str, *, signed: bool) -> str:
    """A number in digits: percent signs, thousands, decimals, zeros in front; what stands around them as it is."""
    digits = [index for index, piece in enumerate(pieces) if piece["digit"]]
    if not digits:
        shown = "".join(
            _literal(piece, code) if not piece["general"] else in_cell(abs(value)) for piece in pieces
        )
        return f"-{shown}" if signed else shown
    first, last = digits[0], digits[-1]
    while first and pieces[first - 1]["mark"] == ".":
        first -= 1
    while last + 1 < len(pieces) and pieces[last + 1]["mark"] in {",", "."}:
        last += 1
    match = _FIGURES.fullmatch("".join(piece[0] for piece in pieces[first : last + 1]))
    if match is None:
        raise _unknown(code)
    percents = sum(piece["mark"] == "%" for piece in pieces)
    scale = len(match["scale"]) + len(match["more"])
    number = Decimal(f"{abs(value):.15g}") * Decimal(100) ** percents / Decimal(1000) ** scale
    filled, is_zero = _filled(number, match)
    around = [_literal(piece, code) for piece in (*pieces[:first], *pieces[last + 1 :])]
    shown = "".join(around[:first]) + filled + "".join(around[first:])
    return f"-{shown}" if signed and not is_zero else shown


def _filled(number: Decimal, match: re.Match[str]) -> tuple[str, bool]:
    """The digits of a number by the digits of a format, and whether they show zero."""
    part, whole = match["part"], match["whole"]
    figures = f"{number.quantize(Decimal(1).scaleb(-len(part or '')), rounding=ROUND_HALF_UP):f}"
    before, _, behind = figures.partition(".")
    before = before.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        before = _in_thousands(before)
    keep = (part or "").count("0")
    while len(behind) > keep and behind.endswith("0"):
        behind = behind[:-1]
    is_zero = not any(char in "123456789" for char in figures)
    return before + ("" if part is None else f".{behind}"), is_zero


def _literal(piece: re.Match[str], code: str) -> str:
    if piece["quoted"] is not None:
        return piece["quoted"]
    if piece["escaped"]:
        return piece["escaped"]
    if piece["bracket"]:
        currency = re.fullmatch(r"\[\$([^-\]]*)(?:-[0-9A-Fa-f]+)?\]", piece["bracket"])
        return currency[1] if currency else ""
    mark = piece["mark"]
    if mark is None:
        return ""
    if mark in _PLAIN_MARKS or mark == "%" or not mark.isascii():
        return mark
    raise _unknown(code)


def _in_thousands(figures: str) -> str:
    pieces = []
    while len(figures) > 3:
        pieces.append(figures[-3:])
        figures = figures[:-3]
    return ",".join([figures, *reversed(pieces)]) if figures or pieces else figures


def _scientific(value: float, section: str, code: str) -> str:
    match = re.fullmatch(r"0(?:\.(0*))?E([+-])(0+)", section, re.IGNORECASE)
    if match is None:
        raise _unknown(code)
    decimals = len(match[1] or "")
    mantissa, _, power = f"{value:.{decimals}E}".partition("E")
    exponent = int(power)
    sign = "-" if exponent < 0 else "+" if match[2] == "+" else ""
    return f"{mantissa}E{sign}{abs(exponent):0{len(match[3])}d}"


def _date(value: float, pieces: list[re.Match[str]], code: str) -> str:
    """A day or a time; what stands for months right after hours or before seconds are minutes."""
    if any(piece["bracket"] and not piece["bracket"].upper().startswith("[$") for piece in pieces):
        return _duration(value, pieces, code)
    if any(
        piece["digit"] or piece["general"] or (piece["date"] or "").lower().startswith("e")
        for piece in pieces
    ):
        raise _unknown(code)
    letters = [(piece["date"] or "").lower() for piece in pieces]
    has_seconds = any(each.startswith("s") for each in letters)
    day = day_of(_to_second(value) if has_seconds else _to_minute_kept(value))
    half = any(piece["clock"] for piece in pieces)
    shown = ""
    for index, piece in enumerate(pieces):
        if piece["clock"]:
            first, second = piece["clock"].split("/")
            shown += second if day.hour >= 12 else first
        elif letters[index]:
            shown += _date_part(day, letters, index, half=half)
        elif piece["mark"] in {".", ",", ":"}:
            shown += piece["mark"]
        else:
            shown += _literal(piece, code)
    return shown


def _to_second(value: float) -> float:
    return round(value * 86400) / 86400


def _to_minute_kept(value: float) -> float:
    return round(value * 86400, 3) / 86400


def _date_part(day: datetime, letters: list[str], index: int, *, half: bool) -> str:
    kind, count = letters[index][0], len(letters[index])
    if kind == "m" and count <= 2 and _means_minutes(letters, index):
        return f"{day.minute:0{count}d}"
    if kind == "y":
        return f"{day.year:04d}" if count > 2 else f"{day.year % 100:02d}"
    if kind == "m":
        name = _MONTHS[day.month - 1]
        return {1: str(day.month), 2: f"{day.month:02d}", 3: name[:3], 4: name, 5: name[0]}.get(count, name)
    if kind == "d":
        name = _DAYS[day.isoweekday() % 7]
        return {1: str(day.day), 2: f"{day.day:02d}", 3: name[:3]}.get(count, name)
    if kind == "h":
        hour = (day.hour % 12 or 12) if half else day.hour
        return f"{hour:0{min(count, 2)}d}"
    return f"{day.second:0{min(count, 2)}d}"


def _means_minutes(letters: list[str], index: int) -> bool:
    before = next((each for each in reversed(letters[:index]) if each), "")
    after = next((each for each in letters[index + 1 :] if each), "")
    return before.startswith("h") or after.startswith("s")


def _duration(value: float, pieces: list[re.Match[str]], code: str) -> str:
    """Hours that go on beyond a day: [h]:mm:ss."""
    if value < 0 or any(piece["mark"] == "." or piece["digit"] for piece in pieces):
        raise _unknown(code)
    seconds = round(value * 86400)
    shown, left = "", seconds
    for piece in pieces:
        bracket = (piece["bracket"] or "").lower()
        date = (piece["date"] or "").lower()
        if re.fullmatch(r"\[h+\]", bracket):
            shown, left = shown + f"{left // 3600:0{len(bracket) - 2}d}", left % 3600
        elif re.fullmatch(r"\[m+\]", bracket):
            shown, left = shown + f"{left // 60:0{len(bracket) - 2}d}", left % 60
        elif re.fullmatch(r"\[s+\]", bracket):
            shown += f"{left:0{len(bracket) - 2}d}"
        elif date.startswith("m"):
            shown, left = shown + f"{left // 60:0{min(len(date), 2)}d}", left % 60
        elif date.startswith("s"):
            shown += f"{left:0{min(len(date), 2)}d}"
        elif piece["mark"] == ":":
            shown += ":"
        else:
            raise _unknown(code)
    return shown
