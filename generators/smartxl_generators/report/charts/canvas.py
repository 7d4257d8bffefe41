"""A sheet in millimetres from its upper left corner: the shapes on it, before anything is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from smartxl.text import printable
from smartxl_generators.report.charts.labels import MM
from smartxl_generators.report.charts.palette import INK, WHITE, Dashes

__all__ = ["Anchor", "ChartCanvas", "FilledArea", "Lettering", "Point", "Shape", "Stroke"]

Anchor = Literal["left", "center", "right"]
Point: TypeAlias = tuple[float, float]
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


@dataclass(frozen=True, slots=True)
class FilledArea:
    """A filled polygon; with an `edge` of half a point, "" for none."""

    points: Sequence[Point]
    fill: str
    edge: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, `width` in points of print."""

    points: Sequence[Point]
    color: str
    width: float
    dashes: Dashes


@dataclass(frozen=True, slots=True)
class Lettering:
    """One line of text at its baseline, `size` in points of print; `upright`: it runs up."""

    x: float
    y: float
    text: str
    size: float
    anchor: Anchor
    color: str
    upright: bool


Shape: TypeAlias = FilledArea | Stroke | Lettering


class ChartCanvas:
    """A white sheet of `width` × `height` mm; of its `shapes` what comes later lies on top. Colours are #rrggbb."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.shapes: list[Shape] = []

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A rectangle; `y` is its upper edge."""
        self.area([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill)

    def area(self, points: Sequence[Point], fill: str, edge: str = "") -> None:
        """A filled polygon."""
        self.shapes.append(FilledArea(points, fill, edge))

    def line(self, points: Sequence[Point], color: str, width: float = 0.5, dashes: Dashes = "-") -> None:
        """A line through points, `width` in points of print."""
        self.shapes.append(Stroke(points, color, width, dashes))

    def dot(self, x: float, y: float, shape: str, fill: str) -> None:
        """A marker: o s ^ D v or p."""
        corners, turn = _CORNERS[shape]
        radius = 0.85 if corners > 6 else 1.0
        angles = (turn + 2 * math.pi * place / corners for place in range(corners))
        self.area([(x + radius * math.sin(a), y - radius * math.cos(a)) for a in angles], fill, WHITE)

    def words(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 8,
        anchor: Anchor = "left",
        *,
        color: str = INK,
        upright: bool = False,
    ) -> None:
        """One line of text with its middle at `y`, or (upright) one that runs up from `y` with its middle at `x`."""
        text = " ".join(printable(text).split())
        drop = _MIDDLE * size * MM
        across, down = (x + drop, y) if upright else (x, y + drop)
        self.shapes.append(Lettering(across, down, text, size, anchor, color, upright))

    def lines(
        self, x: float, y: float, texts: Sequence[str], size: float = 8, anchor: Anchor = "left"
    ) -> None:
        """Lines of text, their block in the middle of `y`."""
        step = _LEADING * size * MM
        for place, text in enumerate(texts):
            self.words(x, y + (place - (len(texts) - 1) / 2) * step, text, size, anchor)
