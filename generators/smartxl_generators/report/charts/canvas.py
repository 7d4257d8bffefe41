"""A sheet in millimetres from its upper left corner, drawn by matplotlib without its global state."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text as Lettering
from matplotlib.transforms import Affine2D
from PIL import Image

from smartxl.text import printable
from smartxl_generators.report.charts.fonts import LATIN, drawing_families
from smartxl_generators.report.charts.labels import MM
from smartxl_generators.report.charts.palette import Dashes

__all__ = ["Anchor", "ChartCanvas", "Point"]

Anchor = Literal["left", "center", "right"]
Point = tuple[float, float]
_INCH, _POINTS = 25.4, 72
_COLOURS = 200
_MIDDLE = 0.36  # of the size, from the baseline to the middle of digits and Chinese characters
_LEADING = 1.18
_CORNERS = {
    "o": (16, 0.0),
    "s": (4, math.pi / 4),
    "^": (3, 0.0),
    "D": (4, 0.0),
    "v": (3, math.pi),
    "p": (5, 0.0),
}
_NO_DATES = {"Date": None, "Creator": None, "Format": None, "Type": None}


class ChartCanvas:
    """A white sheet of `width` × `height` mm; what is drawn later lies on top."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._sheet = Sheet(figsize=(width / _INCH, height / _INCH), facecolor="white")
        millimetres = Affine2D().scale(1 / width, -1 / height).translate(0, 1)
        self._placed = millimetres + self._sheet.transFigure
        self._letterings: list[Lettering] = []

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._placed)
        artist.set_zorder(len(self._sheet.artists))
        self._sheet.add_artist(artist)

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A rectangle; `y` is its upper edge."""
        self.area([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill)

    def area(self, points: Sequence[Point], fill: str, edge: str = "none") -> None:
        """A filled polygon."""
        self._add(Polygon(list(points), closed=True, facecolor=fill, edgecolor=edge, linewidth=0.5))

    def line(self, points: Sequence[Point], color: str, width: float = 0.5, dashes: Dashes = "-") -> None:
        """A line through points, `width` in points of print."""
        across, down = zip(*points, strict=True)
        self._add(Line2D(across, down, color=color, linewidth=width, linestyle=dashes))

    def dot(self, x: float, y: float, shape: str, fill: str) -> None:
        """A marker: o s ^ D v or p."""
        corners, turn = _CORNERS[shape]
        radius = 0.85 if corners > 6 else 1.0
        angles = (turn + 2 * math.pi * place / corners for place in range(corners))
        self.area([(x + radius * math.sin(a), y - radius * math.cos(a)) for a in angles], fill, "white")

    def words(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 8,
        anchor: Anchor = "left",
        *,
        color: str = "#1a1a1a",
        upright: bool = False,
    ) -> None:
        """One line of text with its middle at `y`, or (upright) one that runs up from `y` with its middle at `x`."""
        text = " ".join(printable(text).split())
        drop = _MIDDLE * size * MM
        across, down = (x + drop, y) if upright else (x, y + drop)
        lettering = Lettering(
            across,
            down,
            text,
            fontsize=size,
            horizontalalignment=anchor,
            verticalalignment="baseline",
            color=color,
            rotation=90 if upright else 0,
            rotation_mode="anchor",
            parse_math=False,
        )
        self._letterings.append(lettering)
        self._add(lettering)

    def lines(
        self, x: float, y: float, texts: Sequence[str], size: float = 8, anchor: Anchor = "left"
    ) -> None:
        """Lines of text, their block in the middle of `y`."""
        step = _LEADING * size * MM
        for place, text in enumerate(texts):
            self.words(x, y + (place - (len(texts) - 1) / 2) * step, text, size, anchor)

    def png(self, dpi: int) -> bytes:
        """The sheet as a picture. Raises ProjectError where a font is missing."""
        texts = "".join(lettering.get_text() for lettering in self._letterings)
        self._sheet.set_dpi(dpi)
        canvas: Any = FigureCanvasAgg(self._sheet)  # whose methods have no types
        with self._lettered(drawing_families(texts)):
            canvas.draw()
        drawn = Image.fromarray(np.asarray(canvas.buffer_rgba())[:, :, :3])
        picture = drawn.quantize(_COLOURS, Image.Quantize.MEDIANCUT)
        out = io.BytesIO()
        picture.save(out, "png", dpi=(dpi, dpi), compress_level=6)
        return out.getvalue()

    def svg(self) -> bytes:
        """The sheet as matplotlib writes it, texts as texts: no font is needed to place them."""
        out = io.BytesIO()
        FigureCanvasSVG(self._sheet)
        with self._lettered([LATIN]):
            self._sheet.savefig(out, format="svg", dpi=_POINTS, metadata=_NO_DATES)
        return out.getvalue()

    @contextmanager
    def _lettered(self, families: list[str]) -> Iterator[None]:
        """The settings to draw with, and letters of these families."""
        for lettering in self._letterings:
            lettering.set_fontfamily(families)
        plain = mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "smartxl"})
        with plain, warnings.catch_warnings():
            warnings.filterwarnings(
                "ignore", message="Glyph .* missing from"
            )  # a rare character becomes a box
            yield
