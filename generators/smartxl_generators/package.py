"""The .xlsx package: cached values beside formulas, and the same bytes for the same workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

__all__ = ["SheetFacts", "fonts_in_order", "package"]

_FORMULA = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)(?: t="[a-z]+")?>(<f[^>]*>[^<]*</f>)<v ?(?:/>|></v>)</c>'
)
_ROW = re.compile(rb'<row r="([0-9]+)"[^>]*>')
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FONT = re.compile(rb"<font>((?:<[a-zA-Z]+[^<>]*/>)+)</font>")
_FONT_PART = re.compile(rb"<([a-zA-Z]+)[^<>]*/>")
# The order of a font's elements in the standard (CT_Font), which Excel keeps and the Open XML SDK insists on.
_FONT_ORDER = (
    b"b i strike outline shadow condense extend u vertAlign sz color name family charset scheme".split()
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What openpyxl cannot write into a sheet: values beside formulas, and rows whose height follows their text."""

    cached: Mapping[str, float | str]
    growing: frozenset[int]


def package(book: Workbook, facts: Sequence[SheetFacts], moment: datetime) -> bytes:
    """Saves a workbook, with `facts[i]` worked into its i-th sheet.

    openpyxl leaves formulas without a value: nothing is shown in Protected View and previewers; and it fixes the
    height of every row that has one, so that a longer answer would be cut off. All times are `moment`: the same
    plan and answers give the same bytes.
    """
    raw = io.BytesIO()
    book.save(raw)
    out = io.BytesIO()
    with ZipFile(raw) as source, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as target:
        for name in source.namelist():
            content = source.read(name)
            sheet = re.fullmatch(r"xl/worksheets/sheet([0-9]+)\.xml", name)
            if sheet:
                fact = facts[int(sheet[1]) - 1]
                content = _with_growing_rows(_with_values(content, fact.cached), fact.growing)
            elif name == "xl/styles.xml":
                content = fonts_in_order(content)
            elif name == "docProps/core.xml":
                stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = _MODIFIED.sub(rb"\g<1>" + stamp, content)
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, content)
    return out.getvalue()


def _with_values(xml: bytes, cached: Mapping[str, float | str]) -> bytes:
    def fill(match: re.Match[bytes]) -> bytes:
        value = cached.get(match[1].decode())
        if value is None:
            return match[0]
        start = b'<c r="' + match[1] + b'"' + match[2]
        if isinstance(value, str):
            return start + b' t="str">' + match[3] + b"<v>" + escape(value).encode() + b"</v></c>"
        return start + b">" + match[3] + b"<v>" + repr(float(value)).encode() + b"</v></c>"

    return _FORMULA.sub(fill, xml)


def fonts_in_order(styles: bytes) -> bytes:
    """A style part with the elements of its fonts as the standard orders them."""
    return _FONT.sub(_in_order, styles)


def _in_order(font: re.Match[bytes]) -> bytes:
    """openpyxl writes a font's name first, which a strict reader takes for a damaged file."""
    parts = sorted(_FONT_PART.finditer(font[1]), key=lambda part: _FONT_ORDER.index(part[1]))
    return b"<font>" + b"".join(part[0] for part in parts) + b"</font>"


def _with_growing_rows(xml: bytes, rows: frozenset[int]) -> bytes:
    def loosen(match: re.Match[bytes]) -> bytes:
        return match[0].replace(b' customHeight="1"', b"") if int(match[1]) in rows else match[0]

    return _ROW.sub(loosen, xml)
