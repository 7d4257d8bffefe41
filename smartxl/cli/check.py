"""`check`: the definition's own errors, or what it amounts to and what its author may not have meant."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import command, option
from smartxl.errors import SmartxlError
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.cli.present.annotations.reports import AnnotationReports

__all__ = ["check"]


@command(
    help=Text(
        "检查定义文件，提出建议。\n\n错误以 2 退出；建议不影响生成和计分。",
        "Check the definition: mistakes with file and line, or advice.\n\n"
        "Mistakes exit with 2; advice changes neither forms nor scores.",
    )
)
@options.project_folder
@option("--strict", is_flag=True, help=Text("有建议时以 1 退出。", "Exit with 1 where there is advice."))
@options.xlsx_file
@options.csv_file
@options.for_programs
@options.lang
@options.as_json
@click.pass_context
def check(
    ctx: click.Context,
    folder: Path,
    strict: bool,
    xlsx: Path | None,
    csv_file: Path | None,
    reports: AnnotationReports,
    lang: str | None,
    as_json: bool,
) -> None:
    """Check the definition: mistakes with file and line, or advice."""
    from smartxl.cli.present.annotations.checked import annotated_advice, annotated_trouble
    from smartxl.cli.present.checked import CheckRecord, advice_sheets, advice_table, show_checked
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.written import write_and_say
    from smartxl.project import open_project
    from smartxl.project.csvfile import csv_bytes

    screen = Screen(spoken())
    try:
        project = open_project(folder, lang)
        checked = project.check()
    except SmartxlError as error:
        trouble = [annotated_trouble(folder, error)]
        reports.write(trouble, screen.lang)
        reports.tell(trouble, screen)
        raise
    advice = [annotated_advice(folder, checked.remarks, strict=strict)]
    reports.write(advice, screen.lang)
    if as_json:
        echo_json(CheckRecord.of(checked, spoken()))
    else:
        show_checked(screen, checked, advice=not reports.github)
    reports.tell(advice, screen)
    if xlsx is not None:
        from smartxl_generators.listing import write_lists

        title = project.definition.framework.title.get(spoken())
        sheets = advice_sheets(title, checked, spoken())
        write_and_say(screen, xlsx, write_lists(sheets, title, datetime.now().astimezone()))
    if csv_file is not None:
        write_and_say(screen, csv_file, csv_bytes(*advice_table(checked, spoken())))
    ctx.exit(1 if strict and checked.remarks else 0)
