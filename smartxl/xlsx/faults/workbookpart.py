"""What is wrong with the workbook part: names of sheets, defined names, views."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import MAX_COLUMN, MAX_ROW, column_number, sheet_name_fault
from smartxl.text import Text
from smartxl.xlsx.faults.fault import FaultKind, FaultNotes
from smartxl.xlsx.faults.formulatext import formula_fault
from smartxl.xlsx.faults.numbers import refers_to, whole_number
from smartxl.xlsx.faults.order import OF_WORKBOOK, ChildOrder, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

__all__ = ["FORBIDDEN", "check_workbook", "is_cell_like"]

_LONGEST_NAME = 255
_HIDDEN = frozenset({"hidden", "veryHidden"})
_CELL = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_OF_R1C1 = re.compile(r"[Rr]|[Cc]|[Rr]\d+|[Cc]\d+|[Rr]\d*[Cc]\d*")
FORBIDDEN = re.compile(r"^[0-9]|[\s!\"#$%&'()*+,\-/:;<=>@\[\]^`{|}~]")
"""What names of cells and of tables cannot have."""
_UNQUALIFIED = re.compile(r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})?")
_UNQUOTED = re.compile(r"[0-9][\w.]*!\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?")
_SHEET_TWICE = Text("两张表同名（不分大小写）", "two sheets of one name; case does not count")
_ID_TWICE = Text("两张表的编号相同", "two sheets of one number")
_NO_SHEET = Text("没有工作表", "no sheets")
_ALL_HIDDEN = Text("所有工作表都隐藏了", "all sheets are hidden")
_NAME_TWICE = Text("名称重复（不分大小写）", "a name is defined twice; case does not count")
_BAD_NAME = Text(
    "名称含有不许用的字符，或像单元格地址", "a name with signs that names cannot have, or like a cell address"
)
_NO_SCOPE = Text("名称所属的工作表不存在", "a name of a sheet that there is not")
_UNQUALIFIED_NAME = Text("名称引用的单元格没有写工作表", "a name refers to cells without their sheet")
_UNQUOTED_SHEET = Text(
    "名称里的表名缺少引号", "a name refers to a sheet without the quotes that its name needs"
)
_NO_TAB = Text("视图要显示的工作表不存在", "a view shows a sheet that there is not")


@dataclass
class _WorkbookCheck:
    part: str
    notes: FaultNotes

    def say(self, kind: FaultKind, what: Text, excerpt: str = "", sheet: str = "") -> None:
        self.notes.add(kind, self.part, what, excerpt, sheet=sheet)

    def sheets(self, sheets: Sequence[Element]) -> None:
        names, numbers = set[str](), set[str]()
        for each in sheets:
            name, number = each.get("name", ""), each.get("sheetId", "")
            fault = sheet_name_fault(name)
            if fault and "History" not in name:
                what = Text(
                    f"工作表名称不合规：{fault.get('zh')}",
                    f"a sheet name that Excel refuses: {fault.get('en')}",
                )
                self.say(FaultKind.SHEETS, what, name, name)
            if name.casefold() in names:
                self.say(FaultKind.SHEETS, _SHEET_TWICE, name, name)
            if number in numbers:
                self.say(FaultKind.SHEETS, _ID_TWICE, f"{name}: {number[:20]}", name)
            names.add(name.casefold())
            numbers.add(number)
        if not sheets:
            self.say(FaultKind.SHEETS, _NO_SHEET)
        elif all(each.get("state") in _HIDDEN for each in sheets):
            self.say(FaultKind.SHEETS, _ALL_HIDDEN)

    def names(self, found: Iterable[Element], sheets: int) -> None:
        seen = set[tuple[str, str]]()
        for each in found:
            name, scope, text = each.get("name", ""), each.get("localSheetId", ""), (each.text or "").strip()
            if (scope, name.casefold()) in seen:
                self.say(FaultKind.NAMES, _NAME_TWICE, name)
            seen.add((scope, name.casefold()))
            if scope and not refers_to(scope, sheets):
                self.say(FaultKind.NAMES, _NO_SCOPE, f"{name}: {scope[:20]}")
            if _is_bad(name):
                self.say(FaultKind.NAMES, _BAD_NAME, name)
            self._reference(name, text)

    def _reference(self, name: str, text: str) -> None:
        if _UNQUALIFIED.fullmatch(text) and _is_in_sheet(text):
            self.say(FaultKind.NAMES, _UNQUALIFIED_NAME, f"{name}: {text}")
        elif _UNQUOTED.fullmatch(text):
            self.say(FaultKind.NAMES, _UNQUOTED_SHEET, f"{name}: {text}")
        elif fault := formula_fault(text):
            self.say(FaultKind.NAMES, fault, f"{name}: {text}")

    def views(self, views: Iterable[Element], sheets: int) -> None:
        for each in views:
            shown = each.get("activeTab", "0")
            number = whole_number(shown)  # a negative one is passed over by Excel
            if number is not None and number >= max(sheets, 1):
                self.say(FaultKind.SHEETS, _NO_TAB, f"activeTab={shown[:20]}, {sheets}")


def check_workbook(root: Element, part: str, notes: FaultNotes) -> None:
    """Notes what is wrong with the workbook part."""
    check = _WorkbookCheck(part, notes)
    order = ChildOrder(OF_WORKBOOK, part, notes)
    for child in root:
        if child.tag.partition("}")[0] == root.tag.partition("}")[0]:
            order.child(local(child))
    sheets = root.findall("{*}sheets/{*}sheet")
    check.sheets(sheets)
    check.names(root.findall("{*}definedNames/{*}definedName"), len(sheets))
    check.views(root.findall("{*}bookViews/{*}workbookView"), len(sheets))


def is_cell_like(name: str) -> bool:
    """Whether a name would be taken for a cell: A1, or one of the other notation."""
    return _is_in_sheet(name) or _OF_R1C1.fullmatch(name) is not None


def _is_in_sheet(text: str) -> bool:
    match = _CELL.fullmatch(text.partition(":")[0].replace("$", ""))
    if match is None:
        return False
    return column_number(match[1].upper()) <= MAX_COLUMN and int(match[2]) <= MAX_ROW


def _is_bad(name: str) -> bool:
    if name.startswith("_xlnm."):
        return False
    return not name or len(name) > _LONGEST_NAME or bool(FORBIDDEN.search(name)) or is_cell_like(name)
