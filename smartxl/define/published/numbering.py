"""What stands before and behind a name: 1.1, （一）, A1, 第一章; （30分）, （权重0.3）."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smartxl.text import plain

__all__ = ["NumberedName", "Style", "codes_behind", "common_style", "numbered", "points_in"]

_HAN = r"[一二三四五六七八九十百]+"
_BEHIND = r"[\s、．.:：,，)）]"
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第\s*({_HAN}|\d+)\s*[章节篇部分类项]+{_BEHIND}*(?P<rest>.+)", re.S)),
    ("han", re.compile(rf"({_HAN})\s*[、．.]\s*(?P<rest>.+)", re.S)),
    ("(han)", re.compile(rf"[(（]\s*({_HAN})\s*[)）]{_BEHIND}*(?P<rest>.+)", re.S)),
    (
        "letter",
        re.compile(
            rf"(?P<code>[A-Za-z]{{1,4}}\d+(?:[.\-]\d+)*)(?:{_BEHIND}+|(?=[\u3400-\u9fff]))(?P<rest>.+)", re.S
        ),
    ),
    (
        "dotted",
        re.compile(rf"(?P<code>\d+(?:\.\d+)+)\.?(?:{_BEHIND}+|(?=[\u3400-\u9fffA-Za-z]))(?P<rest>.+)", re.S),
    ),
    ("single letter", re.compile(r"(?P<code>[A-Z])\s*[、．.:：]\s*(?P<rest>.+)", re.S)),
    ("number", re.compile(r"(?P<code>\d{1,3})\s*[、．.:：)）]\s*(?P<rest>\D.*)", re.S)),
    ("(number)", re.compile(rf"[(（]\s*(\d{{1,3}})\s*[)）]{_BEHIND}*(?P<rest>\D.*)", re.S)),
    ("circle", re.compile(r"([①-⑳])\s*(?P<rest>.+)", re.S)),
)
_POINTS = re.compile(
    r"\s*[(（【\[]\s*(?:权\s*重|分\s*值|满\s*分|总\s*分|共|计|占|weight)?\s*[:：为]?\s*(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>%|％|分|points?)?\s*[)）】\]]\s*$",
    re.I,
)
_WORDED = re.compile(r"权\s*重|分\s*值|满\s*分|总\s*分|weight", re.I)
_PLAIN_POINTS = re.compile(r"(?<=[^\d.])\s+(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>分|%|％)\s*$")
_COUNTED = re.compile(r"\s*[(（][^()（）]*\d+\s*[个项][^()（）]*指标[^()（）]*[)）]\s*$")
_CODE_BEHIND = re.compile(
    r"(?P<name>.*?[^A-Za-z0-9.\-])\s*[(（【\[]?\s*"
    r"(?P<code>[A-Z]\d+(?:[A-Z]\d+)*(?:[.\-][A-Z]?\d+)*)\s*[)）】\]]?\s*[:：]?",
    re.S,
)
_TAIL = 60  # characters at the end of a name, in which weights and codes stand
_MOST = 0.6
"""The share of the names of a level that are numbered in one style, so that it is numbering and no part of the names."""
Style = str
"""How names are numbered: the kind, of dotted numbers with their depth."""


@dataclass(frozen=True, slots=True)
class NumberedName:
    """A name taken apart: the style of its number, the number as it was written, the name alone.

    `code` is the number where it can serve as a code (1.1, A1), "" for none.
    """

    style: Style
    number: str
    code: str
    name: str


def numbered(text: str) -> NumberedName | None:
    """A name that begins with a number, None for one that does not."""
    for style, pattern in _STYLES:
        if match := pattern.fullmatch(text):
            rest = match["rest"].strip()
            code = plain(match.groupdict().get("code") or "")
            told = (
                f"{style}{code.count('.') + code.count('-') + 1}" if style in {"dotted", "letter"} else style
            )
            return (
                NumberedName(told, text[: len(text) - len(match["rest"])].strip(), code, rest)
                if rest
                else None
            )
    return None


def common_style(texts: Sequence[str]) -> frozenset[Style]:
    """The styles in which most of several names are numbered; none where too few are."""
    found = Counter(each.style for text in texts if (each := numbered(text)))
    enough = sum(found.values()) >= max(1, _MOST * len(texts))
    return frozenset(found) if enough else frozenset()


def codes_behind(texts: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Text → the name alone, and the code behind it (惠民服务L1, 电子证照使用率（L1P1-A1）) where most of them have one."""
    found = {text: _CODE_BEHIND.fullmatch(text[-_TAIL:]) for text in texts}
    enough = sum(match is not None for match in found.values()) >= max(2, _MOST * len(found))
    return {
        text: ((text[:-_TAIL] + match["name"]).rstrip(" (（【["), match["code"])
        if match and enough
        else (text, "")
        for text, match in found.items()
    }


def points_in(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Text → the name alone, and the weight behind it as it is written (30分, 30%, 0.3), "" for none.

    A bare number in brackets is a weight only where most of the names have one.
    """
    known = list(dict.fromkeys(texts))
    tails = {text: text[-_TAIL:] for text in known}
    found = {text: _POINTS.search(tail) or _PLAIN_POINTS.search(tail) for text, tail in tails.items()}
    bare = [text for text, match in found.items() if match and not _told(match)]
    take = len(bare) >= max(2, _MOST * len(known))
    return {
        text: _apart(text, match if match and (take or _told(match)) else None)
        for text, match in found.items()
    }


def _told(match: re.Match[str]) -> bool:
    """Whether a number says by itself that it is a weight."""
    return bool(match["unit"]) or _WORDED.search(match[0]) is not None


def _apart(text: str, match: re.Match[str] | None) -> tuple[str, str]:
    head = (text[:-_TAIL] + text[-_TAIL:][: match.start()]).strip() if match else text
    name = _uncounted(head)
    return (name, f"{match['amount']}{match['unit'] or ''}") if match and name else (_uncounted(text), "")


def _uncounted(text: str) -> str:
    """A name without how many indicators stand below it."""
    return (text[:-_TAIL] + _COUNTED.sub("", text[-_TAIL:])).strip() or text
