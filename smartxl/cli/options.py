"""Options that several commands share, declared once."""

from __future__ import annotations

import os
from pathlib import Path

import click

__all__ = ["as_json", "csv_file", "force", "jobs", "lang", "passwords", "project_folder", "xlsx_file"]

_PASSWORD = "SMARTXL_PASSWORD"  # noqa: S105  (the name of a variable)


def _and_of_the_environment(_: click.Context, __: click.Parameter, typed: tuple[str, ...]) -> tuple[str, ...]:
    """Not left to click, which would take a password apart at its blanks."""
    return (*typed, *filter(None, [os.environ.get(_PASSWORD)]))


passwords = click.option(
    "--password",
    "passwords",
    multiple=True,
    metavar="密码/TEXT",
    callback=_and_of_the_environment,
    help="打开加密文件的密码，可重复；或用环境变量 SMARTXL_PASSWORD。不会保存 / "
    "password for encrypted files, may be repeated; or the variable SMARTXL_PASSWORD. Never stored.",
)
project_folder = click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), metavar="项目/PROJECT"
)
lang = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=None,
    help="语言 / language (default: the project's first).",
)
force = click.option(
    "--force",
    is_flag=True,
    help="覆盖被改动过的文件（旧文件另存） / replace changed files, keeping the old ones.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="机器可读输出 / machine-readable output.")
jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help="同时运行的进程数（默认：处理器核数） / processes at once (default: one for each core).",
)
xlsx_file = click.option(
    "--xlsx",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="写成可筛选的工作簿 / write a workbook to filter.",
)
csv_file = click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="写成CSV，每行一条 / write one entry a line as CSV.",
)
