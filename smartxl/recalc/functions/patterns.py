"""REGEXTEST, REGEXEXTRACT, REGEXREPLACE: patterns as Excel's library (PCRE2) and Python's read them alike.

A pattern with anything that the two may read differently is not computed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from smartxl.recalc.arrays import Arr
from smartxl.recalc.registry import function
from smartxl.recalc.values import NA, VALUE, FailedError, NotComputed
from smartxl.text import Text

__all__ = ["searching"]

_ALIKE = re.compile(
    r"(?:\\[dDwWsSbBtrn.\\^$|?*+()\[\]{}/-]|\\[1-9]|\(\?[:=!]|\(\?<[=!]|[^\\(]|\((?!\?|\*))*", re.DOTALL
)
_LONG = 5_000
_REPEATED = re.compile(r"[+*}]\)?[+*{]")


@lru_cache(maxsize=512)
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    if not _ALIKE.fullmatch(pattern) or "[[" in pattern or _REPEATED.search(pattern):
        raise NotComputed(Text(f"正则表达式 {pattern}", f"the regular expression {pattern}"))
    try:
        return re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    except re.error as error:
        why = Text(f"正则表达式 {pattern}", f"the regular expression {pattern} ({error})")
        raise NotComputed(why) from error


def _pattern(pattern: str, case: float, text: str) -> re.Pattern[str]:
    if int(case) not in {0, 1}:
        raise FailedError(VALUE)
    if len(text) > _LONG or not text.isascii():
        raise NotComputed(
            Text("长文本或非 ASCII 文本的正则表达式", "a regular expression over long or non-ASCII text")
        )
    return _compiled(pattern, int(case) == 1)


def searching(pattern: str) -> Callable[[str], bool]:
    """Whether a text has the pattern in it. Raises NotComputed."""
    return lambda text: _pattern(pattern, 0, text).search(text) is not None


@function("REGEXTEST", "tt?n")
def _regextest(text: str, pattern: str, case: float = 0.0) -> bool:
    return _pattern(pattern, case, text).search(text) is not None


@function("REGEXEXTRACT", "tt?nn")
def _regexextract(text: str, pattern: str, mode: float = 0.0, case: float = 0.0) -> str | Arr:
    found = _pattern(pattern, case, text)
    if int(mode) == 0:
        first = found.search(text)
        if first is None:
            raise FailedError(NA)
        return first[0]
    if int(mode) == 1:
        every = [match[0] for match in found.finditer(text)]
        if not every:
            raise FailedError(NA)
        return Arr.of([every])
    if int(mode) == 2:
        first = found.search(text)
        if first is None:
            raise FailedError(NA)
        if not first.groups():
            raise NotComputed(Text("没有分组的 REGEXEXTRACT", "REGEXEXTRACT of groups without one"))
        if None in first.groups():
            raise NotComputed(Text("未参与匹配的分组", "groups that take no part in a match"))
        return Arr.of([first.groups()])
    raise FailedError(VALUE)


@function("REGEXREPLACE", "ttt?nn")
def _regexreplace(text: str, pattern: str, new: str, which: float = 0.0, case: float = 0.0) -> str:
    found = _pattern(pattern, case, text)
    if "\\" in new or re.search(r"\$(?!\d)", new):
        raise NotComputed(Text(f"替换文本 {new}", f"the replacement {new}"))
    if int(which) < 0:
        raise NotComputed(Text("从末尾起的 REGEXREPLACE", "REGEXREPLACE counted from the last"))
    with_groups = re.sub(r"\$(\d)", r"\\g<\1>", new)
    if int(which) == 0:
        return found.sub(with_groups, text)
    for count, match in enumerate(found.finditer(text), start=1):
        if count == int(which):
            return text[: match.start()] + match.expand(with_groups) + text[match.end() :]
    return text
