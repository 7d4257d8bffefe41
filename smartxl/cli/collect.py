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
def collect(
    ctx: click.Context, folder: Path, paths: tuple[Path, ...], lang: str | None, as_json: bool
) -> None:
    """收回并检查填好的文件 / read what came back (default: the project's inbox/)."""
    from smartxl.cli import steps
    from smartxl.cli.project import Project
    from smartxl.cli.tell import collected_lines, collected_record, exit_code

    project = Project.open(folder, lang)
    screen = Screen(project.lang, quiet=as_json)
    source = inbox_files(project.root, paths)
    total = len(_inside(source)) if isinstance(source, Path) else len(source)
    with screen.progress("收回文件", "Collecting", total) as tick:
        report = steps.gather(project, source, lambda: datetime.now(UTC), tick)
    if as_json:
        click.echo(json.dumps(collected_record(report, project.lang), ensure_ascii=False, indent=2))
    else:
        for line in collected_lines(report, screen, _SHOWN):
            screen.show(line)
    ctx.exit(exit_code(report))


def inbox_files(root: Path, paths: tuple[Path, ...]) -> Path | list[Path]:
    """What to read: one folder, or several files and the files of several folders.

    A name is tried as it stands, then inside the project. Raises ProjectError for what does not exist.
    """
    found = [_find(root, path) for path in paths or (Path("inbox"),)]
    if len(found) == 1:
        return found[0]
    return [file for path in found for file in ([path] if path.is_file() else _inside(path))]


def _find(root: Path, path: Path) -> Path:
    for candidate in (path, root / path):
        if candidate.exists():
            return candidate
    remedy = "name a file or folder that exists; filled workbooks are expected in the project's inbox/"
    raise ProjectError(str(path), "there is no such file or folder", remedy)


def _inside(folder: Path) -> list[Path]:
    return [path for pattern in ("*", "*/*") for path in sorted(folder.glob(pattern)) if path.is_file()]
