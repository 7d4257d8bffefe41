"""Marks on cells: a conditional format that always holds, so that the cell's own look stays and comes back.

What tells a mark of ours from other formats is its formula, which every program keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from smartxl.findings import Severity
from smartxl_generators.giveback.parts import Element, insert_child, local, main
from smartxl_generators.giveback.styles import FindingLook

__all__ = ["LOOKS", "SHEET_ORDER", "add_marks", "remove_marks"]

# Told apart in black and white: hatched, dotted, a dashed line alone.
LOOKS: Mapping[Severity, FindingLook] = {
    Severity.MUST_FIX: FindingLook(
        bold=True, fill="FCE4D6", pattern="lightUp", hatch="E06666", line="C00000"
    ),
    Severity.FIX_OR_EXPLAIN: FindingLook(
        fill="FFF2CC", pattern="gray125", hatch="BF8F00", line="BF8F00", line_style="dashed"
    ),
    Severity.NOTE: FindingLook(fill="DDEBF7", line="2F75B5", line_style="dotted"),
}
"""What a marked cell looks like; what was fixed already is not marked."""

SHEET_ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
    *(
        "customSheetViews",
        "mergeCells",
        "phoneticPr",
        "conditionalFormatting",
        "dataValidations",
        "hyperlinks",
    ),
    *(
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "customProperties",
    ),
    *(
        "cellWatches",
        "ignoredErrors",
        "smartTags",
        "drawing",
        "legacyDrawing",
        "legacyDrawingHF",
        "drawingHF",
    ),
    *("picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
)
"""The elements of a worksheet in the order of the standard."""

_FORMULA = '"smartxl.mark"<>""'
_TOGETHER = 500


def remove_marks(sheet: Element) -> None:
    """Takes the marks of an earlier return away."""
    for area in sheet.findall(main("conditionalFormatting")):
        for rule in area.findall(main("cfRule")):
            if "".join(rule.findtext(main("formula"), "").split()) == _FORMULA:
                area.remove(rule)
        if not any(local(child) == "cfRule" for child in area):
            sheet.remove(area)


def add_marks(sheet: Element, cells: Mapping[Severity, Iterable[str]], looks: Mapping[Severity, int]) -> None:
    """Marks cells (A1) of a sheet; the marks lie over every other conditional format. `looks` are numbers of styles."""
    rules = [rule for rule in sheet.iter("{*}cfRule") if rule.get("priority", "").isdecimal()]
    room = len(LOOKS) + 1 - min((int(rule.get("priority")) for rule in rules), default=len(LOOKS) + 1)
    for rule in rules if room > 0 else ():
        rule.set("priority", str(int(rule.get("priority")) + room))
    for priority, severity in enumerate(LOOKS, 1):
        marked = list(cells.get(severity, ()))
        for start in range(0, len(marked), _TOGETHER):
            area = etree.Element(
                main("conditionalFormatting"), sqref=" ".join(marked[start : start + _TOGETHER])
            )
            rule = etree.SubElement(
                area, main("cfRule"), type="expression", dxfId=str(looks[severity]), priority=str(priority)
            )
            etree.SubElement(rule, main("formula")).text = _FORMULA
            insert_child(sheet, area, SHEET_ORDER)
