"""matplotlib's SVG made fit to stand inside a page: no inline styles, which its policy forbids, no identifiers, a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from smartxl.text import printable
from smartxl_generators.report.charts.fonts import FAMILIES, LATIN

__all__ = ["tidied"]

_SVG = "{http://www.w3.org/2000/svg}"
_FAMILIES = ", ".join(f"'{family}'" for family in (*FAMILIES, LATIN)) + ", sans-serif"
_ROOT = {
    "role": "img",
    "font-family": _FAMILIES,
    "font-size": "8",
    "fill": "#1a1a1a",
    "stroke-linejoin": "round",
    "stroke-width": "0.5",
}
_DEFAULTS = {
    ("font-size", "8"),
    ("fill", "#1a1a1a"),
    ("stroke-width", "0.5"),
    ("stroke-dashoffset", "0"),
    ("stroke-linejoin", "miter"),
    ("stroke-linecap", "square"),
    ("text-anchor", "start"),
}
_NUMBER = re.compile(r"-?\d+\.\d+")


def tidied(raw: bytes, title: str, about: str) -> bytes:
    """The drawing with a title and a text alternative; its width is left to the page that holds it."""
    source = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    root = etree.Element(_SVG + "svg", nsmap={None: _SVG[1:-1]})
    for name, value in (("viewBox", _short(source.get("viewBox", ""))), *_ROOT.items()):
        root.set(name, value)
    for tag, text in (("title", title), ("desc", about)):
        etree.SubElement(root, _SVG + tag).text = printable(text)
    for shape in source.iter(f"{_SVG}path", f"{_SVG}text"):
        kept = etree.SubElement(root, shape.tag, dict(_attributes(shape)))
        kept.text = shape.text
    return bytes(etree.tostring(root, encoding="utf-8"))


def _attributes(shape: etree._Element) -> Iterator[tuple[str, str]]:
    """Where and how a shape is drawn, each property as an attribute."""
    for name in ("x", "y", "d", "transform"):
        value = shape.get(name)
        if value is not None and not value.startswith("rotate(-0 "):
            yield name, _short(value)
    for declaration in shape.get("style", "").split("; "):
        name, _, value = declaration.partition(": ")
        told = (name, value.removesuffix("px"))
        if name != "font-family" and told not in _DEFAULTS:
            yield told


def _short(value: str) -> str:
    """Numbers with two decimals, a hundredth of a point, and single spaces."""
    return " ".join(
        _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), value).split()
    )
