"""`collect`: read what came back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
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
    from smartxl.cli.present.collected import collected_lines, collected_record, exit_code
    from smartxl.project import steps
    from smartxl.project.folder import Project
    from smartxl.project.previous import previous_round
    from smartxl.project.sources import sources

    project = Project.open(folder, lang)
    screen = Screen(project.lang, quiet=as_json)
    source = sources(project.root, paths or (Path("inbox"),))
    with screen.course("收回文件", "Collecting") as move:
        report = steps.gather(
            project,
            source,
            lambda: datetime.now(UTC),
            progress=lambda step: move(
                step.done, step.total, screen.words(f"问题 {step.findings} 条", f"{step.findings} findings")
            ),
            passwords=passwords,
            note=note,
            last=previous_round(Project.open(last_folder, lang)) if last_folder else None,
        )
    if as_json:
        click.echo(json.dumps(collected_record(report, project.lang), ensure_ascii=False, indent=2))
    else:
        for line in collected_lines(report, screen, _SHOWN):
            screen.show(line)
    ctx.exit(exit_code(report))
