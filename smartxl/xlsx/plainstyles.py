"""The styles that cells have, taken out of the part of the styles without a parser: they differ from form to form, fonts and
fills do not."""

from __future__ import annotations

import re
from functools import lru_cache

from smartxl.xlsx.gate import FileRefused
from smartxl.xlsx.plainxml import NotPlain, attributes_of, framed
from smartxl.xlsx.xmlpart import tree

__all__ = ["BEFORE_CELLS", "UsedStyle", "cells_apart", "used_style"]

BEFORE_CELLS = "cellStyleXfs"
"""The element before that of the styles that cells have."""
UsedStyle = tuple[str, str, str]
"""The numbers of a style's number format, font and fill, as they are written."""
_START, _END, _BEFORE = b"<cellXfs", b"</cellXfs>", f"</{BEFORE_CELLS}>".encode()
_STYLE = re.compile(
    r"<xf ([^<>&/]*+)(?:/>|>((?:<(?:alignment|protection)(?: [^<>&/]*+|)/>)*)</xf>)|(.)", re.DOTALL
)
"""The attributes of a style, what is in it, and what is no style."""


def cells_apart(data: bytes) -> tuple[bytes, list[UsedStyle]]:
    """The part without the styles that cells have, and these in their order. Raises NotPlain.

    They are those of the workbook if the element before them, of which there is but one, stands right in the root.
    """
    start, end = data.find(_START), data.find(_END) + len(_END)
    once = data.count(_START[1:]) == 2 == data.count(BEFORE_CELLS.encode())
    if not once or not data.endswith(_BEFORE, 0, start):
        raise NotPlain
    found = framed(data, start, end)
    head, _, styles = found.inside.removesuffix(_END.decode()).partition(">")
    if attributes := head.removeprefix(_START.decode()).removeprefix(" "):
        attributes_of(attributes)  # which are to be sound
    used = []
    for own, inside, odd in _STYLE.findall(styles):
        if odd or not _is_sound(inside):
            raise NotPlain
        used.append(_used(own))
    return found.head + found.tail, used


def used_style(attributes: dict[str, str]) -> UsedStyle:
    """What a style says by its attributes."""
    return attributes.get("numFmtId", "0"), attributes.get("fontId", "0"), attributes.get("fillId", "0")


@lru_cache(maxsize=2**12)  # the same in form after form
def _used(attributes: str) -> UsedStyle:
    return used_style(dict(attributes_of(attributes)))


@lru_cache(maxsize=2**10)
def _is_sound(inside: str) -> bool:
    try:
        tree("", f"<xf>{inside}</xf>".encode())
    except FileRefused:
        return False
    return True
