"""What is wrong with the small parts: the properties of the document, the chain of calculation, shared strings."""

from __future__ import annotations

import re
from collections.abc import Container as Holds
from collections.abc import Mapping
from typing import TYPE_CHECKING

from smartxl.cells import parse_a1
from smartxl.text import Text
from smartxl.xlsx.faults.fault import FaultKind, FaultNotes
from smartxl.xlsx.faults.order import local

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from smartxl.xlsx.book import Place

__all__ = ["LONGEST_TEXT", "TOO_LONG", "check_chain", "check_properties", "check_strings"]

_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_MOMENT = re.compile(
    r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?"
)
_MOMENTS = frozenset({"created", "modified"})
LONGEST_TEXT = 32_767
"""Characters that a cell holds."""
_TWICE = Text("文档属性写了两次", "a property of the document stands twice")
_NO_MOMENT = Text("文档属性里的日期不成立", "a date of the document's properties that is none")
_NO_TYPE = Text(
    '文档属性里的日期缺少 xsi:type="dcterms:W3CDTF"，或写在了不该写的地方',
    'a date of the document\'s properties without xsi:type="dcterms:W3CDTF", or that type on something else',
)
_NO_FORMULA = Text("计算链里的单元格没有公式", "a cell of the calculation chain has no formula")
TOO_LONG = Text(
    f"单元格文字超过 {LONGEST_TEXT} 个字符", f"a cell with a text of more than {LONGEST_TEXT} characters"
)


def check_properties(root: Element, part: str, notes: FaultNotes) -> None:
    """Notes what is wrong with docProps/core.xml."""
    seen: set[str] = set()
    for each in root:
        name, text = local(each), (each.text or "").strip()
        if name in seen:
            notes.add(FaultKind.PROPERTIES, part, _TWICE, name)
        seen.add(name)
        typed = each.get(_TYPE)
        if (name in _MOMENTS) != (typed is not None):
            notes.add(FaultKind.PROPERTIES, part, _NO_TYPE, f"{name}: {text}")
        elif name in _MOMENTS and not _MOMENT.fullmatch(text):
            notes.add(FaultKind.PROPERTIES, part, _NO_MOMENT, f"{name}: {text}")


def check_chain(
    root: Element, part: str, sheets: Mapping[str, tuple[str, Holds[Place]]], notes: FaultNotes
) -> None:
    """Notes cells of the calculation chain that have no formula; `sheets` is number → name and cells with a formula."""
    number = ""
    for each in root.findall("{*}c"):
        number = each.get("i", number)
        try:
            place = parse_a1(each.get("r", ""))
        except ValueError:
            continue
        if number in sheets and each.get("a") is None:
            name, formulas = sheets[number]
            if place not in formulas:
                notes.add(FaultKind.CALCULATION, part, _NO_FORMULA, sheet=name, spans=[(*place, *place)])


def check_strings(texts: Sequence[str], part: str, notes: FaultNotes) -> None:
    """Notes shared strings that no cell can hold."""
    for text in texts:
        if len(text) > LONGEST_TEXT:
            notes.add(FaultKind.LENGTHS, part, TOO_LONG, text)
