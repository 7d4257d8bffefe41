"""Where the heads of a table stand on a sheet: below a title, in one row or in several merged ones."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from smartxl.cells import column_letter
from smartxl.errors import FilePlace, Problem
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.define.columns import Columns
    from smartxl.xlsx import RawSheet

__all__ = ["Head", "find_head", "head_problems"]

_FIRST_ROWS = 30
"""How far down the heads are looked for."""
_NUMBER_BEFORE = re.compile(
    r"^\s*[(（]?(?:附?表|附件)?\s*(?:[0-9]+|[一二三四五六七八九十]+(?=[-_.、)） ]))[-_.、)） ]*"
)
_NUMBER_BEHIND = re.compile(r"\s*[(（][0-9]+[)）]$")
_DEEPEST = 3
"""Rows of a head."""


@dataclass(frozen=True)
class Head:
    """The heads of a table: in which file and on which sheet ("" for a .csv), in which rows.

    `texts` are all of them by column, `places` the columns that are read, by name.
    """

    file: str
    sheet: str
    row: int
    last_row: int
    texts: Mapping[int, str]
    places: Mapping[str, int]
    passed_over: Mapping[int, str] = field(default_factory=dict)
    twice: tuple[tuple[int, str], ...] = ()

    @property
    def title(self) -> str:
        """The name of the sheet, or of a .csv, without a number before or behind it: 在线办事 of 01-在线办事 (2)."""
        name = self.sheet or PurePath(self.file).stem
        return _NUMBER_BEHIND.sub("", _NUMBER_BEFORE.sub("", name)).strip() or name

    def lacks(self, columns: Columns) -> bool:
        """Whether a column is missing without which a table is not read."""
        return not set(columns.required) <= set(self.places)

    @property
    def width(self) -> int:
        """The last column with a head."""
        return max((column for column, text in self.texts.items() if text), default=0)

    def problem(self, row: int | None, column: str, what: Text, remedy: Text) -> Problem:
        """A problem in a row, of a column by its name ("" for the whole row)."""
        place = self.places.get(column)
        return self.problem_at(row, place, self.texts[place] if place else column, what, remedy)

    def problem_at(self, row: int | None, place: int | None, head: str, what: Text, remedy: Text) -> Problem:
        """The same of a column by its place."""
        at = self._spot(row, place, head)
        return Problem(at.file, at.line, at.column, what, remedy, at.sheet, at.letter)

    def spot(self, row: int | None, column: str) -> FilePlace:
        """Where a cell stands, of a column by its name."""
        place = self.places.get(column)
        return self._spot(row, place, self.texts[place] if place else column)

    def _spot(self, row: int | None, place: int | None, head: str) -> FilePlace:
        letter = column_letter(place) if self.sheet and place else ""
        return FilePlace(self.file, row, " ".join(head.split()), self.sheet, letter)


def find_head(file: str, name: str, sheet: RawSheet, columns: Columns, *, is_table: bool) -> Head | None:
    """The heads of a sheet, which messages call `name`; None where it has no table of this kind.

    The first row with all columns that must be there, else the one with most of them: of a sheet that `is_table` for certain
    any row, else one that has two of them.
    """
    best, most = None, -1
    for row in range(1, min(sheet.height, _FIRST_ROWS) + 1):
        head = _head_at(file, name, sheet, row, columns)
        found = sum(column.name in head.places for column in columns.columns if column.required)
        if not head.lacks(columns):
            return head
        if found > most and any(head.texts.values()):
            best, most = head, found
    return best if is_table or most >= min(2, len(columns.required)) else None


def _head_at(file: str, name: str, sheet: RawSheet, row: int, columns: Columns) -> Head:
    last = max(
        (area.last_row for area in sheet.merged if area.first_row == row and area.last_row < row + _DEEPEST),
        default=row,
    )
    width = max((len(cells) for cells in sheet.values[row - 1 : last]), default=0)
    texts = {column: _lowest(sheet, row, last, column) for column in range(1, width + 1)}
    found: dict[str, list[int]] = defaultdict(list)
    for place, text in texts.items():
        if text and (column := columns.under(text)):
            found[column.name].append(place)
    places, passed_over, twice = {}, {}, []
    for column_name, candidates in found.items():
        first, *others = sorted(candidates, key=lambda place: columns.rank(texts[place]))
        places[column_name] = first
        for place in others:
            if columns.rank(texts[place]) == columns.rank(texts[first]):
                twice.append((place, column_name))
            else:
                passed_over[place] = texts[place]
    return Head(file, name, row, last, texts, places, passed_over, tuple(twice))


def _lowest(sheet: RawSheet, first: int, last: int, column: int) -> str:
    """The head of a column: what stands lowest in its rows."""
    texts = (sheet.text(row, column) for row in range(last, first - 1, -1))
    return next(filter(None, texts), "")


def head_problems(head: Head, columns: Columns) -> Iterator[Problem]:
    """Columns that are missing or there twice, and those that may be misspelt."""
    written = [text for text in head.texts.values() if text]
    known = columns.heads(written)
    for name in columns.required:
        if name not in head.places:
            called = columns.head(name, written)
            what = Text(f"缺少“{called}”列", f"the column {called} is missing")
            remedy = Text(
                f"在第 {head.row} 行写出列名，每列一格：{'、'.join(known)}",
                f"name it in row {head.row}, one head a cell: {','.join(known)}",
            )
            yield head.problem(head.row, called, what, remedy)
    for place, text in head.texts.items():
        if text and columns.under(text) is None and (near := columns.near(text)):
            yield _unknown(head, place, text, near, known)
    for place, name in head.twice:
        text, first = head.texts[place], head.texts[head.places[name]]
        what = Text(
            f"“{text}”与“{first}”是同一列" if text != first else f"“{text}”列出现了两次",
            f"the column {text} is the same as {first}"
            if text != first
            else f"the column {text} stands here twice",
        )
        remedy = Text(
            f"删去其中一列；只作备注的列，列名加括号即可：（{text}）",
            f"remove one of them, or put the head of one that is only a remark in brackets: ({text})",
        )
        yield head.problem_at(head.row, place, text, what, remedy)


def _unknown(head: Head, place: int, text: str, near: str, known: tuple[str, ...]) -> Problem:
    guess = Text(f"是不是“{near}”？", f"did you mean {near}? ")
    what = Text(f"不认识的列“{text}”", f"unknown column {text!r}")
    remedy = Text(
        f"{guess.zh}可用的列名：{'、'.join(known)}；只作备注的列，列名加括号即可：（{text}）",
        f"{guess.en}known columns: {', '.join(known)}; put the head of a column that is only a remark in brackets: ({text})",
    )
    return head.problem_at(head.row, place, text, what, remedy)
