"""The icons of the add-in, drawn: bars that rise, and a line above them."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

__all__ = ["SIZES", "icon"]

SIZES = (16, 20, 24, 32, 40, 48, 64, 80, 128)
"""Pixels; 16, 32 and 80 are asked for, the others taken where they fit better."""
_FINE = 8
_UNIT = 16
_GROUND, _BARS, _LINE = (15, 81, 118), (255, 255, 255), (255, 196, 61)
_HEIGHTS = ((3.0, 4.2), (6.6, 6.4), (10.2, 9.0))
"""Left edge and height of each bar in sixteenths of the icon."""


def icon(size: int) -> bytes:
    """A square PNG with round corners; the same bytes every time."""
    large = size * _FINE
    step = large / _UNIT
    image = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, large - 1, large - 1), radius=3 * step, fill=_GROUND)
    for left, height in _HEIGHTS:
        draw.rectangle((left * step, (13 - height) * step, (left + 2.8) * step, 13 * step), fill=_BARS)
    draw.line(
        [(2.6 * step, 7 * step), (7.6 * step, 4.6 * step), (13.4 * step, 2.4 * step)],
        fill=_LINE,
        width=round(1.3 * step),
    )
    out = io.BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
