"""`collect`: read what came back."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.hints import RoundState, remember
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command, option
from smartxl.text import Text

__all__ = ["collect"]

_SHOWN = 40


@command(
    help=Text(
        "收回并检查填好的文件。\n\n默认读项目的 inbox/。\n\n中断后再次运行即可继续：已读过的文件不会重读。",
        "Read what came back (default: the project's inbox/).\n\nAfter Ctrl-C run it again: no file "
        "is read twice.",
    )
)
@options.project_folder
@argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar=Text("[文件…]", "[FILES…]"))
@options.passwords
@option(
    "--note",
    default="",
    metavar=Text("文字", "TEXT"),
    help=Text("来件说明，随文件保存。", "What was said of the files; kept."),
)
@option(
    "--last",
    "last_folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar=Text("项目", "DIR"),
    help=Text(
        "上一轮的项目：核对数值与上轮相比的变化。",
        "The project of the round before, to check changes against.",
    ),
)
@options.lang
@options.as_json
@click.pass_context
def collect(
    ctx: click.Context,
    folder: Path,
    paths: tuple[Path, ...],
    passwords: tuple[str, ...],
    note: str,
    last_folder: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Read what came back (default: the project's inbox/)."""
    from smartxl.cli.present.collected import CollectedRecord, collected_lines, exit_code
    from smartxl.cli.present.findings import asks
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen = Screen(spoken(), quiet=as_json)
    with screen.progress("收回文件", "Collecting") as progress:
        report = project.collect(
            *paths, passwords=passwords, note=note, last=last_folder, progress=progress
        ).report
    if as_json:
        echo_json(CollectedRecord.of(report, spoken()))
    else:
        for line in collected_lines(report, screen, _SHOWN):
            screen.show(line)
    remember(RoundState(len(report.outcomes), to_mend=sum(map(asks, report.findings))))
    ctx.exit(exit_code(report))
