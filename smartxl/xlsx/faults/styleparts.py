"""What is wrong with the style part, and how much of each it has for others to refer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.text import Text
from smartxl.xlsx.faults.fault import FaultKind, FaultNotes
from smartxl.xlsx.faults.numbers import refers_to
from smartxl.xlsx.faults.order import OF_DXF, OF_STYLES, check_order

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["StyleCounts", "check_styles"]

_MOST_FORMATS, _LONGEST_FORMAT = 65_490, 255
_REFERS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
_NO_PIECE = Text(
    "单元格格式引用的字体、填充或边框不存在",
    "a cell format refers to a font, fill or border that there is not",
)
_MANY = Text(f"单元格格式超过 {_MOST_FORMATS} 种", f"more than {_MOST_FORMATS} cell formats")
_LONG_CODE = Text(
    f"数字格式超过 {_LONGEST_FORMAT} 个字符", f"a number format of more than {_LONGEST_FORMAT} characters"
)


@dataclass(frozen=True, slots=True)
class StyleCounts:
    """How many cell formats and looks of conditional formats there are."""

    formats: int
    looks: int


def check_styles(root: Element, part: str, notes: FaultNotes) -> StyleCounts:
    """Notes what is wrong with the style part."""
    check_order(root, OF_STYLES, part, notes)
    for look in root.findall("{*}dxfs/{*}dxf"):
        check_order(look, OF_DXF, part, notes)
    formats = root.findall("{*}cellXfs/{*}xf")
    if len(formats) > _MOST_FORMATS:
        notes.add(FaultKind.STYLES, part, _MANY, str(len(formats)))
    counts = {name: len(root.findall(f"{{*}}{name}/*")) for name in _REFERS.values()}
    for each in (*formats, *root.findall("{*}cellStyleXfs/{*}xf")):
        for attribute, of in _REFERS.items():
            number = each.get(attribute, "0")
            if number != "0" and not refers_to(number, counts[of]):
                notes.add(FaultKind.STYLES, part, _NO_PIECE, f"{attribute}={number[:20]}, {counts[of]}")
    for each in root.findall("{*}numFmts/{*}numFmt"):
        if len(each.get("formatCode", "")) > _LONGEST_FORMAT:
            notes.add(FaultKind.STYLES, part, _LONG_CODE, each.get("formatCode", ""))
    return StyleCounts(len(root.findall("{*}cellXfs/*")), len(root.findall("{*}dxfs/*")))
