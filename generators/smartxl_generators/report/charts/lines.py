"""Lines over time: the series are named at their last point, so that no colour has to be matched."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from smartxl.model.report import ReportChart
from smartxl.text import number_text
from smartxl_generators.report.charts.canvas import ChartCanvas, Point
from smartxl_generators.report.charts.frame import ChartScale, band_spans
from smartxl_generators.report.charts.labels import MM, broken, em, shown_within, ticks
from smartxl_generators.report.charts.palette import AXIS, BANDS, SOFT, series_look

__all__ = ["lines"]

_SIZE = 8.0
_TALL = 70.0
_FOOT = 7.5  # the size of the categories
_SWATCH = 7.0
_GRID = "#dde2e7"
_EVERY = 24  # the most numbers that are all written; of more, only the first and last of each line


@dataclass(frozen=True, slots=True)
class _LinePlot:
    left: float
    right: float
    scale: ChartScale  # upwards
    count: int

    @property
    def step(self) -> float:
        """From one category to the next."""
        return (self.right - self.left) / max(1, self.count)

    def across(self, place: int) -> float:
        """Where a category lies; a single one in the middle."""
        return self.left + (place + 0.5) * self.step


def lines(chart: ReportChart, width: float) -> ChartCanvas:
    """The chart, `width` mm wide."""
    names = max((em(series.name) for series in chart.series), default=0.0) * _SIZE * MM
    right = width - (min(0.27 * width, names) + _SWATCH + 3)
    height = max(_TALL, 4.6 * len(chart.series))
    plot = _LinePlot(10, right, ChartScale(*chart.limits, 4 + height, 4), len(chart.categories))
    room = plot.step / (_FOOT * MM)
    texts = [broken(name, max(2.0, room), 3) for name in chart.categories]
    foot = max(map(len, texts), default=0) * 1.18 * _FOOT * MM
    canvas = ChartCanvas(width, height + 7 + foot)
    _ground(canvas, chart, plot)
    for place, told in enumerate(texts):
        drop = len(told) * 1.18 * _FOOT * MM / 2
        canvas.lines(plot.across(place), plot.scale.start + 1.5 + drop, told, _FOOT, "center")
    for place in range(len(chart.series)):
        _line(canvas, chart, place, plot)
    for place in range(len(chart.series)):
        _numbers(canvas, chart, place, plot)
    _names(canvas, chart, plot)
    return canvas


def _ground(canvas: ChartCanvas, chart: ReportChart, plot: _LinePlot) -> None:
    """Bands with their names, the scale on the left."""
    scale = plot.scale
    for place, (begin, end, name) in enumerate(band_spans(chart)):
        top, bottom = scale.at(end), scale.at(begin)
        canvas.box(plot.left, top, plot.right - plot.left, bottom - top, BANDS[place % 2])
        canvas.words(plot.left + 1, top + 2, shown_within(name, 14), 6.5, color=SOFT)
    for tick in ticks(scale.low, scale.high):
        canvas.line([(plot.left, scale.at(tick)), (plot.right, scale.at(tick))], _GRID)
        canvas.words(plot.left - 1.5, scale.at(tick), number_text(tick), 7, "right", color=SOFT)
    canvas.line([(plot.left, scale.start), (plot.right, scale.start)], AXIS)


def _line(canvas: ChartCanvas, chart: ReportChart, place: int, plot: _LinePlot) -> None:
    """A line through the numbers that there are, broken where there is none."""
    look, values = series_look(place), chart.series[place].values
    points: list[Point | None] = [
        None if figure is None else (plot.across(at), plot.scale.at(figure.value))
        for at, figure in enumerate(values)
    ]
    for one, other in pairwise(points):
        if one is not None and other is not None:
            canvas.line([one, other], look.stroke, 1.8, look.dashes)
    for point in points:
        if point is not None:
            canvas.dot(*point, look.marker, look.stroke)


def _numbers(canvas: ChartCanvas, chart: ReportChart, place: int, plot: _LinePlot) -> None:
    """The numbers of a line, above its heights and below its depths, on white."""
    values = chart.series[place].values
    for at in sorted(_told(chart, place)):
        figure = values[at]
        if figure is None:
            continue
        beside = [other.value for other in values[max(0, at - 1) : at + 2] if other is not None]
        x, y = plot.across(at), plot.scale.at(figure.value)
        above = figure.value >= sum(beside) / len(beside) or y + 4 > plot.scale.start
        y, half = y + (-2.8 if above else 2.8), em(figure.shown) * 7 * MM / 2
        canvas.box(x - half, y - 1.2, 2 * half, 2.4, BANDS[0])
        canvas.words(x, y, figure.shown, 7, "center")


def _told(chart: ReportChart, place: int) -> set[int]:
    """The points of a line whose numbers are written."""
    there = [at for at, figure in enumerate(chart.series[place].values) if figure is not None]
    every = len(chart.series) * len(chart.categories) <= _EVERY
    return set(there if every else (*there[:1], *there[-1:]))


def _names(canvas: ChartCanvas, chart: ReportChart, plot: _LinePlot) -> None:
    """The name of each line level with its last number, moved down where two would meet."""
    ends = []
    for place, series in enumerate(chart.series):
        there = [figure for figure in series.values if figure is not None]
        if there:
            ends.append((plot.scale.at(there[-1].value), place))
    below = -9.0
    least = 4.0
    last = max((y for y, _ in ends), default=0.0)
    spare = max(0.0, last + least * len(ends) - plot.scale.start - 12)
    for y, place in sorted(ends):
        below = max(y - spare, below + least)
        left, look = plot.right + 2, series_look(place)
        canvas.line([(left, below), (left + _SWATCH, below)], look.stroke, 1.8, look.dashes)
        canvas.dot(left + _SWATCH / 2, below, look.marker, look.stroke)
        left += _SWATCH + 1
        canvas.words(
            left, below, shown_within(chart.series[place].name, (canvas.width - left) / (_SIZE * MM) + 0.01)
        )
