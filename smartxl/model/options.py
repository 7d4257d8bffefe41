"""Options given as words: the members of an enumeration by what they are called."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from smartxl.errors import SmartxlError
from smartxl.text import Text

__all__ = ["choice"]

E = TypeVar("E", bound=StrEnum)


def choice(kind: type[E], given: E | str, where: str, what: str) -> E:
    """The member that is given, as itself or as a word: its value or its name, hyphens or underscores alike.

    Raises SmartxlError that names the option (`what`) and its words.
    """
    if isinstance(given, kind):
        return given
    words = {_word(text): member for member in kind for text in (member.name, member.value)}
    if isinstance(given, str) and (found := words.get(_word(given))) is not None:
        return found
    known = ", ".join(_shortest(member) for member in kind)
    raise SmartxlError(
        where,
        Text(f"“{given}”不是 {what}", f"{given!r} is no {what}"),
        Text(f"可用的有：{known}", f"one of: {known}"),
    )


def _word(text: str) -> str:
    return text.replace("_", "-").lower()


def _shortest(member: StrEnum) -> str:
    """The value of a member, or its name where the value is a phrase."""
    return _word(member.name) if " " in member.value else member.value
