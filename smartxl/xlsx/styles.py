"""The styles of a workbook, each resolved once: what cells refer to by the number of their style."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar
from xml.etree.ElementTree import Element

from smartxl.xlsx.appearance import Appearance, RunFont, TextRun
from smartxl.xlsx.gate import Budget, FileRefused
from smartxl.xlsx.numberformat import BUILT_IN, NumberFormat, date_parts, format_number, kind_of_format
from smartxl.xlsx.plainstyles import BEFORE_CELLS, UsedStyle, cells_apart, used_style
from smartxl.xlsx.plainxml import NotPlain, in_utf_8
from smartxl.xlsx.xmlpart import Attributes, no_more_than, tree

__all__ = [
    "REMEMBERED",
    "CellStyles",
    "Colour",
    "Palette",
    "alike",
    "format_codes",
    "formats_apart",
    "seen_format",
    "styles_in",
]

T = TypeVar("T")
Colour = tuple[int, int, int]
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_ALIKE = 24  # of 255: colours that differ no more in red, green and blue are one to the eye
_AS_IT_IS = frozenset({"", "general", "g/通用格式", "@"})
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_OF_OFFICE = ("FFFFFF", "000000", "EEECE1", "1F497D")
_FIRST = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_REST = (
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
)
_INDEXED = (*_FIRST, *_FIRST, *_REST.split(), "000000", "FFFFFF")
_OFF = frozenset({"0", "false"})
_SEEN = (False, False)  # neither struck out nor unseen
REMEMBERED = 2**18
"""Bytes: larger styles are not remembered without their number formats."""
_FORMATS, _END_OF_FORMATS = b"<numFmts", b"</numFmts>"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a workbook, as six hexadecimal digits: those of its theme, and the numbered ones."""

    theme: Sequence[str] = _OF_OFFICE
    numbered: Sequence[str] = _INDEXED

    def colour(self, attributes: Attributes | None, automatic: Colour) -> Colour:
        """What a colour is as red, green, blue; `automatic` where the file leaves it to the program."""
        if attributes is None or attributes.get("auto") not in {None, *_OFF}:
            return automatic
        digits = attributes.get("rgb", "")[-6:]
        for name, known in (("theme", self.theme), ("indexed", self.numbered)):
            number = attributes.get(name, "")
            if not digits and number.isdecimal() and int(number[:6]) < len(known):
                digits = known[int(number)]
        try:
            red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
            return _tinted((red, green, blue), float(attributes.get("tint", 0)))
        except ValueError:
            return automatic


@dataclass(frozen=True)
class CellStyles:
    """What cells refer to by the number of their style, as it is written.

    `formats` has those that show more than the number: "d" a day, "t" a duration, "p" a percentage. `looks` has those in
    which a reader may see something else than the value. `grounds` are the colours behind the text of all, by number.
    """

    formats: Mapping[str, str] = field(default_factory=dict)
    looks: Mapping[str, Appearance] = field(default_factory=dict)
    grounds: Sequence[Colour | None] = ()
    palette: Palette = field(default_factory=Palette)
    _known: dict[tuple[str, RunFont], tuple[bool, bool]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def look(self, style: str, runs: Sequence[TextRun]) -> Appearance | None:
        """How a cell looks whose text has runs of their own."""
        cell = self.looks.get(style)
        known = self._known
        found = [known.get((style, run.font)) or self._look(style, run.font) for run in runs]
        if found.count(_SEEN) < len(found):
            kept = "".join([run.text for run, look in zip(runs, found, strict=True) if look == _SEEN])
            if len(kept.strip()) < len("".join([run.text for run in runs]).strip()):
                struck, unseen = (any(each) for each in zip(*found, strict=True))
                return replace(cell or Appearance(), struck=struck, unseen=unseen, left=kept)
        return replace(cell, struck=False, unseen=False) if cell else None

    def _look(self, style: str, font: RunFont) -> tuple[bool, bool]:
        """Whether a run in this font is struck out, and whether it cannot be seen."""
        ground = self.grounds[int(style)] if style.isdecimal() and int(style) < len(self.grounds) else _WHITE
        base = self.looks.get(style) or Appearance()
        colour = dict(font.colour) if font.colour is not None else None
        found = font.struck, alike(self.palette.colour(colour, _BLACK), ground)
        look = (base.struck, base.unseen) if font.inherits else found
        self._known[style, font] = look
        return look


@lru_cache(maxsize=8)
def styles_in(part: str, data: bytes, theme: bytes, budget: Budget) -> CellStyles:
    """The styles of cells, from the part of the styles and that of the theme (b"" for none).

    Remembered, since the styles of forms from one template are the same byte by byte but for number formats, in which counts
    of rows stand. Raises FileRefused for what is no sound XML, and beyond the budget.
    """
    formats, others = formats_apart(data)
    known = (_sorted if len(others) <= REMEMBERED else _sorted.__wrapped__)(part, others, theme, budget)
    drawn = known.drawn
    codes = format_codes(tree(part, formats), budget) if formats else drawn.codes
    kinds: dict[str, str] = {}
    looks: dict[str, Appearance] = {}
    for (number, font, fill), styles in known.alike.items():
        kind, look = _seen(drawn, number, codes.get(number, ""), font, fill)
        if kind:
            kinds |= dict.fromkeys(styles, kind)
        if look is not None:
            looks |= dict.fromkeys(styles, look)
    return CellStyles(kinds, looks, known.grounds, drawn.palette)


@dataclass(frozen=True, slots=True)
class _SortedStyles:
    """Styles that cells have, without their number formats: those that are alike, which most of several hundred are; the
    grounds of all."""

    drawn: _DrawnStyles
    alike: Mapping[UsedStyle, Sequence[str]]
    grounds: Sequence[Colour | None]


@lru_cache(maxsize=64)
def _sorted(part: str, data: bytes, theme: bytes, budget: Budget) -> _SortedStyles:
    drawn, cells = _apart(part, data, theme, budget)
    alike: dict[UsedStyle, list[str]] = {}
    for style, used in enumerate(cells):
        alike.setdefault(used, []).append(str(style))
    grounds = {fill: _at(drawn.fills, fill, _WHITE) for _, _, fill in alike}
    return _SortedStyles(drawn, alike, [grounds[fill] for _, _, fill in cells])


def _apart(part: str, data: bytes, theme: bytes, budget: Budget) -> tuple[_DrawnStyles, Sequence[UsedStyle]]:
    """Fonts and fills, and the styles that cells have: apart where that is certain, as those of forms differ."""
    if len(data) <= REMEMBERED:
        with suppress(NotPlain):
            others, cells = cells_apart(data)
            drawn = _drawn(part, others, theme, budget)
            if drawn.is_whole and len(cells) <= budget.formats:
                return drawn, cells
    drawn = _drawn.__wrapped__(part, data, theme, budget)
    return drawn, drawn.cells


@dataclass(frozen=True, slots=True, eq=False)
class _DrawnStyles:
    """Fonts, fills and palette; number formats and the styles of cells, where they stand among them.

    `is_whole`: the element before those styles stands right in the root.
    """

    fonts: Sequence[_Font]
    fills: Sequence[Colour | None]
    palette: Palette
    cells: Sequence[UsedStyle]
    codes: Mapping[str, str]
    is_whole: bool


@lru_cache(maxsize=64)
def _drawn(part: str, data: bytes, theme: bytes, budget: Budget) -> _DrawnStyles:
    root = tree(part, data)
    palette = _palette(root, theme)
    cells = no_more_than(budget.formats, "formats", root.findall("{*}cellXfs/{*}xf"))
    return _DrawnStyles(
        [_font(each, palette) for each in root.findall("{*}fonts/{*}font")],
        [_ground(each, palette) for each in root.findall("{*}fills/{*}fill")],
        palette,
        [used_style(each.attrib) for each in cells],
        format_codes(root.find("{*}numFmts"), budget),
        root.find(f"{{*}}{BEFORE_CELLS}") is not None,
    )


def format_codes(formats: Element | None, budget: Budget) -> dict[str, str]:
    """Number → code of a number format."""
    found = () if formats is None else formats.findall("{*}numFmt")
    each = no_more_than(budget.formats, "formats", found)
    return {one.get("numFmtId", ""): one.get("formatCode", "") for one in each}


def formats_apart(data: bytes) -> tuple[bytes, bytes]:
    """The element of the number formats, and all without it; b"" and all where it is not certain where that begins and ends.

    In UTF-8, outside of comments, CDATA and processing instructions, a < begins a tag; before the element there is but the
    declaration and the root.
    """
    start, end = data.find(_FORMATS), data.find(_END_OF_FORMATS) + len(_END_OF_FORMATS)
    certain = data.count(_FORMATS) == 1 == data.count(_END_OF_FORMATS) and data.count(b"<", 0, start) == 2
    if not certain or start > end or not in_utf_8(data):
        return b"", data
    return data[start:end], data[:start] + data[end:]


@dataclass(frozen=True, slots=True)
class _Font:
    struck: bool = False
    shift: str = ""
    colour: Colour = _BLACK


_PLAIN_FONT, _USUAL = _Font(), Appearance()


@lru_cache(maxsize=2**13)  # a few hundred in all forms of a round
def _seen(drawn: _DrawnStyles, number: str, code: str, font: str, fill: str) -> tuple[str, Appearance | None]:
    """What a number in a style is, see `kind_of_format`; how a cell looks in which something else than the value is seen."""
    kind = kind_of_format(number, code)
    shown, ground = seen_format(number, code, kind), _at(drawn.fills, fill, _WHITE)
    used = _at(drawn.fonts, font, _PLAIN_FONT)
    white = shown is not None and shown.is_white
    look = Appearance(shown, used.shift, used.struck, alike(_WHITE if white else used.colour, ground))
    return kind, look if look != _USUAL else None


@lru_cache(maxsize=2**12)
def seen_format(number: str, code: str, kind: str) -> NumberFormat | None:
    """The format of a style, None where every value is seen as it is: a day with its month and day is."""
    code = code or BUILT_IN.get(format_number(number), "")
    is_whole = kind == "t" or (kind == "d" and (not code or {"m", "d"} <= date_parts(code)))
    return None if is_whole or code.casefold() in _AS_IT_IS else NumberFormat(code)


def _parts_of(element: Element) -> dict[str, Element]:
    """What is in an element, by its name without the namespace; of several of one name the first."""
    return {part.tag.rpartition("}")[2]: part for part in reversed(element)}


def _font(element: Element, palette: Palette) -> _Font:
    parts = _parts_of(element)
    strike, shift, colour = (parts.get(name) for name in ("strike", "vertAlign", "color"))
    struck = strike is not None and strike.get("val", "1") not in _OFF
    turned = shift.get("val", "") if shift is not None else ""
    shown = palette.colour(None if colour is None else colour.attrib, _BLACK)
    return _Font(struck, turned if turned != "baseline" else "", shown)


def _ground(fill: Element, palette: Palette) -> Colour | None:
    """The colour of a fill; None for patterns and gradients, on which any text is seen."""
    pattern = _parts_of(fill).get("patternFill")
    kind = "" if pattern is None else pattern.get("patternType", "none")
    if pattern is None or kind not in {"none", "solid"}:
        return None
    colour = _parts_of(pattern).get("fgColor")
    return palette.colour(colour.attrib, _WHITE) if kind == "solid" and colour is not None else _WHITE


def _palette(styles: Element, theme: bytes) -> Palette:
    own = [each.get("rgb", "")[-6:] for each in styles.findall("{*}colors/{*}indexedColors/{*}rgbColor")]
    named = {each.tag.rpartition("}")[2]: _value(each[0]) for each in _scheme(theme) if len(each)}
    colours = [named[name] for name in _THEME_ORDER if name in named]
    whole = len(colours) == len(_THEME_ORDER)
    return Palette(colours if whole else _OF_OFFICE, (*own, *_INDEXED[len(own) :]))


def _value(colour: Element) -> str:
    return colour.get("lastClr", "") or colour.get("val", "")


def _scheme(theme: bytes) -> Iterable[Element]:
    """The colours of a theme; none of one that is broken, which nothing else depends on."""
    try:
        found = tree("theme", theme).find(".//{*}clrScheme") if theme else None
    except FileRefused:
        found = None
    return () if found is None else found


def _at(values: Sequence[T], number: str, otherwise: T) -> T:
    return values[int(number)] if number.isdecimal() and int(number) < len(values) else otherwise


def alike(text: Colour, ground: Colour | None) -> bool:
    """Whether a text in this colour cannot be seen on its ground; None is a ground without colour."""
    return ground is not None and all(abs(a - b) <= _ALIKE for a, b in zip(text, ground, strict=True))


def _tinted(colour: Colour, tint: float) -> Colour:
    """A colour made darker (down to -1) or lighter (up to 1)."""
    if not tint:
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), saturation)
    return round(red * 255), round(green * 255), round(blue * 255)
