"""Charts: every number is there, nothing is cut by the edge, names are never markup, and grey is enough to read them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from lxml import etree
from PIL import Image

from smartxl.errors import ProjectError
from smartxl.model.report import ChartKind, ChartSeries, Figure, ReportChart
from smartxl.text import Lang
from smartxl_generators.report.charts import draw_png, draw_svg, fonts, pages_of
from smartxl_generators.report.charts.labels import broken, em, shown_within, ticks
from smartxl_generators.report.charts.palette import ink_on, series_look, shade
from tests.generators.report.content import HOSTILE, chart, figure

SVG = "{http://www.w3.org/2000/svg}"
CASES = [
    pytest.param(kind, lang, count, series, id=f"{kind}-{lang}-{count}x{series}")
    for kind, count, series in [
        (ChartKind.BARS, 50, 1),
        (ChartKind.BARS, 9, 3),
        (ChartKind.BARS, 1, 1),
        (ChartKind.RADAR, 7, 2),
        (ChartKind.RADAR, 4, 4),
        (ChartKind.RADAR, 2, 1),
        (ChartKind.HEAT, 50, 12),
        (ChartKind.HEAT, 3, 2),
        (ChartKind.LINES, 5, 4),
        (ChartKind.LINES, 1, 1),
        (ChartKind.SPANS, 45, 2),
        (ChartKind.SPANS, 1, 1),
        (ChartKind.TORNADO, 20, 2),
        (ChartKind.SHARES, 10, 8),
        (ChartKind.CORRELATION, 12, 12),
        (ChartKind.SCATTER, 12, 2),
    ]
    for lang in ("zh", "en")
]


def texts(svg: bytes) -> list[etree._Element]:
    return list(etree.fromstring(svg).iter(f"{SVG}text"))


def size_of(svg: bytes) -> tuple[float, float]:
    """Width and height in points."""
    _, _, width, height = map(float, (etree.fromstring(svg).get("viewBox") or "").split())
    return width, height


def shown(drawn: ReportChart) -> list[str]:
    return [value.shown for series in drawn.series for value in series.values if value is not None]


@pytest.mark.slow
@pytest.mark.parametrize("wide", [156, 110])
@pytest.mark.parametrize(("kind", "lang", "count", "series"), CASES)
def test_every_number_is_in_the_drawing_and_every_text_within_its_edge(
    kind: ChartKind, lang: Lang, count: int, series: int, wide: float
) -> None:
    drawn = chart(kind, lang, count, series)
    svg = draw_svg(drawn, wide)
    words = [text.text or "" for text in texts(svg)]
    for number in shown(drawn):
        assert any(number in word for word in words)
    width, height = size_of(svg)
    for text in texts(svg):
        size, x, y = float(text.get("font-size", "8")), float(text.get("x", "")), float(text.get("y", ""))
        long = em(text.text or "") * size
        if text.get("transform"):
            assert y - long >= 0
            assert y <= height
        else:
            left = x - {"middle": long / 2, "end": long}.get(text.get("text-anchor", "start"), 0)
            assert left > -3
            assert left + long < width + 3
        assert size * 0.7 <= y <= height


@pytest.mark.parametrize("kind", ChartKind)
def test_the_same_chart_gives_the_same_bytes(kind: ChartKind) -> None:
    drawn = chart(kind, count=5)
    assert draw_svg(drawn) == draw_svg(drawn)
    assert draw_png(drawn) == draw_png(drawn)


@pytest.mark.parametrize("kind", ChartKind)
def test_a_drawing_stands_in_a_page_without_styles_or_identifiers(kind: ChartKind) -> None:
    svg = draw_svg(chart(kind, count=6, series=2)).decode()
    assert not re.search(r"\b(style|id|href|class)=|<style|<\?xml|<!DOCTYPE|<use|<image", svg)
    assert svg.count("xmlns") == 1


def test_a_drawing_is_named_and_told_in_words() -> None:
    root = etree.fromstring(draw_svg(chart(ChartKind.BARS)))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "得分 " + HOSTILE
    assert root.findtext(f"{SVG}desc") == "alt: " + HOSTILE


def test_names_are_texts_and_no_formulas() -> None:
    words = [text.text or "" for text in texts(draw_svg(chart(ChartKind.BARS, count=4)))]
    assert any("<b>&amp; $x^2$" in word for word in words)


def one(kind: ChartKind, *values: float | None, limits: tuple[float, float] = (0, 100)) -> ReportChart:
    numbers = tuple(None if value is None else figure(value) for value in values)
    return ReportChart(
        "k",
        "c",
        kind,
        tuple(f"C{place}" for place in range(len(values))),
        (ChartSeries("S", numbers),),
        "a",
        limits,
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize(
    ("values", "limits"),
    [
        pytest.param((), (0, 100), id="nothing"),
        pytest.param((None, None, None), (0, 100), id="no number"),
        pytest.param((-12.5, 108.0, 50.0), (-20, 110), id="beyond 0 and 100"),
        pytest.param((-500.0, 900.0, 1.0), (0, 100), id="outside the limits"),
        pytest.param((5.0, 5.0, 5.0), (5, 5), id="limits that are one"),
        pytest.param((float("nan"), 1.0, 2.0), (0, 2), id="not a number"),
    ],
)
def test_unusual_numbers_are_drawn(
    kind: ChartKind, values: tuple[float | None, ...], limits: tuple[float, float]
) -> None:
    drawn = one(kind, *values, limits=limits)
    words = [text.text or "" for text in texts(draw_svg(drawn))]
    assert all(any(number in word for word in words) for number in shown(drawn))
    assert b"nan " not in draw_svg(drawn)
    assert Image.open(io.BytesIO(draw_png(drawn))).size[0] > 1000


def test_a_chart_without_series_is_an_empty_sheet() -> None:
    for kind in ChartKind:
        assert draw_svg(replace(one(kind, 1.0, 2.0, 3.0), series=()))


@pytest.mark.parametrize(
    ("kind", "count", "series", "parts"),
    [
        pytest.param(ChartKind.BARS, 50, 1, [50], id="50 bars are one page"),
        pytest.param(ChartKind.BARS, 55, 1, [27, 28], id="55 are two of about the same length"),
        pytest.param(ChartKind.BARS, 55, 2, [27, 28], id="pairs of bars"),
        pytest.param(ChartKind.HEAT, 50, 12, [50], id="50 × 12"),
        pytest.param(ChartKind.HEAT, 3, 30, [3, 3, 3], id="too many columns"),
        pytest.param(ChartKind.LINES, 60, 2, [60], id="lines stay whole"),
        pytest.param(ChartKind.BARS, 0, 1, [0], id="none"),
        pytest.param(ChartKind.SPANS, 55, 1, [27, 28], id="intervals"),
        pytest.param(ChartKind.TORNADO, 55, 2, [27, 28], id="bars of both ways"),
        pytest.param(ChartKind.SHARES, 60, 12, [30, 30], id="shares by rows"),
        pytest.param(ChartKind.SCATTER, 60, 2, [60], id="a square stays whole"),
    ],
)
def test_a_long_chart_is_divided_into_pages(
    kind: ChartKind, count: int, series: int, parts: list[int]
) -> None:
    drawn = chart(kind, "zh", count, series)
    divided = pages_of(drawn)
    assert [len(part.categories) for part in divided] == parts
    assert sorted(number for part in divided for number in shown(part)) == sorted(shown(drawn))


@pytest.mark.parametrize(
    "drawn",
    [
        chart(ChartKind.BARS, "zh", 50),
        chart(ChartKind.BARS, "zh", 28, 2),
        chart(ChartKind.HEAT, "zh", 50, 12),
    ],
    ids=["bars", "pairs", "heat"],
)
def test_a_part_fits_a_page(drawn: ReportChart) -> None:
    _, height = size_of(draw_svg(drawn))
    assert height / 72 * 25.4 < 225


def spanned(count: int, lines: int) -> ReportChart:
    """Series with intervals, and one without."""
    drawn = chart(ChartKind.SPANS, "zh", count, lines + 1)
    limits = tuple((max(0.0, place - 5.0), place + 7.0) for place in range(count))
    series = tuple(replace(each, spans=limits if at < lines else ()) for at, each in enumerate(drawn.series))
    return replace(drawn, series=series, limits=(0, 100))


def strokes(svg: bytes) -> list[str]:
    """The colours of all lines of an interval: thicker than those of a grid."""
    paths = etree.fromstring(svg).iter(f"{SVG}path")
    return [path.get("stroke", "") for path in paths if float(path.get("stroke-width", "0.5")) > 0.9]


def test_an_interval_is_a_line_with_two_ends_beside_its_marker() -> None:
    drawn = strokes(draw_svg(spanned(6, 1)))
    legend = 2
    assert len(drawn) == 6 * 3 + legend
    assert set(drawn[legend:]) == {series_look(0).stroke}


def test_series_with_intervals_stand_below_each_other_and_their_parts_keep_them() -> None:
    one, two = (size_of(draw_svg(spanned(20, lines)))[1] for lines in (1, 2))
    assert two > 1.3 * one
    parts = pages_of(spanned(60, 1))
    assert [len(part.series[0].spans) for part in parts] == [30, 30]
    assert not parts[0].series[1].spans


def test_of_many_columns_every_few_are_named_and_no_number_is_too_small_to_read() -> None:
    series = tuple(ChartSeries(str(rank), (figure(value),) * 3) for rank, value in enumerate(range(55), 1))
    drawn = ReportChart("k", "c", ChartKind.SHARES, ("甲", "乙", "丙"), series, "a")
    words = [text.text or "" for text in texts(draw_svg(drawn))]
    assert {"1", "3"} <= set(words)
    assert "2" not in words
    assert "54.0" not in words


def test_negative_correlations_are_hatched() -> None:
    plain, hatched = (
        draw_svg(one(ChartKind.CORRELATION, value, limits=(-1, 1))).count(b"<path") for value in (0.5, -0.5)
    )
    assert hatched == plain + 4


def test_those_furthest_from_the_diagonal_are_named() -> None:
    across = tuple(figure(place) for place in range(1, 41))
    up = tuple(figure(place + (20 if place == 7 else 0)) for place in range(1, 41))
    drawn = ReportChart(
        "k", "c", ChartKind.SCATTER, tuple(f"单位{p}" for p in range(1, 41)),
        (ChartSeries("甲法", across), ChartSeries("乙法", up)), "a", (0, 41),
    )  # fmt: skip
    words = [text.text or "" for text in texts(draw_svg(drawn))]
    assert "1 单位7" in words
    assert "7.0/27.0" in words
    assert {"甲法", "乙法"} <= set(words)
    assert sum("单位" in word for word in words) == 12


def grey(color: str) -> float:
    return sum(int(color[at : at + 2], 16) * part for at, part in ((1, 0.299), (3, 0.587), (5, 0.114)))


def test_the_first_series_differ_in_grey() -> None:
    greys = sorted(grey(series_look(place).fill) for place in range(3))
    assert all(other - one > 35 for one, other in pairwise(greys))
    shades = [grey(shade(step / 5)) for step in range(6)]
    assert all(one - other > 20 for one, other in pairwise(shades))


@pytest.mark.parametrize("step", range(0, 101, 5))
def test_numbers_on_a_shade_can_be_read(step: int) -> None:
    def light(color: str) -> float:
        levels = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
        linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722)) + 0.05

    one, other = sorted((light(shade(step / 100)), light(ink_on(step / 100))))
    assert other / one >= 4.5


def test_without_a_chinese_font_the_author_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_chinese_family", lambda: None)
    with pytest.raises(ProjectError, match="Noto Sans CJK SC"):
        draw_png(chart(ChartKind.BARS, "zh", 3))
    assert draw_png(replace(one(ChartKind.BARS, 1.0, 2.0)))
    assert draw_svg(chart(ChartKind.BARS, "zh", 3))  # a page shows the fonts of its reader


@pytest.mark.parametrize(
    ("text", "room", "most", "lines"),
    [
        pytest.param("市公安局", 10, 2, ["市公安局"], id="fits"),
        pytest.param("市人力资源和社会保障局", 6, 2, ["市人力资源和", "社会保障局"], id="two lines"),
        pytest.param("市人力资源和社会保障局", 4, 2, ["市人力资", "源和社…"], id="cut"),
        pytest.param("Public Security Bureau", 6, 3, ["Public", "Security", "Bureau"], id="words stay whole"),
        pytest.param("Donaudampfschiff", 5, 3, ["Donaudam", "pfschiff"], id="a word longer than a line"),
        pytest.param("公安局，交警", 3, 3, ["公安", "局，交", "警"], id="no line begins with a comma"),
        pytest.param("a\nb\u202ec", 10, 2, ["a b\ufffdc"], id="no breaks of its own, no turns"),
        pytest.param("", 5, 2, [""], id="empty"),
    ],
)
def test_labels_break(text: str, room: float, most: int, lines: list[str]) -> None:
    assert broken(text, room, most) == lines


def test_what_is_cut_ends_in_an_ellipsis_and_fits() -> None:
    assert shown_within("市公安局", 4) == "市公安局"
    assert shown_within("市公安局", 3.5) == "市公…"
    assert em(shown_within("市公安局" * 9, 7.2)) <= 7.2


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        pytest.param(0, 100, [0, 20, 40, 60, 80, 100], id="scores"),
        pytest.param(0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1], id="shares"),
        pytest.param(-20, 110, [0, 50, 100], id="below zero"),
        pytest.param(5, 5, [5], id="nothing between"),
    ],
)
def test_scales_have_round_numbers(low: float, high: float, marks: list[float]) -> None:
    assert ticks(low, high) == marks


def test_a_number_is_drawn_as_it_is_shown() -> None:
    drawn = replace(one(ChartKind.BARS, 1.0), series=(ChartSeries("S", (Figure("约 3 成", 30.0),)),))
    assert "约 3 成" in [text.text for text in texts(draw_svg(drawn))]
