"""`explain`: where the value of a cell comes from."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command, option
from smartxl.text import Text

__all__ = ["explain"]


@command(
    help=Text(
        "说明一个单元格的值从何而来。\n\n任何工作簿均可，一直说到输入。单元格写成 工作表!D9，或一个名称。见 docs/explain.md。",
        "Where the value of a cell comes from, down to the inputs.\n\nOf any workbook. The cell is written "
        "Sheet!D9, or as a name. See docs/en/explain.md.",
    )
)
@argument("path", type=click.Path(path_type=Path), metavar=options.FILE)
@argument("cell", metavar=Text("单元格", "CELL"))
@option(
    "--depth",
    type=click.IntRange(min=0),
    metavar="N",
    help=Text("只展开几层公式（默认：直到输入）。", "Levels of formulas (default: down to the inputs)."),
)
@option(
    "--all",
    "whole",
    is_flag=True,
    help=Text("区域逐格列出（默认只汇总）。", "Ranges cell by cell, which are summed up otherwise."),
)
@option("--steps", is_flag=True, help=Text("逐步计算它的公式。", "Evaluate its formula step by step."))
@option("--dependents", is_flag=True, help=Text("列出用到它的公式。", "List the formulas that use it."))
@options.around_file
@options.passwords
@options.as_json
@options.lang
def explain(
    path: Path,
    cell: str,
    depth: int | None,
    folder: Path | None,
    passwords: tuple[str, ...],
    lang: str | None,
    *,
    whole: bool,
    steps: bool,
    dependents: bool,
    as_json: bool,
) -> None:
    """Explain where the value of a cell comes from."""
    from smartxl.cli.present.explained import ExplainRecord
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.precedents import explanation_lines
    from smartxl.project import open_project
    from smartxl.project.explaining import ExplainOrder, explained_cell

    project = open_project(folder, lang) if folder else None
    order = ExplainOrder(depth, whole, steps, dependents)
    found = explained_cell(path, _without_quotes(cell), order, project, passwords)
    if as_json:
        echo_json(ExplainRecord.of(found, spoken()))
        return
    screen = Screen(spoken())
    for line in explanation_lines(found, screen.lang):
        screen.show(line)


def _without_quotes(cell: str) -> str:
    """A cell that was quoted for a shell which keeps the quotes, as that of Windows does."""
    return cell[1:-1] if len(cell) > 2 and cell[0] == cell[-1] == "'" else cell
