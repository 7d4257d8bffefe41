"""A sheet as SVG that stands inside a page: no inline styles, which its policy forbids, no identifiers, texts as texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from smartxl.text import printable
from smartxl_generators.report.charts.canvas import ChartCanvas, FilledArea, Lettering, Point, Stroke
from smartxl_generators.report.charts.fonts import FAMILIES, LATIN
from smartxl_generators.report.charts.palette import DASHES, INK, WHITE

__all__ = ["svg_of"]

Attributes = Iterator[tuple[str, str]]
_SVG = "{http://www.w3.org/2000/svg}"
_INCH, _POINTS = 25.4, 72
_FAMILIES = ", ".join(f"'{family}'" for family in (*FAMILIES, LATIN)) + ", sans-serif"
_SIZE, _WIDTH = "8", "0.5"
_ROOT = {
    "role": "img",
    "font-family": _FAMILIES,
    "font-size": _SIZE,
    "fill": INK,
    "stroke-linejoin": "round",
    "stroke-width": _WIDTH,
}
"""What holds for all shapes that do not say otherwise."""
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def svg_of(canvas: ChartCanvas, title: str, about: str) -> bytes:
    """The drawing in points with a title and a text alternative; its width is left to the page that holds it."""
    return bytes(etree.tostring(_Drawing(canvas).root(title, about), encoding="utf-8"))


class _Drawing:
    """Writes the shapes of a sheet in points."""

    def __init__(self, canvas: ChartCanvas) -> None:
        self._shapes = canvas.shapes
        self._width, self._height = (mm / _INCH * _POINTS for mm in (canvas.width, canvas.height))
        self._scales = self._width * (1 / canvas.width), self._height * (1 / canvas.height)

    def root(self, title: str, about: str) -> etree._Element:
        """The sheet with its shapes."""
        root = etree.Element(_SVG + "svg", nsmap={None: _SVG[1:-1]})
        root.set("viewBox", f"0 0 {_short(self._width)} {_short(self._height)}")
        for name, value in _ROOT.items():
            root.set(name, value)
        for tag, text in (("title", title), ("desc", about)):
            etree.SubElement(root, _SVG + tag).text = printable(text)
        corners = [(0.0, self._height), (self._width, self._height), (self._width, 0.0), (0.0, 0.0)]
        etree.SubElement(root, _SVG + "path", {"d": f"{_path(corners)} z", "fill": WHITE})
        for shape in self._shapes:
            if isinstance(shape, FilledArea):
                etree.SubElement(root, _SVG + "path", dict(self._area(shape)))
            elif isinstance(shape, Stroke):
                etree.SubElement(root, _SVG + "path", dict(self._stroke(shape)))
            elif shape.text:
                etree.SubElement(root, _SVG + "text", dict(self._lettering(shape))).text = shape.text
        return root

    def _placed(self, points: Sequence[Point]) -> list[Point]:
        across, down = self._scales
        return [(across * x, down * y) for x, y in points]

    def _area(self, area: FilledArea) -> Attributes:
        points = area.points[:-1] if area.points[0] == area.points[-1] else area.points
        yield "d", f"{_path(self._placed(points))} z"
        yield from _filled(area.fill)
        if area.edge:
            yield "stroke", area.edge

    def _stroke(self, stroke: Stroke) -> Attributes:
        yield "d", _path(self._placed(stroke.points))
        yield "fill", "none"
        if pattern := DASHES[stroke.dashes]:
            yield "stroke-dasharray", ",".join(_plain(part * stroke.width) for part in pattern)
        yield "stroke", stroke.color
        if (width := _plain(stroke.width)) != _WIDTH:
            yield "stroke-width", width

    def _lettering(self, words: Lettering) -> Attributes:
        ((x, y),) = self._placed([(words.x, words.y)])
        yield from (("x", _short(x)), ("y", _short(y)))
        if words.upright:
            yield "transform", f"rotate(-90 {_short(x)} {_short(y)})"
        if (size := _plain(words.size)) != _SIZE:
            yield "font-size", size
        if words.anchor != "left":
            yield "text-anchor", _ANCHORS[words.anchor]
        yield from _filled(words.color)


def _filled(color: str) -> Attributes:
    """The colour of what is not as black as ink."""
    if color not in {INK, "#000000"}:
        yield "fill", color


def _path(points: Sequence[Point]) -> str:
    first, *others = (f"{_short(x)} {_short(y)}" for x, y in points)
    return " L ".join((f"M {first}", *others))


def _short(value: float) -> str:
    """A number with two decimals, a hundredth of a point."""
    plain = _plain(value)
    return f"{float(plain):.2f}".rstrip("0").rstrip(".") if "." in plain else plain


def _plain(value: float) -> str:
    """A number with as many decimals as it has, at most six."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
