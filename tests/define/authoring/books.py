"""Definitions as workbooks, and what is read of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from smartxl.define.authoring import AuthoringBook, AuthoringSheet, flatten, read_authoring
from smartxl.define.authoring.columns import assessment_shape, framework_shape
from smartxl.define.authoring.inline import normal
from smartxl.define.authoring.words import WORDS
from smartxl.define.check import check
from smartxl.define.convert import to_definition
from smartxl.define.heads import ITEM_COLUMNS, ROSTER_COLUMNS
from smartxl.define.tablefile import read_table
from smartxl.define.yamlfile import Tree, read_yaml
from smartxl.model.definition import Definition
from smartxl.text import Lang
from smartxl.xlsx import RawBook, RawSheet
from smartxl_generators.authoring import write_authoring
from smartxl_templates import BLANK, framework_folder, framework_names

__all__ = [
    "MOMENT",
    "book_of",
    "definition_of",
    "normal_trees",
    "packaged",
    "sheets_of",
    "trees_of",
    "written",
]

MOMENT = datetime(2026, 1, 1)


def packaged() -> Mapping[str, Path]:
    """All definitions that come with smartxl, by the names of their folders."""
    return {name: framework_folder(name) for name in (*framework_names(), BLANK)}


def trees_of(folder: Path) -> tuple[Tree, Tree]:
    """framework.yaml and assessment.yaml of a folder."""
    names = ("framework.yaml", "assessment.yaml")
    framework, assessment = (read_yaml(folder / name, name).tree for name in names)
    return framework, assessment


def normal_trees(framework: Tree, assessment: Tree) -> tuple[Tree, Tree]:
    """Both with their numbers written in one way."""
    return normal(framework_shape(), framework), normal(assessment_shape(), assessment)


def sheets_of(folder: Path, lang: Lang) -> tuple[AuthoringSheet, ...]:
    """A whole definition, its tables too, as the sheets of a workbook."""
    roster = [row.cells for row in read_table(folder / "roster.csv", "roster.csv", ROSTER_COLUMNS).rows]
    items = [
        {**row.cells, "file": path.name}
        for path in sorted((folder / "catalogue").glob("*.csv"))
        for row in read_table(path, path.name, ITEM_COLUMNS).rows
    ]
    return flatten(*trees_of(folder), roster, items, lang)


def written(folder: Path, lang: Lang) -> bytes:
    """The same as the bytes of an .xlsx."""
    return write_authoring(sheets_of(folder, lang), lang, MOMENT)


def book_of(sheets: Iterable[AuthoringSheet], lang: Lang) -> RawBook:
    """Sheets as a workbook in memory, the headings in the first row."""
    found = {}
    for each in sheets:
        head = tuple(column.word.get(lang) for column in each.columns)
        rows = (tuple(_cell(row.cells.get(column.id)) for column in each.columns) for row in each.rows)
        name = WORDS["sheet", each.sheet].get(lang)
        found[name] = RawSheet(name, (head, *rows))
    return RawBook("方案.xlsx", "", found, {}, {})


def _cell(value: str | float | None) -> str | float:
    return "" if value is None else value


def definition_of(path: Path) -> Definition:
    """The definition that a workbook holds, which must be without problems."""
    return _definition(read_authoring(path))


def _definition(book: AuthoringBook) -> Definition:
    files = book.files
    assert not check(files)
    assert files.assessment.model is not None
    assert files.framework.model is not None
    units = [row.unit for row in files.roster.rows]
    return to_definition(files.assessment.model, files.framework.model, units, files.catalogue.rows)
