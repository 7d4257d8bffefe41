"""Checks the coverage floor: whether it asks for anything, and whether what is said of it can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.model.unanswered import BelowFloor
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartxl.define.framework_schema import FrameworkFile
    from smartxl.define.parse import Parsed
    from smartxl.errors import Problem

__all__ = ["floor_problems"]

_FLOOR = ("conventions", "coverage_floor")


def floor_problems(file: Parsed[FrameworkFile], model: FrameworkFile) -> Iterator[Problem]:
    """Problems of `coverage_floor`."""
    entry = model.conventions.coverage_floor
    if entry is None or file.is_broken(_FLOOR):
        return
    if not (entry.unit or entry.node or entry.indicator):
        what = Text(
            "覆盖率下限没有要求任何行：unit、node、indicator 都是 0",
            "the coverage floor asks for no row: unit, node and indicator are all 0",
        )
        yield from file.report(
            _FLOOR, what, Text("写 { unit: 0.6 }，或删去", "write { unit: 0.6 }, or remove it")
        )
    elif entry.below is BelowFloor.COUNTED and model.conventions.pipeline:
        what = Text(
            "有 pipeline 时 `counted` 没有意义：类别总分是各单位总分的平均",
            "`counted` has no meaning with a pipeline: the total of a class is then the mean of its "
            "units' totals",
        )
        yield from file.report(
            (*_FLOOR, "below"), what, Text("写 left-out 或 flagged", "write left-out or flagged")
        )
