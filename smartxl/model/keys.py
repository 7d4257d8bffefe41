"""The keys of rows: `indicator/item`, `indicator/input`, `indicator/level`; with a mark before it for rows that never score."""

from __future__ import annotations

import re

__all__ = [
    "LEVEL",
    "UNSCORED",
    "added_key",
    "code_number",
    "code_of",
    "evidence_key",
    "evidence_number",
    "leaf_of",
    "option_code",
    "row_key",
]

LEVEL = "level"
"""The code of the one row of a rubric."""
UNSCORED = "~"
"""Begins the keys of rows that are kept and never score: the evidence register's, and those that units add themselves.
No code of a definition has this character."""
_BETWEEN = "/"
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]{1,3})?", re.IGNORECASE)


def row_key(leaf: str, code: str) -> str:
    """The key of a row, unique in the form of its unit: its indicator, and its code under that."""
    return f"{leaf}{_BETWEEN}{code}"


def leaf_of(key: str) -> str:
    """The code of the indicator that a row belongs to."""
    return key.partition(_BETWEEN)[0]


def code_of(key: str) -> str:
    """The code of a row under its indicator, "" where the key is an indicator's."""
    return key.partition(_BETWEEN)[2]


def code_number(code: str) -> float | None:
    """The number that a spreadsheet makes of a code (0101, 1.10, 1E2), None for one that it leaves alone."""
    return float(code) if _NUMBER.fullmatch(code) else None


def option_code(place: int) -> str:
    """The code of an option of a list, and of the row that counts it in a survey; the first has place 1."""
    return f"o{place}"


def added_key(leaf: str, number: int) -> str:
    """The key of a row that a unit may add under an indicator."""
    return UNSCORED + row_key(leaf, str(number))


def evidence_number(number: int) -> str:
    """What a piece of evidence is called: E01."""
    return f"E{number:02}"


def evidence_key(number: int) -> str:
    """The key of a row of the evidence register."""
    return UNSCORED + row_key("", evidence_number(number))
