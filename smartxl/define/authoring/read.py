"""Reads an authoring workbook: the trees of both YAML files of a project, with the cell of every value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.define.authoring.gather import gather
from smartxl.define.authoring.records import Told
from smartxl.define.authoring.sheets import sheet_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.define.yamlfile import YamlFile
    from smartxl.errors import Problem
    from smartxl.xlsx import RawBook, RawSheet

__all__ = ["AuthoringTrees", "read_trees"]


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


def read_trees(file: str, book: RawBook) -> AuthoringTrees:
    """Reads a workbook, which messages call `file`. Never raises for what it contains."""
    found = sheet_tables(file, book)
    told = Told(file, list(found.problems))
    assessment, framework = gather(told, found.tables)
    return AuthoringTrees(assessment, framework, found.roster, found.items, tuple(told.problems))
