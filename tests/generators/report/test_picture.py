"""A picture is what a figure of matplotlib with the same shapes would be, without loading figures."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text as Letters
from matplotlib.transforms import Affine2D
from PIL import Image

from smartxl_generators.report.charts.canvas import Anchor, ChartCanvas, FilledArea, Lettering, Shape, Stroke
from smartxl_generators.report.charts.fonts import drawing_families
from smartxl_generators.report.charts.palette import Dashes
from smartxl_generators.report.charts.picture import picture_of

DPI = 220
DASHES: tuple[Dashes, ...] = ("-", "--", "-.", ":")
ANCHORS: tuple[Anchor, ...] = ("left", "center", "right")


def sheet() -> ChartCanvas:
    """All kinds of shapes at places between the dots, one over the other, and some beyond the edge."""
    canvas = ChartCanvas(97.3, 61.7)
    canvas.box(3.21, 4.43, 50.17, 20.03, "#b5cfe4")
    canvas.area([(10.1, 10.2), (40.3, 12.7), (25.5, 40.9)], "#e08a1e", "#ffffff")
    canvas.area([(60, 10), (70, 12), (65, 20), (60, 10)], "#9c2f4b")
    for place, dashes in enumerate(DASHES):
        points = [(5.5, 30.1 + place), (50.9, 33.3 + 2 * place), (110.0, 20.7 + place)]
        canvas.line(points, "#174a73", 0.4 + 0.5 * place, dashes)
    for place, shape in enumerate("os^Dvp"):
        canvas.dot(12.3 + 7.77 * place, 45.51, shape, "#5d5d5d")
    for place, anchor in enumerate(ANCHORS):
        canvas.words(48.77, 8.3 + 5.1 * place, "12.5 % $of$ all", 7.5, anchor)
        canvas.words(20.3 + 9.1 * place, 40.7, "upright_text", 6.5, anchor, color="#5a6570", upright=True)
    canvas.words(30, 58, "", 8)
    canvas.words(5, 55, "AVfi…", 9)
    return canvas


def artist(shape: Shape, families: list[str]) -> Artist:
    if isinstance(shape, FilledArea):
        edge = shape.edge or "none"
        return Polygon(list(shape.points), closed=True, facecolor=shape.fill, edgecolor=edge, linewidth=0.5)
    if isinstance(shape, Stroke):
        across, down = zip(*shape.points, strict=True)
        return Line2D(across, down, color=shape.color, linewidth=shape.width, linestyle=shape.dashes)
    return Letters(
        shape.x,
        shape.y,
        shape.text,
        fontsize=shape.size,
        fontfamily=families,
        horizontalalignment=shape.anchor,
        verticalalignment="baseline",
        color=shape.color,
        rotation=90 if shape.upright else 0,
        rotation_mode="anchor",
        parse_math=False,
    )


def figure_of(canvas: ChartCanvas) -> bytes:
    figure = Figure(figsize=(canvas.width / 25.4, canvas.height / 25.4), facecolor="#ffffff")
    placed = Affine2D().scale(1 / canvas.width, -1 / canvas.height).translate(0, 1) + figure.transFigure
    for place, shape in enumerate(canvas.shapes):
        drawn = artist(shape, drawing_families(""))
        drawn.set_transform(placed)
        drawn.set_zorder(place)
        figure.add_artist(drawn)
    figure.set_dpi(DPI)
    agg: Any = FigureCanvasAgg(figure)
    agg.draw()
    image = Image.fromarray(np.asarray(agg.buffer_rgba())).convert("RGB")
    out = io.BytesIO()
    image.quantize(200, Image.Quantize.MEDIANCUT).save(out, "png", dpi=(DPI, DPI), compress_level=6)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["all", "area", "line", "words"])
def test_a_picture_is_what_a_figure_would_be(kind: str) -> None:
    kinds: dict[str, tuple[type, ...]] = {"area": (FilledArea,), "line": (Stroke,), "words": (Lettering,)}
    canvas = sheet()
    canvas.shapes = [shape for shape in canvas.shapes if isinstance(shape, kinds.get(kind, (object,)))]
    assert canvas.shapes
    assert picture_of(canvas, DPI) == figure_of(canvas)


@pytest.mark.slow
def test_no_figure_is_loaded() -> None:
    program = (
        "import sys, smartxl_generators.report.charts.picture\n"
        "print('matplotlib.figure' in sys.modules, 'matplotlib.axes' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["False", "False"]
