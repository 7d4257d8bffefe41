"""Reads an authoring workbook: the same files, checked in the same way, as a project folder has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smartxl.define.authoring.gather import gather
from smartxl.define.authoring.named import with_codes_for_names
from smartxl.define.authoring.records import Told
from smartxl.define.authoring.sheets import sheet_tables
from smartxl.define.authoring.words import WORDS
from smartxl.define.check import ProjectFiles
from smartxl.define.framework_schema import FrameworkFile
from smartxl.define.heads import ITEM_COLUMNS, ROSTER_COLUMNS
from smartxl.define.names import with_items_named, with_units_named
from smartxl.define.parse import parse
from smartxl.define.schema import AssessmentFile
from smartxl.define.tablefile import ReadTable, read_sheets, refusal_of
from smartxl.define.tables import item_rows, unit_rows
from smartxl.define.textfile import read_bytes
from smartxl.define.tree import place_nodes
from smartxl.define.yamlfile import ValueMark, YamlFile
from smartxl.errors import Problem
from smartxl.text import Text
from smartxl.xlsx import FileRefused, RawBook, open_any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from smartxl.xlsx import RawSheet

__all__ = ["AuthoringBook", "AuthoringTrees", "read_authoring", "read_trees"]


@dataclass(frozen=True)
class AuthoringTrees:
    """What a workbook says in place of assessment.yaml and framework.yaml, and its sheets of units and items, by name.

    `problems` are those of its sheets, headings and cells; the trees are still to be checked against their schemas.
    """

    assessment: YamlFile
    framework: YamlFile
    roster: Mapping[str, RawSheet]
    items: Mapping[str, RawSheet]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class AuthoringBook:
    """A workbook as read: `files` as of a project folder; the rows of units and of items as they are written.

    `item_files`: of each row of items the file that it came from, "" where none is named.
    """

    files: ProjectFiles
    roster: ReadTable
    items: ReadTable
    item_files: tuple[str, ...]


def read_authoring(path: Path) -> AuthoringBook:
    """Reads a workbook of any program, whose name messages use. Never raises for what it contains: see `check`."""
    content = read_bytes(path, path.name)
    if isinstance(content, Problem):
        return _unread(path.name, content)
    try:
        book = open_any(content, path.name)
    except FileRefused as error:
        return _unread(path.name, refusal_of(path.name, error))
    return _checked(path.name, read_trees(path.name, book))


def read_trees(file: str, book: RawBook) -> AuthoringTrees:
    """Reads the sheets of a workbook, which messages call `file`. Never raises for what it contains."""
    found = sheet_tables(file, book)
    told = Told(file, list(found.problems))
    assessment, framework = gather(told, found.tables)
    return AuthoringTrees(assessment, framework, found.roster, found.items, tuple(told.problems))


def _checked(name: str, trees: AuthoringTrees) -> AuthoringBook:
    """The trees against their schemas, with the tables."""
    roster = read_sheets(name, map(_as_typed, trees.roster.values()), ROSTER_COLUMNS)
    called = ((row.cells["code"], Text(row.cells["name"], row.cells["name_en"])) for row in roster.rows)
    with_codes_for_names(trees.framework.tree, called)
    assessment = parse(trees.assessment, AssessmentFile)
    framework = parse(replace(trees.framework, problems=trees.problems), FrameworkFile)
    items = read_sheets(name, map(_as_typed, trees.items.values()), ITEM_COLUMNS)
    if not trees.roster:
        roster = replace(roster, problems=(*roster.problems, _no_roster(name)), complete=False)
    placed = place_nodes(framework.model) if framework.model else ()
    units = with_units_named(unit_rows(roster), framework.model)
    catalogue = with_items_named(item_rows(items), units, framework.model, placed)
    files = ProjectFiles(assessment, framework, units, catalogue)
    return AuthoringBook(files, roster, items, tuple(_files_of(items, trees.items)))


_OWN = ("table.check", "items.file")


def _as_typed(sheet: RawSheet) -> RawSheet:
    """A sheet without the columns that the workbook itself has for its checks."""
    heads = {word for own in _OWN for word in (WORDS["head", own].zh, WORDS["head", own].en)}
    own = {place for row in sheet.values for place, value in enumerate(row) if value in heads}
    if not own:
        return sheet
    values = (tuple("" if n in own else value for n, value in enumerate(row)) for row in sheet.values)
    return replace(sheet, values=tuple(values))


def _files_of(items: ReadTable, sheets: Mapping[str, RawSheet]) -> list[str]:
    """The file that each row of items came from, in the column of that name."""
    word = WORDS["head", "items.file"]
    places = {
        name: next((n for row in sheet.values for n, v in enumerate(row, 1) if v in {word.zh, word.en}), 0)
        for name, sheet in sheets.items()
    }
    return [
        sheets[name].text(row.number, place) if (place := places[name := row.mark.head.sheet]) else ""
        for row in items.rows
    ]


def _no_roster(name: str) -> Problem:
    sheet = WORDS["sheet", "roster"]
    what = Text(f"没有工作表“{sheet.zh}”", f"there is no sheet {sheet.en}")
    return Problem(name, None, "", what, Text("加上该表，每个单位一行", "add it, one row for every unit"))


def _unread(name: str, problem: Problem) -> AuthoringBook:
    """A file of which nothing can be read."""
    blank, told = (YamlFile(name, None, ValueMark(1), problems) for problems in ((), (problem,)))
    nothing = ReadTable(name)
    files = ProjectFiles(
        parse(blank, AssessmentFile), parse(told, FrameworkFile), unit_rows(nothing), item_rows(nothing)
    )
    return AuthoringBook(files, nothing, nothing, ())
