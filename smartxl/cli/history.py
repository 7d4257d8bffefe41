"""`history`: what came of a unit, what was decided, which file counts and why."""

from __future__ import annotations

from pathlib import Path

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command
from smartxl.text import Text

__all__ = ["history"]


@command(
    help=Text(
        "查看收件和处理的全部记录。", "All that came and was decided, which file counts, and by which rule."
    )
)
@options.project_folder
@argument("unit_name", required=False, metavar=Text("[单位]", "[UNIT]"))
@options.lang
@options.as_json
def history(folder: Path, unit_name: str | None, lang: str | None, as_json: bool) -> None:
    """All that came and was decided, which file counts, and by which rule."""
    from smartxl.cli.present.history import HistoryRecord, history_lines, scoring_lines
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project import open_project

    project = open_project(folder, lang)
    found = project.history(unit_name)
    if as_json:
        echo_json(HistoryRecord.of(found, spoken()))
        return
    screen = Screen(spoken())
    for line in (
        *history_lines(project.definition, found.entries, found.counted, screen),
        *scoring_lines(found.scorings, screen),
    ):
        screen.show(line)
