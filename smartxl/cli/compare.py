"""`compare`: two submissions, cell by cell."""

from __future__ import annotations

from pathlib import Path

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command
from smartxl.text import CountOf, Text

__all__ = ["compare"]


@command(
    help=Text(
        "逐单元格比较收到的两个文件。\n\n写文件名或其 SHA-256 的开头。",
        "Compare two received files cell by cell.\n\nEach is a file's name or the beginning of its SHA-256.",
    )
)
@options.project_folder
@argument("before", metavar=Text("文件甲", "BEFORE"))
@argument("after", metavar=Text("文件乙", "AFTER"))
@options.lang
@options.as_json
def compare(folder: Path, before: str, after: str, lang: str | None, as_json: bool) -> None:
    """Compare two received files cell by cell."""
    from smartxl.cli.present.history import ChangeRecord, changes_rows
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen = Screen(spoken())
    found = project.compare(before, after)
    if as_json:
        echo_json([ChangeRecord.of(change) for change in found.changes])
        return
    if found.changes:
        screen.table(*changes_rows(found.changes, screen))
    number = len(found.changes)
    told = f"{CountOf(number):cell differs|cells differ}: {found.before.name} → {found.after.name}"
    screen.show(screen.words(f"{number} 个单元格不同", told))
