"""`lint`: what a reviewer would say about workbooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.exitcodes import gravest
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command, option
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.cli.present.annotations.reports import AnnotationReports

__all__ = ["lint"]

_PROFILES = ("excel2016", "wps", "libreoffice", "web")
_CODES = Text("代码,…", "CODES")


def _codes(_: click.Context, __: click.Parameter, typed: tuple[str, ...]) -> tuple[str, ...]:
    """Codes or their beginnings, between commas or given several times."""
    return tuple(code.strip().upper() for each in typed for code in each.split(",") if code.strip())


@command(
    help=Text(
        "检查工作簿中的错误和隐患，不限于本软件生成的。\n\n文件夹：检查其中和其下的全部工作簿。规则见 docs/lint.md。",
        "Look for mistakes in workbooks, ours and any other.\n\nOf a folder, all workbooks in and below it. "
        "The rules stand in docs/en/lint.md.",
    )
)
@argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=Text("文件…", "FILES…"))
@option(
    "--profile",
    type=click.Choice(_PROFILES),
    help=Text(
        "工作簿要在哪个程序中使用（默认：当前的 Excel）。",
        "The program it is for (default: the current Excel).",
    ),
)
@option(
    "--select",
    multiple=True,
    metavar=_CODES,
    callback=_codes,
    help=Text("只用这些规则。", "Only these rules."),
)
@option(
    "--ignore",
    multiple=True,
    metavar=_CODES,
    callback=_codes,
    help=Text("不用这些规则。", "None of these rules."),
)
@option("--notes", is_flag=True, help=Text("列出提示（默认只计数）。", "List notes, which are counted only."))
@options.around_file
@options.passwords
@options.for_programs
@options.as_json
@options.lang
@click.pass_context
def lint(
    ctx: click.Context,
    paths: tuple[Path, ...],
    profile: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    folder: Path | None,
    passwords: tuple[str, ...],
    reports: AnnotationReports,
    lang: str | None,
    *,
    notes: bool,
    as_json: bool,
) -> None:
    """Look for mistakes in workbooks."""
    from smartxl.cli.present.annotations.linted import annotated_lint
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.linted import lint_record, show_linted
    from smartxl.lint import ProgramProfile
    from smartxl.project import open_project
    from smartxl.project.anybook import workbooks_in
    from smartxl.project.linting import Linted, LintOrder, lint_files

    project = open_project(folder, lang) if folder else None
    order = LintOrder(select, ignore, ProgramProfile(profile) if profile else None, passwords)
    files = workbooks_in(paths)
    screen = Screen(spoken(), quiet=as_json)
    found: dict[Path, Linted] = {}
    with screen.progress("检查工作簿", "Linting") as progress:
        for path, outcome in lint_files(files, order, project):
            found[path] = outcome
            progress(len(found), len(files), "")
    annotated = [annotated_lint(path, outcome, order.choice, notes=notes) for path, outcome in found.items()]
    reports.write(annotated, screen.lang)
    if as_json:
        echo_json({str(path): lint_record(outcome, screen.lang) for path, outcome in found.items()})
    else:
        show_linted(screen, found, listed=not reports.github, notes=notes)
    reports.tell(annotated, screen)
    ctx.exit(gravest(found.values()))
