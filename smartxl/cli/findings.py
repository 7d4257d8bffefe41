"""`findings`: what was found in the files that count, in groups, none left out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.hints import RoundState, remember
from smartxl.cli.spoken import spoken
from smartxl.cli.told import command, option
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.cli.present.annotations.reports import AnnotationReports

__all__ = ["findings"]


@command(help=Text("列出收到文件中的问题。", "List what was found in the files received."))
@options.project_folder
@option("--unit", "unit_name", metavar=options.NAME, help=Text("只看一个单位。", "Of one unit alone."))
@options.xlsx_file
@options.csv_file
@options.for_programs
@options.lang
@options.as_json
@click.pass_context
def findings(
    ctx: click.Context,
    folder: Path,
    unit_name: str | None,
    xlsx: Path | None,
    csv_file: Path | None,
    reports: AnnotationReports,
    lang: str | None,
    as_json: bool,
) -> None:
    """List what was found in the files received."""
    from smartxl.cli.present.annotations.found import annotated_findings
    from smartxl.cli.present.findings import FindingsRecord, asks, show_findings
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.outdated import warn_outdated
    from smartxl.cli.present.written import write_and_say
    from smartxl.project import open_project
    from smartxl.project.csvfile import csv_bytes
    from smartxl_generators.findingslist import finding_table, write_findings

    project = open_project(folder, lang)
    definition, screen = project.definition, Screen(spoken())
    groups = project.finding_groups(unit_name)
    shown = [finding for group in groups for finding in group.findings]
    annotated = annotated_findings(project.inbox, shown)
    reports.write(annotated, screen.lang)
    if as_json:
        echo_json(FindingsRecord.of(groups, spoken()))
    else:
        show_findings(screen, definition, groups, listed=not reports.github)
    reports.tell(annotated, screen)
    if xlsx is not None:
        listing = write_findings(definition, groups, project.lang, datetime.now().astimezone())
        write_and_say(screen, xlsx, listing)
    if csv_file is not None:
        columns, rows = finding_table(definition, groups, project.lang)
        write_and_say(screen, csv_file, csv_bytes([column.head for column in columns], rows))
    outdated = warn_outdated(project, screen)
    to_mend = sum(map(asks, shown))
    remember(RoundState(to_mend=to_mend))
    ctx.exit(1 if outdated or to_mend else 0)
