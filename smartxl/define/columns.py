"""The columns of a table that people type, and the heads under which each may stand, in Chinese and in English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from smartxl.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Column", "Columns", "Holds", "head_key", "is_remark"]


class Holds(StrEnum):
    """What a column's cells are: which decides how a number in one is taken."""

    TEXT = "text"
    CODE = "code"  # as it is shown: 011
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in English, and its heads, the Chinese one that we write ourselves first.

    A table without a `required` column is not read, nor is a row with nothing in one that is `filled`. A cell that is merged
    down several rows holds for all of them where the column `spans`. `names` are heads of a column of names, where another one
    may have the codes of the same: then that is read. Without a column that is `by_sheet` the name of the sheet stands in.
    """

    name: str
    heads: tuple[str, ...]
    required: bool = False
    filled: bool = False
    holds: Holds = Holds.TEXT
    spans: bool = False
    names: tuple[str, ...] = ()
    by_sheet: bool = False


@dataclass(frozen=True)
class Columns:
    """The columns that a table may have, in the order in which we write them.

    In a table that is not made `by_hand` every row is one of the table: nothing in it is a sum or a remark.
    """

    columns: tuple[Column, ...]
    by_hand: bool = True

    @classmethod
    def plain(cls, required: Sequence[str], optional: Sequence[str] = ()) -> Columns:
        """Those of a table that we write ourselves and read again: the `required` ones are filled."""
        needed = (Column(name, (name,), required=True, filled=True) for name in required)
        return cls((*needed, *(Column(name, (name,)) for name in optional)), by_hand=False)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Name → column."""
        return {column.name: column for column in self.columns}

    @property
    def required(self) -> tuple[str, ...]:
        """The names of those without which a table is not read."""
        return tuple(column.name for column in self.columns if column.required and not column.by_sheet)

    @cached_property
    def _by_head(self) -> Mapping[str, Column]:
        found: dict[str, Column] = {}
        for column in self.columns:
            for head in (column.name, *column.heads, *column.names):
                found.setdefault(head_key(head), column)
        return found

    def under(self, head: str) -> Column | None:
        """The column that a head names, also in part: 单位名称（全称）, *代码, 代码/code. None for no such column."""
        return next((self._by_head[key] for key in _keys(head) if key in self._by_head), None)

    def rank(self, head: str) -> int:
        """Which of two columns for the same is read: that with codes (0), before one that has either (1), before names (2)."""
        column = self.under(head)
        if column is None or not column.names:
            return 1
        if any(key in map(head_key, column.names) for key in _keys(head)):
            return 2
        return 0 if _OF_CODES.search(fold(head)) else 1

    def near(self, head: str) -> str:
        """The head that somebody may have meant by one that is not known, "" where it is something else, or a remark."""
        if is_remark(head):
            return ""
        known = [head for column in self.columns for head in (column.name, *column.heads, *column.names)]
        return next(iter(get_close_matches(head, known, n=1, cutoff=_NEAR)), "")

    def heads(self, like: Sequence[str]) -> tuple[str, ...]:
        """All heads, in the language of those that a table has."""
        return tuple(self.head(column.name, like) for column in self.columns)

    def head(self, name: str, like: Sequence[str]) -> str:
        """What a column is called in the language of a table's heads."""
        return name if all(head.isascii() for head in like) else self.by_name[name].heads[0]


_ASIDE = re.compile(r"[(（\[［【〔][^)）\]］】〕]*[)）\]］】〕]")
_BETWEEN = re.compile(r"[/／|\n]")
_NEAR = 0.5  # 分数 for 分值
_OF_CODES = re.compile("代码|编码|code")
_TRIMMED = " \t\n:：*＊·．.、。"
_REMARKS = (
    "序号", "编号", "no", "no.", "#", "备注", "说明", "附注", "注", "notes", "note", "remark", "remarks",
    "联系电话", "联系方式", "电话", "手机", "办公电话", "邮箱", "电子邮箱", "地址", "网址", "链接", "url",
    "address", "phone", "是否适用", "是否提供", "深度级别", "提供渠道", "采样地址", "采样日期", "采样人",
    "问题描述", "得分", "复核结论", "复核人", "申诉说明", "填报人", "填报日期", "更新日期", "依据", "设定依据",
    "办理地点", "办理时限",
    "所在文件", "file",
)  # fmt: skip
"""Columns of real sheets that say nothing to us."""


@lru_cache(maxsize=4096)
def head_key(head: str) -> str:
    """A head as heads are compared: without blanks, underscores, width, case and marks at its ends."""
    return fold(head).replace(" ", "").replace("_", "").strip(_TRIMMED)


def is_remark(head: str) -> bool:
    """Whether a column may stand in a table without being read: a usual one (序号, 备注 …), or one in brackets."""
    text = head.strip()
    return head_key(text) in _remarks() or (bool(text) and not _ASIDE.sub("", text).strip())


@cache
def _remarks() -> frozenset[str]:
    return frozenset(map(head_key, _REMARKS))


def _keys(head: str) -> Iterator[str]:
    """A head as a whole, without what stands in brackets, and its parts."""
    yield head_key(head.replace("\n", ""))
    plain = _ASIDE.sub("", head)
    yield head_key(plain.replace("\n", ""))
    yield from (head_key(part) for part in _BETWEEN.split(plain) if part.strip())
