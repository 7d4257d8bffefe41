"""What somebody typed into one cell: how it is shown, and what became of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from smartxl.text import is_hidden_character, shorten
from smartxl.xlsx.cellvalues import Percent

if TYPE_CHECKING:
    from smartxl.findings import FindingCode
    from smartxl.model.answers import Scalar
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["Cleaned", "choice_key", "is_picture", "plain", "show", "spelt_out", "visible"]

_SHOWN = 60
_SPACES = re.compile(r"\s+")
_PICTURE = re.compile(r"\s*=?(?:_xlfn\.)*(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One input cell: its `value` (None: blank, or not usable) and what is to be reported of it."""

    value: Scalar | None = None
    code: FindingCode | None = None
    found: str = ""
    expected: str = ""

    @property
    def unusable(self) -> bool:
        """Something stands there and cannot be taken as an answer."""
        return self.value is None and self.code is not None


def is_picture(formula: str) -> bool:
    """Whether it is a formula that shows a picture in its cell, as WPS and Excel have them; also where it stands as text."""
    return _PICTURE.match(formula) is not None


def show(value: CellValue) -> str:
    """A cell's value as its reader sees it, short."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Percent):
        return f"{value * 100:.10g}%"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return shorten(_SPACES.sub(" ", str(value)).strip(), _SHOWN)


def spelt_out(text: str) -> str:
    """Text with signs for what cannot be seen in it, short: for a change that would not show otherwise."""
    signs = (
        "␣" if unicodedata.category(c) == "Zs" else "·" if c in "\n\t\r" or is_hidden_character(c) else c
        for c in text
    )
    return shorten("".join(signs), _SHOWN)


def visible(text: str) -> str:
    """Text without invisible characters; every kind of space is a blank, line breaks stay.

    Private use stays as well: ticks of symbol fonts, which come from Word, and rare characters in names. They are seen
    where they were typed, and a tick that vanished would be a blank cell.
    """
    if text.isprintable():
        return text
    kinds = ((c, unicodedata.category(c)) for c in text)
    return "".join(
        " " if kind == "Zs" else c for c, kind in kinds if kind == "Co" or not is_hidden_character(c)
    )


def plain(text: str) -> str:
    """Visible, with ASCII for full-width letters, digits and signs, with single blanks and none at the ends."""
    seen = visible(text)
    return _SPACES.sub(" ", seen if seen.isascii() else seen.translate(_NARROW)).strip()


@lru_cache(maxsize=8192)
def choice_key(text: str) -> str:
    """Text as answers of a list are compared: plain, in lower case."""
    return plain(text).casefold()
