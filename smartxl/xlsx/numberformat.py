"""What a number format makes a reader see.

0.85 with 0"万" is 1万, 12000 with 0, is 12, 101 with 0000 is 0101, and with ;;; nothing is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite

__all__ = ["BUILT_IN", "NumberFormat", "date_parts", "format_number", "kind_of_format", "sections_of"]

BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)"},
    **{39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)"},
    **dict.fromkeys((41, 42), '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)'),
    **dict.fromkeys((43, 44), '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)'),
    **{9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 48: "##0.0E+0"},
    **{17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss"},
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((32, 55), 'h"时"mm"分"'),
    **dict.fromkeys((33, 34, 35, 56), 'h"时"mm"分"ss"秒"'),
}
"""Formats that files name by number alone, those of days aside that show a month and a day; Chinese ones too."""

_DAYS = frozenset(
    (*range(14, 23), *range(27, 37), *range(50, 59))
)  # from 27 on: those of Chinese Excel and WPS
_TIMES = frozenset((45, 46, 47))
_PERCENTS = frozenset((9, 10))
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
_DATE_LETTERS, _WEEKDAY = frozenset("ymdhs"), "aaa"
_LONGEST, _NUMBER_LENGTH = 255, 5
_EXACT = Context(prec=700)  # digits: those of any float, and as many decimals as a format can ask for
_GENERAL = r"General|G/通用格式"
_TOKEN = re.compile(
    rf'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<general>{_GENERAL})'
    r"|(?P<exponent>[Ee][+-])|(?P<letters>AM/PM|A/P|上午/下午|(?P<one>[ymdhsaegb])(?P=one)*)|(?P<sign>.)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]*)?")
_DIGITS = frozenset("0#?")
_WHITE = frozenset({"white", "白色", "color2", "颜色2"})
_WEEKDAYS = "一二三四五六日"
_NOON = 12


@lru_cache(maxsize=2**12)  # the same in form after form
def kind_of_format(number: str, code: str) -> str:
    """What a number format shows, by its number or its code: "d" a day, "t" a duration, "p" a percentage, "" else."""
    if not code:
        known = format_number(number)
        return "d" if known in _DAYS else "t" if known in _TIMES else "p" if known in _PERCENTS else ""
    first = code[:_LONGEST].split(";", maxsplit=1)[0]
    if _ELAPSED.search(first):
        return "t"
    shown = _LITERAL.sub("", first).casefold()
    return "d" if _DATE_LETTERS & set(shown) or _WEEKDAY in shown else "p" if "%" in shown else ""


def format_number(text: str) -> int:
    """The number by which a file names a format, 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < _NUMBER_LENGTH else 0


@lru_cache(maxsize=1024)
def sections_of(code: str) -> tuple[str, ...]:
    """The parts of a format: for positive numbers, negative ones, zero and texts."""
    parts, start = [], 0
    for match in _TOKEN.finditer(code):
        if match["sign"] == ";":
            parts.append(code[start : match.start()])
            start = match.end()
    return (*parts, code[start:])


def date_parts(code: str) -> frozenset[str]:
    """What a date format shows, of "y", "m" and "d"; a weekday is no day, and the m of minutes no month."""
    return frozenset(part for part, _ in _date_tokens(sections_of(code)[0]) if part in {"y", "m", "d"})


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format, by its code."""

    code: str

    @property
    def is_white(self) -> bool:
        """Whether it shows something in white, whatever the font."""
        return any(f"[{colour}]" in self.code.casefold() for colour in _WHITE)

    def shown(self, value: object) -> str | None:
        """What a reader sees of a number, a day or a text, "" for nothing; None where that cannot be told."""
        if isinstance(value, bool) or len(self.code) > _LONGEST:
            return None
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, date):
            return _shown_day(sections_of(self.code)[0], value)
        return self._number(value) if isinstance(value, float) and isfinite(value) else None

    def _text(self, value: str) -> str:
        parts = sections_of(self.code)
        last = parts[min(len(parts), 4) - 1]
        part = last if len(parts) > 3 or "@" in last else "@"
        return "".join(value if text == "@" else text for _, text in _tokens(part))

    def _number(self, value: float) -> str | None:
        part, is_absolute = self._section(value)
        if part is None:
            return None
        tokens = list(_tokens(part))
        number = abs(Decimal(repr(float(value))))
        sign = "-" if value < 0 and not is_absolute else ""
        if any(kind in {"general", "text"} for kind, _ in tokens):
            plain = f"{float(number):.11g}"
            return (
                sign
                + "".join(plain if kind in {"general", "text"} else text for kind, text in tokens).strip()
            )
        text = _fraction(tokens, number) or _figures(tokens, number)
        return sign + text.strip() if text.strip() else ""

    def _section(self, value: float) -> tuple[str | None, bool]:
        """The part for a number, and whether that part says of itself that the number is negative."""
        parts = [part for part in sections_of(self.code)[:3] if "@" not in part or part == self.code]
        conditions = [_condition(part) for part in parts]
        if any(conditions):
            for part, condition in zip(parts, conditions, strict=True):
                if condition is None or _meets(value, *condition):
                    return part, condition is not None and value < 0 and len(parts) > 1
            return None, False
        if value == 0 and len(parts) > 2:
            return parts[2], True
        if value < 0 and len(parts) > 1:
            return parts[1], True
        return (parts[0] if parts else "General"), False


def _condition(part: str) -> tuple[str, float] | None:
    for match in _TOKEN.finditer(part):
        if match["bracket"] is not None and (found := _CONDITION.fullmatch(match["bracket"])):
            return found[1], float(found[2])
    return None


def _meets(value: float, comparison: str, limit: float) -> bool:
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[comparison]


def _tokens(part: str) -> Iterator[tuple[str, str]]:
    """What a section consists of: "literal" text, a "digit" place, "," "." "%" "/" and "E" by themselves, "text" for @."""
    for match in _TOKEN.finditer(part):
        if match["bracket"] is not None:
            if currency := _CURRENCY.fullmatch(match["bracket"]):
                yield "literal", currency[1]
        elif match["general"]:
            yield "general", ""
        elif match["exponent"]:
            yield "E", match["exponent"][1]
        elif (sign := match["sign"]) is None:
            yield "literal", match["quoted"] or match["escaped"] or match["letters"] or ""
        elif sign in _DIGITS:
            yield "digit", sign
        elif sign == "@":
            yield "text", "@"
        else:
            yield (sign if sign in ",.%/" else "literal"), sign


def _figures(tokens: Sequence[tuple[str, str]], number: Decimal) -> str:
    """A number in the places of its digits, with what stands between them."""
    kinds = [kind for kind, _ in tokens]
    number = number.scaleb(2 * kinds.count("%"))
    point = kinds.index(".") if "." in kinds else len(kinds)
    exponent = kinds.index("E") if "E" in kinds else len(kinds)
    places = [at for at, kind in enumerate(kinds) if kind == "digit" and at < exponent]
    whole, decimals = [at for at in places if at < point], [at for at in places if at > point]
    between = [at for at, kind in enumerate(kinds) if kind == "," and whole and whole[0] < at < whole[-1]]
    scaling, grouped = kinds.count(",") - len(between), bool(between)
    power = number.adjusted() if exponent < len(kinds) and number else 0
    number = number.scaleb(-3 * scaling - power)
    number = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, context=_EXACT)
    digits, _, rest = f"{number:f}".partition(".")
    filled = _filled(digits, whole, tokens, grouped=grouped) | _decimals(rest, decimals, tokens)
    out = []
    for at, (kind, text) in enumerate(tokens):
        if kind == "digit":
            out.append(filled.get(at, ""))
        elif kind == "E":
            out.append(f"E{'-' if power < 0 else '+'}{abs(power):02}")
        elif kind != ",":
            out.append(text)
    return "".join(out)


def _filled(
    digits: str, places: Sequence[int], tokens: Sequence[tuple[str, str]], *, grouped: bool
) -> dict[int, str]:
    """Place → the digits before the point that stand there: one each from the right, the rest in the first."""
    digits = "" if digits == "0" else digits
    filled: dict[int, str] = {}
    left = list(digits)
    done = 0
    for at in reversed(places):
        taken = left[:] if at == places[0] else left[-1:]
        text = ""
        for digit in reversed(taken):
            text = digit + ("," if grouped and done and done % 3 == 0 else "") + text
            done += 1
        del left[len(left) - len(taken) :]
        if not taken and tokens[at][1] == "0":
            text = "0" + ("," if grouped and done and done % 3 == 0 else "")
            done += 1
        filled[at] = text
    return filled


def _decimals(digits: str, places: Sequence[int], tokens: Sequence[tuple[str, str]]) -> dict[int, str]:
    """Place → the digit behind the point that stands there; # shows no zeros at the end."""
    shown = digits
    for at in reversed(places):
        if not shown.endswith("0") or tokens[at][1] == "0":
            break
        shown = shown[:-1]
    return dict(zip(places, shown, strict=False))


def _fraction(tokens: Sequence[tuple[str, str]], number: Decimal) -> str:
    """A number as a fraction, "" where the format asks for none."""
    kinds = [kind for kind, _ in tokens]
    if "/" not in kinds:
        return ""
    slash = kinds.index("/")
    below = "".join(text for kind, text in tokens[slash + 1 :] if kind == "digit" or text.isdecimal())
    fixed = int(below) if below.strip("0").isdecimal() else 0
    whole, part = divmod(Fraction(number), 1) if kinds[:slash].count("digit") > 1 else (0, Fraction(number))
    nearest = (
        Fraction(round(part * fixed), fixed)
        if fixed
        else part.limit_denominator(10 ** max(len(below), 1) - 1)
    )
    whole, nearest = (
        (whole + 1, Fraction(0)) if nearest == 1 and kinds[:slash].count("digit") > 1 else (whole, nearest)
    )
    shown = f"{nearest.numerator}/{nearest.denominator}" if nearest else ""
    return " ".join(filter(None, (str(whole) if whole or not shown else "", shown)))


def _date_tokens(part: str) -> Iterator[tuple[str, str]]:
    """Letters of a date format ("y", "m" month, "M" minute, "d", "w" weekday, "h", "s") with their text, and literals."""
    found: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(part):
        letters = (match["letters"] or "").casefold()
        if letters:
            kind = {"e": "y", "a": "w", "b": "y"}.get(letters[0], letters[0])
            kind = "w" if kind == "d" and len(letters) > 2 else "p" if "/" in letters else kind
            if kind == "m" and len(letters) < 3 and _last(found) == "h":
                kind = "M"
            elif kind == "s" and _last(found) == "m":
                found[_place(found, "m")] = ("M", found[_place(found, "m")][1])
            found.append((kind, letters))
        elif (text := match["quoted"] or match["escaped"] or match["sign"]) is not None:
            found.append(("literal", text))
    return iter(found)


def _last(found: Sequence[tuple[str, str]]) -> str:
    return next((kind for kind, _ in reversed(found) if kind != "literal"), "")


def _place(found: Sequence[tuple[str, str]], wanted: str) -> int:
    return max(at for at, (kind, _) in enumerate(found) if kind == wanted)


def _shown_day(part: str, value: date) -> str:
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    return "".join(_part_of_day(moment, kind, text) for kind, text in _date_tokens(part)).strip()


def _part_of_day(moment: datetime, kind: str, letters: str) -> str:
    if kind == "y":
        return f"{moment.year % 100:02}" if letters == "yy" else str(moment.year)
    if kind == "w":
        day = _WEEKDAYS[moment.weekday()]
        return day if letters == "aaa" else f"星期{day}"
    if kind == "p":
        return "上午" if moment.hour < _NOON else "下午"
    parts = {"m": moment.month, "d": moment.day, "h": moment.hour, "M": moment.minute, "s": moment.second}
    return f"{parts[kind]:0{min(len(letters), 2)}}" if kind in parts else letters
