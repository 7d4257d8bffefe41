"""Style numbers: the template's own ones, and for each workbook the variants that its plan asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.styles.cell_style import CellStyle
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE, BUILTIN_FORMATS_REVERSE
from openpyxl.styles.stylesheet import write_stylesheet

from smartxl_generators.ooxml.xml import DECLARATION, attribute, encoded, serialised

__all__ = ["StyleBase", "Styles", "fonts_in_order"]

_FORMATS = re.compile(r"<numFmts[^>]*/>|<numFmts.*?</numFmts>", re.DOTALL)
_XFS = re.compile(r"<cellXfs.*?</cellXfs>", re.DOTALL)
_DXFS = re.compile(r"<dxfs[^>]*/>|<dxfs.*?</dxfs>", re.DOTALL)
_TABLES = re.compile(r"<tableStyles[^>]*/>|<tableStyles.*?</tableStyles>", re.DOTALL)
_NO_TABLES = (
    '<tableStyles count="0" defaultTableStyle="TableStyleMedium9" defaultPivotStyle="PivotStyleLight16"/>'
)
_PLACE = 'numFmtId="0"'
_FONT = re.compile("<font>((?:<[a-zA-Z]+[^<>]*/>)+)</font>")
_FONT_PART = re.compile("<([a-zA-Z]+)[^<>]*/>")
# The order of a font's elements in the standard (CT_Font), which Excel keeps and the Open XML SDK insists on.
_FONT_ORDER = (
    *("b", "i", "strike", "outline", "shadow", "condense", "extend", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)


@dataclass(frozen=True, slots=True)
class _Xf:
    """A style as an element with an open place for its number format, and the format that it has by itself."""

    element: str
    number_format: int

    def with_format(self, number: int) -> str:
        """The element with a number format."""
        return self.element.replace(_PLACE, f'numFmtId="{number}"', 1)


class StyleBase:
    """What all workbooks of a template share: its style tables as XML, and the elements of the variants met so far.

    `book` is the template; `differential` are the looks that conditional formats need, before the template's own. `opened`
    are the styles that are unlocked in every workbook; then the attribute maps their numbers to those of the unlocked ones.
    """

    def __init__(
        self, book: Workbook, differential: Sequence[DifferentialStyle] = (), opened: Iterable[int] = ()
    ) -> None:
        tree = write_stylesheet(book)
        self._styles = [cast("CellStyle", CellStyle.from_tree(element)) for element in tree.find("cellXfs")]
        self.formats: tuple[str, ...] = tuple(
            entry.get("formatCode") for entry in tree.iterfind("numFmts/numFmt")
        )
        looks = [*(look.to_tree("dxf") for look in differential), *tree.iterfind("dxfs/dxf")]
        before, after = _XFS.split(serialised(tree), maxsplit=1)
        self.head, self.between = _around(_FORMATS, fonts_in_order(before))
        self.tail = fonts_in_order(_with_looks(after, [serialised(look) for look in looks]))
        count = len(self._styles)
        self.opened = {number: place for place, number in enumerate(dict.fromkeys(opened), count)}
        self.elements = (
            *(self._own(number, unlocked=False) for number in range(count)),
            *(self._own(number, unlocked=True) for number in self.opened),
        )
        self._known: dict[tuple[int, bool, bool], _Xf] = {}

    def _own(self, number: int, *, unlocked: bool) -> str:
        xf = self.variant(number, unlocked=unlocked, quoted=False)
        return xf.with_format(xf.number_format)

    @cached_property
    def parts(self) -> tuple[bytes, bytes, bytes, bytes]:
        """What stands before the number formats, between them and the styles, the styles, and what stands after a workbook's
        own."""
        cells = "".join(self.elements)
        whole = (f"{DECLARATION}{self.head}", self.between, cells, f"</cellXfs>{self.tail}")
        head, between, styles, tail = map(encoded, whole)
        return head, between, styles, tail

    def variant(self, base: int, *, unlocked: bool, quoted: bool) -> _Xf:
        """The element of a style of the template, unlocked or for a text that begins like a formula."""
        xf = copy(self._styles[base])
        number_format = xf.numFmtId
        if unlocked:
            xf.protection = Protection(locked=False)
        xf.numFmtId, xf.quotePrefix = 0, quoted or xf.quotePrefix
        return _Xf(serialised(xf.to_tree()), number_format)

    def known(self, base: int, *, unlocked: bool, quoted: bool) -> _Xf:
        """The same, made once."""
        key = (base, unlocked, quoted)
        if key not in self._known:
            self._known[key] = self.variant(base, unlocked=unlocked, quoted=quoted)
        return self._known[key]


def _with_looks(tail: str, looks: Sequence[str]) -> str:
    """What follows the styles of cells, with all looks of conditional formats, and with no styles of tables."""
    dxfs = f'<dxfs count="{len(looks)}">{"".join(looks)}</dxfs>'
    if not _DXFS.search(tail):  # a template without a conditional format of its own
        return _TABLES.sub(lambda _: dxfs + _NO_TABLES, tail, count=1)
    return _TABLES.sub(_NO_TABLES, _DXFS.sub(lambda _: dxfs, tail, count=1), count=1)


def fonts_in_order(styles: str) -> str:
    """A style part with the elements of its fonts as the standard orders them."""
    return _FONT.sub(_in_order, styles)


def _in_order(font: re.Match[str]) -> str:
    """openpyxl writes a font's name first, which a strict reader takes for a damaged file."""
    parts = sorted(_FONT_PART.finditer(font[1]), key=lambda part: _FONT_ORDER.index(part[1]))
    return f"<font>{''.join(part[0] for part in parts)}</font>"


def _around(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """What stands before and after the part of the number formats, or after the root's tag where there is none."""
    match = pattern.search(text)
    place = match.span() if match else (text.index(">") + 1,) * 2
    return text[: place[0]], text[place[1] :]


class Styles:
    """The styles of one workbook: numbers are given in the order in which they are asked for."""

    def __init__(self, base: StyleBase) -> None:
        self._base = base
        self._formatted: dict[int, tuple[int, str]] = {}
        self._numbers: dict[tuple[int, bool, str, bool], int] = {}
        self._elements: list[str] = []
        self._formats: dict[str, int] = {
            code: BUILTIN_FORMATS_MAX_SIZE + place for place, code in enumerate(base.formats)
        }

    def number(self, base: int, unlocked: bool, number_format: str = "", quoted: bool = False) -> int:
        """The number of a style of the template, or of one with another number format, changed where the plan says so."""
        if base in self._formatted:
            base, own_format = self._formatted[base]
            number_format = number_format or own_format
        if unlocked and not number_format and not quoted and base in self._base.opened:
            return self._base.opened[base]
        key = (base, unlocked, number_format, quoted)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = self._add(*key)
            if number_format:
                self._formatted[found] = base, number_format
        return found

    def _add(self, base: int, unlocked: bool, number_format: str, quoted: bool) -> int:
        xf = self._base.known(base, unlocked=unlocked, quoted=quoted)
        self._elements.append(
            xf.with_format(self._format(number_format) if number_format else xf.number_format)
        )
        return len(self._base.elements) + len(self._elements) - 1

    def _format(self, code: str) -> int:
        if code in BUILTIN_FORMATS_REVERSE:
            return BUILTIN_FORMATS_REVERSE[code]
        return self._formats.setdefault(code, BUILTIN_FORMATS_MAX_SIZE + len(self._formats))

    @property
    def elements(self) -> tuple[str, ...]:
        """The element of each number."""
        return (*self._base.elements, *self._elements)

    @property
    def formats(self) -> Mapping[str, int]:
        """The number formats that are no program's own: code → number."""
        return self._formats

    def xml(self) -> bytes:
        """The style part of the workbook."""
        base, count = self._base, len(self._base.elements) + len(self._elements)
        formats = "".join(
            f'<numFmt numFmtId="{number}" formatCode="{attribute(code)}"/>'
            for code, number in self._formats.items()
        )
        numbers = f'<numFmts count="{len(self._formats)}">{formats}</numFmts>' if formats else ""
        own = "".join(self._elements)
        head, between, cells, tail = base.parts
        return b"".join(
            (head, encoded(numbers), between, b'<cellXfs count="%d">' % count, cells, encoded(own), tail)
        )
