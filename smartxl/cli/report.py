"""`report`: the result workbook."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.model.framework import ROOT

__all__ = ["report"]


@click.command()
@options.project_folder
@click.option("--udf", is_flag=True, help="用SX_函数代替公式 / with SX_ functions in the cells.")
@options.lang
@options.force
@click.pass_context
def report(ctx: click.Context, folder: Path, udf: bool, lang: str | None, force: bool) -> None:
    """生成诊断评估结果工作簿 / write the result workbook."""
    from smartxl.cli.make import say_written
    from smartxl.cli.present.floor import below_lines
    from smartxl.cli.present.outdated import warn_outdated
    from smartxl.project import open_project
    from smartxl.project.views import BuildReport

    project = open_project(folder, lang)
    screen = Screen(project.lang)
    outdated = warn_outdated(project, screen)
    built = project.report(udf=udf, force=force)
    say_written(screen, BuildReport(built.path, (built,)))
    screen.show(str(built.path))
    if project.definition.framework.floor(ROOT) > 0:
        for line in below_lines(project.scores(), screen):
            screen.say(line, line)
    ctx.exit(1 if outdated else 0)
