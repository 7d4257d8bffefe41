"""The head of a published table: which rows it takes, and what each column holds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from smartxl.define.published.grid import SheetGrid
from smartxl.text import fold

__all__ = [
    "HEAD_ROWS",
    "HeadColumn",
    "HeadRole",
    "PublishedHead",
    "Words",
    "find_head",
    "head_key",
    "words_of",
]

HEAD_ROWS = 3
"""The most rows that a head takes."""
_LONGEST = 24  # characters: what is longer is no head
_LONGEST_READ = 200  # characters, those in brackets too
_BRACKETS = re.compile(r"[(（【\[].*?[)）】\]]")
_NO_LETTERS = re.compile(r"[\s\W_]+")
_AND_MORE = re.compile(
    "(?:及|和|与)(?:其)?(?:权重|分值|得分|分数|满分|计算方法|评价方法|评分方法|评分标准|计分方法|说明|解释|释义|内容|名称)$"
)
"""What a head says beside its own: names and weights, or names and methods, in one column."""
_LEVEL = re.compile(r"([一二三四五1-5])级")
_NUMERALS = {word: number for number, word in enumerate("一二三四五", 1)}


class HeadRole(StrEnum):
    """What a column of a published table holds; the words of each stand in heads.toml."""

    LEVEL = "level"
    ENGLISH = "english"
    CODE = "code"
    ORDER = "order"
    PARENT = "parent"
    DEPTH = "depth"
    WEIGHT = "weight"
    MEASURED = "measured"
    SCORING = "scoring"
    FORMULA = "formula"
    MEANING = "meaning"
    SOURCE = "source"
    EVIDENCE = "evidence"
    LEAD = "lead"
    OTHERS = "others"
    PROPERTY = "property"
    KIND = "kind"
    TARGET = "target"
    DIRECTION = "direction"
    NOTE = "note"
    FILLED = "filled"
    UNKNOWN = "unknown"


Words = Mapping[str, str]
"""Key of a head → what a column under it holds."""


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A column of a table: its number on the sheet, its head as it reads, what it holds.

    `level` is the number that the head itself names (二级指标: 2), 0 for none.
    """

    number: int
    head: str
    role: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class PublishedHead:
    """A head: its first and its last row, and its columns from the left."""

    first: int
    last: int
    columns: tuple[HeadColumn, ...]

    @property
    def known(self) -> int:
        """How many columns are understood."""
        return sum(column.role != HeadRole.UNKNOWN for column in self.columns)

    def of(self, role: str) -> tuple[HeadColumn, ...]:
        """The columns that hold something."""
        return tuple(column for column in self.columns if column.role == role)

    @property
    def signature(self) -> tuple[tuple[int, str], ...]:
        """What a head that is repeated has again."""
        return tuple((column.number, head_key(column.head)) for column in self.columns)


@lru_cache(maxsize=4096)
def head_key(text: str) -> str:
    """A head as heads are compared: small letters, no blanks, no signs."""
    return _NO_LETTERS.sub("", fold(text))


def words_of(file: str) -> Words:
    """The heads of a word list beside this module."""
    return _words(Path(__file__).with_name(file))


@cache
def _words(path: Path) -> Words:
    told = tomllib.loads(path.read_text("utf-8"))
    return {head_key(word): role for role, words in told.items() for word in words}


def find_head(grid: SheetGrid, row: int, words: Words, needed: frozenset[str]) -> PublishedHead | None:
    """The head that begins in a row, None where none does. It takes as many rows as make more columns understood.

    A head has at least two columns that are understood, one of them with a role that is `needed`.
    """
    best: PublishedHead | None = None
    for last in range(row, min(row + HEAD_ROWS, grid.height + 1)):
        if last > row and not _goes_on(grid, row, last, words):
            break
        head = _head(grid, row, last, words)
        if (
            head
            and needed & {column.role for column in head.columns}
            and head.known > (best.known if best else 1)
        ):
            best = head
    return best if best and _is_head(best) else None


def _head(grid: SheetGrid, first: int, last: int, words: Words) -> PublishedHead | None:
    columns = []
    for number in range(1, grid.width + 1):
        parts = [_above(grid, row, last, number) for row in range(first, last + 1)]
        texts = list(dict.fromkeys(part for part in parts if part))
        if texts:
            columns.append(_column(number, texts, words))
    if not any(column.role == HeadRole.LEVEL for column in columns):  # English names stand in for others
        columns = [replace(c, role=HeadRole.LEVEL) if c.role == HeadRole.ENGLISH else c for c in columns]
    return PublishedHead(first, last, tuple(columns)) if columns else None


def _above(grid: SheetGrid, row: int, last: int, number: int) -> str:
    """The text of a head in one of its rows; above a cell of the last row a blank one belongs to the text on its left."""
    text = grid.covering(row, number)
    if text or row == last or not grid.text(last, number):
        return text
    return next(filter(None, (grid.covering(row, left) for left in range(number - 1, 0, -1))), "")


def _column(number: int, texts: Sequence[str], words: Words) -> HeadColumn:
    """The lowest row of a head says most; where it says nothing that is known, the rows together may."""
    joined = " ".join(texts).replace("\n", "")
    above = next(filter(None, (_role(text, words) for text in texts[:-1])), "")
    if above == HeadRole.WEIGHT and _level(texts[-1]):
        return HeadColumn(number, joined, above, _level(texts[-1]))
    for text in (texts[-1], joined, *reversed(texts[:-1])):
        if role := _role(text, words):
            return HeadColumn(number, joined, role, _level(text) or _level(joined))
    return HeadColumn(number, joined, HeadRole.UNKNOWN)


def _role(text: str, words: Words) -> str:
    if len(text) > _LONGEST_READ:
        return ""
    bare = head_key(_BRACKETS.sub("", text))
    return words.get(bare, "") or words.get(head_key(text), "") or words.get(_AND_MORE.sub("", bare), "")


def _level(text: str) -> int:
    found = _LEVEL.search(text)
    if not found:
        return 0
    return _NUMERALS.get(found[1]) or int(found[1])


def _goes_on(grid: SheetGrid, first: int, row: int, words: Words) -> bool:
    """Whether a row belongs to the head above it: what stands in it alone is below a wider cell, and reads as a head."""
    own = grid.filled(row)
    below = [c for c in own if grid.spans(first, grid.merged.get((first, c), (first, c))[1]) > 1]
    bare = [c for c in own if not grid.covering(first, c)]
    known = [c for c in own if _role(grid.text(row, c), words)]
    top = grid.filled(first)
    heading = [c for c in top if grid.spans(first, c) > 1 or _role(grid.text(first, c), words)]
    return bool(own) and bool(below or bare) and len(known) * 2 >= len(own) and len(heading) * 2 >= len(top)


def _is_head(head: PublishedHead) -> bool:
    """Heads are short, and most of them are understood."""
    short = all(
        len(column.head) <= _LONGEST_READ and len(_BRACKETS.sub("", column.head)) <= _LONGEST
        for column in head.columns
    )
    repeated = sum(a.head == b.head for a, b in pairwise(head.columns))
    return short and head.known * 2 >= len(head.columns) - repeated
