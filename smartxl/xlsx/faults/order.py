"""In which order the elements of a part stand, and which must hold something: Excel repairs a part that does otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smartxl.text import Text
from smartxl.xlsx.faults.fault import FaultKind, FaultNotes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

__all__ = [
    "NEVER_EMPTY",
    "OF_DXF",
    "OF_STYLES",
    "OF_TABLE",
    "OF_WORKBOOK",
    "OF_WORKSHEET",
    "ChildOrder",
    "check_order",
    "local",
]


def _numbered(words: str) -> Mapping[str, int]:
    return {word: number for number, word in enumerate(words.split())}


OF_WORKSHEET = _numbered(
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems "
    "tableParts extLst"
)
"""Elements of a worksheet, in their order."""
OF_WORKBOOK = _numbered(
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames "
    "calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr "
    "webPublishObjects extLst"
)
"""Elements of the workbook part, in their order."""
OF_STYLES = _numbered(
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
)
"""Elements of the style part, in their order."""
OF_DXF = _numbered("font numFmt fill alignment border protection extLst")
"""Elements of the look of a conditional format, in their order."""
OF_TABLE = _numbered("autoFilter sortState tableColumns tableStyleInfo extLst")
"""Elements of a table, in their order."""
NEVER_EMPTY = frozenset({"mergeCells", "hyperlinks", "cols", "conditionalFormatting"})
"""Elements of a worksheet that Excel takes for damage where nothing is in them."""

_SEVERAL = frozenset({"cols", "conditionalFormatting", "fileRecoveryPr"})
_BEFORE = Text(
    "元素的次序不对：后面的排在了前面", "elements out of order: one stands behind what must follow it"
)
_TWICE = Text("只能有一个的元素出现两次", "an element that there is one of stands twice")


@dataclass
class ChildOrder:
    """Is shown the children of an element one after the other."""

    known: Mapping[str, int]
    part: str
    notes: FaultNotes
    sheet: str = ""
    _last: int = -1
    _before: str = ""
    _seen: set[str] = field(default_factory=set)

    def child(self, tag: str) -> None:
        """One more. What is not known is left out: other programs and later versions add elements of their own."""
        number = self.known.get(tag)
        if number is None:
            return
        if number < self._last:
            found = f"<{self._before}> … <{tag}>"
            self.notes.add(FaultKind.ORDER, self.part, _BEFORE, found, sheet=self.sheet)
        elif tag in self._seen and tag not in _SEVERAL:
            self.notes.add(FaultKind.ORDER, self.part, _TWICE, f"2 × <{tag}>", sheet=self.sheet)
        else:
            self._last, self._before = number, tag
        self._seen.add(tag)


def check_order(
    parent: Element, known: Mapping[str, int], part: str, notes: FaultNotes, sheet: str = ""
) -> None:
    """Notes children of an element that stand out of order, or twice."""
    order = ChildOrder(known, part, notes, sheet)
    for child in parent:
        order.child(local(child))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
