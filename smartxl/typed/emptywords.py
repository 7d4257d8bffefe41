"""Texts that stand where something is asked for and answer nothing: 无, 同上, 见附件, /, N/A, as above (`empty_words.toml`)."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from smartxl.text import plain

__all__ = ["says_nothing"]

_LONGEST = 40  # characters: what is longer says something
_NEITHER = re.compile(r"[\W_]+")  # what is neither letter nor digit
_WORDS = Path(__file__).with_name("empty_words.toml")


@lru_cache(maxsize=4096)
def says_nothing(text: str) -> bool:
    """Whether a text answers nothing where an address, a name, a description or a reason is asked for."""
    if len(text) > _LONGEST:
        return False
    said = _NEITHER.sub("", plain(text).casefold())
    return not said or _pattern().fullmatch(said) is not None


@cache
def _pattern() -> re.Pattern[str]:
    """One of the words, or several one after the other."""
    told = tomllib.loads(_WORDS.read_text("utf-8"))
    alone = [
        word for words in told.values() for kind in ("nothing", "later", "elsewhere") for word in words[kind]
    ]
    pairs = [f"(?:{_any(words['see'])})(?:{_any(words['where'])})" for words in told.values()]
    return re.compile(f"(?:{_any(alone)}|{'|'.join(pairs)})+")


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, words))
