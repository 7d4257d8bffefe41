"""Bilingual text, and text that is safe to show."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

__all__ = [
    "LANGUAGES",
    "SEMICOLON",
    "WIDE",
    "CountOf",
    "Lang",
    "Text",
    "as_typed",
    "both",
    "choice_key",
    "cut_to",
    "file_name",
    "fold",
    "is_hidden_character",
    "language",
    "lines_of",
    "number_text",
    "plain",
    "printable",
    "range_text",
    "shorten",
    "spelt_out",
    "visible",
    "width_of",
]

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)

WIDE = 1.95
"""The width of a Chinese character in Latin ones: two, and in most fonts a little less."""

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_LONGEST_FILE_NAME = 180
_NEEDS_QUOTES = re.compile(r"[\s&;|<>()*?']")
_APOSTROPHES = re.compile("['`´‘’‛ʼ＇]")
_SPACES = re.compile(r"\s+")
_NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
)
"""What Unicode keeps free for good, U+FFFF and its like: no XML holds the first of them."""
_STEERS = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff{_NO_CHARACTERS}]")
_IS_NONE = re.compile(f"[{_NO_CHARACTERS}]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPELT_OUT = 60  # characters
_HIDDEN = {"Cf", "Cc", "Co", "Cs"}


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and in English; a missing English text falls back to the Chinese."""

    zh: str
    en: str = ""

    def get(self, lang: Lang) -> str:
        """The words in `lang`."""
        return self.en or self.zh if lang == "en" else self.zh or self.en

    def __add__(self, other: Text) -> Text:
        """The words of both, one behind the other."""
        return Text(self.get("zh") + other.get("zh"), self.get("en") + other.get("en"))


class CountOf(int):
    """A number with what it counts, in English: `f"{CountOf(1):file}"` is "1 file", `f"{CountOf(2):city|cities}"` "2 cities".

    A comma before the noun sets thousands apart; without a noun it is the number.
    """

    def __format__(self, noun: str) -> str:
        """The number, and its noun in the singular or the plural."""
        comma = "," if noun.startswith(",") else ""
        one, _, many = noun.removeprefix(",").partition("|")
        number = format(int(self), comma)
        return f"{number} {one if self == 1 else many or f'{one}s'}" if one else number


SEMICOLON = Text("；", "; ")
"""What stands between parts of a remark."""


def both(words: str) -> Text:
    """Names and signs that are the same in both languages."""
    return Text(words, words)


def as_typed(argument: object) -> str:
    """An argument as it is typed into a command line, on any system: quoted where a shell would take it apart."""
    text = str(argument)
    return f'"{text}"' if _NEEDS_QUOTES.search(text) else text


def language(code: str | None) -> Lang | None:
    """The language with this code, None when there is none."""
    return "zh" if code == "zh" else "en" if code == "en" else None


def is_hidden_character(char: str) -> bool:
    """Whether a character cannot be seen: zero-width, control, private use, none at all (but not a line break)."""
    kind = unicodedata.category(char)
    return char not in "\n\t" and (kind in _HIDDEN or (kind == "Cn" and _IS_NONE.match(char) is not None))


def file_name(text: str) -> str:
    """Text as the name of a file or folder on any system: never empty, never a way out of the folder it is put in.

    Without apostrophes, which end a name where somebody types it into a command line; no device of Windows (CON, nul.txt);
    of at most 180 bytes, which leaves room for an ending and a number below the 255 that systems allow.
    """
    text = _NOT_IN_FILE_NAMES.sub("_", _APOSTROPHES.sub("", text)).strip(". ")
    text = _DEVICES.sub(r"\1_", text)
    return text.encode("utf-8", "ignore")[:_LONGEST_FILE_NAME].decode("utf-8", "ignore").strip(". ") or "_"


def fold(text: str) -> str:
    """Text as it is compared: NFKC (full-width to half-width), no hidden characters, single spaces, lower case."""
    seen = "".join(" " if unicodedata.category(c) == "Zs" else c for c in text if not is_hidden_character(c))
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", seen)).strip().casefold()


def visible(text: str) -> str:
    """Text without invisible characters; every kind of space is a blank, line breaks stay.

    Private use stays as well: ticks of symbol fonts, which come from Word, and rare characters in names. They are seen
    where they were typed, and a tick that vanished would be a blank cell.
    """
    if text.isprintable():
        return text
    kinds = ((c, unicodedata.category(c)) for c in text)
    return "".join(
        " " if kind == "Zs" else c for c, kind in kinds if kind == "Co" or not is_hidden_character(c)
    )


def plain(text: str) -> str:
    """Visible, with ASCII for full-width letters, digits and signs, with single blanks and none at the ends."""
    seen = visible(text)
    return _SPACES.sub(" ", seen if seen.isascii() else seen.translate(_NARROW)).strip()


@lru_cache(maxsize=8192)
def choice_key(text: str) -> str:
    """Text as answers of a list are compared: plain, in lower case."""
    return plain(text).casefold()


def number_text(value: float) -> str:
    """A number with all the digits that Excel keeps, 15, and no more."""
    return f"{value:.15g}"


def range_text(low: float | None, high: float | None) -> str:
    """The numbers between two limits as they are read; "" where there is none."""
    if low is not None and high is not None:
        return f"{number_text(low)} – {number_text(high)}"
    return (
        f"≥ {number_text(low)}" if low is not None else f"≤ {number_text(high)}" if high is not None else ""
    )


def printable(text: str) -> str:
    """Text with a sign for what a terminal would obey, and for no characters: controls, turns of the direction, halves."""
    return _STEERS.sub("\ufffd", text)


def shorten(text: str, width: int) -> str:
    """At most `width` characters, the last one an ellipsis when something was cut."""
    return text if len(text) <= width else text[: width - 1] + "…"


def spelt_out(text: str) -> str:
    """Text with signs for what cannot be seen in it, short: for a change that would not show otherwise."""
    signs = (
        "␣" if unicodedata.category(c) == "Zs" else "·" if c in "\n\t\r" or is_hidden_character(c) else c
        for c in text
    )
    return shorten("".join(signs), _SPELT_OUT)


@lru_cache(maxsize=4096)
def lines_of(text: str, room: float) -> int:
    """How many lines a text takes where a line holds `room` Latin characters."""
    return sum(max(1, math.ceil(width_of(line) / room)) for line in text.split("\n"))


def width_of(text: str) -> float:
    """The width of a text in Latin characters."""
    return sum(map(_width_of, text))


@lru_cache(maxsize=8192)
def _width_of(char: str) -> float:
    return WIDE if unicodedata.east_asian_width(char) in "WF" else 1.0


def cut_to(text: str, width: float) -> str:
    """At most so many Latin characters wide, an ellipsis at its end when something was cut."""
    if width_of(text) <= width:
        return text
    fits = (end for end in range(len(text), -1, -1) if width_of(text[:end]) <= width - 1)
    return text[: next(fits, 0)].rstrip() + "…"
