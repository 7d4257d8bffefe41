"""Two numbers of each category against each other, the diagonal between them, and the names of those furthest from it."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.model.report import Figure, ReportChart
from smartxl.text import number_text
from smartxl_generators.report.charts.canvas import ChartCanvas
from smartxl_generators.report.charts.frame import ChartScale
from smartxl_generators.report.charts.labels import MM, shown_within, ticks
from smartxl_generators.report.charts.palette import AXIS, INK, SOFT, series_look

__all__ = ["scatter"]

_GRID = "#dde2e7"
_SIZE, _NAME = 7.5, 7.0
_NAMED = 12
"""How many categories are named."""


@dataclass(frozen=True, slots=True)
class _ScatterPoint:
    name: str
    across: Figure
    up: Figure

    @property
    def distance(self) -> float:
        """How far the two numbers lie apart."""
        return abs(self.across.value - self.up.value)

    @property
    def shown(self) -> str:
        """Both numbers as they are shown, across first."""
        return f"{self.across.shown}/{self.up.shown}"


def scatter(chart: ReportChart, width: float) -> ChartCanvas:
    """The chart, `width` mm wide: a square at the left, the names beside it."""
    side = min(88.0, 0.58 * width)
    left, top = 11.0, 3.0
    across, up = (ChartScale(*chart.limits, *ends) for ends in ((left, left + side), (top + side, top)))
    canvas = ChartCanvas(width, top + side + 11.0)
    _ground(canvas, chart, across, up)
    points = _points(chart)
    look = series_look(0)
    for point in points:
        canvas.dot(across.at(point.across.value), up.at(point.up.value), look.marker, look.stroke)
    named = sorted(points, key=lambda point: -point.distance)[:_NAMED]
    for number, point in enumerate(named, 1):
        x, y = across.at(point.across.value), up.at(point.up.value)
        canvas.words(x + 1.4, y - 1.4, str(number), 6.5, color=INK)
        at = top + 3 + (number - 1) * 2 * 1.25 * _NAME * MM
        room = (width - across.end - 5) / (_NAME * MM)
        canvas.words(across.end + 5, at, shown_within(f"{number}  {point.name}", room), _NAME)
        canvas.words(across.end + 8, at + 1.2 * _NAME * MM, point.shown, _NAME - 0.5, color=SOFT)
    return canvas


def _points(chart: ReportChart) -> list[_ScatterPoint]:
    """The categories that have both numbers; with one series alone, that against itself."""
    if not chart.series:
        return []
    first, second = chart.series[0], chart.series[min(1, len(chart.series) - 1)]
    pairs = zip(chart.categories, first.values, second.values, strict=True)
    return [_ScatterPoint(name, x, y) for name, x, y in pairs if x is not None and y is not None]


def _ground(canvas: ChartCanvas, chart: ReportChart, across: ChartScale, up: ChartScale) -> None:
    """Grid, numbers, the names of both scales, and the diagonal on which both numbers are the same."""
    for tick in ticks(across.low, across.high):
        x, y = across.at(tick), up.at(tick)
        canvas.line([(x, up.start), (x, up.end)], _GRID)
        canvas.line([(across.start, y), (across.end, y)], _GRID)
        canvas.words(x, up.start + 2.5, number_text(tick), 7, "center", color=SOFT)
        canvas.words(across.start - 1.2, y, number_text(tick), 7, "right", color=SOFT)
    canvas.line([(across.start, up.start), (across.end, up.end)], AXIS, 0.8, "--")
    canvas.line([(across.start, up.end), (across.start, up.start), (across.end, up.start)], AXIS)
    room = (across.end - across.start) / (_SIZE * MM)
    names = [shown_within(series.name, room) for series in chart.series[:2]]
    canvas.words((across.start + across.end) / 2, up.start + 7, "".join(names[:1]), _SIZE, "center")
    canvas.words(2.2, (up.start + up.end) / 2, "".join(names[1:]), _SIZE, "center", upright=True)
