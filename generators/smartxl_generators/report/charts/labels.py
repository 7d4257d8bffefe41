"""Labels of charts: how wide a text is without asking a font, and how it breaks into lines."""

from __future__ import annotations

import math
import re
from unicodedata import combining, east_asian_width

from smartxl.text import printable

__all__ = ["MM", "broken", "em", "shown_within", "ticks"]

MM = 25.4 / 72
"""Millimetres in a point."""
_LATIN, _CAPITAL = 0.56, 0.68
_PIECES = re.compile(r"[\u2e80-\uffff][、，。；：）》”%％]*|[^\s\u2e80-\uffff]+\s*|\s+")


def em(text: str) -> float:
    """The width of a text in the size of its font: a Chinese character is 1, a digit a little more than a half."""
    return sum(map(_em, text))


def _em(char: str) -> float:
    if combining(char):
        return 0.0
    return 1.0 if east_asian_width(char) in "WF" else _CAPITAL if char.isupper() else _LATIN


def shown_within(text: str, room: float) -> str:
    """As much of a text as fits `room` (in em), its last character an ellipsis where something was cut."""
    if em(text) <= room:
        return text
    kept, used = "", 1.0
    for char in text:
        used += _em(char)
        if used > room:
            break
        kept += char
    return kept.rstrip() + "…"


def broken(text: str, room: float, most: int) -> list[str]:
    """A text in at most `most` lines of `room` em; Latin words stay whole where they fit; an ellipsis ends what was cut."""
    lines, pieces = [""], [piece for whole in _PIECES.findall(_clean(text)) for piece in _cut(whole, room)]
    for place, piece in enumerate(pieces):
        if em((lines[-1] + piece).rstrip()) <= room:
            lines[-1] += piece
        elif len(lines) < most:
            lines.append(piece.lstrip())
        else:
            lines[-1] = shown_within(lines[-1] + "".join(pieces[place:]), room)
            break
    return [line.rstrip() for line in lines]


def _clean(text: str) -> str:
    return " ".join(printable(text).split())


def _cut(piece: str, room: float) -> list[str]:
    """A word that is longer than a line, in parts that are not."""
    if em(piece.rstrip()) <= room:
        return [piece]
    parts = [""]
    for char in piece:
        if em(parts[-1] + char) > room:
            parts.append("")
        parts[-1] += char
    return parts


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from `low` to `high`, at most `most` and one more."""
    span = high - low
    if not (span > 0 and math.isfinite(span)):
        return [low]
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [round(step * place, 10) for place in range(first, math.floor(high / step + 1e-9) + 1)]
