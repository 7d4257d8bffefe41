"""What a verification found, as data and as lines to print."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartxl.cells import Cell
    from smartxl.model.scores import Quantity
    from smartxl.verify.grid import Value

__all__ = ["Difference", "DifferenceKind", "VerifyReport"]


class DifferenceKind(StrEnum):
    """What is wrong with a cell."""

    CONSTANT = "constant"  # what is no formula is not as planned: a name, a weight, a key, a number
    VALUE = "value"  # the recalculated formula does not give the engine's value
    CACHED = "cached"  # the value that the file shows is not the engine's
    FORMULA = "formula"  # the formula is not the planned one
    MISSING = "missing"  # no formula where one is planned, or the engine has no such quantity
    UNPLANNED = "unplanned"  # a formula where none is planned


_WORDS = {
    DifferenceKind.CONSTANT: Text("固定内容与方案不同", "what stands there is not as planned"),
    DifferenceKind.VALUE: Text("公式重算值与引擎不同", "the recalculated formula differs from the engine"),
    DifferenceKind.CACHED: Text(
        "文件中显示的值与引擎不同", "the value shown in the file differs from the engine"
    ),
    DifferenceKind.FORMULA: Text("公式被改动", "the formula was changed"),
    DifferenceKind.MISSING: Text("缺少公式或引擎无此数值", "no formula, or no such value in the engine"),
    DifferenceKind.UNPLANNED: Text("方案之外的公式", "a formula that is not planned"),
}
# A changed weight or formula explains the values that differ after it; they may be hundreds.
_ORDER = (
    DifferenceKind.CONSTANT,
    DifferenceKind.FORMULA,
    DifferenceKind.UNPLANNED,
    DifferenceKind.MISSING,
    DifferenceKind.VALUE,
    DifferenceKind.CACHED,
)
_SUMMARY = Text(
    "复核 {checked} 个计算单元格（{formulas} 个公式，{shapes} 种形式），用时 {seconds:.1f} 秒：",
    "{checked} computed cells checked ({formulas} formulas of {shapes} shapes) in {seconds:.1f} s: ",
)
_RESULT = {
    True: Text("工作簿与引擎完全一致。", "workbook and engine agree."),
    False: Text("发现 {count} 处差异。", "{count} differences."),
}
_LINE = Text("{cell} {what}：工作簿 {workbook}，引擎 {engine}，公式 {formula}",
             "{cell} {what}: workbook {workbook}, engine {engine}, formula {formula}")  # fmt: skip
_REREAD = Text(
    "  {count} 个填报单元格按收回时规范化后的内容重算",
    "  {count} input cells were recalculated as intake understood them",
)
_KIND = Text("  {what}：{count} 处", "  {what}: {count}")
_MORE = Text("……另有 {count} 处差异未列出", "… and {count} more differences")


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that is not as it should be. `quantity` is None where no quantity is planned."""

    cell: Cell
    quantity: Quantity | None
    workbook: Value
    engine: Value
    formula: str
    kind: DifferenceKind

    def line(self, lang: Lang) -> str:
        """The difference in words."""
        what = _WORDS[self.kind].get(lang)
        workbook, engine = _shown(self.workbook), _shown(self.engine)
        return _LINE.get(lang).format(
            cell=self.cell, what=what, workbook=workbook, engine=engine, formula=self.formula or "–"
        )


@dataclass(frozen=True)
class VerifyReport:
    """`formulas`: formula cells in the file, of `shapes` different ones; `checked`: planned computed cells.

    `constants`: planned cells that hold no formula and no answer, compared with the plan.
    `reread`: input cells that were taken as intake understood them, not as they were typed.
    """

    formulas: int
    shapes: int
    checked: int
    differences: tuple[Difference, ...]
    seconds: float = 0.0
    reread: int = 0
    constants: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def lines(self, lang: Lang, limit: int = 20) -> Iterator[str]:
        """A summary, how many differences of each kind, the first `limit` (causes first), how many were left out."""
        count = len(self.differences)
        counts = {
            "checked": self.checked,
            "formulas": self.formulas,
            "shapes": self.shapes,
            "seconds": self.seconds,
        }
        yield _SUMMARY.get(lang).format(**counts) + _RESULT[self.ok].get(lang).format(count=count)
        for kind, number in Counter(difference.kind for difference in self.differences).items():
            yield _KIND.get(lang).format(what=_WORDS[kind].get(lang), count=number)
        if self.reread:
            yield _REREAD.get(lang).format(count=self.reread)
        causes_first = sorted(self.differences, key=lambda difference: _ORDER.index(difference.kind))
        yield from (difference.line(lang) for difference in causes_first[:limit])
        if count > limit:
            yield _MORE.get(lang).format(count=count - limit)


def _shown(value: Value) -> str:
    return (
        '""' if value is None or value == "" else repr(str(value)) if isinstance(value, str) else str(value)
    )
