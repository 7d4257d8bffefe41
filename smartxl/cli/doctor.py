"""`doctor`: what on this machine, and in a project, keeps smartxl from working."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.exitcodes import ExitCode
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command
from smartxl.text import Text

__all__ = ["doctor"]


@command(
    help=Text(
        "检查这台计算机和项目能否正常使用。\n\n看版本、字体、LibreOffice、数据库、编码、时区、文件夹；"
        "写出项目时，也看它的定义、台账、打开着的文件和路径长度。什么也不改。",
        "Check whether this machine and a project work.\n\n"
        "Versions, fonts, LibreOffice, database, encoding, time zone, folders; with a project's folder also its definition, "
        "ledger, open files and length of paths. Changes nothing.",
    )
)
@argument(
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=False,
    metavar=Text("[项目]", "[PROJECT]"),
)
@options.words
@options.as_json
@click.pass_context
def doctor(ctx: click.Context, folder: Path | None, as_json: bool) -> None:
    """Check this machine, and a project."""
    from smartxl.cli.present.examined import DoctorRecord, show_examined
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.doctor import examine

    report = examine(folder)
    if as_json:
        echo_json(DoctorRecord.of(report, spoken()))
    else:
        show_examined(Screen(spoken()), report)
    ctx.exit(ExitCode.CLEAN if report.ok else ExitCode.FOUND)
