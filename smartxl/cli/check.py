"""`check`: the definition's own errors, or what it amounts to."""

from __future__ import annotations

from pathlib import Path

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import command
from smartxl.text import Text

__all__ = ["check"]


@command(help=Text("检查定义文件。", "Check the definition: file, row, column, what to do."))
@options.project_folder
@options.lang
@options.as_json
def check(folder: Path, lang: str | None, as_json: bool) -> None:
    """Check the definition: file, row, column, what to do."""
    from smartxl.cli.present.checked import CheckRecord
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project import open_project

    project = open_project(folder, lang)
    facts = project.check()
    if as_json:
        echo_json(CheckRecord(True, (), facts))
        return
    screen = Screen(spoken())
    screen.show(screen.words("定义无误。", "The definition is in order."))
    for line in facts.lines(spoken()):
        screen.show(f"  {line}")
