"""Definitions as workbooks in memory, and what is read of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from smartxl.define.authoring import AuthoringSheet, flatten
from smartxl.define.authoring.columns import assessment_shape, framework_shape
from smartxl.define.authoring.inline import normal
from smartxl.define.authoring.words import WORDS
from smartxl.define.yamlfile import Tree, read_yaml
from smartxl.text import Lang
from smartxl.xlsx import RawBook, RawSheet

__all__ = ["book_of", "normal_trees", "packaged", "trees_of", "whole"]


def packaged() -> Mapping[str, Path]:
    """All definitions that come with smartxl, by the names of their folders."""
    from smartxl_templates import BLANK, framework_folder, framework_names

    return {name: framework_folder(name) for name in (*framework_names(), BLANK)}


def trees_of(folder: Path) -> tuple[Tree, Tree]:
    """framework.yaml and assessment.yaml of a folder."""
    names = ("framework.yaml", "assessment.yaml")
    framework, assessment = (read_yaml(folder / name, name).tree for name in names)
    return framework, assessment


def normal_trees(framework: Tree, assessment: Tree) -> tuple[Tree, Tree]:
    """Both with their numbers written in one way."""
    return normal(framework_shape(), framework), normal(assessment_shape(), assessment)


def book_of(grids: Iterable[AuthoringSheet], lang: Lang) -> RawBook:
    """Sheets as a workbook, the headings in the first row."""
    sheets = {}
    for grid in grids:
        head = tuple(column.word.get(lang) for column in grid.columns)
        rows = (tuple(_cell(row.cells.get(column.id)) for column in grid.columns) for row in grid.rows)
        name = WORDS["sheet", grid.sheet].get(lang)
        sheets[name] = RawSheet(name, (head, *rows))
    return RawBook("方案.xlsx", "", sheets, {}, {})


def _cell(value: str | float | None) -> str | float:
    return "" if value is None else value


def whole(folder: Path, lang: Lang) -> RawBook:
    """A definition's folder as a workbook, without its tables."""
    framework, assessment = trees_of(folder)
    return book_of(flatten(framework, assessment, (), (), lang), lang)
