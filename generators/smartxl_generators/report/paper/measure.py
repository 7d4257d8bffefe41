"""How many lines a text takes on paper: widths of Times New Roman and of Chinese characters, without any font."""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

__all__ = ["POINT", "line_count", "longest_word", "width_of"]

POINT = 25.4 / 72
"""A point in mm."""
_WIDTHS = {
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
_TIMES = {char: width / 1000 for width, chars in _WIDTHS.items() for char in chars}
_PIECES = re.compile(r"[\u2e80-\uffff][、，。；：！？）》」』”％]*|[^\s\u2e80-\uffff]+[ ]?|\s")
_MEETING = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_GAP = 0.2  # between Chinese and Latin, in sizes


def width_of(text: str) -> float:
    """The width of a text in sizes of its font, on one line."""
    return sum(map(_width, text)) + _GAP * len(_MEETING.findall(text))


def _width(char: str) -> float:
    if east_asian_width(char) in "WF" or char in "“”‘’…—":
        return 1.0
    return 0.0 if combining(char) else _TIMES.get(char, 0.5)


def line_count(text: str, room: float, first: float = 0.0) -> int:
    """Lines of a paragraph whose lines hold `room` sizes, the first one `first` less."""
    count = 0
    for part in text.split("\n"):
        used, count = 0.0 if count else first, count + 1
        for piece in _PIECES.findall(part):
            wide = width_of(piece)
            if used > 0 and used + width_of(piece.rstrip()) > room:
                used, count = 0.0, count + 1
            if wide > room:  # a word longer than a line
                count += int(wide / room)
                wide %= room
            used += wide
    return count


def longest_word(text: str) -> float:
    """The widest piece that a line break does not divide, in sizes."""
    return max((width_of(piece.rstrip()) for piece in _PIECES.findall(text)), default=0.0)
