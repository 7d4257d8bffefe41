"""What is written in a file of expectations as a value of a cell."""

from __future__ import annotations

import datetime as dt
import re

from smartxl.bookmodel import ExcelError
from smartxl.recalc import ERRORS

__all__ = ["meant"]

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")


def meant(written: str | None) -> object:
    """A number, TRUE or FALSE, a day (2026-01-31), an error (#N/A), None for nothing; all else is text."""
    if written is None:
        return None
    text = written.strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    if text.casefold() in {"true", "false"}:
        return text.casefold() == "true"
    if text.upper() in ERRORS:
        return ExcelError(text.upper())
    return _day(text) if _DAY.fullmatch(text) else written


def _day(text: str) -> object:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if len(text) > len("2026-01-31") else moment.date()
