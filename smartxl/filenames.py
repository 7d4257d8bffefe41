"""What the files of a project's definition are called, and which of them are there."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

__all__ = [
    "ASSESSMENT",
    "CAMPAIGN",
    "CATALOGUE",
    "DEFINITION",
    "EXPERTS",
    "FRAMEWORK",
    "ROSTER",
    "TABLE_SUFFIXES",
    "catalogue_files",
    "definition_workbooks",
    "is_left_by_editor",
    "is_project",
    "open_elsewhere",
    "project_of",
    "roster_files",
    "tables_called",
]

ASSESSMENT = "assessment.yaml"
"""The file that makes a folder a project; a workbook may stand in its place."""

CAMPAIGN = "campaign.yaml"
"""The file that makes a folder a campaign: a round of many cities, each with a project of its own."""

DEFINITION = "指标定义.xlsx"
"""The workbook that holds a whole definition in place of all other files; also with another ending, or as `definition`."""

FRAMEWORK = "framework.yaml"
"""The file of the framework where the assessment names no other."""

ROSTER = "roster.csv"
"""Who is asked; as a workbook it has the same name with another ending, or a Chinese one."""

CATALOGUE = "catalogue"
"""The folder of the tables of what is sampled."""

EXPERTS = ("experts", "专家名单", "专家")
"""What the table of experts may be called, without its ending."""

_DEFINITIONS = ("指标定义", "definition")
_ROSTERS = ("roster", "单位名册", "单位名录", "名册", "名录")
TABLE_SUFFIXES = (".csv", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".fods")
"""The endings of tables that are read; what a file is, its bytes say."""
_OTHER_TABLES = (".xlsb", ".tsv", ".txt", ".ett", ".numbers")


def is_project(folder: Path) -> bool:
    """Whether a folder holds a definition: as files, or as one workbook."""
    return (folder / ASSESSMENT).is_file() or bool(definition_workbooks(folder))


def project_of(path: Path) -> Path:
    """The project folder that a path names: itself, or the folder whose definition's file it is."""
    if path.is_file() and (path.name == ASSESSMENT or path in definition_workbooks(path.parent)):
        return path.parent
    return path


def definition_workbooks(folder: Path) -> list[Path]:
    """The workbooks in a folder that by their names hold its definition: one at most, where all is well."""
    return [path for path in tables_called(folder, _DEFINITIONS) if path.suffix.casefold() != ".csv"]


def roster_files(folder: Path) -> list[Path]:
    """The files that a project folder has as its roster: one, where all is well."""
    return tables_called(folder, _ROSTERS)


def tables_called(folder: Path, stems: Collection[str]) -> list[Path]:
    """The tables of a folder with one of these names, whatever their ending."""
    return [path for path in _tables(folder, TABLE_SUFFIXES) if path.stem.casefold() in stems]


def catalogue_files(folder: Path) -> list[Path]:
    """The tables in the catalogue of a project folder, also those in formats that cannot be read, by name."""
    return _tables(folder / CATALOGUE, TABLE_SUFFIXES + _OTHER_TABLES)


def is_left_by_editor(name: str) -> bool:
    """Whether a file is what a program leaves beside one that it has open: ~$x.xlsx, .~lock.x.csv#, ._x.csv."""
    return name.startswith((".", "~"))


def open_elsewhere(path: Path) -> bool:
    """Whether a program such as Excel has a file open, by what it leaves beside it."""
    beside = (f"~${path.name}", f".~lock.{path.name}#", f".~{path.name}")
    return any(path.with_name(name).exists() for name in beside)


def _tables(folder: Path, suffixes: Collection[str]) -> list[Path]:
    try:
        found = [path for path in folder.iterdir() if path.suffix.casefold() in suffixes]
    except OSError:  # no folder, or one that may not be looked into
        return []
    return sorted(path for path in found if not is_left_by_editor(path.name))
