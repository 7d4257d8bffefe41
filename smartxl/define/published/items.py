"""A list of service items, department by department → units, and the rows of a catalogue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

from smartxl.define.entries import code_fault
from smartxl.define.published.amounts import is_blank_word
from smartxl.define.published.grid import SheetGrid
from smartxl.define.published.heads import HeadColumn, words_of
from smartxl.define.published.inname import LONGEST_READ
from smartxl.define.published.lines import LineKind, PublishedTable, tables_of
from smartxl.define.published.numbering import numbered
from smartxl.define.published.read import title_in
from smartxl.define.published.remark import NO_REMEDY, About, CellSpot, PasteRemark, Sureness
from smartxl.define.published.units import roster_names
from smartxl.text import Text

__all__ = ["PublishedItem", "PublishedItems", "item_code", "read_items"]

_NAMES = frozenset({"item", "sub"})
_NOBODY = "未写明部门"
_UNSORTED = {"未分类", "其他", "其它", "无"}
_COUNTED = re.compile(r"\s*[(（【]\s*(?:共\s*)?\d+\s*[项个件条]\s*[)）】]\s*$|\s+(?:共\s*)?\d+\s*[项个件条]$")
_CODE = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """An item: who does it, its name, its code ("" for none), its kind, for whom, where it is found, and its cell."""

    department: str
    name: str
    spot: CellSpot
    code: str = ""
    kind: str = ""
    audience: str = ""
    address: str = ""


@dataclass(frozen=True)
class PublishedItems:
    """The items in their order, the units that do them (code → name), the title, and remarks."""

    items: tuple[PublishedItem, ...]
    units: Mapping[str, str]
    title: str
    remarks: tuple[PasteRemark, ...]

    @property
    def rows(self) -> Iterator[Sequence[str]]:
        """The rows of a catalogue, its head first; `leaf` is B2."""
        codes = {
            name: code
            for code, name in zip(self.units, dict.fromkeys(i.department for i in self.items), strict=True)
        }
        yield "unit", "leaf", "item_code", "item_name", "kind", "audience"
        for item in self.items:
            yield codes[item.department], "B2", item.code, item.name, item.kind, item.audience


def item_code(address: str) -> str:
    """The item's code in an address: what stands before the region's code; "" where the address has none."""
    try:
        query = parse_qs(urlsplit(address).query)
    except ValueError:
        return ""
    code, region = query.get("itemCode", [""])[0], query.get("areaCode", [""])[0]
    head, found, _ = code.partition(f"-{region}")
    return head if region and found and _CODE.fullmatch(head) else ""


def read_items(grids: Sequence[SheetGrid]) -> PublishedItems | None:
    """The items of all sheets, None where no table has a column of items."""
    words = words_of("item_heads.toml")
    found = [(grid, tables_of(grid, words, _NAMES, _NAMES)) for grid in grids]
    tables = [table for _, of_sheet in found for table in of_sheet]
    if not tables:
        return None
    remarks: list[PasteRemark] = [_unread(grid) for grid, of_sheet in found if not of_sheet]
    items: list[PublishedItem] = []
    for table in tables:
        items += _TableItems(table, len(tables) > 1).read(remarks)
    items = _coded(items, remarks)
    departments = list(dict.fromkeys(item.department for item in items))
    units = roster_names(departments)
    remarks += _summary(items, units)
    return PublishedItems(tuple(items), units, title_in(tables), tuple(remarks)) if items else None


class _TableItems:
    """The items of one table; `several`: where there are more, a table without departments is its sheet's."""

    def __init__(self, table: PublishedTable, several: bool) -> None:
        self._table, self._grid = table, table.grid
        self._columns: dict[str, HeadColumn] = {
            column.role: column for column in reversed(table.head.columns)
        }
        self._department = self._of_sheet() if several or not self._columns.get("department") else ""
        self._main = ""

    def _of_sheet(self) -> str:
        """The name of the sheet, where it is not Excel's own."""
        name = _COUNTED.sub("", self._grid.sheet).strip()
        return "" if re.fullmatch(r"(?:sheet|工作表|table|表)\s*\d*", name, re.I) else name

    def read(self, remarks: list[PasteRemark]) -> Iterator[PublishedItem]:
        """All items, and a remark on each line that is none."""
        for line in self._table.lines:
            if line.kind is LineKind.SECTION:
                self._department = _department(self._grid.text(line.row, line.column))
                self._main = ""
            elif line.kind is LineKind.NOTE:
                text = self._grid.text(line.row, line.column)
                remarks.append(
                    PasteRemark(
                        About.LINE,
                        Sureness.SURE,
                        self._grid.spot(line.row, line.column),
                        text,
                        _NOTE,
                        NO_REMEDY,
                    )
                )
            elif line.kind is LineKind.ROW:
                yield from self._item(line.row, remarks)

    def _item(self, row: int, remarks: list[PasteRemark]) -> Iterator[PublishedItem]:
        department = self._text(row, "department", covered=True)
        if department and not is_blank_word(department):
            self._department = _department(department)
        self._main = self._text(row, "main", covered=True) or self._main
        column = "sub" if self._text(row, "sub") else "item"
        name = " ".join(self._text(row, column).split()) or (
            " ".join(self._main.split()) if self._text(row, "main") else ""
        )
        if not name or (is_blank_word(name) and len(name) < 3):
            words = " ".join(self._grid.text(row, c) for c in self._grid.filled(row))
            if not department or len(self._grid.filled(row)) > 1:
                remarks.append(
                    PasteRemark(
                        About.ITEM,
                        Sureness.NONE,
                        self._grid.spot(row, self._grid.filled(row)[0]),
                        words,
                        _NO_NAME,
                        _WRITE,
                    )
                )
            return
        kind = self._text(row, "kind", covered=True) or (
            (self._text(row, "item", covered=True) if column == "sub" else "") or self._main
        )
        item = PublishedItem(
            self._department or _NOBODY,
            name,
            self._spot(row, column),
            self._text(row, "code"),
            "" if kind in _UNSORTED or kind == name else " ".join(kind.split()),
            " ".join(self._text(row, "audience", covered=True).split()),
            self._text(row, "address"),
        )
        yield item

    def _text(self, row: int, role: str, *, covered: bool = False) -> str:
        column = self._columns.get(role)
        if column is None:
            return ""
        return self._grid.covering(row, column.number) if covered else self._grid.text(row, column.number)

    def _spot(self, row: int, role: str) -> CellSpot:
        column = self._columns.get(role) or self._columns.get("main")
        return self._grid.spot(row, column.number if column else 1)


def _department(text: str) -> str:
    """A department's name without number and count: 一、市公安局（12项）."""
    name = _COUNTED.sub("", " ".join(text[:LONGEST_READ].split()))
    found = numbered(name)
    return _COUNTED.sub("", found.name if found and found.style != "letter1" else name).strip(" :：") or name


def _is_usable(code: str) -> bool:
    """Whether a text is a code that tables hold as it is: they put an apostrophe before a dash, which alone says none."""
    return bool(code) and not code_fault(code) and not code.startswith("-")


def _usable(code: str) -> str:
    return code if _is_usable(code) else ""


def _coded(items: Sequence[PublishedItem], remarks: list[PasteRemark]) -> list[PublishedItem]:
    """Items with the codes that say something: published or from their address, once in a department."""
    told = [item.code if _is_usable(item.code) else _usable(item_code(item.address)) for item in items]
    uses = Counter((item.department, code.casefold()) for item, code in zip(items, told, strict=True) if code)
    result = []
    for item, code in zip(items, told, strict=True):
        once = uses[item.department, code.casefold()] == 1
        if item.code and not (once and code == item.code):
            why = Text(
                "编码在本部门重复" if code == item.code else "编码有不能用的字符",
                "twice in its department" if code == item.code else "not usable as a code",
            )
            words = Text(f"{why.zh}，另由名称生成", f"{why.en}: made from the name")
            remarks.append(PasteRemark(About.CODE, Sureness.LIKELY, item.spot, item.code, words, NO_REMEDY))
        result.append(replace(item, code=code if once else ""))
    return result


def _summary(items: Sequence[PublishedItem], units: Mapping[str, str]) -> Iterator[PasteRemark]:
    if not items:
        return
    words = Text(
        f"共 {len(items)} 个事项、{len(units)} 个部门，采样指标为“在线办事”",
        f"{len(items)} items of {len(units)} departments, sampled by the indicator '在线办事'",
    )
    remedy = Text("请核对名录 roster.csv 和深度级别", "check roster.csv and the levels of depth")
    yield PasteRemark(About.ITEM, Sureness.LIKELY, items[0].spot, "", words, remedy)
    for item in items:
        if item.department == _NOBODY:
            told = Text("事项没有部门，暂归“未写明部门”", "no department is told")
            yield PasteRemark(
                About.UNIT,
                Sureness.NONE,
                item.spot,
                item.name,
                told,
                Text("请写明部门", "write its department"),
            )
    twice = Counter((item.department, item.name) for item in items)
    for item in items:
        if twice.pop((item.department, item.name), 0) > 1:
            told = Text(
                "同一部门有同名的事项，都保留", "the department has several items of this name; all are kept"
            )
            yield PasteRemark(
                About.ITEM,
                Sureness.LIKELY,
                item.spot,
                item.name,
                told,
                Text("重复的请删去", "delete what is double"),
            )


def _unread(grid: SheetGrid) -> PasteRemark:
    words = Text("没有认出事项清单，整张没有采用", "no list of items was recognised; the sheet is not used")
    remedy = Text(
        "表头应有“事项名称”；不是清单则无需处理", "its head should have a column '事项名称'; else leave it"
    )
    return PasteRemark(About.SHEET, Sureness.NONE, grid.spot(1), grid.sheet, words, remedy)


_NOTE = Text("表下的注，没有采用", "a note of the table; not used")
_NO_NAME = Text("这一行没有事项名称，没有采用", "the row names no item; not used")
_WRITE = Text("如是事项，请补写到 catalogue/", "if it is an item, add it to catalogue/")
