"""Whether a text is in one language, apart from what it quotes: names, values, keys, commands."""

from __future__ import annotations

import re

from smartxl.text import Lang

__all__ = ["foreign"]

_QUOTED = re.compile(
    r"“[^”]*”|\"[^\"]*\"|'[^']*'|`[^`]*`|\{[^{}]*\}|\bsmartxl( +[\w./=-]+)+|\bpip install \S+"
)
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
_SENTENCE = re.compile(r"\b[A-Za-z]{2,}(?: [A-Za-z]{2,}){3,}")
"""Four words in a row: a name of Chinese documents, an option, a list between commas has fewer."""


def foreign(text: str, lang: Lang) -> str:
    """What of a text is in the other language, "" where nothing is."""
    plain = _QUOTED.sub(" · ", text)
    found = (_SENTENCE if lang == "zh" else _CHINESE).search(plain)
    return found[0] if found else ""
