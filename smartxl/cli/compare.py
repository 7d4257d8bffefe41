"""`compare`: two submissions, cell by cell."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen

__all__ = ["compare"]


@click.command()
@options.project_folder
@click.argument("before", metavar="文件甲/BEFORE")
@click.argument("after", metavar="文件乙/AFTER")
@options.lang
@options.as_json
def compare(folder: Path, before: str, after: str, lang: str | None, as_json: bool) -> None:
    """逐单元格比较收到的两个文件 / compare two received files cell by cell.

    文件名或其 SHA-256 的开头。 Each is a file's name or the beginning of its SHA-256.
    """
    from smartxl.cli.present.history import ChangeRecord, changes_rows
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen = Screen(project.lang)
    found = project.compare(before, after)
    if as_json:
        echo_json([ChangeRecord.of(change) for change in found.changes])
        return
    if found.changes:
        screen.table(*changes_rows(found.changes, screen))
    number = len(found.changes)
    told = f"{number} cells differ: {found.before.name} → {found.after.name}"
    screen.show(screen.words(f"{number} 个单元格不同", told))
