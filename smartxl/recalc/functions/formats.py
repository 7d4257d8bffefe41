"""TEXT: a number or a text as a number format shows it; formats that are not understood are not computed."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from smartxl.recalc.functions.dateformats import moment_shown
from smartxl.recalc.functions.digits import Mark, fraction, in_digits
from smartxl.recalc.functions.formatpieces import PLAIN_MARKS, literal, unknown_format
from smartxl.recalc.values import VALUE, FailedError, general

__all__ = ["in_cell", "is_of_days", "shown_as"]

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)|(?P<bracket>\[[^\]]*\])|(?P<general>General)'
    r"|(?P<exponent>[Ee][+-])|(?P<clock>AM/PM|A/P)|(?P<date>y+|m+|d+|h+|s+|e+)|(?P<digit>[0#?])|(?P<mark>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=) *(-?[\d.]+)\]")
_FRACTION = re.compile(r"(?:(?P<whole>[#0?]+)(?P<gap> +))?(?P<above>[#0?]+)/(?P<below>[#?]+|\d+)")
_MOST_PLACES = 3


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
        elif char in "\\_*" and not inside:
            current, skip = current + char, True
        elif char == '"':
            current, inside = current + char, not inside
        elif char == ";" and not inside:
            parts.append(current)
            current = ""
        else:
            current += char
    return [*parts, current]


def is_of_days(code: str) -> bool:
    """Whether a format shows days or times."""
    return any(
        piece["date"] or piece["clock"] for section in _sections(code) for piece in _PIECE.finditer(section)
    )


def shown_as(value: float | str, code: str) -> str:
    """A number or a text in a format. Raises FailedError, NotComputed."""
    sections = _sections(code)
    if len(sections) > 4 or any("@" in section for section in sections[:-1]):
        raise FailedError(VALUE) if len(sections) > 4 else unknown_format(code)
    if isinstance(value, str):
        section = sections[3] if len(sections) == 4 else sections[-1] if "@" in sections[-1] else "@"
        return _text(value, section, code)
    if "@" in sections[-1] and len(sections) > 1:
        sections = sections[:-1]
    if any(_CONDITION.search(section) for section in sections):
        return _by_condition(value, sections, code)
    if not code:
        return "-" if value < 0 else ""
    if len(sections) == 1 or value > 0 or (value == 0 and len(sections) < 3):
        return _number(value, sections[0], code, signed=value < 0)
    if value < 0:
        return _number(-value, sections[1], code, signed=False)
    return _number(value, sections[2], code, signed=False)


_HOLDS = {
    "<": lambda a, b: a < b, ">": lambda a, b: a > b, "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b, "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}  # fmt: skip


def _by_condition(value: float, sections: list[str], code: str) -> str:
    """Sections with conditions of their own: the first that holds, the last for all others. Raises NotComputed."""
    *first, last = sections if len(sections) > 1 else (*sections, "General")
    if value < 0 or _CONDITION.search(last):
        raise unknown_format(code)
    for section in first:
        condition = _CONDITION.search(section)
        if condition is None:
            raise unknown_format(code)
        if _HOLDS[condition[1]](value, float(condition[2])):
            return _number(value, section.replace(condition[0], "", 1), code, signed=False)
    return _number(value, last, code, signed=False)


def _text(value: str, section: str, code: str) -> str:
    shown = ""
    for piece in _PIECE.finditer(section):
        if piece["mark"] == "@":
            shown += value
        elif piece["mark"] is None or piece["mark"] in PLAIN_MARKS:
            shown += literal(piece, code)
        else:
            raise unknown_format(code)
    return shown


def _number(value: float, section: str, code: str, *, signed: bool) -> str:
    pieces = list(_PIECE.finditer(section))
    if any(piece["fill"] for piece in pieces):
        raise unknown_format(code)
    if any(piece["date"] or piece["clock"] for piece in pieces) or re.search(
        r"\[[hms]+\]", section, re.IGNORECASE
    ):
        return moment_shown(value, pieces, code)
    if any(piece["exponent"] for piece in pieces):
        return _scientific(value, section, code)
    if _has_fraction(pieces):
        return _fraction(value, section, code, signed=signed)
    if not any(piece["digit"] or piece["general"] for piece in pieces):
        return _around(pieces, code, in_cell(abs(value)), signed=signed)
    if any(piece["general"] for piece in pieces):
        shown = "".join(in_cell(abs(value)) if piece["general"] else literal(piece, code) for piece in pieces)
        return f"-{shown}" if signed else shown
    found = in_digits(value, [_mark(piece, code) for piece in pieces])
    if found is None:
        raise unknown_format(code)
    shown, is_zero = found
    return f"-{shown}" if signed and not is_zero else shown


def _has_fraction(pieces: list[re.Match[str]]) -> bool:
    """Whether a stroke stands between places for digits, or before a number."""
    for index, piece in enumerate(pieces):
        if piece["mark"] == "/" and any(one["digit"] for one in pieces[:index]):
            return any(one["digit"] or (one["mark"] or "").isdigit() for one in pieces[index + 1 :])
    return False


def _mark(piece: re.Match[str], code: str) -> Mark:
    if piece["digit"]:
        return Mark(piece["digit"])
    if piece["mark"] in {".", ",", "%"}:
        return Mark(piece["mark"])
    return Mark(literal(piece, code), literal=True)


def _around(pieces: list[re.Match[str]], code: str, number: str, *, signed: bool) -> str:
    """A section without places for digits."""
    shown = ""
    for piece in pieces:
        if piece["mark"] == "@":
            shown += number
        elif piece["mark"] in {".", ",", "%"}:
            shown += piece["mark"]
        else:
            shown += literal(piece, code)
    return f"-{shown}" if signed and shown else shown


def _scientific(value: float, section: str, code: str) -> str:
    match = re.fullmatch(r"0(?:\.(0*))?E([+-])(0+)", section, re.IGNORECASE)
    if match is None:
        raise unknown_format(code)
    decimals = len(match[1] or "")
    exact = Decimal(f"{value:.15g}")
    power = exact.adjusted() if exact else 0
    mantissa = exact.scaleb(-power).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if abs(mantissa) >= 10:
        power += 1
        mantissa = exact.scaleb(-power).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    sign = "-" if power < 0 else "+" if match[2] == "+" else ""
    return f"{mantissa:f}E{sign}{abs(power):0{len(match[3])}d}"


def _fraction(value: float, section: str, code: str, *, signed: bool) -> str:
    """A number as a fraction: # ?/?, # ??/??, # ?/8. Raises NotComputed where nothing is left of a whole."""
    match = _FRACTION.fullmatch(section)
    if match is None or "0" in match["above"] or len(match["below"]) > _MOST_PLACES:
        raise unknown_format(code)
    below = match["below"]
    fixed = below.isdecimal()
    whole, numerator, denominator = fraction(
        value, int(below) if fixed else 10 ** len(below) - 1, fixed=fixed
    )
    if match["whole"] is None:
        numerator, whole = numerator + whole * denominator, 0
    if not numerator or (fixed and int(below) == 0):
        raise unknown_format(code)
    above = str(numerator)
    shown = above.rjust(len(match["above"])) if "?" in match["above"] else above
    shown += f"/{str(denominator).ljust(len(below)) if '?' in below else denominator}"
    if match["whole"] is not None:
        shown = f"{whole or match['whole'].count('0') * '0'}{match['gap']}{shown}"
    return f"-{shown}" if signed else shown
