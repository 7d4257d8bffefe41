"""Rows below each other, one for each category: the names at the left, a scale along the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smartxl.model.report import ReportChart
from smartxl.text import number_text
from smartxl_generators.report.charts.canvas import ChartCanvas
from smartxl_generators.report.charts.frame import ChartScale
from smartxl_generators.report.charts.labels import MM, broken, em, ticks
from smartxl_generators.report.charts.palette import AXIS, SOFT

__all__ = ["FOOT", "GAP", "ChartRows", "label_width", "row_label", "row_pitch", "scale_below"]

_TALL = 205.0
"""The height of a page of a document, less a caption, in mm."""
GAP = 2.0
FOOT = 5.5
"""The room that the numbers of the scale take."""


@dataclass(frozen=True, slots=True)
class ChartRows:
    """The place of everything, in mm: rows of height `pitch` from `top`, numbers along `scale`, text of `size` points."""

    top: float
    pitch: float
    count: int
    size: float
    scale: ChartScale

    @property
    def bottom(self) -> float:
        """Below the last row."""
        return self.top + self.pitch * self.count

    def middle(self, row: int) -> float:
        """The middle of a row."""
        return self.top + self.pitch * (row + 0.5)


def row_pitch(least: float, count: int) -> tuple[float, float]:
    """The height of a row and the size of its text: higher than the least where few rows leave the room."""
    pitch = max(least, min(least * 1.7, _TALL / max(1, count)))
    return pitch, 8.0 if pitch >= 5 else 7.0


def label_width(chart: ReportChart, width: float, size: float) -> float:
    """The room for the names at the left."""
    longest = max(map(em, chart.categories), default=0.0) * size * MM
    return min(0.36 * width, longest)


def row_label(canvas: ChartCanvas, rows: ChartRows, row: int, name: str, start: float) -> None:
    """The name of a row, in as many lines as it is high; `start` is where its room ends."""
    room = (start - GAP) / (rows.size * MM) + 0.01
    most = max(1, int(rows.pitch / (1.18 * rows.size * MM)))
    canvas.lines(start - GAP, rows.middle(row), broken(name, room, most), rows.size, anchor="right")


def scale_below(canvas: ChartCanvas, rows: ChartRows, marks: Sequence[float] | None = None) -> None:
    """The line below all rows with its numbers, round ones unless `marks` are given."""
    scale = rows.scale
    for tick in ticks(scale.low, scale.high) if marks is None else marks:
        at = scale.at(tick)
        canvas.line([(at, rows.bottom), (at, rows.bottom + 1)], AXIS)
        canvas.words(at, rows.bottom + 3, number_text(tick), 7, "center", color=SOFT)
    canvas.line([(scale.start, rows.bottom), (scale.end, rows.bottom)], AXIS)
