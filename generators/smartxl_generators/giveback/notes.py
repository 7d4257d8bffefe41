"""The boxes in which comments are shown: an old drawing format (VML) that every program still wants."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from smartxl.cells import parse_a1
from smartxl_generators.giveback.parts import Element, main

__all__ = ["place_notes"]

_V = "urn:schemas-microsoft-com:vml"
_O = "urn:schemas-microsoft-com:office:office"
_X = "urn:schemas-microsoft-com:office:excel"
_NUMBER = re.compile(r"_x0000_s(\d+)")
_BLOCK = 1024  # numbers of shapes are given out in blocks, which the drawing names
_WIDTH, _LINE, _MOST = 300, 17, 24  # pixels, and lines
_PIXELS = 7  # of one character of a column's width
_USUAL = 9.0
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,20})?")
_LAST_COLUMN = 200  # beyond it all columns count as usual
_FILL = "#ffffe1"


def place_notes(drawing: Element, cells: Mapping[str, int], sheet: Element) -> None:
    """Leaves a box for every comment (cell → lines in it) and for nothing else; boxes that are there stay as they are."""
    missing = {place: lines for ref, lines in cells.items() if (place := _place(ref))}
    wanted = frozenset(missing)
    for shape in drawing.findall(f"{{{_V}}}shape"):
        if cell := _cell(shape):
            missing.pop(cell, None)
            if cell not in wanted:
                drawing.remove(shape)
    widths = _widths(sheet)
    taken = [int(number) for number in _NUMBER.findall(etree.tostring(drawing, encoding="unicode"))]
    first = max(taken, default=_BLOCK) + 1
    for number, ((row, column), lines) in enumerate(missing.items(), first):
        drawing.append(_box(number, row, column, min(lines + 1, _MOST), widths))
    _name_blocks(drawing, first + len(missing))


def _place(reference: str) -> tuple[int, int] | None:
    try:
        return parse_a1(reference)
    except ValueError:
        return None


def _cell(shape: Element) -> tuple[int, int] | None:
    """The cell whose comment a shape shows; None for other shapes."""
    data = shape.find(f"{{{_X}}}ClientData")
    if data is None or data.get("ObjectType") != "Note":
        return None
    row, column = (data.findtext(f"{{{_X}}}{name}", "").strip() for name in ("Row", "Column"))
    return (int(row) + 1, int(column) + 1) if row.isdecimal() and column.isdecimal() else None


def _widths(sheet: Element) -> dict[int, float]:
    """Column → width in characters, of columns near to the left."""
    found: dict[int, float] = {}
    for entry in sheet.iterfind(f"{main('cols')}/{main('col')}"):
        first, last, width = (_number(entry.get(name, "")) for name in ("min", "max", "width"))
        shown = 0.0 if entry.get("hidden") in {"1", "true"} else width or _USUAL
        found |= dict.fromkeys(range(int(first), int(min(last, _LAST_COLUMN)) + 1), shown)
    return found


def _number(text: str) -> float:
    """A number as a file has it; 0 for anything else."""
    return float(text) if _DECIMAL.fullmatch(text) else 0.0


def _box(number: int, row: int, column: int, lines: int, widths: Mapping[int, float]) -> Element:
    last, room = column, 0.0
    while room < _WIDTH:
        last += 1
        room += max(widths.get(last, _USUAL), 1.0) * _PIXELS
    rows = max(2, lines * _LINE // 24 + 1)
    anchor = f"{column}, 12, {max(row - 2, 0)}, 6, {last}, 6, {max(row - 2, 0) + rows}, 6"
    return etree.fromstring(
        f'<v:shape xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}" id="_x0000_s{number}" type="#_x0000_t202" '
        f'style="position:absolute;width:{_WIDTH * 3 // 4}pt;height:{lines * _LINE * 3 // 4}pt;z-index:1;'
        f'visibility:hidden" fillcolor="{_FILL}" o:insetmode="auto"><v:fill color2="{_FILL}"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _name_blocks(drawing: Element, highest: int) -> None:
    """Says which blocks of numbers the drawing's shapes have."""
    blocks = ",".join(str(block) for block in range(1, highest // _BLOCK + 1))
    for entry in drawing.iter(f"{{{_O}}}idmap"):
        said = entry.get("data", "")
        if said == "1":
            entry.set("data", blocks)
