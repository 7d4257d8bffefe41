"""A project whose definition is one workbook: no assessment.yaml, no framework.yaml, no tables beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.filenames import ASSESSMENT, catalogue_files, definition_workbooks, roster_files
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["contained_workbook"]


def contained_workbook(folder: Path) -> Path | None:
    """The workbook that holds the definition of a project folder; None for a project of files.

    Raises ProjectError where there are several, or other files of a definition beside it: only one of them can count.
    """
    workbooks = definition_workbooks(folder)
    if not workbooks:
        return None
    files = [folder / ASSESSMENT] if (folder / ASSESSMENT).exists() else []
    if files or len(workbooks) > 1:
        raise _two_definitions(folder, [*workbooks, *files])
    if tables := [*roster_files(folder), *catalogue_files(folder)]:
        raise _tables_beside(folder, workbooks[0], tables)
    return workbooks[0]


def _two_definitions(folder: Path, found: Sequence[Path]) -> ProjectError:
    names = [path.name for path in found]
    newest = max(found, key=lambda path: path.stat().st_mtime).name
    what = Text(
        f"项目有 {len(found)} 份定义：{'、'.join(names)}，不知道以哪一份为准（最近改动的是 {newest}）",
        f"there are {len(found)} definitions: {', '.join(names)}; it is not known which counts ({newest} is the newest)",
    )
    remedy = Text(
        f"只留一份，其余移到别处；要把工作簿变成 YAML：smartxl define import {names[0]} 新文件夹",
        f"keep one and move the others away; to have YAML in place of the workbook: smartxl define import {names[0]} FOLDER",
    )
    return ProjectError(str(folder), what, remedy)


def _tables_beside(folder: Path, workbook: Path, tables: Sequence[Path]) -> ProjectError:
    names = [path.relative_to(folder).as_posix() for path in tables]
    what = Text(
        f"定义在 {workbook.name} 里，旁边又有 {'、'.join(names)}",
        f"the definition stands in {workbook.name}, and beside it are {', '.join(names)}",
    )
    remedy = Text(
        "把其中的行移入工作簿的“单位名册”“采样事项”表，再把这些文件移到别处",
        "move their rows to the sheets of units and of items in the workbook, then move these files away",
    )
    return ProjectError(str(folder), what, remedy)
