"""A sheet as a picture, by the renderer of matplotlib alone: its figures and axes take long to load."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from PIL import Image

from smartxl_generators.report.charts.canvas import ChartCanvas, FilledArea, Lettering, Point, Stroke
from smartxl_generators.report.charts.fonts import drawing_families
from smartxl_generators.report.charts.palette import DASHES, WHITE

__all__ = ["picture_of"]

_Renderer: Any = RendererAgg  # which has no types
_INCH = 25.4
_COLOURS = 200
_EDGE = 0.5  # points of print
_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
"""How much of a text stands before the place that it is anchored at."""


def picture_of(canvas: ChartCanvas, dpi: int) -> bytes:
    """The sheet as PNG, the same bytes for the same shapes. Raises ProjectError where a font is missing."""
    families = drawing_families("".join(each.text for each in canvas.shapes if isinstance(each, Lettering)))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")  # a rare character becomes a box
        drawn = _PaintedSheet(canvas, dpi, families).image()
    picture = drawn.quantize(_COLOURS, Image.Quantize.MEDIANCUT)
    out = io.BytesIO()
    picture.save(out, "png", dpi=(dpi, dpi), compress_level=6)
    return out.getvalue()


class _PaintedSheet:
    """Draws the shapes of a sheet, one over the other."""

    def __init__(self, canvas: ChartCanvas, dpi: int, families: list[str]) -> None:
        self._canvas, self._families = canvas, families
        width, height = canvas.width / _INCH * dpi, canvas.height / _INCH * dpi
        self._renderer = _Renderer(width, height, dpi)
        self._height = height
        self._placed = (
            Affine2D().scale(1 / canvas.width, -1 / canvas.height).translate(0, 1).scale(width, height)
        )
        self._fonts: dict[float, FontProperties] = {}
        self._lengths: dict[tuple[str, float], float] = {}

    def image(self) -> Image.Image:
        """The sheet in its colours."""
        width, height = self._canvas.width, self._canvas.height
        self._area(FilledArea([(0, 0), (width, 0), (width, height), (0, height)], WHITE, ""))
        for shape in self._canvas.shapes:
            if isinstance(shape, FilledArea):
                self._area(shape)
            elif isinstance(shape, Stroke):
                self._stroke(shape)
            elif shape.text:
                self._lettering(shape)
        return Image.fromarray(np.asarray(self._renderer.buffer_rgba())).convert("RGB")

    def _area(self, area: FilledArea) -> None:
        pen = self._pen(area.edge or WHITE, _EDGE if area.edge else 0.0)
        pen.set_joinstyle("miter")
        self._renderer.draw_path(pen, _closed(area.points), self._placed, _rgba(area.fill))

    def _stroke(self, stroke: Stroke) -> None:
        pen = self._pen(stroke.color, stroke.width)
        pattern = DASHES[stroke.dashes]
        pen.set_capstyle("butt" if pattern else "projecting")
        if pattern:
            pen.set_dashes(0, [part * stroke.width for part in pattern])
        self._renderer.draw_path(pen, Path(list(stroke.points)), self._placed)

    def _lettering(self, words: Lettering) -> None:
        font = self._font(words.size)
        x, y = self._placed.transform((words.x, words.y))
        if share := _BEFORE[words.anchor]:
            before = share * self._length(words.text, words.size)
            x, y = (x, y - before) if words.upright else (x - before, y)
        angle = 90 if words.upright else 0
        self._renderer.draw_text(self._pen(words.color), x, self._height - y, words.text, font, angle)

    def _font(self, size: float) -> FontProperties:
        """Asked for once in each size, for matplotlib looks long for a font."""
        if size not in self._fonts:
            self._fonts[size] = FontProperties(family=self._families, size=size)
        return self._fonts[size]

    def _length(self, text: str, size: float) -> float:
        if (text, size) not in self._lengths:
            measured = self._renderer.get_text_width_height_descent(text, self._font(size), ismath=False)
            self._lengths[text, size] = measured[0]
        return self._lengths[text, size]

    def _pen(self, color: str, width: float = 1.0) -> GraphicsContextBase:
        pen: GraphicsContextBase = self._renderer.new_gc()
        pen.set_foreground(_rgba(color), isRGBA=True)
        pen.set_linewidth(width)
        return pen


def _closed(points: Sequence[Point]) -> Path:
    first = points[0]
    around = points if first == points[-1] else [*points, first]
    return Path(list(around), closed=True)


def _rgba(color: str) -> tuple[float, float, float, float]:
    red, green, blue = bytes.fromhex(color[1:])
    return red / 255, green / 255, blue / 255, 1.0
