"""`collect`: read what came back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.errors import ProjectError

__all__ = ["collect", "inbox_files"]

_SHOWN = 40


@click.command()
@options.project_folder
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[文件/FILES…]")
@options.lang
@options.as_json
@click.pass_context
def collect(ctx: click.Context, folder: Path, paths: tuple[Path, ...], lang: str | None, as_json: bool) -> None:
    """收回并检查填好的文件 / read what came back (default: the project's inbox/)."""
    from smartxl.cli import steps
    from smartxl.cli.project import Project
    from smartxl.cli.tell import collected_lines, collected_record, exit_code

    project = Project.open(folder, lang)
    screen = Screen(project.lang, quiet=as_json)
    files = inbox_files(project.root, paths)
    with screen.progress("收回文件", "Collecting", len(files)) as tick:
        report = steps.gather(project, files, lambda: datetime.now(UTC), tick)
    if as_json:
        click.echo(json.dumps(collected_record(report, project.lang), ensure_ascii=False, indent=2))
    else:
        for line in collected_lines(report, screen, _SHOWN):
            screen.show(line)
    ctx.exit(exit_code(report))


def inbox_files(root: Path, paths: tuple[Path, ...]) -> list[Path]:
    """The files to read: named ones, and those in named folders (one level down); a name is also tried in the project.

    Raises ProjectError for a path that does not exist.
    """
    files: list[Path] = []
    for path in paths or (Path("inbox"),):
        found = next((p for p in (path, root / path) if p.exists()), None)
        if found is None:
            remedy = "name a file or folder that exists; filled workbooks are expected in inbox/"
            raise ProjectError(str(path), "there is no such file or folder", remedy)
        files += [found] if found.is_file() else sorted(_inside(found))
    return [file for file in files if not file.name.startswith(("~$", "."))]


def _inside(folder: Path) -> list[Path]:
    return [path for pattern in ("*", "*/*") for path in folder.glob(pattern) if path.is_file()]
