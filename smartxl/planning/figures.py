"""A number of the report as a cell: its value with the number format that shows what the report shows."""

from __future__ import annotations

import re

from smartxl.model.report import Figure, Words
from smartxl.rules import round_half_away

__all__ = ["figure_cell"]

_SHOWN = re.compile(r"([+＋]?)([-−－]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?(%?)")


def figure_cell(words: Words) -> tuple[float, str] | None:
    """(value, number format) of a text that is one number and nothing else; None for any other text.

    The value is the unrounded one, unless a program would then show another number than the report does.
    """
    if len(words) != 1 or not isinstance(words[0], Figure):
        return None
    figure = words[0]
    found = _SHOWN.fullmatch(figure.shown)
    if found is None:
        return None
    plus, minus, whole, decimals, percent = found.groups(default="")
    unit = 100.0 if percent else 1.0
    told = float(f"{'-' if minus else ''}{whole.replace(',', '')}.{decimals or '0'}")
    code = ("#,##0" if "," in whole else "0") + (f".{'0' * len(decimals)}" if decimals else "") + percent
    alike = abs(float(round_half_away(figure.value * unit, len(decimals))) - told) < 0.5 * 10 ** -len(
        decimals
    )
    return figure.value if alike else told / unit, f"+{code};-{code};{code}" if plus else code
