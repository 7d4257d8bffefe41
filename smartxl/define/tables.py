"""Reads the roster and the catalogue, .csv or workbooks: who is asked, and what is sampled of whom."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smartxl.define.heads import ITEM_COLUMNS, ROSTER_COLUMNS
from smartxl.define.tablefile import read_table
from smartxl.errors import Problem
from smartxl.filenames import (
    CATALOGUE,
    ROSTER,
    TABLE_SUFFIXES,
    catalogue_files,
    definition_workbooks,
    open_elsewhere,
    roster_files,
)
from smartxl.model.definition import Item, Unit
from smartxl.text import Text, plain
from smartxl.typed.numbers import NumberKind, asked_for, read_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from smartxl.define.tablefile import ReadTable
    from smartxl.define.tablesheet import RowMark, TableRow

__all__ = [
    "ItemRow",
    "ItemRows",
    "UnitRow",
    "UnitRows",
    "item_rows",
    "open_notes",
    "read_catalogue",
    "read_roster",
    "unit_rows",
    "with_codes",
]

_BETWEEN = re.compile("[;；、\n]")
_POINTS = asked_for(("分",))


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of the roster, and where it stands; its unit's class is as written where no class is called so."""

    mark: RowMark
    unit: Unit


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One row of a catalogue, and where it stands; its item's `unit` may be a class: `@department`.

    `moved_from` is the key that the row had in an earlier form, "" for none.
    """

    mark: RowMark
    item: Item
    moved_from: str = ""


@dataclass(frozen=True, slots=True)
class UnitRows:
    """The roster as read; `complete` is False where rows had to be left out; `notes` are worth telling."""

    rows: tuple[UnitRow, ...]
    problems: tuple[Problem, ...]
    complete: bool
    name: str = ROSTER
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemRows:
    """All catalogues as read, in the order of file names; `complete` is False where rows were left out."""

    rows: tuple[ItemRow, ...]
    problems: tuple[Problem, ...]
    complete: bool
    notes: tuple[Text, ...] = ()


def read_roster(folder: Path) -> UnitRows:
    """The units of a project folder, with classes as they are written."""
    path, *others = roster_files(folder) or [folder / ROSTER]
    if others:
        return UnitRows((), (_two_rosters([path, *others]),), complete=False)
    return unit_rows(read_table(path, path.name, ROSTER_COLUMNS))


def unit_rows(table: ReadTable) -> UnitRows:
    """The units of a table."""
    problems, rows = list(table.problems), []
    for row in table.rows:
        found, weight = _positive(row, "weight")
        problems += found
        cells = row.cells
        unit = Unit(
            cells["code"],
            Text(_on_one_line(cells["name"]), cells["name_en"]),
            cells["class"],
            cells["contact"],
            weight,
            cells["group"],
            _listed(cells["aliases"]),
        )
        rows.append(UnitRow(row.mark, unit))
    if table.complete and not rows:
        what, remedy = (
            Text("名册里没有单位", "the roster has no unit"),
            Text("每个单位填一行", "add one row for every unit"),
        )
        problems.append(Problem(table.name, 1, "", what, remedy))
    return UnitRows(tuple(rows), tuple(problems), table.complete and bool(rows), table.name, table.notes)


def open_notes(folder: Path) -> Iterator[Text]:
    """What is to be said of workbooks that a program such as Excel has open: what was not saved yet is not read."""
    for path in (*definition_workbooks(folder), *roster_files(folder), *catalogue_files(folder)):
        if open_elsewhere(path):
            yield Text(
                f"{path.name} 正在 Excel 等软件中打开：读取的是最近一次保存的内容",
                f"{path.name} is open in a program such as Excel: what was saved last is read",
            )


def _two_rosters(paths: Sequence[Path]) -> Problem:
    names = [path.name for path in paths]
    newest = max(paths, key=lambda path: path.stat().st_mtime).name
    rest = [name for name in names if name != newest]
    what = Text(
        f"名册有 {len(names)} 份：{'、'.join(names)}", f"there are {len(names)} rosters: {', '.join(names)}"
    )
    remedy = Text(
        f"只留一份；最近改动的是 {newest}，如以它为准，请移走 {'、'.join(rest)}",
        f"keep one; {newest} was changed last: where that one is right, move {', '.join(rest)} away",
    )
    return Problem(names[0], None, "", what, remedy)


def _on_one_line(text: str) -> str:
    """A name that was broken into lines to fit its cell."""
    return " ".join(text.split()) if "\n" in text else text


def _listed(text: str) -> tuple[str, ...]:
    """Several names in one cell."""
    return tuple(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))


def read_catalogue(folder: Path) -> ItemRows:
    """The items of a project folder: all tables of `catalogue`, in the order of their names, as they are written.

    Units and indicators may be names, and items may lack their codes: see `smartxl.define.names` and `with_codes`.
    """
    problems: list[Problem] = []
    rows: list[ItemRow] = []
    notes: list[Text] = []
    complete = True
    for path in catalogue_files(folder):
        name = f"{CATALOGUE}/{path.name}"
        if path.suffix.casefold() not in TABLE_SUFFIXES:
            problems.append(_other_format(name))
            complete = False
            continue
        found = item_rows(read_table(path, name, ITEM_COLUMNS))
        rows += found.rows
        problems += found.problems
        notes += found.notes
        complete &= found.complete
    return ItemRows(tuple(rows), tuple(problems), complete, tuple(notes))


def item_rows(table: ReadTable) -> ItemRows:
    """The items of a table."""
    problems, rows = list(table.problems), []
    for row in table.rows:
        found, points = _positive(row, "points")
        problems += found
        rows.append(ItemRow(row.mark, _item(row, points), row.cells["moved_from"]))
    return ItemRows(tuple(rows), tuple(problems), table.complete, table.notes)


def _other_format(name: str) -> Problem:
    what = Text("这种格式的表不能读取", "a table in this format is not read")
    remedy = Text(
        "在此文件夹中另存为 .xlsx 或 CSV UTF-8，并移走原件",
        "save it as .xlsx or CSV UTF-8 in this folder, and move the original elsewhere",
    )
    return Problem(name, None, "", what, remedy)


def _item(row: TableRow, points: float) -> Item:
    cells = row.cells
    name, name_en = (" ".join(cells[column].split()) for column in ("item_name", "item_name_en"))
    return Item(
        cells["unit"],
        cells["leaf"],
        cells["item_code"],
        name,
        _on_one_line(cells["kind"]),
        cells["audience"],
        points,
        name_en,
    )


def _positive(row: TableRow, column: str) -> tuple[list[Problem], float]:
    """The number above 0 in a cell; 1 where it is blank or, with a problem, no such number."""
    text = row.cells[column]
    if not text:
        return [], 1.0
    number = read_number(plain(text), _POINTS)
    if number.reading is NumberKind.NUMBER and number.value is not None and number.value > 0:
        return [], number.value
    called = row.mark.head.texts.get(row.mark.head.places.get(column, 0), column)
    what = Text(f"“{text}”不是大于 0 的数", f"{text!r} is not a number above 0")
    remedy = Text("填大于 0 的数；空着按 1", f"write a number above 0, or leave {called} blank for 1")
    return [row.mark.problem(column, what, remedy)], 1.0


def with_codes(rows: Sequence[ItemRow]) -> Iterator[ItemRow]:
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
