"""`tasks`, `tasks collect`: the task list as a workbook and on the screen, and what people wrote into it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import WritingGroup, argument, group
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.project.tasks import TaskLine

__all__ = ["tasks"]


@group(
    cls=WritingGroup,
    help=Text(
        "整改任务表：生成、收回。", "The task list: `smartxl tasks DIR` lists it and writes its workbook."
    ),
)
def tasks() -> None:
    """The task list: `smartxl tasks DIR` lists it and writes its workbook."""


@tasks.command(
    help=Text(
        "列出整改任务，写成可填写的工作簿。",
        "List the tasks, and write them as a workbook to fill in (the default).",
    )
)
@options.project_folder
@options.lang
@options.force
@options.as_json
def write(folder: Path, lang: str | None, force: bool, as_json: bool) -> None:
    """List the tasks, and write them as a workbook to fill in (the default)."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.tasks import TasksRecord
    from smartxl.project import open_project

    project = open_project(folder, lang)
    written = project.tasks.write(force=force)
    if as_json:
        echo_json(TasksRecord.of(written))
        return
    screen = Screen(spoken())
    _show(screen, written.lines)
    screen.show(str(written.built.path))


@tasks.command(
    help=Text(
        "收回填写后的任务表（默认：reports/ 中的）。",
        "Take in the filled list (default: the one in reports/).",
    )
)
@options.project_folder
@argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar=Text("[文件…]", "[FILES…]"))
@options.passwords
@options.lang
@options.as_json
@click.pass_context
def collect(
    ctx: click.Context,
    folder: Path,
    paths: tuple[Path, ...],
    passwords: tuple[str, ...],
    lang: str | None,
    as_json: bool,
) -> None:
    """Take in the filled list (default: the one in reports/)."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.tasks import TasksTakenRecord
    from smartxl.cli.present.weighing import notices_code, show_notices
    from smartxl.project import open_project

    project = open_project(folder, lang)
    taken = project.tasks.collect(*paths, passwords=passwords)
    if as_json:
        echo_json(TasksTakenRecord.of(taken, spoken()))
    else:
        screen = Screen(spoken())
        _show(screen, taken.lines)
        show_notices(screen, taken.remarks)
    ctx.exit(notices_code(taken.remarks))


def _show(screen: Screen, lines: Sequence[TaskLine]) -> None:
    heads = screen.words(
        "编号,指标,评估要点,牵头单位,时限,状态", "No.,Indicator,What to raise,Lead,Due,State"
    ).split(",")
    late = screen.words("（逾期）", " (overdue)")
    rows = [
        [
            str(number),
            line.indicator,
            line.task.point or line.task.problem,
            line.lead,
            line.task.due.isoformat() if line.task.due else "",
            line.state + (late if line.overdue else ""),
        ]
        for number, line in enumerate(lines, 1)
    ]
    screen.table(heads, rows, frozenset({0}))
    overdue = sum(line.overdue for line in lines)
    if overdue:
        screen.show(screen.words(f"逾期任务 {overdue} 项", f"Overdue: {overdue}"))
