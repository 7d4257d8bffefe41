"""`appeals`: what units contest, what was decided, and the scores before and after."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import command
from smartxl.text import CountOf, Text

__all__ = ["appeals"]


@command(
    help=Text(
        "列出申诉、处理结果和前后得分。", "List appeals, what was decided, and scores before and after."
    )
)
@options.project_folder
@options.xlsx_file
@options.csv_file
@options.lang
@options.as_json
@click.pass_context
def appeals(
    ctx: click.Context,
    folder: Path,
    xlsx: Path | None,
    csv_file: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """List appeals, what was decided, and scores before and after."""
    from smartxl.cli.present.appeals import AppealsRecord
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.outdated import warn_outdated
    from smartxl.cli.present.written import write_and_say
    from smartxl.ledger import Ruling
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen = Screen(spoken())
    found = project.appeals()
    if as_json:
        echo_json(AppealsRecord.of(found))
    else:
        if found.rows:
            screen.table(*found.table(), frozenset({5, 6}))
            screen.table(*found.totals(), frozenset(range(1, 7)))
        pending = sum(entry.counts[Ruling.PENDING] for entry in found.units)
        screen.show(
            screen.words(
                f"申诉 {len(found.rows)} 项，单位 {len(found.units)} 个，待处理 {pending} 项",
                f"{CountOf(len(found.rows)):appeal} of {len(found.units)} units, {pending} pending",
            )
        )
    if xlsx is not None:
        write_and_say(screen, xlsx, found.xlsx(project.definition, datetime.now().astimezone()))
    if csv_file is not None:
        write_and_say(screen, csv_file, found.csv())
    ctx.exit(1 if warn_outdated(project, screen) else 0)
