"""A sheet as a picture, by matplotlib without its global state."""

from __future__ import annotations

import io
import warnings
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text as Letters
from matplotlib.transforms import Affine2D
from PIL import Image

from smartxl_generators.report.charts.canvas import ChartCanvas, FilledArea, Lettering, Shape, Stroke
from smartxl_generators.report.charts.fonts import drawing_families
from smartxl_generators.report.charts.palette import WHITE

__all__ = ["picture_of"]

_INCH = 25.4
_COLOURS = 200


def picture_of(canvas: ChartCanvas, dpi: int) -> bytes:
    """The sheet as PNG, the same bytes for the same shapes. Raises ProjectError where a font is missing."""
    families = drawing_families("".join(each.text for each in canvas.shapes if isinstance(each, Lettering)))
    sheet = Sheet(figsize=(canvas.width / _INCH, canvas.height / _INCH), facecolor=WHITE)
    placed = Affine2D().scale(1 / canvas.width, -1 / canvas.height).translate(0, 1) + sheet.transFigure
    for place, shape in enumerate(canvas.shapes):
        artist = _artist(shape, families)
        artist.set_transform(placed)
        artist.set_zorder(place)
        sheet.add_artist(artist)
    sheet.set_dpi(dpi)
    agg: Any = FigureCanvasAgg(sheet)  # whose methods have no types
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")  # a rare character becomes a box
        agg.draw()
    drawn = Image.fromarray(np.asarray(agg.buffer_rgba())[:, :, :3])
    picture = drawn.quantize(_COLOURS, Image.Quantize.MEDIANCUT)
    out = io.BytesIO()
    picture.save(out, "png", dpi=(dpi, dpi), compress_level=6)
    return out.getvalue()


def _artist(shape: Shape, families: list[str]) -> Artist:
    """A shape as matplotlib draws it."""
    if isinstance(shape, FilledArea):
        points, edge = list(shape.points), shape.edge or "none"
        return Polygon(points, closed=True, facecolor=shape.fill, edgecolor=edge, linewidth=0.5)
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
