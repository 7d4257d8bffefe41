"""Reads a CSV table with known columns; rows keep the number they have in Excel."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.define.entries import hidden_characters, without_hidden
from smartxl.define.textfile import read_text
from smartxl.errors import Problem
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Columns", "CsvRow", "CsvTable", "read_table"]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a table must have and may have; `filled` are those that no row may leave blank."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    filled: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Required, then optional."""
        return self.required + self.optional


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row: its number in Excel (the heading is row 1) and every column's text, "" where blank."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CsvTable:
    """The usable rows of a file and its problems; `complete` is False where rows had to be left out."""

    name: str
    rows: tuple[CsvRow, ...]
    problems: tuple[Problem, ...]
    complete: bool


def read_table(path: Path, name: str, columns: Columns) -> CsvTable:
    """Reads a table; blank rows are passed over. Never raises for what the file contains."""
    text = read_text(path, name)
    if isinstance(text, Problem):
        return CsvTable(name, (), (text,), complete=False)
    records, broken = _records(text, name)
    if not records:
        empty = broken or [
            Problem(
                name,
                1,
                "",
                Text("文件是空的", "the file is empty"),
                Text(f"第一行写 {','.join(columns.all)}", f"begin with the row {','.join(columns.all)}"),
            )
        ]
        return CsvTable(name, (), tuple(empty), complete=False)
    head = [cell.strip() for cell in records[0][1]]
    problems = [*broken, *_head_problems(name, head, columns)]
    if not set(columns.required) <= set(head):
        return CsvTable(name, (), tuple(problems), complete=False)
    rows = []
    for number, record in records[1:]:
        found, row = _row(name, head, number, record, columns)
        problems += found
        rows += [row] if row else []
    usable = not broken and len(rows) == len(records) - 1
    return CsvTable(name, tuple(rows), tuple(problems), usable)


def _records(text: str, name: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """The non-blank records with their numbers, as far as the file can be read."""
    records: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            if any(cell.strip() for cell in record):
                records.append((number, record))
    except csv.Error as error:
        remedy = Text(
            '检查这一行的引号：引号内的单元格中，" 要写两个',
            'check the quotation marks in this row: a " inside a quoted cell is written twice',
        )
        return records, [
            Problem(
                name,
                number + 1,
                "",
                Text(f"这一行读不懂（{error}）", f"the row cannot be read ({error})"),
                remedy,
            )
        ]
    return records, []


def _head_problems(name: str, head: Sequence[str], columns: Columns) -> list[Problem]:
    problems = []
    for column in columns.required:
        if column not in head:
            remedy = Text(
                f"在第1行写上列名，列之间用逗号隔开：{','.join(columns.all)}",
                f"name it in row 1, with commas between the columns: {','.join(columns.all)}",
            )
            problems.append(
                Problem(name, 1, column, Text(f"缺少列 {column}", f"the column {column} is missing"), remedy)
            )
    for index, column in enumerate(head):
        if column not in columns.all:
            near = get_close_matches(column, columns.all, n=1)
            guess = Text(f"是不是 {near[0]}？", f"did you mean {near[0]}? ") if near else Text("")
            remedy = Text(
                f"{guess.zh}可用的列：{', '.join(columns.all)}",
                f"{guess.en}known columns: {', '.join(columns.all)}",
            )
            problems.append(
                Problem(name, 1, column, Text(f"没有列“{column}”", f"unknown column {column!r}"), remedy)
            )
        elif column in head[:index]:
            problems.append(
                Problem(
                    name,
                    1,
                    column,
                    Text(f"列 {column} 写了两次", f"the column {column} stands here twice"),
                    Text("删去一个", "remove one of them"),
                )
            )
    return problems


def _row(
    name: str, head: Sequence[str], number: int, record: Sequence[str], columns: Columns
) -> tuple[list[Problem], CsvRow | None]:
    """A row by column; without a value in a `filled` column there is none."""
    problems = []
    if any(cell.strip() for cell in record[len(head) :]):
        what = Text(
            f"这一行有 {len(record)} 个单元格，表头有 {len(head)} 个",
            f"the row has {len(record)} cells, the heading {len(head)}",
        )
        remedy = Text(
            '单元格中有逗号时，用引号 "…" 括起来', 'put a cell that holds a comma in quotation marks "…"'
        )
        problems.append(Problem(name, number, "", what, remedy))
    cells = dict.fromkeys(columns.all, "")
    pairs = list(zip(head, record, strict=False))
    for column, text in reversed(pairs):  # of a doubled column the first counts
        cell = text.replace("\r", "")  # a line break of Windows inside a cell is no mistake
        cells[column] = without_hidden(cell).strip()
        if found := hidden_characters(cell):
            what = Text(
                f"“{cells[column]}”含有看不见的字符：{found}",
                f"{cells[column]!r} holds what cannot be seen: {found}",
            )
            problems.append(
                Problem(
                    name, number, column, what, Text("重新输入该单元格的文字", "type the cell's text anew")
                )
            )
    for column in columns.filled:
        if not cells[column]:
            what, remedy = (
                Text(f"{column} 是空的", f"{column} is blank"),
                Text("填写，或删去这一行", "fill it in, or delete the row"),
            )
            problems.append(Problem(name, number, column, what, remedy))
    return problems, CsvRow(number, cells) if all(cells[column] for column in columns.filled) else None
