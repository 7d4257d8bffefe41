"""`findings`: what was found in the files that count, in groups, none left out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import command, option
from smartxl.text import Text

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
    sarif: Path | None,
    junit: Path | None,
    github: bool,
    lang: str | None,
    as_json: bool,
) -> None:
    """List what was found in the files received."""
    from smartxl.cli.present.annotations.found import annotated_findings
    from smartxl.cli.present.annotations.reports import AnnotationReports
    from smartxl.cli.present.findings import FindingsRecord, asks, finding_counts, group_rows
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.outdated import warn_outdated
    from smartxl.project import open_project
    from smartxl.project.csvfile import csv_bytes
    from smartxl.project.outputs import write_whole
    from smartxl_generators.findingslist import finding_table, write_findings

    reports = AnnotationReports.asked("findings", sarif, junit, github=github, as_json=as_json)
    project = open_project(folder, lang)
    definition, screen = project.definition, Screen(spoken())
    groups = project.finding_groups(unit_name)
    shown = [finding for group in groups for finding in group.findings]
    annotated = annotated_findings(project.inbox, shown)
    reports.write(annotated, screen.lang)
    if as_json:
        echo_json(FindingsRecord.of(groups, spoken()))
    else:
        heads, cells = group_rows(definition, groups, screen)
        if cells and not github:
            screen.table(heads, cells, frozenset({3}))
        elif not cells:
            screen.show(screen.words("没有发现问题。", "No findings."))
        screen.show(finding_counts(shown, screen.lang))
    reports.tell(annotated, screen)
    if xlsx is not None:
        write_whole(xlsx, write_findings(definition, groups, project.lang, datetime.now().astimezone()))
        screen.say(f"已写出 {xlsx}", f"Wrote {xlsx}")
    if csv_file is not None:
        columns, rows = finding_table(definition, groups, project.lang)
        write_whole(csv_file, csv_bytes([column.head for column in columns], rows))
        screen.say(f"已写出 {csv_file}", f"Wrote {csv_file}")
    outdated = warn_outdated(project, screen)
    ctx.exit(1 if outdated or any(asks(finding) for finding in shown) else 0)
