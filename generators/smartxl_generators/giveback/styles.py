"""Adds looks to the styles of a workbook that somebody else may have saved: found again, not added twice."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from smartxl_generators.giveback.parts import MAIN, Element, insert_child, local, main

__all__ = ["FindingLook", "StylePart"]

_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
_SIDES = ("left", "right", "top", "bottom")


@dataclass(frozen=True, slots=True)
class FindingLook:
    """What a cell of the list looks like. Colours are RGB, "" for none; `quoted` keeps a leading = a text."""

    size: float = 10
    bold: bool = False
    colour: str = "000000"
    fill: str = ""
    pattern: str = "solid"
    hatch: str = ""
    line: str = ""
    line_style: str = "thin"
    horizontal: str = "left"
    vertical: str = "center"
    wrap: bool = True
    underline: bool = False
    quoted: bool = False


class StylePart:
    """The style part of a workbook; every method gives the number of a look, added where it is not there."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._known: dict[str, dict[bytes, int]] = {}

    def cell(self, look: FindingLook) -> int:
        """The number of a cell's style."""
        alignment = (
            f'<alignment horizontal="{look.horizontal}" vertical="{look.vertical}"'
            f"{' wrapText=' + chr(34) + '1' + chr(34) if look.wrap else ''}/>"
        )
        quoted = ' quotePrefix="1"' if look.quoted else ""
        return self._number(
            "cellXfs",
            f'<xf numFmtId="0" fontId="{self._font(look)}" fillId="{self._fill(look)}" '
            f'borderId="{self._border(look)}" xfId="0"{quoted} applyFont="1" applyFill="1" applyBorder="1" '
            f'applyAlignment="1">{alignment}</xf>',
        )

    def difference(self, look: FindingLook) -> int:
        """The number of a look that a conditional format lays over a cell."""
        bold = "<font><b/></font>" if look.bold else ""
        back = f'<bgColor rgb="FF{look.fill}"/>'
        hatch = f' patternType="{look.pattern}"><fgColor rgb="FF{look.hatch}"/>' if look.hatch else ">"
        fill = f"<fill><patternFill{hatch}{back}</patternFill></fill>"
        return self._number("dxfs", f"<dxf>{bold}{fill}<border>{_sides(look)}</border></dxf>")

    def _font(self, look: FindingLook) -> int:
        """The workbook's own first font in another size and colour, so that a list looks like its form."""
        own = self._root.find(f"{main('fonts')}/{main('font')}")
        kept = (
            [child for child in own if local(child) in {"name", "family", "charset"}]
            if own is not None
            else []
        )
        family = "".join(
            f'<{local(c)} val="{c.get("val", "")}"/>' for c in kept if '"' not in c.get("val", "")
        )
        marks = ("<b/>" if look.bold else "") + ("<u/>" if look.underline else "")
        return self._number(
            "fonts", f'<font>{marks}<sz val="{look.size:g}"/><color rgb="FF{look.colour}"/>{family}</font>'
        )

    def _fill(self, look: FindingLook) -> int:
        if not look.fill:
            return 0
        back = '<bgColor indexed="64"/>' if look.pattern == "solid" else f'<bgColor rgb="FF{look.fill}"/>'
        front = f'<fgColor rgb="FF{look.hatch or look.fill}"/>'
        return self._number(
            "fills", f'<fill><patternFill patternType="{look.pattern}">{front}{back}</patternFill></fill>'
        )

    def _border(self, look: FindingLook) -> int:
        if not look.line:
            return 0
        return self._number("borders", f"<border>{_sides(look)}<diagonal/></border>")

    def _number(self, group: str, xml: str) -> int:
        holder = self._root.find(main(group))
        if holder is None:
            holder = etree.Element(main(group))
            insert_child(self._root, holder, _ORDER)
        if group not in self._known:
            # The first of several that are alike is the one that is found.
            self._known[group] = {_shape(entry): n for n, entry in reversed(list(enumerate(holder)))}
        wanted = etree.fromstring(f'<x xmlns="{MAIN}">{xml}</x>')[0]
        number = self._known[group].setdefault(_shape(wanted), len(holder))
        if number == len(holder):
            holder.append(wanted)
            holder.set("count", str(len(holder)))
        return number


def _shape(entry: Element) -> bytes:
    """What elements that say the same have alike, however they are written."""
    shape: bytes = etree.tostring(entry, method="c14n", exclusive=True)
    return shape


def _sides(look: FindingLook) -> str:
    colour = f'<color rgb="FF{look.line}"/>'
    return "".join(f'<{side} style="{look.line_style}">{colour}</{side}>' for side in _SIDES)
