"""Which program saved a file, as it says itself: for the ledger only, nothing depends on it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from smartxl.text import shorten

if TYPE_CHECKING:
    from smartxl.xlsx.container import Container

__all__ = ["saved_by"]

_PART = "docProps/app.xml"
_LONGEST = 80
_TEXTS = tuple(
    re.compile(rf"<(?:\w+:)?{tag}\s*>([^<]{{1,200}})<".encode()) for tag in ("Application", "AppVersion")
)


def saved_by(container: Container) -> str:
    """Program and version from the document properties, such as "Microsoft Excel 16.0300"; "" when nothing is said.

    The part is not parsed: one that is broken says nothing, and is no reason to refuse the file.
    """
    if _PART not in container.entries:
        return ""
    data = container.read(_PART)
    found = [match[1] for pattern in _TEXTS if (match := pattern.search(data))]
    words = html.unescape(" ".join(text.decode("utf-8", "replace") for text in found))
    return shorten(" ".join(words.split()), _LONGEST)
