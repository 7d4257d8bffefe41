"""Colours that differ in lightness, so that a grey print reads as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "AXIS",
    "BANDS",
    "DASHES",
    "INK",
    "SOFT",
    "WHITE",
    "Dashes",
    "SeriesLook",
    "ink_on",
    "series_look",
    "shade",
]

Dashes = Literal["-", "--", "-.", ":"]
DASHES: dict[Dashes, tuple[float, ...]] = {
    "-": (),
    "--": (3.7, 1.6),
    "-.": (6.4, 1.6, 1, 1.6),
    ":": (1, 1.65),
}
"""Lines and gaps in turn, in the width of the line."""
INK, SOFT, AXIS, WHITE = "#1a1a1a", "#5a6570", "#8c969f", "#ffffff"
BANDS = (WHITE, "#f0f3f6")
"""Behind the bars, in turn."""
_LIGHT, _DARK = (244, 247, 250), (16, 62, 99)
_LUMINANCE = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True, slots=True)
class SeriesLook:
    """How the numbers of a series are told from the others: areas by lightness, lines by dashes and the shape of the marker."""

    fill: str
    stroke: str
    dashes: Dashes
    marker: str


_LOOKS = (
    SeriesLook("#174a73", "#174a73", "-", "o"),
    SeriesLook("#e08a1e", "#c9700a", "--", "s"),
    SeriesLook("#b5cfe4", "#4f94c4", "-.", "^"),
    SeriesLook("#5d5d5d", "#5d5d5d", ":", "D"),
    SeriesLook("#9c2f4b", "#9c2f4b", "-", "v"),
    SeriesLook("#8a9aa8", "#6f8191", "--", "p"),
)


def series_look(place: int) -> SeriesLook:
    """The look of a series by its place."""
    return _LOOKS[place % len(_LOOKS)]


def shade(share: float) -> str:
    """From nearly white (0) to dark (1)."""
    return "#{:02x}{:02x}{:02x}".format(*map(round, _mixed(share)))


def ink_on(share: float) -> str:
    """Black or white, whichever is read better on that shade: a contrast of at least 4.5."""
    light = sum(part * _linear(level / 255) for part, level in zip(_LUMINANCE, _mixed(share), strict=True))
    return "#ffffff" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "#000000"


def _mixed(share: float) -> list[float]:
    return [light + (dark - light) * share for light, dark in zip(_LIGHT, _DARK, strict=True)]


def _linear(level: float) -> float:
    """A level of sRGB as light."""
    return float(level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4)
