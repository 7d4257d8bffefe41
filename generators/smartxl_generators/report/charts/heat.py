"""A heat map: categories down, series across, the number in every cell, darker for more.

Of correlations darker is further from 0, and the negative ones are hatched.
"""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.model.report import ChartKind, ReportChart
from smartxl.text import number_text
from smartxl_generators.report.charts.bars import MISSING
from smartxl_generators.report.charts.canvas import ChartCanvas
from smartxl_generators.report.charts.frame import figures, share
from smartxl_generators.report.charts.labels import MM, broken, em, ticks
from smartxl_generators.report.charts.palette import AXIS, SOFT, ink_on, shade

__all__ = ["HEAT_PITCH", "heat"]

HEAT_PITCH = 3.7
"""The least height of a row in mm."""
_TALL = 185.0
_HEAD = 7.5
_STEPS = 5


@dataclass(frozen=True, slots=True)
class _HeatGrid:
    left: float
    top: float
    column: float
    row: float
    size: float


def heat(chart: ReportChart, width: float) -> ChartCanvas:
    """The chart, `width` mm wide and as high as its rows ask for."""
    count = max(1, len(chart.categories))
    row = max(HEAT_PITCH, min(6.5, _TALL / count))
    size = 7.5 if row >= 5 else 6.7
    left = min(0.34 * width, max(map(em, chart.categories), default=0.0) * size * MM + 2)
    column = min(26.0, (width - left) / max(1, len(chart.series)))
    grid = _HeatGrid(left, 0, column, row, _cell_size(chart, column, size))
    heads, height = _heads(chart, column)
    grid = _HeatGrid(left, height + 1.5, column, row, grid.size)
    canvas = ChartCanvas(width, grid.top + row * count + 9)
    for place, lines in enumerate(heads):
        _head(canvas, grid, place, lines)
    for place, name in enumerate(chart.categories):
        middle = grid.top + (place + 0.5) * row
        most = max(1, int(row / (1.18 * size * MM)))
        canvas.lines(left - 1.5, middle, broken(name, (left - 1.4) / (size * MM), most), size, "right")
        for series in range(len(chart.series)):
            _cell(canvas, chart, grid, place, series)
    _key(canvas, chart, grid, grid.top + row * count + 2.5)
    return canvas


def _cell_size(chart: ReportChart, column: float, size: float) -> float:
    """The size at which the longest number fits its cell."""
    longest = max((em(figure.shown) for figure in figures(chart)), default=1.0)
    return max(4.0, min(size, (column - 0.8) / (longest * MM)))


def _heads(chart: ReportChart, column: float) -> tuple[list[list[str] | str], float]:
    """The names over the columns in lines, or upright where they would take more than five; and their height in mm."""
    room = (column - 0.6) / (_HEAD * MM)
    told: list[list[str]] = [broken(series.name, room, 99) for series in chart.series]
    if max(map(len, told), default=0) <= 5 and not _torn(chart, room):
        return [*told], max(map(len, told), default=0) * 1.18 * _HEAD * MM
    names = [broken(series.name, 11, 1)[0] for series in chart.series]
    return [*names], max(map(em, names), default=0.0) * _HEAD * MM


def _torn(chart: ReportChart, room: float) -> bool:
    """Whether a Latin word would not fit a line."""
    words = (word for series in chart.series for word in series.name.split() if word.isascii())
    return any(em(word) > room for word in words)


def _head(canvas: ChartCanvas, grid: _HeatGrid, place: int, lines: list[str] | str) -> None:
    middle, bottom = grid.left + (place + 0.5) * grid.column, grid.top - 1
    if isinstance(lines, str):
        canvas.words(middle, bottom, lines, _HEAD, upright=True)
    else:
        canvas.lines(middle, bottom - len(lines) * 1.18 * _HEAD * MM / 2, lines, _HEAD, "center")


def _cell(canvas: ChartCanvas, chart: ReportChart, grid: _HeatGrid, row: int, series: int) -> None:
    figure = chart.series[series].values[row]
    x, y = grid.left + series * grid.column, grid.top + row * grid.row
    middle = (x + grid.column / 2, y + grid.row / 2)
    if figure is None:
        # Half of a matrix of correlations is the same as the other.
        missing = "" if chart.kind is ChartKind.CORRELATION else MISSING
        canvas.words(*middle, missing, grid.size, "center", color=SOFT)
        return
    dark = _darkness(chart, figure.value)
    canvas.box(x + 0.15, y + 0.15, grid.column - 0.3, grid.row - 0.3, shade(dark))
    if chart.kind is ChartKind.CORRELATION and figure.value < 0:
        _hatch(canvas, x + 0.15, y + 0.15, grid.column - 0.3, grid.row - 0.3)
    canvas.words(*middle, figure.shown, grid.size, "center", color=ink_on(dark))


def _darkness(chart: ReportChart, value: float) -> float:
    if chart.kind is ChartKind.CORRELATION:
        return share(abs(value), 0.0, max(map(abs, chart.limits)))
    return share(value, *chart.limits)


def _hatch(canvas: ChartCanvas, x: float, y: float, width: float, height: float) -> None:
    """Slanting lines over a cell, in its corners alone: its number stands between them."""
    for step in (1.1, 2.2):
        canvas.line([(x, y + step), (x + step, y)], AXIS, 0.6)
        canvas.line([(x + width - step, y + height), (x + width, y + height - step)], AXIS, 0.6)


def _key(canvas: ChartCanvas, chart: ReportChart, grid: _HeatGrid, y: float) -> None:
    """Which shade stands for which number."""
    marks = ticks(*chart.limits, most=_STEPS)
    step = min(14.0, (canvas.width - grid.left) / len(marks))
    for place, mark in enumerate(marks):
        x = grid.left + place * step
        canvas.box(x, y, 5, 3.2, shade(_darkness(chart, mark)))
        if chart.kind is ChartKind.CORRELATION and mark < 0:
            _hatch(canvas, x, y, 5, 3.2)
        canvas.words(x + 6, y + 1.6, number_text(mark), 7, color=SOFT)
