"""Options that several commands share, declared once."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeAlias

import click

from smartxl.cli.misuse import Misuse, bad_value, no_choice
from smartxl.cli.told import argument, option
from smartxl.filenames import project_of
from smartxl.text import LANGUAGES, Lang, Text

__all__ = [
    "FILE",
    "FILES",
    "NAME",
    "ProjectPath",
    "around_file",
    "as_json",
    "csv_file",
    "document_kinds",
    "for_programs",
    "force",
    "jobs",
    "lang",
    "passwords",
    "project_folder",
    "words",
    "xlsx_file",
]

_Function: TypeAlias = "Callable[..., Any]"

FILE = Text("文件", "FILE")
FILES = Text("[文件…]", "[FILES…]")
NAME = Text("名称", "NAME")
_DOCUMENTS = ("docx", "html", "pdf")
_PASSWORD = "SMARTXL_PASSWORD"  # noqa: S105  (the name of a variable)


class ProjectPath(click.Path):
    """A project folder, which may also be named by the file of its definition."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """The folder."""
        return super().convert(project_of(Path(value)), param, ctx)


def _and_of_the_environment(_: click.Context, __: click.Parameter, typed: tuple[str, ...]) -> tuple[str, ...]:
    """Not left to click, which would take a password apart at its blanks."""
    return (*typed, *filter(None, [os.environ.get(_PASSWORD)]))


def _or_before_the_command(ctx: click.Context, _: click.Parameter, typed: Lang | None) -> Lang | None:
    """`smartxl --lang en check X` is `smartxl check X --lang en`."""
    before: Lang | None = ctx.find_root().params.get("lang")
    return typed or before


def _known_kinds(ctx: click.Context, parameter: click.Parameter, typed: str) -> tuple[str, ...]:
    """Formats of documents between commas."""
    kinds = tuple(dict.fromkeys(kind.strip().lower() for kind in typed.split(",") if kind.strip()))
    if unknown := next((kind for kind in kinds if kind not in _DOCUMENTS), None):
        raise Misuse(bad_value(parameter, unknown, no_choice(_DOCUMENTS)), ctx)
    return kinds


passwords = option(
    "--password",
    "passwords",
    multiple=True,
    metavar=Text("密码", "PASSWORD"),
    callback=_and_of_the_environment,
    help=Text(
        "打开加密文件的密码，可重复；或用环境变量 SMARTXL_PASSWORD。不会保存。",
        "Password for encrypted files, may be repeated; or the variable SMARTXL_PASSWORD. Never stored.",
    ),
)
document_kinds = option(
    "--format",
    "kinds",
    default="docx",
    show_default=True,
    callback=_known_kinds,
    metavar=",".join(_DOCUMENTS),
    help=Text("Word、网页、PDF，用逗号分开。", "Word, a page, PDF, between commas."),
)
project_folder = argument("folder", type=ProjectPath(), metavar=Text("项目", "PROJECT"))
around_file = option(
    "--project",
    "folder",
    type=click.Path(path_type=Path),
    help=Text("所属项目（默认：文件所在的项目）。", "The project (default: around the file)."),
)
lang = option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=None,
    callback=_or_before_the_command,
    help=Text(
        "语言（默认：环境变量 SMARTXL_LANG，或项目的第一种语言）。",
        "Language (default: the variable SMARTXL_LANG, or the project's first language).",
    ),
)
words = option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help=Text("语言（默认：环境变量 SMARTXL_LANG）。", "Language (default: the variable SMARTXL_LANG)."),
)
"""For commands whose words alone have a language."""
force = option(
    "--force",
    is_flag=True,
    help=Text("覆盖被改动过的文件（旧文件另存）。", "Replace changed files, keeping the old ones."),
)
as_json = option("--json", "as_json", is_flag=True, help=Text("机器可读输出。", "Machine-readable output."))
jobs = option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help=Text("同时运行的进程数（默认：处理器核数）。", "Processes at once (default: one for each core)."),
)


def _written(*names: str, told: Text) -> Callable[[_Function], _Function]:
    """An option that names a file to write."""
    return option(*names, type=click.Path(path_type=Path, dir_okay=False), metavar=FILE, help=told)


xlsx_file = _written("--xlsx", told=Text("写成可筛选的工作簿。", "Write a workbook to filter."))
csv_file = _written("--csv", "csv_file", told=Text("写成CSV，每行一条。", "Write one entry a line as CSV."))
_sarif_file = _written(
    "--sarif",
    told=Text(
        "写成 SARIF 2.1.0，供代码扫描和编辑器读取。", "Write SARIF 2.1.0 for code scanning and editors."
    ),
)
_junit_file = _written(
    "--junit",
    told=Text("写成 JUnit XML，每个文件一组测试。", "Write JUnit XML, a suite of tests for each file."),
)
_github = option(
    "--github",
    is_flag=True,
    help=Text(
        "输出 GitHub Actions 的标注，代替逐条列出。",
        "Print annotations of GitHub Actions in place of the list.",
    ),
)


def for_programs(command: _Function) -> _Function:
    """--sarif FILE, --junit FILE, --github: what was found, for the programs around it.

    A command with these has --json too, and takes what was asked as `reports`, an `AnnotationReports`.
    """

    @wraps(command)
    def reporting(
        *args: Any,  # noqa: ANN401  (whatever the command takes)
        sarif: Path | None,
        junit: Path | None,
        github: bool,
        as_json: bool,
        **others: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        from smartxl.cli.present.annotations.reports import AnnotationReports

        name = click.get_current_context().command.name or ""
        reports = AnnotationReports.asked(name, sarif, junit, github=github, as_json=as_json)
        return command(*args, reports=reports, as_json=as_json, **others)

    return _sarif_file(_junit_file(_github(reporting)))
