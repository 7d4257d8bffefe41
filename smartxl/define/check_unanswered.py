"""Checks the coverage floor: whether it asks for anything, and whether what is said of it can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.model.unanswered import BelowFloor

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
        what = "the coverage floor asks for no row: unit, node and indicator are all 0"
        yield from file.report(_FLOOR, what, "write { unit: 0.6 }, or remove it")
    elif entry.below is BelowFloor.COUNTED and model.conventions.pipeline:
        what = "`counted` has no meaning with a pipeline: the total of a class is then the mean of its units' totals"
        yield from file.report((*_FLOOR, "below"), what, "write left-out or flagged")
