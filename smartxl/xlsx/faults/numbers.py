"""Numbers of the file format that count things, or point to one of several."""

from __future__ import annotations

__all__ = ["refers_to", "whole_number"]

_LONGEST = 9


def whole_number(text: str) -> int | None:
    """A number without a sign, blanks around it allowed; None for anything else.

    Of a longer one the first nine digits: more than there is of anything, and no attack.
    """
    stripped = text.strip()
    return int(stripped[:_LONGEST]) if stripped.isdecimal() and stripped.isascii() else None


def refers_to(text: str, count: int) -> bool:
    """Whether a text is the number, from 0, of one of so many things."""
    number = whole_number(text)
    return number is not None and number < count
