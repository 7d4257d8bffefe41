"""A radar: one spoke for each category, names and numbers around it."""

from __future__ import annotations

import math
from itertools import pairwise

from smartxl.model.report import ReportChart
from smartxl.text import number_text
from smartxl_generators.report.charts.bars import MISSING
from smartxl_generators.report.charts.canvas import Anchor, ChartCanvas, Point
from smartxl_generators.report.charts.frame import ChartScale, legend, legend_height
from smartxl_generators.report.charts.labels import MM, broken, em, ticks
from smartxl_generators.report.charts.palette import SOFT, series_look

__all__ = ["radar"]

_SIZE = 8.5
_AROUND = 18.0  # room for three lines of a name and its numbers, above and below
_GRID = "#cfd6dc"


def radar(chart: ReportChart, width: float) -> ChartCanvas:
    """The chart, `width` mm wide; for three categories or more."""
    head = legend_height(chart, width)
    radius = _radius(chart, width)
    canvas = ChartCanvas(width, head + 2 * radius + 2 * _AROUND)
    centre = (width / 2, head + radius + _AROUND)
    scale = ChartScale(*chart.limits, 0, radius)
    _web(canvas, chart, centre, scale)
    for place in range(len(chart.series)):
        _outline(canvas, chart, place, centre, scale)
    for spoke in range(len(chart.categories)):
        _spoke_label(canvas, chart, spoke, centre, radius)
    legend(canvas, chart, 0, 0, width, lines=True)
    return canvas


def _radius(chart: ReportChart, width: float) -> float:
    """As large as leaves room on both sides for the numbers of a spoke in two lines."""
    longest = max((em(_numbers(chart, spoke)) for spoke in range(len(chart.categories))), default=0.0)
    return max(0.15 * width, min(37.0, 0.29 * width, width / 2 - 5 - 0.55 * longest * _SIZE * MM))


def _numbers(chart: ReportChart, spoke: int) -> str:
    """The numbers of a category, in the order of the series."""
    shown = [series.values[spoke] for series in chart.series]
    return " / ".join(figure.shown if figure else MISSING for figure in shown)


def _point(centre: Point, spoke: int, spokes: int, distance: float) -> Point:
    angle = 2 * math.pi * spoke / spokes
    return centre[0] + distance * math.sin(angle), centre[1] - distance * math.cos(angle)


def _web(canvas: ChartCanvas, chart: ReportChart, centre: Point, scale: ChartScale) -> None:
    """Rings at round numbers, spokes, and the numbers beside the first spoke."""
    spokes = len(chart.categories)
    rings = [tick for tick in ticks(*chart.limits, most=5) if scale.at(tick) > 0]
    for tick in rings:
        ring = [_point(centre, spoke % spokes, spokes, scale.at(tick)) for spoke in range(spokes + 1)]
        canvas.line(ring, _GRID, 0.6)
    for spoke in range(spokes):
        canvas.line([centre, _point(centre, spoke, spokes, scale.end)], _GRID, 0.6)
    for tick in rings:
        canvas.words(centre[0] + 1, centre[1] - scale.at(tick) + 1.6, number_text(tick), 6.5, color=SOFT)


def _outline(canvas: ChartCanvas, chart: ReportChart, place: int, centre: Point, scale: ChartScale) -> None:
    """The line through the numbers of a series, open where there is none."""
    look, spokes = series_look(place), len(chart.categories)
    points = [
        None if figure is None else _point(centre, spoke, spokes, scale.at(figure.value))
        for spoke, figure in enumerate(chart.series[place].values)
    ]
    for one, other in pairwise([*points, points[0]]):
        if one is not None and other is not None:
            canvas.line([one, other], look.stroke, 1.8, look.dashes)
    for point in points:
        if point is not None:
            canvas.dot(*point, look.marker, look.stroke)


def _spoke_label(canvas: ChartCanvas, chart: ReportChart, spoke: int, centre: Point, radius: float) -> None:
    """Name and numbers at the end of a spoke, beside it on both sides and above or below it in the middle."""
    x, y = _point(centre, spoke, len(chart.categories), radius + 3)
    side = round((x - centre[0]) / radius, 2)
    anchor: Anchor = "left" if side > 0.1 else "right" if side < -0.1 else "center"
    room = {"left": canvas.width - x, "right": x, "center": 60.0}[anchor]
    texts = broken(chart.categories[spoke], room / (_SIZE * MM), 3)
    texts += broken(_numbers(chart, spoke), room / (_SIZE * MM), 4)
    rise = (y - centre[1]) / radius
    block = 1.18 * _SIZE * MM * len(texts)
    canvas.lines(x, y + rise * block / 2 * (anchor == "center" or abs(rise) > 0.7), texts, _SIZE, anchor)
