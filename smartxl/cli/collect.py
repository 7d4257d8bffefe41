"""`collect`: read what came back."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen

__all__ = ["collect"]

_SHOWN = 40


@click.command()
@options.project_folder
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[文件/FILES…]")
@options.passwords
@click.option(
    "--note", default="", metavar="TEXT", help="来件说明，随文件保存 / what was said of the files; kept."
)
@click.option(
    "--last",
    "last_folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="上一轮的项目：核对数值与上轮相比的变化 / the project of the round before, to check changes against.",
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
    """收回并检查填好的文件 / read what came back (default: the project's inbox/).

    中断后再次运行即可继续：已读过的文件不会重读。/ After Ctrl-C run it again: no file is read twice.
    """
    from smartxl.cli.present.collected import CollectedRecord, collected_lines, exit_code, next_steps
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen = Screen(project.lang, quiet=as_json)
    with screen.progress("收回文件", "Collecting") as progress:
        report = project.collect(
            *paths, passwords=passwords, note=note, last=last_folder, progress=progress
        ).report
    if as_json:
        echo_json(CollectedRecord.of(report, project.lang))
    else:
        for line in collected_lines(report, screen, _SHOWN):
            screen.show(line)
        for line in next_steps(report, str(folder), screen):
            screen.show(line)
    ctx.exit(exit_code(report))
