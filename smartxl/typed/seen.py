"""A cell whose look may say something else than its value: read as it is shown, or asked.

A percentage is read as shown elsewhere (`Percent`). A text is read as shown, 0101 of 101 with 0000. Of a number, a choice or a
day the value is taken where what is shown means the same, rounded; else it is a question. What is struck out, cannot be
seen or is a picture is one always.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING
from urllib.parse import unquote

from smartxl.findings import FindingCode
from smartxl.model.plan import CheckKind
from smartxl.text import plain
from smartxl.typed.cleaned import Cleaned, is_picture, show
from smartxl.xlsx.appearance import Appearance

if TYPE_CHECKING:
    from smartxl.xlsx import RawSheet
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["ASKED", "NOTHING", "clean_as_seen", "is_address", "look_of", "target_beside"]

ASKED = frozenset({FindingCode.SHOWN_OTHERWISE, FindingCode.STRUCK_OUT, FindingCode.UNSEEN})
"""What is not taken, and may be right all the same: a note that names the value says so."""
NOTHING = "—"
_FIGURES = re.compile(r"[0-9]+(?:\.([0-9]*))?")
_FRACTION = re.compile(r"(-?)(?:([0-9]+) )?([0-9]+)/([0-9]+)")
_CURRENCY = dict.fromkeys(map(ord, "¥￥$€£"))
_NEAR = 0.1  # how far a rounded number may be from the value, as a share of it: 0.85 is not shown as 1
_LINK = re.compile(r'HYPERLINK\((?:"((?:[^"]|"")*)"|([^,)]*))', re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?:/*|mailto:|file:/*)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+", re.IGNORECASE)


def look_of(sheet: RawSheet, spot: tuple[int, int]) -> Appearance | None:
    """How a cell looks, also by its formula: DISPIMG and IMAGE show a picture, HYPERLINK leads somewhere."""
    look, formula = sheet.appearances.get(spot), sheet.formulas.get(spot, "")
    if is_picture(formula):
        return Appearance(picture=True)
    if link := _LINK.match(formula):
        target = link[1].replace('""', '"') if link[1] is not None else f"={formula}"
        return replace(look or Appearance(), link=target)
    return look


def clean_as_seen(
    value: CellValue, look: Appearance, kind: CheckKind, clean: Callable[[CellValue], Cleaned]
) -> Cleaned:
    """A cell read with its look. `clean` reads a value as the kind of answer that is asked for.

    Of a value that is asked about (`ASKED`) nothing is taken; `found` is what is stored, `expected` what is shown.
    """
    if look.picture:
        return Cleaned(None, FindingCode.PICTURE)
    stored = clean(value)
    shown = look.left if look.struck or look.unseen else look.shown(value)
    if stored.value is None or shown is None:
        return stored
    if look.struck or look.unseen or not shown.strip():
        code = FindingCode.STRUCK_OUT if look.struck else FindingCode.UNSEEN
        return Cleaned(None, code, show(value), show(shown) or NOTHING)
    if kind is CheckKind.TEXT:
        return _text_as_seen(value, shown, stored)
    seen = clean(shown.translate(_CURRENCY))
    if _means_the_same(stored, shown, value, seen):
        about = seen.code is FindingCode.APPROXIMATE
        return Cleaned(stored.value, seen.code, show(shown), show(value)) if about else stored
    code = FindingCode.SHOWN_OTHERWISE
    if kind is CheckKind.DATE and isinstance(value, date):
        code, value, shown = FindingCode.DAY_MISSING, shown, show(value)
    return Cleaned(None, code, show(value), show(shown))


def _text_as_seen(value: CellValue, shown: str, stored: Cleaned) -> Cleaned:
    """A text as it is shown; the numbers and days that a spreadsheet made of it are in its format again."""
    if stored.code is FindingCode.DIGITS_LOST or shown == stored.value:
        return stored
    if isinstance(value, date):
        return Cleaned(shown, FindingCode.DATE_IN_TEXT, shown)
    return Cleaned(shown, FindingCode.CLEANED, show(value), show(shown))


def _means_the_same(stored: Cleaned, shown: str, value: CellValue, seen: Cleaned) -> bool:
    """Whether what is shown is read as what is stored, a number rounded to the figures that are shown."""
    if stored.value == 0.0 and shown.strip(" -") == "":  # as accounts show it
        return True
    if match := _FRACTION.fullmatch(shown):
        part = Fraction(int(match[3]), int(match[4]) or 1) + int(match[2] or 0)
        return isinstance(value, float) and (-part if match[1] else part) == Fraction(value)
    if not isinstance(seen.value, float) or not isinstance(stored.value, float):
        return seen.value == stored.value
    figures = _FIGURES.search(shown.replace(",", ""))
    number = float(figures[0]) if figures else 0.0
    if figures is None or not number:
        return seen.value == stored.value
    size = abs(seen.value)
    half = 0.5 * 10.0 ** -len(figures[1] or "") * size / number
    off = abs(seen.value - stored.value)
    return off <= half * (1 + 1e-6) + 1e-12 * size and off <= _NEAR * abs(stored.value)


def target_beside(text: str, link: str) -> str:
    """Where a link leads to, of a text that is not its address; "" where both are the same."""
    return "" if _bare(text) == _bare(link) else link


def is_address(text: str) -> bool:
    """Whether a text is the address of a page or a mailbox, and nothing else."""
    return _ADDRESS.fullmatch(plain(text)) is not None


def _bare(address: str) -> str:
    """An address without what programs add to it or change in it."""
    return unquote(_SCHEME.sub("", plain(address), count=1)).casefold().rstrip("/ ")
