"""What charts have in common: the scale across or up, its bands, and the legend."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from smartxl.model.report import Figure, ReportChart
from smartxl_generators.report.charts.canvas import ChartCanvas
from smartxl_generators.report.charts.labels import MM, em, shown_within
from smartxl_generators.report.charts.palette import SOFT, series_look

__all__ = ["ChartScale", "band_spans", "figures", "legend", "legend_height", "share"]

_LEGEND = 8.0
_ROW = 5.0
_SWATCH = 6.0


@dataclass(frozen=True, slots=True)
class ChartScale:
    """Numbers from `low` to `high` laid on millimetres from `start` to `end`; what lies outside is drawn at the edge."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a number lies."""
        return self.start + (self.end - self.start) * share(value, self.low, self.high)


def share(value: float, low: float, high: float) -> float:
    """How far a number lies between two limits, 0 to 1."""
    if not (high > low and math.isfinite(value)):
        return 0.0
    return min(1.0, max(0.0, (value - low) / (high - low)))


def band_spans(chart: ReportChart) -> Iterator[tuple[float, float, str]]:
    """The bands that lie within the limits: where each begins and ends, and its name."""
    low, high = chart.limits
    begins = sorted(chart.bands)
    for place, (begin, name) in enumerate(begins):
        end = begins[place + 1][0] if place + 1 < len(begins) else high
        if min(end, high) > max(begin, low):
            yield max(begin, low), min(end, high), name


def legend_height(chart: ReportChart, width: float) -> float:
    """The room that the names of the series take; none where there is one series."""
    return 0.0 if len(chart.series) < 2 else (1 + max(row for row, *_ in _entries(chart, width))) * _ROW + 1


def legend(canvas: ChartCanvas, chart: ReportChart, x: float, y: float, width: float, *, lines: bool) -> None:
    """The names of the series with what they are drawn in, from left to right."""
    if len(chart.series) < 2:
        return
    for place, (row, offset, name) in enumerate(_entries(chart, width)):
        look, left, middle = series_look(place), x + offset, y + (row + 0.5) * _ROW
        if lines:
            canvas.line([(left, middle), (left + _SWATCH - 1.5, middle)], look.stroke, 1.6, look.dashes)
            canvas.dot(left + (_SWATCH - 1.5) / 2, middle, look.marker, look.stroke)
        else:
            canvas.box(left, middle - 1.4, _SWATCH - 1.5, 2.8, look.fill)
        canvas.words(left + _SWATCH, middle, name, _LEGEND, color=SOFT)


def _entries(chart: ReportChart, width: float) -> list[tuple[int, float, str]]:
    """Row, distance from the left and name of each entry."""
    found: list[tuple[int, float, str]] = []
    row, x = 0, 0.0
    for series in chart.series:
        name = shown_within(series.name, (width - _SWATCH) / (_LEGEND * MM))
        taken = _SWATCH + em(name) * _LEGEND * MM + 5
        if x and x + taken - 5 > width:
            row, x = row + 1, 0.0
        found.append((row, x, name))
        x += taken
    return found


def figures(chart: ReportChart) -> Iterator[Figure]:
    """All numbers of a chart."""
    for series in chart.series:
        yield from (value for value in series.values if value is not None)
