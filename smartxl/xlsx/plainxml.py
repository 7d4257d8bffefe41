"""XML in the plain form that most programs write, told apart without a parser: what differs in the least is left to expat.

In UTF-8, outside of comments, CDATA and processing instructions, a < begins a tag; texts have no references but the five that
have names. Whoever takes a part apart by this says `NotPlain` of anything else, and the part is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Framed", "NotPlain", "attributes_of", "framed", "in_utf_8", "sound", "unescaped"]

_DECLARATION = re.compile(
    rb"""<\?xml version=["']1\.0["'](?: encoding=["']utf-8["'])?(?: standalone=["'](?:yes|no)["'])? ?\?>""",
    re.IGNORECASE,
)
_CONTROLS = tuple(bytes([code]) for code in range(32) if code not in {9, 10})
"""Carriage returns too, which a parser turns into line feeds."""
_LARGEST = 2**23  # bytes that are taken apart at once: in several copies, which a parser does not make
_NO_CHARACTERS = ("\ufffe", "\uffff")  # in XML
_ATTRIBUTE = r'([A-Za-z_][A-Za-z0-9_.:-]*)="([^"<&\t\n]*)"'
_OTHER_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
_ATTRIBUTES, _EACH = re.compile(f"{_ATTRIBUTE}(?: {_ATTRIBUTE})*"), re.compile(_ATTRIBUTE)


class NotPlain(Exception):
    """A part has something in it that only a parser should take apart."""


class Framed(NamedTuple):
    """A part in three pieces: what is to be parsed, what is in between, and what is to be parsed after it."""

    head: bytes
    inside: str
    tail: bytes


def in_utf_8(data: bytes) -> bool:
    """Whether a part certainly is in UTF-8, and has no comment, CDATA section or processing instruction.

    Parts without a declaration, or with a byte order mark, are left out.
    """
    if (declared := _DECLARATION.match(data)) is None:
        return False
    marks, end = (b"<!", b"<?"), declared.end()
    # what follows the < is looked for first, as few parts have it anywhere and < is everywhere
    return all(data.find(mark[1:], end) < 0 or data.find(mark, end) < 0 for mark in marks)


def framed(data: bytes, start: int, end: int) -> Framed:
    """A part whose bytes from `start` to `end` are to be taken apart without a parser. Raises NotPlain."""
    head, inside = data[:start], data[start : min(end, start + _LARGEST)]
    if (
        not 0 < start <= end <= start + _LARGEST
        or not in_utf_8(head)
        or any(each in inside for each in _CONTROLS)
    ):
        raise NotPlain
    try:
        text = inside.decode()
    except UnicodeDecodeError as error:
        raise NotPlain from error
    if any(each in text for each in _NO_CHARACTERS) or ("]" in text and "]]>" in text):
        raise NotPlain
    return Framed(head, text, data[end:])


@lru_cache(maxsize=2**12)  # the same rows and formulas stand in form after form
def attributes_of(text: str) -> Mapping[str, str]:
    """The attributes that a tag has after its name, such as `r="8" ht="24"`. Raises NotPlain."""
    pairs = _EACH.findall(text)
    found = dict(pairs)
    if not _ATTRIBUTES.fullmatch(text) or len(found) != len(pairs):  # an attribute twice is no sound XML
        raise NotPlain
    return found


def sound(text: str) -> bool:
    """Whether a text has no references but the five that have names."""
    return _OTHER_REFERENCE.search(text) is None


def unescaped(text: str) -> str:
    """A text without references. Raises NotPlain for others than the five that have names."""
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
    if text.count("&") != text.count("&amp;"):
        raise NotPlain
    return text.replace("&amp;", "&")
