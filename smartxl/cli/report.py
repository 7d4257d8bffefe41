"""`report`: the result workbook, and the diagnosis as a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.misuse import Misuse, bad_value, no_choice
from smartxl.cli.spoken import spoken
from smartxl.cli.told import command, option
from smartxl.model.framework import ROOT
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.project import Project

__all__ = ["report"]


def _kinds(ctx: click.Context, parameter: click.Parameter, typed: str) -> tuple[str, ...]:
    """Formats between commas."""
    from smartxl.project.reporting import KINDS

    kinds = tuple(kind.strip().lower() for kind in typed.split(",") if kind.strip())
    if unknown := next((kind for kind in kinds if kind not in KINDS), None):
        raise Misuse(bad_value(parameter, unknown, no_choice(KINDS)), ctx)
    return kinds or KINDS


@command(help=Text("生成结果工作簿与诊断评估报告。", "Write the result workbook and the diagnosis report."))
@options.project_folder
@option(
    "--format",
    "kinds",
    default="xlsx",
    show_default=True,
    callback=_kinds,
    metavar="xlsx,docx,html,pdf",
    help=Text(
        "结果工作簿、Word、网页、PDF 报告，用逗号分开。",
        "Result workbook, report in Word, as a page, as PDF.",
    ),
)
@option(
    "--unit",
    "units",
    multiple=True,
    metavar=options.NAME,
    help=Text(
        "某个单位的结果（docx、html、pdf），可重复。",
        "The result of one unit (docx, html, pdf), may be repeated.",
    ),
)
@option(
    "--full",
    is_flag=True,
    help=Text(
        "单位结果后附全部指标与未达标事项。", "Behind the page of a unit, all its indicators and open items."
    ),
)
@option(
    "--every-unit",
    is_flag=True,
    help=Text(
        "每个单位一页，合成一份，供打印分发。", "One page for each unit in one document, to be printed."
    ),
)
@option(
    "--brief",
    is_flag=True,
    help=Text(
        "两页的领导简报；xlsx 为供打印的简版。", "A brief of two pages; as xlsx a short workbook to print."
    ),
)
@option(
    "--last",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar=Text("项目", "DIR"),
    help=Text(
        "较早一轮的项目，可重复：历次比较。",
        "The project of an earlier round, may be repeated: trend and changes.",
    ),
)
@option(
    "--peer",
    "peers",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar=Text("项目", "DIR"),
    help=Text(
        "其他城市的项目，可重复：城市比较。", "The project of another city, may be repeated: cities compared."
    ),
)
@option(
    "--robust",
    is_flag=True,
    help=Text(
        "加一章“结果有多可靠”及其工作表。", "With a chapter on how sure the result is, and its sheets."
    ),
)
@option(
    "--udf", is_flag=True, help=Text("工作簿中用SX_函数代替公式。", "SX_ functions in the workbook's cells.")
)
@options.jobs
@options.lang
@options.force
@options.as_json
@click.pass_context
def report(
    ctx: click.Context,
    folder: Path,
    kinds: tuple[str, ...],
    units: tuple[str, ...],
    full: bool,
    every_unit: bool,
    brief: bool,
    last: tuple[Path, ...],
    peers: tuple[Path, ...],
    robust: bool,
    udf: bool,
    jobs: int | None,
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write the result workbook and the diagnosis report."""
    from smartxl.cli.make import tell_written
    from smartxl.cli.present.outdated import warn_outdated
    from smartxl.project import open_project
    from smartxl.project.views import BuildReport

    is_default = ctx.get_parameter_source("kinds") is ParameterSource.DEFAULT
    if ((units or every_unit) and kinds == ("xlsx",)) or (brief and is_default):
        kinds = ("docx",)  # the workbook is one of the whole city
    project = open_project(folder, lang)
    screen = Screen(spoken(), quiet=as_json)
    outdated = warn_outdated(project, screen)
    with screen.progress("生成报告", "Writing reports") as progress:
        built = project.write_reports(
            *kinds,
            units=units,
            brief=brief,
            full=full,
            every_unit=every_unit,
            last=last,
            peers=peers,
            robust=robust,
            udf=udf,
            force=force,
            jobs=jobs,
            progress=progress,
        )
    tell_written(screen, BuildReport(project.reports, built), as_json=as_json, listed=True)
    _tell_scoring(project, screen)
    ctx.exit(1 if outdated else 0)


def _tell_scoring(project: Project, screen: Screen) -> None:
    """By which scoring, and which units are below the floor of coverage."""
    from smartxl.cli.present.floor import below_lines

    scoring = project.definition.identity.scoring[:12]
    screen.say(f"计分标识 {scoring}", f"Scoring {scoring}")
    if project.definition.framework.floor(ROOT) > 0:
        for line in below_lines(project.scored(), screen):
            screen.say(line, line)
