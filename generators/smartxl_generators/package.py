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

__all__ = ["SheetFacts", "package"]

_FORMULA = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)(?: t="[a-z]+")?>(<f[^>]*>[^<]*</f>)<v ?(?:/>|></v>)</c>'
)
_ROW = re.compile(rb'<row r="([0-9]+)"[^>]*>')
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
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


def _with_growing_rows(xml: bytes, rows: frozenset[int]) -> bytes:
    def loosen(match: re.Match[bytes]) -> bytes:
        return match[0].replace(b' customHeight="1"', b"") if int(match[1]) in rows else match[0]

    return _ROW.sub(loosen, xml)
