"""What somebody typed into one cell: how it is shown, and what became of it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from smartxl.text import shorten
from smartxl.xlsx.cellvalues import Percent

if TYPE_CHECKING:
    from smartxl.findings import FindingCode
    from smartxl.model.answers import Scalar
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["Cleaned", "is_picture", "show"]

_SHOWN = 60
_SPACES = re.compile(r"\s+")
_PICTURE = re.compile(r"\s*=?(?:_xlfn\.)*(?:DISPIMG|IMAGE)\(", re.IGNORECASE)


class Cleaned(NamedTuple):
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
