"""Reads roster.csv and catalogue/*.csv: who is asked, and what is sampled of whom."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smartxl.define.csvfile import Columns, CsvRow, CsvTable, read_table
from smartxl.errors import Problem
from smartxl.filenames import CATALOGUE, ROSTER
from smartxl.model.definition import Item, Unit
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = [
    "ItemRow",
    "ItemRows",
    "UnitRow",
    "UnitRows",
    "read_catalogue",
    "read_roster",
]

_ROSTER_COLUMNS = Columns(
    required=("code", "name", "class"),
    optional=("name_en", "contact", "weight", "group", "aliases"),
    filled=("code", "name", "class"),
)
_ITEM_COLUMNS = Columns(
    required=("unit", "leaf", "item_code", "item_name"),
    optional=("kind", "audience", "points", "moved_from", "item_name_en"),
    filled=("unit", "leaf", "item_name"),
)
_BETWEEN = re.compile("[;；、]")
_TABLES_OF_OTHERS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et", ".tsv", ".txt"}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of the roster."""

    number: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One row of a catalogue; its item's `unit` is as written, `@department` included.

    `moved_from` is the key that the row had in an earlier form, "" for none.
    """

    file: str
    number: int
    item: Item
    moved_from: str = ""


@dataclass(frozen=True, slots=True)
class UnitRows:
    """The roster as read; `complete` is False where rows had to be left out."""

    rows: tuple[UnitRow, ...]
    problems: tuple[Problem, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class ItemRows:
    """All catalogues as read, in the order of file names; `complete` is False where rows were left out."""

    rows: tuple[ItemRow, ...]
    problems: tuple[Problem, ...]
    complete: bool


def read_roster(folder: Path) -> UnitRows:
    """The units of a project folder."""
    table = read_table(folder / ROSTER, ROSTER, _ROSTER_COLUMNS)
    problems, rows = list(table.problems), []
    for row in table.rows:
        found, weight = _positive(table, row, "weight")
        problems += found
        cells = row.cells
        name = Text(cells["name"], cells["name_en"])
        unit = Unit(
            cells["code"],
            name,
            cells["class"],
            cells["contact"],
            weight,
            cells["group"],
            _listed(cells["aliases"]),
        )
        rows.append(UnitRow(row.number, unit))
    if table.complete and not rows:
        problems.append(
            Problem(
                ROSTER,
                1,
                "",
                Text("单位名册中没有单位", "the roster has no unit"),
                Text("每个单位写一行", "add one row for every unit"),
            )
        )
    return UnitRows(tuple(rows), tuple(problems), table.complete and bool(rows))


def _listed(text: str) -> tuple[str, ...]:
    """Several names in one cell."""
    return tuple(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))


def read_catalogue(folder: Path) -> ItemRows:
    """The items of a project folder: all CSV files of `catalogue`, in the order of their names.

    A row without an item_code gets one that depends on its name only (see `_with_codes`).
    """
    problems: list[Problem] = []
    rows: list[ItemRow] = []
    complete = True
    for path in _catalogue_files(folder / CATALOGUE):
        name = f"{CATALOGUE}/{path.name}"
        if path.suffix.casefold() != ".csv":
            remedy = Text(
                "在该文件夹中另存为 CSV UTF-8，原文件移到别处",
                "save it as CSV UTF-8 in this folder, and move the original elsewhere",
            )
            problems.append(
                Problem(
                    name, None, "", Text("名录只读 CSV 文件", "only CSV files are read as catalogues"), remedy
                )
            )
            complete = False
            continue
        table = read_table(path, name, _ITEM_COLUMNS)
        problems += table.problems
        complete &= table.complete
        for row in table.rows:
            found, points = _positive(table, row, "points")
            problems += found
            rows.append(ItemRow(name, row.number, _item(row, points), _earlier(row)))
    return ItemRows(tuple(_with_codes(rows)), tuple(problems), complete)


def _catalogue_files(folder: Path) -> list[Path]:
    """The tables of a folder without what editors leave behind (~$x.xlsx, .~lock.x.csv#, ._x.csv)."""
    if not folder.is_dir():
        return []
    known = _TABLES_OF_OTHERS | {".csv"}
    visible = (path for path in folder.iterdir() if not path.name.startswith((".", "~")))
    return sorted(path for path in visible if path.suffix.casefold() in known)


def _item(row: CsvRow, points: float) -> Item:
    cells = row.cells
    name, name_en = (" ".join(cells[column].split()) for column in ("item_name", "item_name_en"))
    return Item(
        cells["unit"],
        cells["leaf"],
        cells["item_code"],
        name,
        cells["kind"],
        cells["audience"],
        points,
        name_en,
    )


def _earlier(row: CsvRow) -> str:
    """The earlier key of a row; an item_code alone is one of the same indicator."""
    text = row.cells["moved_from"]
    return text if "/" in text or not text else f"{row.cells['leaf']}/{text}"


def _positive(table: CsvTable, row: CsvRow, column: str) -> tuple[list[Problem], float]:
    """The number above 0 in a cell; 1 where it is blank or, with a problem, no such number."""
    text = row.cells[column]
    if not text:
        return [], 1.0
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if 0 < number < math.inf and "_" not in text:
        return [], number
    remedy = Text(
        f"写大于 0 的数，或把 {column} 留空表示 1", f"write a number above 0, or leave {column} blank for 1"
    )
    return [
        Problem(
            table.name,
            row.number,
            column,
            Text(f"“{text}”不是大于 0 的数", f"{text!r} is not a number above 0"),
            remedy,
        )
    ], 1.0


def _with_codes(rows: Sequence[ItemRow]) -> Iterator[ItemRow]:
    """Rows with the codes they lack: N and ten hexadecimal digits of the SHA-256 of the item's name.

    So a code survives sorting, moving to another file and new neighbours; it changes when the item is
    renamed. Where a unit has the name twice under one indicator (or the code is taken), -2, -3 … follow in
    the order of the rows.
    """
    taken = {(row.item.unit, row.item.leaf, row.item.code) for row in rows if row.item.code}
    for row in rows:
        if row.item.code:
            yield row
            continue
        stem = "N" + hashlib.sha256(row.item.name.encode()).hexdigest()[:10].upper()
        code, count = stem, 1
        while (row.item.unit, row.item.leaf, code) in taken:
            count += 1
            code = f"{stem}-{count}"
        taken.add((row.item.unit, row.item.leaf, code))
        yield replace(row, item=replace(row.item, code=code))
