"""The grammar of numbers that people type: docs/cleaning.md has it as a table.

What can mean one number only is read; 50-60, 0.85 where percent are asked, 5户 where 万户 are asked are not guessed.
Calculated in decimals, so that 5.1万 is 51000 and nothing else.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache
from math import isfinite

from smartxl.text import plain
from smartxl.typed.digits import CHINESE, DIGITS, SCALES, chinese_number, digit_number

__all__ = ["Asked", "Number", "NumberKind", "as_asked", "asked_for", "either", "read_number"]

_COUNTERS = frozenset("个项件人次家条户份套处座种类分名票台篇期宗起例所")
_SHARES = {"%": Decimal("0.01"), "percent": Decimal("0.01"), "‰": Decimal("0.001")}
_SCALE = "|".join(sorted((s for s in SCALES if s != "十"), key=len, reverse=True))
_ABOUT = re.compile(r"(?:大约|大概|约为|约|近|将近|接近|~|≈)(.+)|(.+?)(?:左右|上下)")
_POWER, _EXPONENT = r"(?:[Ee]| ?[×xX*] ?10\^)", r"[+\-−]?[0-9]{1,3}+"
_FIGURES = rf"({DIGITS})(?:{_POWER}({_EXPONENT})|(?!{_POWER}{_EXPONENT}))"  # the exponent of 1E-3 is not the end of a range
_NUMERAL = re.compile(rf"(?P<sign>[+\-−负]?) ?(?:{_FIGURES}|(?P<words>[{CHINESE}]+))(?P<rest>.*)")
_COMPOSITE = re.compile(rf"(?:({DIGITS})亿)?(?:({DIGITS})万)?({DIGITS})?(?P<rest>[^0-9.,]*)")
_PART = rf"{_FIGURES} ?[^0-9.,\-~至到—–]{{0,6}}"
_RANGE = re.compile(rf"{_PART} ?(?:-|~|—|–|至|到) ?{_PART}")
_SUFFIX = re.compile(rf"(?P<scale>{_SCALE})?(?P<unit>.*)")
_UNIT = re.compile(r"(?P<scale>万亿|[千百十]?亿|[千百十]?万)(?P<base>.+)")
_PER = re.compile(r"(负?)百分之")
_MINUS = frozenset("-−负")
_MONEY = frozenset({"元", "cny", "rmb", "yuan"})
_BIG = frozenset("万亿萬億")
_AFTER_WORDS = _COUNTERS | frozenset("余多几来至到-~—–")
_SIGNIFICANT = 15  # digits of a number that a spreadsheet keeps
_NO_DOUBT = (math.inf, -math.inf)
_LONGEST = 60  # characters: what is longer was not typed as a number


class NumberKind(Enum):
    """What a typed text is."""

    NUMBER = auto()
    ABOUT = auto()  # 约50
    RANGE = auto()  # 50-60
    UNCLEAR = auto()  # figures, and not one number in the unit that was asked for
    TOO_PRECISE = auto()  # more digits than a spreadsheet keeps
    NONE = auto()  # no figures at all


@dataclass(frozen=True, slots=True)
class Number:
    """A typed text as a number in the unit that was asked for; the value is there where the reading is clear."""

    reading: NumberKind
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The unit that was asked for and its limits.

    `names` are its own words, `bases` what it counts (户 of 万户), `scale` how many of them. `share` is what 1 in it is of
    the whole (0.01: percent, 1: a share between 0 and 1), None for what is no share. Between `doubt` a bare number may be
    a share or a percentage, see `either`.
    """

    names: frozenset[str] = frozenset()
    bases: frozenset[str] = frozenset()
    scale: int = 1
    share: Decimal | None = None
    low: float | None = None
    high: float | None = None
    doubt: tuple[float, float] = _NO_DOUBT

    def allows(self, value: float) -> bool:
        """Whether a number lies within the limits."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    @property
    def scaled(self) -> bool:
        """Whether the unit itself begins with a number word (万元, 千克), so that a bare 5万 could be either."""
        return self.scale > 1 or any(name[0] in "十百千万亿" for name in self.names)


@lru_cache(maxsize=4096)
def asked_for(units: tuple[str, ...], low: float | None = None, high: float | None = None) -> Asked:
    """What an input asks for, from its unit in every language and its limits."""
    names = frozenset(filter(None, (plain(unit).casefold().replace(" ", "") for unit in units)))
    scale, bases = 1, set(names)
    for name in names:
        if match := _UNIT.fullmatch(name):
            scale = SCALES[match["scale"]]
            bases.add(match["base"])
    share = next((_SHARES[name] for name in sorted(names) if name in _SHARES), None)
    if share is None and names and low is not None and high is not None and low >= 0 and high <= 1:
        share = None if any(c.isdigit() or c == "是" for name in names for c in name) else Decimal(1)
    doubt = _NO_DOUBT
    if share is not None and high is not None:
        doubt = (high, 100 * high) if share == 1 else (0.0, 1.0)
    return Asked(names, frozenset(bases), scale, share, low, high, doubt)


def either(value: float, asked: Asked) -> str:
    """The two percentages that a bare number can mean (0.85 where percent are asked, 85 for a share); "" for one only.

    Only where both lie within the limits: 0.85 of at most 20 percent is no 85.
    """
    if asked.share == 1 and asked.high is not None and asked.high < value <= 100 * asked.high:
        return f"{value:g}%"
    if (
        asked.share == _SHARES["%"]
        and asked.high is not None
        and 0 < value <= 1
        and 100 * value <= asked.high
    ):
        return f"{100 * value:g}% / {value:g}%"
    return ""


def as_asked(shown: float, asked: Asked) -> Number:
    """A cell that is shown in percent: 0.85 shown as 85% is 85 where percent are asked."""
    if asked.share is None:
        return Number(NumberKind.UNCLEAR)
    value = float(Decimal(repr(shown)) / asked.share)
    clear = asked.allows(value) or not asked.allows(shown)
    return Number(NumberKind.NUMBER, value) if clear else Number(NumberKind.UNCLEAR)


def read_number(text: str, asked: Asked) -> Number:
    """Text without full-width characters and superfluous blanks as a number."""
    text = text.rstrip(" 。.,;、")
    if len(text) > _LONGEST:
        return _UNCLEAR if any(c.isdigit() for c in text) else Number(NumberKind.NONE)
    about = _ABOUT.fullmatch(text)
    if about:
        inner = read_number((about[1] or about[2]).strip(), asked)
        return Number(NumberKind.ABOUT, inner.value) if inner.reading is NumberKind.NUMBER else inner
    if not any(c in CHINESE or c.isnumeric() for c in text):
        return Number(NumberKind.NONE)
    return Number(NumberKind.RANGE) if _is_range(text) else _single(text.replace("。", "."), asked)


def _is_range(text: str) -> bool:
    match = _RANGE.fullmatch(text)
    return match is not None and _decimal(match[1], match[2]) < _decimal(match[3], match[4])


def _decimal(digits: str, exponent: str | None) -> Decimal:
    return digit_number(digits).scaleb(int((exponent or "0").replace("−", "-")))


def _single(text: str, asked: Asked) -> Number:
    """One number with its sign, scale and unit."""
    if len(text) > 2 and text[0] == "(" and text[-1] == ")":
        if asked.low is not None and asked.low >= 0:
            return _UNCLEAR
        text = f"-{text[1:-1]}"
    text = text.lstrip("¥￥") if asked.bases & _MONEY else text
    per = _PER.match(text)
    match = _NUMERAL.fullmatch(f"{per[1]}{text[per.end() :]}" if per else text)
    if match is None:
        return _UNCLEAR
    sign, rest = -1 if match["sign"] in _MINUS else 1, match["rest"].strip()
    if match["words"]:
        return _in_words(sign, match["words"], "%" if per and not rest else rest, asked)
    digits, exponent = match[2], match[3]
    if len(re.sub(r"[^0-9]", "", digits.partition(".")[0]).lstrip("0")) > _SIGNIFICANT:
        return Number(NumberKind.TOO_PRECISE)
    if joined := _composite(text.lstrip("+-−负 "), rest):
        return _settled(sign * joined[0], joined[1], asked, scaled=True)
    return _settled(sign * _decimal(digits, exponent), "%" if per and not rest else rest, asked)


def _composite(text: str, rest: str) -> tuple[Decimal, str] | None:
    """1亿2000万, 3万5000: what follows a scale is smaller than it, and not a single 5 that may mean 5千."""
    if not any(c.isdigit() for c in rest):
        return None
    match = _COMPOSITE.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        return None
    high, middle, low = (digit_number(part) if part else Decimal(0) for part in match.groups()[:3])
    if high % 1 or middle % 1 or middle >= 10_000 or low >= 10_000 or 0 < low < 1000:
        return None
    return high * SCALES["亿"] + middle * SCALES["万"] + low, match["rest"].strip()


def _in_words(sign: int, words: str, rest: str, asked: Asked) -> Number:
    """A number in words; its last character may belong to the unit (五千克)."""
    cuts = [n for n in range(1, len(words)) if (words[n:] + rest).casefold() in asked.names]
    cut = cuts[0] if cuts else len(words)
    number, unit = chinese_number(words[:cut]), words[cut:] + rest
    unsure = number is None or (
        asked.scaled and not unit and words[cut - 1] in "十百千"
    )  # 五千, where 千克 are asked for
    scaled = any(c in _BIG for c in words[:cut])
    read = _UNCLEAR if number is None or unsure else _settled(sign * number, unit, asked, scaled=scaled)
    is_word = bool(rest) and rest[0] not in _AFTER_WORDS and not any(c.isdigit() for c in rest)
    return Number(NumberKind.NONE) if read is _UNCLEAR and is_word else read


def _settled(number: Decimal, rest: str, asked: Asked, *, scaled: bool = False) -> Number:
    """The number in the unit that was asked for; `scaled`: a 万 or 亿 is in it already."""
    suffix = rest.casefold().replace(" ", "")
    if not scaled and (not suffix or suffix in asked.names):
        return _finite(number)
    if suffix in _SHARES:
        return _finite(number * _SHARES[suffix] / asked.share) if asked.share else _UNCLEAR
    match = _SUFFIX.fullmatch(suffix)
    if match is None or (asked.share is not None and asked.share != 1):
        return _UNCLEAR
    times = SCALES[match["scale"]] if match["scale"] else 1
    if (scaled and times > 1) or not _same_thing(match["unit"], asked):
        return _UNCLEAR
    if asked.scaled and (
        not match["unit"] or not (scaled or times > 1)
    ):  # 5万 and 5户, where 万户 are asked for
        return _UNCLEAR
    return _finite(number * times / asked.scale)


def _same_thing(unit: str, asked: Asked) -> bool:
    """Nothing, what was asked for, or one counting word in place of another."""
    return not unit or unit in asked.bases or (unit in _COUNTERS and bool(asked.bases & _COUNTERS))


def _finite(number: Decimal) -> Number:
    value = float(number)
    return Number(NumberKind.NUMBER, value) if isfinite(value) else _UNCLEAR


_UNCLEAR = Number(NumberKind.UNCLEAR)
