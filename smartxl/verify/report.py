"""What a verification found, as data and as lines to print."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.cells import Cell
from smartxl.text import Lang, Text, shorten
from smartxl.xlsx.spot import Spot
from smartxl.xlsx.statewords import state_in_chinese, validation_in_chinese

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.model.scores import Quantity
    from smartxl.verify.grid import Value

__all__ = ["Difference", "DifferenceKind", "VerifyReport"]


class DifferenceKind(StrEnum):
    """What is wrong with a cell, or with what is around cells; in the order of cause and consequence."""

    SHEET = "sheet"  # a sheet is missing, renamed, not planned, or stands elsewhere
    ROWS = "rows"  # a row was inserted or deleted
    CALCULATION = (
        "calculation"  # the program is told to calculate otherwise, or takes numbers from another file
    )
    NAME = "name"  # a defined name does not refer to what is planned
    CONSTANT = "constant"  # what is no formula is not as planned: a name, a weight, a key, a number
    FORMULA = "formula"  # the formula is not the planned one
    UNPLANNED = "unplanned"  # a formula where none is planned
    MISSING = "missing"  # no formula where one is planned, or the engine has no such quantity
    LOCK = "lock"  # a cell or sheet is locked or open against the plan
    VALIDATION = "validation"  # what may be typed is not what is planned
    FORMAT = "format"  # a number is shown otherwise
    HIDDEN = "hidden"  # a sheet, row or column is hidden or shown against the plan
    MERGE = "merge"  # cells are merged or not against the plan
    LINK = "link"  # a link leads elsewhere
    CONDITION = "condition"  # a conditional format is gone
    RECALCULATION = "recalculation"  # the formulas cannot be recalculated
    VALUE = "value"  # the recalculated formula does not give the engine's value
    CACHED = "cached"  # the value that the file shows is not the engine's

    @property
    def label(self) -> Text:
        """The kind in words."""
        return _WORDS[self]


_WORDS = {
    DifferenceKind.SHEET: Text("工作表与方案不同", "the sheets are not as planned"),
    DifferenceKind.ROWS: Text("行被插入或删除", "a row was inserted or deleted"),
    DifferenceKind.CALCULATION: Text("计算设置被改动", "the workbook is set to calculate otherwise"),
    DifferenceKind.NAME: Text("名称与方案不同", "a defined name is not as planned"),
    DifferenceKind.CONSTANT: Text("固定内容与方案不同", "what stands there is not as planned"),
    DifferenceKind.FORMULA: Text("公式被改动", "the formula was changed"),
    DifferenceKind.UNPLANNED: Text("方案之外的公式", "a formula that is not planned"),
    DifferenceKind.MISSING: Text("缺少公式或引擎无此数值", "no formula, or no such value in the engine"),
    DifferenceKind.LOCK: Text("锁定与方案不同", "locks are not as planned"),
    DifferenceKind.VALIDATION: Text("数据有效性与方案不同", "the data validation is not as planned"),
    DifferenceKind.FORMAT: Text("数字格式与方案不同", "the number format is not as planned"),
    DifferenceKind.HIDDEN: Text("隐藏与方案不同", "hidden or shown against the plan"),
    DifferenceKind.MERGE: Text("合并与方案不同", "merged cells are not as planned"),
    DifferenceKind.LINK: Text("链接与方案不同", "a link leads elsewhere than planned"),
    DifferenceKind.CONDITION: Text("条件格式缺失", "a conditional format is gone"),
    DifferenceKind.RECALCULATION: Text("公式无法重算", "the formulas cannot be recalculated"),
    DifferenceKind.VALUE: Text("公式重算值与引擎不同", "the recalculated formula differs from the engine"),
    DifferenceKind.CACHED: Text(
        "文件中显示的值与引擎不同", "the value shown in the file differs from the engine"
    ),
}
_ORDER = {kind: place for place, kind in enumerate(DifferenceKind)}
_VALUES = (DifferenceKind.VALUE, DifferenceKind.CACHED)
_SUMMARY = Text(
    "复核 {checked} 个计算单元格（{formulas} 个公式，{shapes} 种形式），用时 {seconds:.1f} 秒：",
    "{checked} computed cells checked ({formulas} formulas of {shapes} shapes) in {seconds:.1f} s: ",
)
_RESULT = {
    True: Text("工作簿与引擎完全一致。", "workbook and engine agree."),
    False: Text("发现 {count} 处差异。", "{count} differences."),
}
_LINE = Text("{what}：工作簿 {workbook}，引擎 {engine}，公式 {formula}",
             "{what}: workbook {workbook}, engine {engine}, formula {formula}")  # fmt: skip
_PLAN_LINE = Text("{what}：工作簿 {workbook}，方案 {engine}",
                  "{what}: workbook {workbook}, planned {engine}")  # fmt: skip
_ROW_LINE = Text("{what}：{workbook}", "{what}: {workbook}")
_BY_PLAN = frozenset(DifferenceKind) - {
    DifferenceKind.FORMULA,
    DifferenceKind.UNPLANNED,
    DifferenceKind.MISSING,
    *_VALUES,
}
_NO_PLAN = frozenset({DifferenceKind.ROWS, DifferenceKind.RECALCULATION})
_REREAD = Text(
    "  {count} 个填报单元格按收回时规范化后的内容重算",
    "  {count} input cells were recalculated as intake understood them",
)
_SAVED_BY = Text(
    "  文件由 {program} 保存：显示的值是它算出的，与引擎不同之处逐格列出",
    "  saved by {program}: the values shown are its own; where they differ from the engine they are listed",
)
_KIND = Text("  {what}：{count} 处", "  {what}: {count}")
_MORE = Text("……另有 {count} 处差异未列出", "… and {count} more differences")
_FOLLOWS = Text(
    "由此引起（多半）的差异 {count} 处：{cells}", "what most likely follows from these, {count}: {cells}"
)
_FEW, _LONGEST = 3, 120


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not as it should be, at a cell or elsewhere. `quantity` is None where no quantity is planned.

    `engine` is what is due: the engine's value, or what is planned. `workbook` is a text where it says why there is no value.
    """

    cell: Cell | Spot
    quantity: Quantity | None
    workbook: Value | Text
    engine: Value
    formula: str
    kind: DifferenceKind

    def line(self, lang: Lang) -> str:
        """The difference in words, its place first."""
        return f"{self.cell} {self.message(lang)}"

    def message(self, lang: Lang) -> str:
        """The difference in words, without its place."""
        line = _ROW_LINE if self.kind in _NO_PLAN else _PLAN_LINE if self.kind in _BY_PLAN else _LINE
        workbook, engine = (self._shown(value, lang) for value in (self.workbook, self.engine))
        what = _WORDS[self.kind].get(lang)
        formula = self.formula or "–"
        return line.get(lang).format(what=what, workbook=workbook, engine=engine, formula=formula)

    def _shown(self, value: Value | Text, lang: Lang) -> str:
        """A value as a formula writes it; a state in words."""
        if isinstance(value, Text):
            return value.get(lang)
        if value is None or value == "":
            return '""'
        if not isinstance(value, str):
            return str(value)
        if self.kind is DifferenceKind.CONSTANT or self.kind not in _BY_PLAN:
            return repr(str(value))
        if lang == "zh":
            of_rule = self.kind is DifferenceKind.VALIDATION
            value = validation_in_chinese(value) if of_rule else state_in_chinese(value)
        return shorten(value, _LONGEST)


@dataclass(frozen=True)
class VerifyReport:
    """`formulas`: formula cells in the file, of `shapes` different ones; `checked`: planned computed cells.

    `constants`: planned cells that hold no formula and no answer, compared with the plan.
    `reread`: input cells that were taken as intake understood them, not as they were typed.
    `saved_by`: the program that saved the file, whose values stand beside the formulas, as it calls itself.
    """

    formulas: int
    shapes: int
    checked: int
    differences: tuple[Difference, ...]
    seconds: float = 0.0
    reread: int = 0
    constants: int = 0
    saved_by: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    @cached_property
    def causes(self) -> tuple[Difference, ...]:
        """What does not follow from anything else that was found, the gravest first."""
        found = [difference for difference in self.differences if not self._follows(difference)]
        return tuple(sorted(found, key=lambda difference: _ORDER[difference.kind]))

    @cached_property
    def consequences(self) -> tuple[Difference, ...]:
        """What most likely follows: values of other cells than those that were changed; what stands below an inserted row."""
        return tuple(difference for difference in self.differences if self._follows(difference))

    @cached_property
    def _shifted(self) -> Mapping[str, int]:
        """Sheet → the first row that does not stand where it is planned."""
        rows: dict[str, int] = {}
        for each in self.differences:
            if each.kind is DifferenceKind.ROWS and isinstance(each.cell, Spot):
                first = int(each.cell.reference.partition(":")[0])
                rows[each.cell.sheet] = min(first, rows.get(each.cell.sheet, first))
        return rows

    @cached_property
    def _changed(self) -> frozenset[Cell | Spot]:
        """Where anything differs that is no value."""
        return frozenset(each.cell for each in self.differences if each.kind not in _VALUES)

    def _follows(self, difference: Difference) -> bool:
        if difference.kind in _VALUES:
            return bool(self._changed) and difference.cell not in self._changed
        cell, kind = difference.cell, difference.kind
        shifted = isinstance(cell, Cell) and cell.row >= self._shifted.get(cell.sheet, cell.row + 1)
        return shifted and kind is not DifferenceKind.CONSTANT

    def lines(self, lang: Lang, limit: int = 20) -> Iterator[str]:
        """A summary, how many differences of each kind, the first `limit` causes, how many more, and what follows from them."""
        counts = {
            "checked": self.checked,
            "formulas": self.formulas,
            "shapes": self.shapes,
            "seconds": self.seconds,
        }
        count = len(self.differences)
        yield _SUMMARY.get(lang).format(**counts) + _RESULT[self.ok].get(lang).format(count=count)
        for kind, number in Counter(difference.kind for difference in self.differences).items():
            yield _KIND.get(lang).format(what=_WORDS[kind].get(lang), count=number)
        if self.reread:
            yield _REREAD.get(lang).format(count=self.reread)
        if self.saved_by and any(each.kind is DifferenceKind.CACHED for each in self.differences):
            yield _SAVED_BY.get(lang).format(program=self.saved_by)
        yield from (difference.line(lang) for difference in self.causes[:limit])
        if len(self.causes) > limit:
            yield _MORE.get(lang).format(count=len(self.causes) - limit)
        if self.consequences:
            first = ", ".join(str(each.cell) for each in self.consequences[:_FEW])
            more = "…" if len(self.consequences) > _FEW else ""
            yield _FOLLOWS.get(lang).format(count=len(self.consequences), cells=f"{first}{more}")
