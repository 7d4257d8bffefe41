"""How many lines a text takes on paper: widths of letters and of Chinese characters, without any font.

Where Times New Roman is not installed another font stands in for it, whose letters may be a quarter wider (DejaVu Serif):
what must hold everywhere is measured with those, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import combining, east_asian_width

__all__ = ["POINT", "TIMES", "WIDE", "Letters", "line_count", "longest_word", "width_of"]

POINT = 25.4 / 72
"""A point in mm."""


class Letters(dict[str, float]):
    """The widths of letters, digits and marks in sizes of their font; of one that none is given for, when it is asked for."""

    def __missing__(self, char: str) -> float:
        width = 0.0 if combining(char) else 0.5
        if east_asian_width(char) in "WF" or char in "“”‘’…—":
            width = 1.0
        self[char] = width
        return width


def _letters(widths: Mapping[int, str]) -> Letters:
    return Letters({char: width / 1000 for width, chars in widths.items() for char in chars})


TIMES = _letters(
    {
        180: "'",
        200: "|",
        250: " .,",
        278: "ijlt/\\:;",
        333: "Ifr!()-[]`",
        389: "Js",
        408: '"',
        444: "acez?",
        469: "^",
        480: "{}",
        541: "~",
        556: "FPS",
        564: "+<=>",
        611: "ELTZ",
        667: "BCR",
        722: "ADGHKNOQUVXYw",
        778: "m&",
        833: "%",
        889: "M",
        921: "@",
        944: "W",
    }
)
WIDE = _letters(
    {
        275: "'",
        318: " ,.ilj",
        337: "-/:;\\|",
        370: "f",
        400: "()[]!IJt",
        460: '"',
        500: "r*_`",
        513: "s",
        530: "z?",
        565: "cvxy",
        602: "eaok",
        640: "$0123456789bdghnpqu{}",
        667: "LYPT",
        694: "FSZ",
        735: "XAVBEKR",
        770: "C",
        820: "DGOQ",
        838: "#+<=>U^~",
        872: "wHN&",
        950: "%m",
        1000: "@",
        1028: "MW",
    }
)
_OPENING, _CLOSING = "“‘（《〈【「『［", "、，。；：！？）》〉】」』］”’％…—"
_PIECES = re.compile(
    rf"[{_OPENING}]*(?:[\u2e80-\uffff]|/+|[^\s/\u2e80-\uffff{_OPENING}{_CLOSING}]+/*)[{_CLOSING}]*[ ]?"
    rf"|[{_OPENING}{_CLOSING}]|\s"
)
"""What a line break does not divide: no line ends with an opening mark or begins with a closing one."""
_HANGING = re.compile("[、，。]? *$")
"""What may stand beyond the end of a line."""
_MEETING = re.compile(
    r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[\u4e00-\u9fff][!-/:-@])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u4e00-\u9fff])"
)
_GAP = 0.2  # between Chinese and Latin, in sizes


def width_of(text: str, letters: Letters = TIMES) -> float:
    """The width of a text in sizes of its font, on one line."""
    width = sum(map(letters.__getitem__, text), 0.0)
    return width if len(text) < 2 or text.isascii() else width + _GAP * len(_MEETING.findall(text))


def line_count(text: str, room: float, first: float = 0.0, letters: Letters = TIMES) -> int:
    """Lines of a paragraph whose lines hold `room` sizes, the first one `first` less."""
    count = 0
    for part in text.split("\n"):
        used, count = 0.0 if count else first, count + 1
        for piece in _PIECES.findall(part):
            wide = width_of(piece, letters)
            fits = used + wide <= room or used + width_of(_HANGING.sub("", piece), letters) <= room
            if used > 0 and not fits:
                used, count = 0.0, count + 1
            if wide > room:  # a word longer than a line
                count += int(wide / room)
                wide %= room
            used += wide
    return count


def longest_word(text: str, letters: Letters = TIMES) -> float:
    """The widest piece that a line break does not divide, in sizes."""
    return max((width_of(piece.rstrip(), letters) for piece in _PIECES.findall(text)), default=0.0)
