"""Which kind is drawn by whom, and how a chart that is too tall for a page is divided."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from smartxl.model.report import ChartKind, ReportChart
from smartxl_generators.report.charts.bars import bar_pitch, bars
from smartxl_generators.report.charts.canvas import ChartCanvas
from smartxl_generators.report.charts.heat import HEAT_PITCH, heat
from smartxl_generators.report.charts.lines import lines
from smartxl_generators.report.charts.radar import radar
from smartxl_generators.report.charts.scatter import scatter
from smartxl_generators.report.charts.shares import SHARE_PITCH, shares
from smartxl_generators.report.charts.spans import span_pitch, spans
from smartxl_generators.report.charts.svg import svg_of
from smartxl_generators.report.charts.tornado import TORNADO_PITCH, tornado

__all__ = ["WIDTH", "draw_png", "draw_svg", "height_of", "pages_of"]

WIDTH = 156.0
"""The width of an official document's text in mm."""
_DPI = 220
_KNOWN = 64
"""Charts whose height is kept, for pages are counted several times before a chart is drawn, and that are kept as SVG: a PDF
and a page for browsers have the same."""
_PAGE = 205.0
_COLUMNS = 14
_DRAW = {
    ChartKind.BARS: bars,
    ChartKind.RADAR: radar,
    ChartKind.HEAT: heat,
    ChartKind.LINES: lines,
    ChartKind.SPANS: spans,
    ChartKind.TORNADO: tornado,
    ChartKind.SHARES: shares,
    ChartKind.CORRELATION: heat,
    ChartKind.SCATTER: scatter,
}
_IN_COLUMNS = frozenset({ChartKind.HEAT, ChartKind.CORRELATION})


@lru_cache(maxsize=_KNOWN)
def draw_svg(chart: ReportChart, width: float = WIDTH) -> bytes:
    """The chart as SVG to stand in HTML, laid out for `width` mm; it fills whatever width it is given."""
    return svg_of(_drawn(chart, width), chart.caption, chart.alt)


def draw_png(chart: ReportChart, width: float = WIDTH, dpi: int = _DPI) -> bytes:
    """The chart as a picture `width` mm wide. Raises ProjectError where it has Chinese and no font for it is installed."""
    from smartxl_generators.report.charts.picture import picture_of

    return picture_of(_drawn(chart, width), dpi)


@lru_cache(maxsize=_KNOWN)
def height_of(chart: ReportChart, width: float = WIDTH) -> float:
    """How high in mm the chart is when it is drawn `width` mm wide."""
    return _drawn(chart, width).height


def _drawn(chart: ReportChart, width: float) -> ChartCanvas:
    spokes = len(chart.categories)
    kind = ChartKind.BARS if chart.kind is ChartKind.RADAR and spokes < 3 else chart.kind
    return _DRAW[kind](chart, width)


def pages_of(chart: ReportChart) -> tuple[ReportChart, ...]:
    """The chart in parts that each fit a page, about as long as one another; most charts are one part."""
    pitch = _pitch(chart)
    if not pitch:
        return (chart,)
    columns = _COLUMNS if chart.kind in _IN_COLUMNS else len(chart.series)
    parts: list[ReportChart] = []
    for begin, end in _spans(len(chart.series), columns):
        across = replace(chart, series=chart.series[begin:end])
        parts += [_rows(across, *span) for span in _spans(len(chart.categories), int(_PAGE / pitch))]
    return tuple(parts)


def _pitch(chart: ReportChart) -> float:
    """The height of its rows, 0 for a chart that stays whole."""
    if chart.kind is ChartKind.BARS:
        return bar_pitch(len(chart.series))
    if chart.kind is ChartKind.SPANS:
        return span_pitch(chart)
    return {
        ChartKind.HEAT: HEAT_PITCH,
        ChartKind.CORRELATION: HEAT_PITCH,
        ChartKind.TORNADO: TORNADO_PITCH,
        ChartKind.SHARES: SHARE_PITCH,
    }.get(chart.kind, 0.0)


def _rows(chart: ReportChart, begin: int, end: int) -> ReportChart:
    series = tuple(
        replace(series, values=series.values[begin:end], spans=series.spans[begin:end])
        for series in chart.series
    )
    return replace(chart, categories=chart.categories[begin:end], series=series)


def _spans(count: int, most: int) -> list[tuple[int, int]]:
    """The places from 0 to `count` in as few spans of at most `most` as can be, all about as long."""
    parts = max(1, -(-count // max(1, most)))
    return [(count * part // parts, count * (part + 1) // parts) for part in range(parts)]
