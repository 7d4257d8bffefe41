"""What was made of a cell, and how sure that is: the list that a person goes through after a table was pasted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from smartxl.cells import a1
from smartxl.text import Text

__all__ = ["NO_REMEDY", "About", "CellSpot", "PasteRemark", "Sureness"]

NO_REMEDY = Text("无需处理", "nothing to do")


class Sureness(StrEnum):
    """How sure the reading of a cell is; the least sure stands first in the list."""

    NONE = "none"  # not understood
    LOW = "low"
    LIKELY = "likely"
    SURE = "sure"

    @property
    def label(self) -> Text:
        """As it stands in the list."""
        return _SURENESS[self]


class About(StrEnum):
    """What a remark is about."""

    SHEET = "sheet"
    LINE = "line"
    NAME = "name"
    CODE = "code"
    WEIGHT = "weight"
    RULE = "rule"
    UNIT = "unit"
    ITEM = "item"
    ROUND = "round"

    @property
    def label(self) -> Text:
        """As it stands in the list."""
        return _ABOUT[self]


_SURENESS = {
    Sureness.NONE: Text("未看懂", "not understood"),
    Sureness.LOW: Text("请核对", "to be checked"),
    Sureness.LIKELY: Text("较有把握", "likely"),
    Sureness.SURE: Text("有把握", "sure"),
}
_ABOUT = {
    About.SHEET: Text("工作表", "sheet"),
    About.LINE: Text("行", "line"),
    About.NAME: Text("名称层级", "name and level"),
    About.CODE: Text("代码", "code"),
    About.WEIGHT: Text("权重", "weight"),
    About.RULE: Text("计分规则", "rule"),
    About.UNIT: Text("责任单位", "unit"),
    About.ITEM: Text("事项", "item"),
    About.ROUND: Text("评估信息", "round"),
}


@dataclass(frozen=True, slots=True, order=True)
class CellSpot:
    """A cell of the file that was read; row 0 is the sheet itself, no sheet the file."""

    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """Its address without the sheet, "" for none."""
        return a1(self.row, self.column) if self.row else ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True, slots=True)
class PasteRemark:
    """The words of a cell, what was made of them, and what to do; `code` is the node, unit or item that it is about."""

    about: About
    sureness: Sureness
    spot: CellSpot
    words: str
    understood: Text
    remedy: Text = NO_REMEDY
    code: str = ""
