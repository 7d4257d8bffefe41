"""The styles of a workbook, each resolved once: what cells refer to by the number of their style."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar
from xml.etree.ElementTree import Element

from smartxl.xlsx.appearance import Appearance, TextRun
from smartxl.xlsx.gate import Budget, FileRefused
from smartxl.xlsx.numberformat import BUILT_IN, NumberFormat, date_parts, format_number, kind_of_format
from smartxl.xlsx.xmlpart import Attributes, no_more_than, tree

__all__ = ["CellStyles", "Colour", "Palette", "alike", "seen_format", "styles_in"]

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

    def look(self, style: str, runs: Sequence[TextRun]) -> Appearance | None:
        """How a cell looks whose text has runs of their own."""
        cell = self.looks.get(style)
        ground = self.grounds[int(style)] if style.isdecimal() and int(style) < len(self.grounds) else _WHITE
        base = cell or Appearance()
        struck = [base.struck if run.inherits else run.struck for run in runs]
        unseen = [
            base.unseen if run.inherits else alike(self.palette.colour(run.colour, _BLACK), ground)
            for run in runs
        ]
        kept = [run.text for run, *gone in zip(runs, struck, unseen, strict=True) if not any(gone)]
        if len("".join(kept).strip()) == len("".join(run.text for run in runs).strip()):
            return replace(cell, struck=False, unseen=False) if cell else None
        return replace(base, struck=any(struck), unseen=any(unseen), left="".join(kept))


@lru_cache(maxsize=32)
def styles_in(part: str, data: bytes, theme: bytes, budget: Budget) -> CellStyles:
    """The styles of cells, from the part of the styles and that of the theme (b"" for none).

    Remembered, since the styles of forms from one template are the same byte by byte. Raises FileRefused for what is no
    sound XML, and beyond the budget.
    """
    root = tree(part, data)
    formats = no_more_than(budget.formats, "formats", root.findall("{*}numFmts/{*}numFmt"))
    codes = {each.get("numFmtId", ""): each.get("formatCode", "") for each in formats}
    cells = no_more_than(budget.formats, "formats", root.findall("{*}cellXfs/{*}xf"))
    used = [each.get("numFmtId", "0") for each in cells]
    kinds = {number: kind_of_format(number, codes.get(number, "")) for number in set(used)}
    shown = {number: seen_format(number, codes.get(number, ""), kind) for number, kind in kinds.items()}
    palette = _palette(root, theme)
    fonts = [_font(each) for each in root.findall("{*}fonts/{*}font")]
    fills = [_ground(each, palette) for each in root.findall("{*}fills/{*}fill")]
    grounds = [_at(fills, each.get("fillId", "0"), _WHITE) for each in cells]
    looks = {}
    for style, (each, number, ground) in enumerate(zip(cells, used, grounds, strict=True)):
        font = _at(fonts, each.get("fontId", "0"), _PLAIN_FONT)
        look = _appearance(shown[number], font, ground, palette)
        if look != _USUAL:
            looks[str(style)] = look
    by_style = {str(style): kind for style, number in enumerate(used) if (kind := kinds[number])}
    return CellStyles(by_style, looks, grounds, palette)


@dataclass(frozen=True, slots=True)
class _Font:
    struck: bool = False
    shift: str = ""
    colour: Attributes | None = None


_PLAIN_FONT, _USUAL = _Font(), Appearance()


def _appearance(
    shown: NumberFormat | None, font: _Font, ground: Colour | None, palette: Palette
) -> Appearance:
    white = shown is not None and shown.is_white
    colour = _WHITE if white else palette.colour(font.colour, _BLACK)
    return Appearance(shown, font.shift, font.struck, alike(colour, ground))


def seen_format(number: str, code: str, kind: str) -> NumberFormat | None:
    """The format of a style, None where every value is seen as it is: a day with its month and day is."""
    code = code or BUILT_IN.get(format_number(number), "")
    is_whole = kind == "t" or (kind == "d" and (not code or {"m", "d"} <= date_parts(code)))
    return None if is_whole or code.casefold() in _AS_IT_IS else NumberFormat(code)


def _font(element: Element) -> _Font:
    strike, shift = element.find("{*}strike"), element.find("{*}vertAlign")
    struck = strike is not None and strike.get("val", "1") not in _OFF
    colour = element.find("{*}color")
    turned = shift.get("val", "") if shift is not None else ""
    return _Font(struck, turned if turned != "baseline" else "", None if colour is None else colour.attrib)


def _ground(fill: Element, palette: Palette) -> Colour | None:
    """The colour of a fill; None for patterns and gradients, on which any text is seen."""
    pattern = fill.find("{*}patternFill")
    kind = "" if pattern is None else pattern.get("patternType", "none")
    if pattern is None or kind not in {"none", "solid"}:
        return None
    colour = pattern.find("{*}fgColor")
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
