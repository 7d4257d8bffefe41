"""Horizontal bars, one row for each category from the top down, the number at the end of each bar."""

from __future__ import annotations

from smartxl.model.report import ReportChart
from smartxl_generators.report.charts.canvas import ChartCanvas
from smartxl_generators.report.charts.frame import ChartScale, band_spans, figures, legend, legend_height
from smartxl_generators.report.charts.labels import MM, em, shown_within
from smartxl_generators.report.charts.palette import AXIS, BANDS, INK, SOFT, series_look
from smartxl_generators.report.charts.rows import (
    FOOT,
    GAP,
    ChartRows,
    label_width,
    row_label,
    row_pitch,
    scale_below,
)

__all__ = ["MISSING", "bar_pitch", "bars"]

MISSING = "–"
"""What stands for a number that does not exist."""


def bar_pitch(series: int) -> float:
    """The least height of a row in mm, in which its texts can be read."""
    return 4.1 if series < 2 else 1.2 + 2.9 * series


def bars(chart: ReportChart, width: float) -> ChartCanvas:
    """The chart, `width` mm wide and as high as its rows ask for."""
    head = legend_height(chart, width)
    rows = _rows(chart, width, head)
    canvas = ChartCanvas(width, rows.bottom + FOOT)
    _scale(canvas, chart, rows)
    legend(canvas, chart, 0, 0, width, lines=False)
    for row, name in enumerate(chart.categories):
        row_label(canvas, rows, row, name, rows.scale.start)
        for place in range(len(chart.series)):
            _bar(canvas, chart, rows, row, place)
    return canvas


def _rows(chart: ReportChart, width: float, head: float) -> ChartRows:
    count = max(1, len(chart.categories))
    pitch, size = row_pitch(bar_pitch(len(chart.series)), count)
    label = label_width(chart, width, size)
    shown = max((em(figure.shown) for figure in figures(chart)), default=1.0) * size * MM
    scale = ChartScale(*chart.limits, label + GAP, width - shown - GAP)
    return ChartRows(head + _band_rows(chart, scale) * 4.5 + 0.5, pitch, count, size, scale)


def _band_rows(chart: ReportChart, scale: ChartScale) -> int:
    """How many lines the names of the bands take above the bars: two where neighbours would meet."""
    spans = list(band_spans(chart))
    narrow = any(em(name) * 7.5 * MM + 1 > scale.at(end) - scale.at(begin) for begin, end, name in spans)
    return 0 if not spans else 1 + narrow


def _scale(canvas: ChartCanvas, chart: ReportChart, rows: ChartRows) -> None:
    """Bands behind the bars with their names above, and the numbers of the scale below."""
    scale = rows.scale
    spans = [(scale.at(begin), scale.at(end)) for begin, end, _ in band_spans(chart)]
    for place, (left, right) in enumerate(spans):
        canvas.box(left, rows.top, right - left, rows.bottom - rows.top, BANDS[place % 2])
        if place:
            canvas.line([(left, rows.top), (left, rows.bottom)], AXIS, 0.5, ":")
    _band_names(canvas, chart, rows, [(left + right) / 2 for left, right in spans])
    scale_below(canvas, rows)
    zero = scale.at(0.0)
    canvas.line([(zero, rows.top), (zero, rows.bottom)], AXIS, 0.8)


def _band_names(canvas: ChartCanvas, chart: ReportChart, rows: ChartRows, middles: list[float]) -> None:
    """The names over their bands; in two lines, each may be as wide as the middles of its neighbours allow."""
    two = _band_rows(chart, rows.scale) == 2
    bounds = [rows.scale.start, *middles, canvas.width]
    for place, (begin, end, name) in enumerate(band_spans(chart)):
        room = bounds[place + 2] - bounds[place] if two else rows.scale.at(end) - rows.scale.at(begin)
        text = shown_within(name, room / (7.5 * MM))
        half = em(text) * 7.5 * MM / 2
        middle = min(max(middles[place], rows.scale.start + half), canvas.width - half)
        rise = 4.5 if two and place % 2 else 0.0
        canvas.words(middle, rows.top - 2.4 - rise, text, 7.5, "center", color=SOFT)


def _bar(canvas: ChartCanvas, chart: ReportChart, rows: ChartRows, row: int, place: int) -> None:
    figure = chart.series[place].values[row]
    thick = rows.pitch * (0.68 if len(chart.series) < 2 else 0.86) / len(chart.series)
    middle = rows.middle(row) + (place - (len(chart.series) - 1) / 2) * thick
    zero = rows.scale.at(0.0)
    end = zero if figure is None else rows.scale.at(figure.value)
    if end != zero:
        canvas.box(
            min(zero, end), middle - thick * 0.46, abs(end - zero), thick * 0.92, series_look(place).fill
        )
    color = SOFT if figure is None else INK
    canvas.words(
        max(zero, end) + 1, middle, figure.shown if figure else MISSING, rows.size - 0.5, color=color
    )
