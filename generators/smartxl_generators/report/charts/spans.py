"""Numbers with the intervals in which they lie: a marker and a line with ends in the row of each category."""

from __future__ import annotations

from collections.abc import Iterator

from smartxl.model.report import ChartSeries, ReportChart
from smartxl_generators.report.charts.bars import MISSING
from smartxl_generators.report.charts.canvas import ChartCanvas
from smartxl_generators.report.charts.frame import ChartScale, legend, legend_height
from smartxl_generators.report.charts.labels import MM, em, ticks
from smartxl_generators.report.charts.palette import AXIS, BANDS, SOFT, series_look
from smartxl_generators.report.charts.rows import (
    FOOT,
    GAP,
    ChartRows,
    label_width,
    row_label,
    row_pitch,
    scale_below,
)

__all__ = ["span_pitch", "spans"]

_STEP = 3.0  # between the lines of one row
_END = 0.8


def span_pitch(chart: ReportChart) -> float:
    """The least height of a row in mm: series with intervals have a line each, the others share the first one."""
    return 4.1 + _STEP * (max(1, len(_lines(chart))) - 1)


def spans(chart: ReportChart, width: float) -> ChartCanvas:
    """The chart, `width` mm wide and as high as its rows ask for."""
    count = max(1, len(chart.categories))
    pitch, size = row_pitch(span_pitch(chart), count)
    label = label_width(chart, width, size)
    told = max((em(text) for row in range(len(chart.categories)) for text in _told(chart, row)), default=1.0)
    scale = ChartScale(*chart.limits, label + GAP, width - min(0.4 * width, told * size * MM) - 2 * GAP)
    rows = ChartRows(legend_height(chart, width) + 0.5, pitch, count, size, scale)
    canvas = ChartCanvas(width, rows.bottom + FOOT)
    _ground(canvas, rows)
    legend(canvas, chart, 0, 0, width, lines=True)
    for row, name in enumerate(chart.categories):
        row_label(canvas, rows, row, name, scale.start)
        _row(canvas, chart, rows, row)
    return canvas


def _lines(chart: ReportChart) -> list[list[int]]:
    """The series of each line of a row: one that has intervals begins a line, those without stand in the first."""
    spanned = [place for place, series in enumerate(chart.series) if series.spans]
    others = [place for place in range(len(chart.series)) if place not in spanned]
    lines = [[place] for place in spanned]
    if not others:
        return lines
    return [[*lines[0], *others], *lines[1:]] if lines else [others]


def _told(chart: ReportChart, row: int) -> Iterator[str]:
    """The numbers of each line of a row, in the order of the series."""
    for line in _lines(chart):
        shown = (chart.series[place].values[row] for place in line)
        yield " / ".join(figure.shown if figure else MISSING for figure in shown)


def _ground(canvas: ChartCanvas, rows: ChartRows) -> None:
    """Every second row on a shade, so that the eye finds its way from name to number; the scale with its first number."""
    for row in range(1, rows.count, 2):
        canvas.box(0, rows.top + row * rows.pitch, canvas.width, rows.pitch, BANDS[1])
    scale = rows.scale
    marks = ticks(scale.low, scale.high)
    near = len(marks) > 1 and marks[0] - scale.low < 0.4 * (marks[1] - marks[0])
    marks = [scale.low, *marks[near:]]
    for tick in marks:
        canvas.line([(scale.at(tick), rows.top), (scale.at(tick), rows.bottom)], AXIS, 0.35, ":")
    scale_below(canvas, rows, marks)


def _row(canvas: ChartCanvas, chart: ReportChart, rows: ChartRows, row: int) -> None:
    lines, texts = _lines(chart), tuple(_told(chart, row))
    for at, (line, text) in enumerate(zip(lines, texts, strict=True)):
        y = rows.middle(row) + (at - (len(lines) - 1) / 2) * _STEP
        for place in line:
            _interval(canvas, chart.series[place], rows.scale, (row, place), y)
        canvas.words(canvas.width - 1, y, text, rows.size - 0.5, "right", color=SOFT)


def _interval(
    canvas: ChartCanvas, series: ChartSeries, scale: ChartScale, at: tuple[int, int], y: float
) -> None:
    """The line with its ends, then the marker; a number without an interval is a marker alone."""
    row, place = at
    figure, look = series.values[row], series_look(place)
    span = series.spans[row] if series.spans else None
    if span is not None:
        ends = [scale.at(limit) for limit in span]
        canvas.line([(end, y) for end in ends], look.stroke, 1.3)
        for end in ends:
            canvas.line([(end, y - _END), (end, y + _END)], look.stroke, 1.1)
    if figure is not None:
        canvas.dot(scale.at(figure.value), y, look.marker, look.stroke)
