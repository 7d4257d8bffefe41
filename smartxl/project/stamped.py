"""Which workbook of a project a stamp is that of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.model.edition import Edition
from smartxl.planning import stamp_of, unit_blocks
from smartxl.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from smartxl.project.folder import ProjectFolder
    from smartxl.stamp import Stamp

__all__ = ["day_of", "edition_of", "part_of"]


def day_of(stamp: Stamp) -> date | None:
    """The day by which a workbook says that it was calculated."""
    try:
        return date.fromisoformat(stamp.calculated) if stamp.calculated else None
    except ValueError:
        return None


def part_of(stamp: Stamp) -> int | None:
    """The number of a file of a workbook in several, 0 for the main one; None of a whole workbook."""
    return int(stamp.part.partition("/")[0]) if stamp.part else None


def edition_of(project: ProjectFolder, stamp: Stamp, path: Path) -> Edition:
    """The edition that a file is. Raises ProjectError for one of another project, round, unit or definition."""
    edition = Edition.of(stamp.edition)
    is_known = not stamp.unit or stamp.unit in project.definition.roster.by_code
    is_known = is_known and (not stamp.part or stamp.part in _parts(project))
    if edition is None or edition.printed or not is_known:
        zh, en = (f"第 {stamp.part} 册", f" (file {stamp.part})") if stamp.part else ("", "")
        what = Text(
            f"文件标明是单位“{stamp.unit}”的“{stamp.edition}”工作簿{zh}，项目中没有",
            f"the file says it is the {stamp.edition!r} workbook of unit {stamp.unit!r}{en}, which the project does not know",
        )
        remedy = Text(
            "与 smartxl build 生成的工作簿对照：标识被改动过",
            "compare it with a workbook that smartxl build wrote: its stamp was changed",
        )
        raise ProjectError(str(path), what, remedy)
    due = stamp_of(project.definition, edition, stamp.lang, stamp.unit)
    if stamp != replace(due, prefilled=stamp.prefilled, generation=stamp.generation, part=stamp.part):
        what = Text(
            f"文件是为 {stamp.assessment} {stamp.round}、定义 {stamp.short} 生成的；"
            f"本项目是 {due.assessment} {due.round}、{due.short}",
            f"the file was made for {stamp.assessment} {stamp.round}, definition {stamp.short}; "
            f"the project is {due.assessment} {due.round}, {due.short}",
        )
        remedy = Text(
            "在生成它的项目中核对，或重新生成", "verify it in the project it was made by, or build it again"
        )
        raise ProjectError(str(path), what, remedy)
    return edition


def _parts(project: ProjectFolder) -> frozenset[str]:
    """What stamps of the files of a workbook in several may say."""
    count = len(unit_blocks(project.definition))
    return frozenset(f"{number}/{count}" for number in range(count + 1)) if count else frozenset()
