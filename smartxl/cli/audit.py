"""`audit`: the index of each class audited: pass, flag and fail rows, each with limit, value, evidence and what to do."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.misuse import Misuse, bad_value
from smartxl.cli.spoken import spoken
from smartxl.cli.told import command, option
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.scoring.audit import Limits

__all__ = ["audit"]


def _limits(ctx: click.Context, parameter: click.Parameter, typed: tuple[str, ...]) -> dict[str, Limits]:
    """`coherence.alpha=0.6` and `structure.children=2:9`, either end of which may be left open."""
    found: dict[str, Limits] = {}
    for each in typed:
        key, _, value = each.partition("=")
        ends = value.split(":")
        try:
            numbers = [float(end) if end else None for end in ends]
        except ValueError:
            numbers = []
        if len(numbers) not in {1, 2} or numbers == [None] * len(numbers):
            told = Text("写成 检查=数 或 检查=最小:最大", "write CHECK=NUMBER or CHECK=LOWEST:HIGHEST")
            raise Misuse(bad_value(parameter, each, told), ctx)
        first, last = numbers[0], numbers[-1]
        found[key.strip()] = (first, last) if first is None or len(numbers) == 2 else first
    return found


@command(
    help=Text(
        "审计指标体系：结构、数据、一致性、权重、补偿性。\n\n每项给出界限、值、依据和怎么办；单位太少、无法评判的写明原因。",
        "Audit the index: structure, data, coherence, weights, compensability.\n\n"
        "Each row has its limit, value, evidence and what to do; what cannot be judged says why.",
    )
)
@options.project_folder
@option(
    "--class",
    "unit_class",
    metavar=options.NAME,
    help=Text("只审计这一类单位（代码）。", "Only units of this class (its code)."),
)
@option(
    "--threshold",
    "thresholds",
    multiple=True,
    callback=_limits,
    metavar=Text("检查=数", "CHECK=NUMBER"),
    help=Text(
        "换一条界限，如 coherence.alpha=0.6、structure.children=2:9；可写多次。",
        "Another limit, such as coherence.alpha=0.6 or structure.children=2:9; may be given again.",
    ),
)
@option(
    "--all",
    "whole",
    is_flag=True,
    help=Text("列出全部各项和界限的出处。", "Show every row, and the limits with their sources."),
)
@option("--strict", is_flag=True, help=Text("有不通过的项时以 1 退出。", "Exit with 1 where a row fails."))
@options.xlsx_file
@options.csv_file
@options.lang
@options.as_json
@click.pass_context
def audit(
    ctx: click.Context,
    folder: Path,
    unit_class: str | None,
    thresholds: dict[str, Limits],
    whole: bool,
    strict: bool,
    xlsx: Path | None,
    csv_file: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Audit the index of each class of units."""
    from smartxl.cli.present.audited import AuditRecord, audit_sheets, row_table, show_audit
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.outdated import warn_outdated
    from smartxl.cli.present.written import write_and_say
    from smartxl.model.audit import AuditVerdict
    from smartxl.project import open_project
    from smartxl.project.csvfile import csv_bytes

    project = open_project(folder, lang)
    screen = Screen(spoken())
    reports = project.audit(unit_class=unit_class, thresholds=thresholds).reports
    if as_json:
        echo_json([AuditRecord.of(report, screen.lang) for report in reports])
    else:
        for report in reports:
            show_audit(screen, report, whole=whole)
    if xlsx is not None:
        from smartxl_generators.listing import write_lists

        title = project.definition.framework.title.get(screen.lang)
        sheets = audit_sheets(title, reports, screen.lang)
        write_and_say(screen, xlsx, write_lists(sheets, title, datetime.now().astimezone()))
    if csv_file is not None:
        write_and_say(screen, csv_file, csv_bytes(*row_table(reports, screen.lang)))
    failed = strict and any(report.count(AuditVerdict.FAIL) for report in reports)
    ctx.exit(1 if warn_outdated(project, screen) or failed else 0)
