"""`template`: the workbooks that say what all others look like, taken into the project and checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, group, option
from smartxl.errors import ProjectError
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.project.templates import CheckedTemplates

__all__ = ["template"]


@group(help=Text("模板：导出、检查。", "Templates: export them, check them."))
def template() -> None:
    """Templates: export them, check them."""


@template.command(
    help=Text("导出模板到项目 templates/ 供修改。", "Put the templates into the project's templates/.")
)
@options.project_folder
@option(
    "--class",
    "classes",
    multiple=True,
    metavar=Text("代码", "CODE"),
    help=Text("为某类填报对象单独导出。", "Also one for a class of respondents (may be repeated)."),
)
@options.force
@options.as_json
@options.words
def export(folder: Path, classes: tuple[str, ...], force: bool, as_json: bool) -> None:
    """Put the templates into the project's templates/."""
    from smartxl.cli.make import tell_written
    from smartxl.project.templates import export_templates
    from smartxl.project.views import BuildReport

    screen = Screen(spoken(), quiet=as_json)
    built = export_templates(folder, classes, force=force)
    tell_written(screen, BuildReport(built[0].path.parent, tuple(built)), as_json=as_json, listed=True)


@template.command(
    help=Text(
        "检查模板，逐格列出问题。", "List everything that is wrong with a template, with cell addresses."
    )
)
@argument("path", type=click.Path(path_type=Path), metavar=Text("文件或项目", "FILE|PROJECT"))
@options.as_json
@options.words
@click.pass_context
def check(ctx: click.Context, path: Path, as_json: bool) -> None:
    """List everything that is wrong with a template, with cell addresses."""
    from smartxl.cli.present.checked import TemplateRecord
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project.templates import check_templates

    if not path.exists():
        raise ProjectError(
            str(path),
            Text("没有这个文件或文件夹", "there is no such file or folder"),
            Text("写一个模板（.xlsx）或项目", "name a template (.xlsx) or a project"),
        )
    checked = check_templates(path)
    if as_json:
        echo_json(TemplateRecord.of(checked, spoken()))
    else:
        screen = Screen(spoken())
        for line in _lines(screen, checked):
            screen.show(line)
    ctx.exit(1 if checked.problems else 0)


def _lines(screen: Screen, checked: CheckedTemplates) -> Iterator[str]:
    yield from (problem.said(screen.lang) for problem in checked.problems)
    remark = screen.words("提示", "remark")
    yield from (f"{remark}: {problem.said(screen.lang)}" for problem in checked.remarks)
    names = ", ".join(checked.files)
    count = len(checked.problems)
    yield (
        screen.words(f"{names}：{count} 处问题", f"{names}: {count} problem(s)")
        if count
        else screen.words(f"{names}：可以使用。", f"{names}: in order.")
    )
