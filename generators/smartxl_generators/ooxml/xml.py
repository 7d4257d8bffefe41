"""XML text: what must be escaped, and numbers as a file spells them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from openpyxl.xml.functions import tostring

__all__ = [
    "DECLARATION",
    "XmlPart",
    "attribute",
    "cell_xml",
    "day_number",
    "encoded",
    "escaped",
    "escaped_formula",
    "inline_text",
    "is_plain",
    "like_formula",
    "literal",
    "number",
    "plain_text",
    "serialised",
]


class XmlPart(Protocol):
    """A part of openpyxl's that says of itself what it is in XML."""

    def to_tree(self) -> Any:  # noqa: ANN401
        """Its element, or None."""
        ...


DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TO_ESCAPE = re.compile("[&<>\r]")
_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_NO_CHARACTERS = "\ufffe\uffff"
_PLAIN = re.compile(r"(?![=+\-@\s])[^&<>\r_]*(?<!\s)")
_FORMULA_SIGNS = ("=", "+", "-", "@")
_EPOCH = date(1899, 12, 30).toordinal()
_EXACT = 1e15


def escaped(value: str) -> str:
    """A text between tags."""
    if not _TO_ESCAPE.search(value):
        return value
    return escaped_formula(value).replace("\r", "&#13;")


def escaped_formula(formula: str) -> str:
    """The same for a formula, where there nearly always is something to escape."""
    return formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(value: str) -> str:
    """A text in which nothing is taken for one of the format's own escapes: _x0041_ would be read as A."""
    return _LIKE_ESCAPE.sub("_x005F_", value) if "_x" in value else value


def is_plain(value: str) -> bool:
    """Whether there is nothing in a text, not empty, to escape, to keep or to quote: what most texts are, soon found out."""
    return value.isalnum() or _PLAIN.fullmatch(value) is not None


@lru_cache(maxsize=4096)
def plain_text(value: str) -> bytes | None:
    """The bytes of such a text, None for any other; many texts stand in many rows."""
    return encoded(value) if is_plain(value) else None


def like_formula(value: str) -> bool:
    """Whether a text begins as a formula does."""
    return value.startswith(_FORMULA_SIGNS)


def encoded(xml: str) -> bytes:
    """A part's bytes; characters that XML cannot carry, which nobody typed on purpose, are left out."""
    for character in _NO_CHARACTERS:
        if character in xml:  # hardly ever: asked in a fiftieth of the time that leaving it out takes
            xml = xml.replace(character, "")
    return xml.encode(errors="ignore").translate(None, _CONTROLS)


def attribute(value: str) -> str:
    """A text between double quotes."""
    return escaped(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def inline_text(value: str) -> str:
    """A `<t>` element; blanks at its ends are kept."""
    kept = ' xml:space="preserve"' if value[:1].isspace() or value[-1:].isspace() else ""
    return f"<t{kept}>{escaped(literal(value))}</t>"


def cell_xml(start: str, value: str | float) -> str:
    """A cell with a text or a number; `start` is its tag up to the style, a text begins no formula."""
    if not isinstance(value, str):
        return f"{start}><v>{number(value)}</v></c>"
    return f'{start} t="inlineStr"><is>{inline_text(value)}</is></c>' if value else f"{start}/>"


def number(value: float) -> str:
    """A number, whole ones without a point."""
    return str(int(value)) if value == int(value) and abs(value) < _EXACT else repr(float(value))


def day_number(day: date) -> int:
    """A date as Excel's serial number."""
    return day.toordinal() - _EPOCH


def serialised(tree: Any) -> str:  # noqa: ANN401  (lxml's element or the standard library's)
    """An element of openpyxl's as text."""
    content = tostring(tree)
    return content.decode() if isinstance(content, bytes) else content
