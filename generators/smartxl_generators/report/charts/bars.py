"""Horizontal bars, one row for each category from the top down, the number at the end of each bar."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.model.report import ReportChart
from smartxl.text import number_text
from smartxl_generators.report.charts.canvas import ChartCanvas
from smartxl_generators.report.charts.frame import ChartScale, band_spans, figures, legend, legend_height
from smartxl_generators.report.charts.labels import MM, broken, em, shown_within, ticks
from smartxl_generators.report.charts.palette import AXIS, BANDS, INK, SOFT, series_look

__all__ = ["MISSING", "bar_pitch", "bars"]

MISSING = "–"
"""What stands for a number that does not exist."""
_TALL = 205.0  # a page of a document, less its caption
_GAP = 2.0
_FOOT = 5.5


def bar_pitch(series: int) -> float:
    """The least height of a row in mm, in which its texts can be read."""
    return 4.1 if series < 2 else 1.2 + 2.9 * series


@dataclass(frozen=True, slots=True)
class _BarRows:
    """The place of everything, in mm: rows of height `pitch` from `top`, bars along `scale`, text of `size` points."""

    top: float
    pitch: float
    count: int
    size: float
    scale: ChartScale

    @property
    def bottom(self) -> float:
        return self.top + self.pitch * self.count

    def middle(self, row: int) -> float:
        return self.top + self.pitch * (row + 0.5)


def bars(chart: ReportChart, width: float) -> ChartCanvas:
    """The chart, `width` mm wide and as high as its rows ask for."""
    head = legend_height(chart, width)
    rows = _rows(chart, width, head)
    canvas = ChartCanvas(width, rows.bottom + _FOOT)
    _scale(canvas, chart, rows)
    legend(canvas, chart, 0, 0, width, lines=False)
    for row, name in enumerate(chart.categories):
        _label(canvas, rows, row, name)
        for place in range(len(chart.series)):
            _bar(canvas, chart, rows, row, place)
    return canvas


def _rows(chart: ReportChart, width: float, head: float) -> _BarRows:
    count = max(1, len(chart.categories))
    least = bar_pitch(len(chart.series))
    pitch = max(least, min(least * 1.7, _TALL / count))
    size = 8.0 if pitch >= 5 else 7.0
    longest = max(map(em, chart.categories), default=0.0) * size * MM
    label = min(0.36 * width, longest)
    shown = max((em(figure.shown) for figure in figures(chart)), default=1.0) * size * MM
    scale = ChartScale(*chart.limits, label + _GAP, width - shown - _GAP)
    return _BarRows(head + _band_rows(chart, scale) * 4.5 + 0.5, pitch, count, size, scale)


def _band_rows(chart: ReportChart, scale: ChartScale) -> int:
    """How many lines the names of the bands take above the bars: two where neighbours would meet."""
    spans = list(band_spans(chart))
    narrow = any(em(name) * 7.5 * MM + 1 > scale.at(end) - scale.at(begin) for begin, end, name in spans)
    return 0 if not spans else 1 + narrow


def _scale(canvas: ChartCanvas, chart: ReportChart, rows: _BarRows) -> None:
    """Bands behind the bars with their names above, and the numbers of the scale below."""
    scale = rows.scale
    spans = [(scale.at(begin), scale.at(end)) for begin, end, _ in band_spans(chart)]
    for place, (left, right) in enumerate(spans):
        canvas.box(left, rows.top, right - left, rows.bottom - rows.top, BANDS[place % 2])
        if place:
            canvas.line([(left, rows.top), (left, rows.bottom)], AXIS, 0.5, ":")
    _band_names(canvas, chart, rows, [(left + right) / 2 for left, right in spans])
    for tick in ticks(scale.low, scale.high):
        at = scale.at(tick)
        canvas.line([(at, rows.bottom), (at, rows.bottom + 1)], AXIS)
        canvas.words(at, rows.bottom + 3, number_text(tick), 7, "center", color=SOFT)
    canvas.line([(scale.start, rows.bottom), (scale.end, rows.bottom)], AXIS)
    zero = scale.at(0.0)
    canvas.line([(zero, rows.top), (zero, rows.bottom)], AXIS, 0.8)


def _band_names(canvas: ChartCanvas, chart: ReportChart, rows: _BarRows, middles: list[float]) -> None:
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


def _label(canvas: ChartCanvas, rows: _BarRows, row: int, name: str) -> None:
    room = (rows.scale.start - _GAP) / (rows.size * MM) + 0.01
    most = max(1, int(rows.pitch / (1.18 * rows.size * MM)))
    canvas.lines(
        rows.scale.start - _GAP, rows.middle(row), broken(name, room, most), rows.size, anchor="right"
    )


def _bar(canvas: ChartCanvas, chart: ReportChart, rows: _BarRows, row: int, place: int) -> None:
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
