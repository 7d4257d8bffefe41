"""`status`: who has answered, how complete, what is wrong, whom to remind."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.hints import RoundState, remember
from smartxl.cli.spoken import spoken
from smartxl.cli.told import command, option
from smartxl.text import Text

__all__ = ["status"]


@command(help=Text("查看填报进度与问题。", "Who has answered, how complete, what is wrong."))
@options.project_folder
@option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=options.FILE,
    help=Text("写成一个网页：单位×部分。", "Write a self-contained page: units by sections."),
)
@option(
    "--reminders",
    "reminder_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=options.FILE,
    help=Text("催办名单（.csv）。", "Write the list of units to be reminded (.csv)."),
)
@option(
    "--wrong-share",
    type=click.FloatRange(min=0, max=1, min_open=True),
    default=0.5,
    show_default=True,
    help=Text(
        "多大比例的单位填错，算题目有问题。", "The share of units whose errors make a question suspect."
    ),
)
@options.lang
@options.as_json
@click.pass_context
def status(
    ctx: click.Context,
    folder: Path,
    html: Path | None,
    reminder_file: Path | None,
    wrong_share: float,
    lang: str | None,
    as_json: bool,
) -> None:
    """Who has answered, how complete, what is wrong."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.outdated import warn_outdated
    from smartxl.cli.present.status import StatusRecord, reminder_csv, status_lines, status_rows
    from smartxl.cli.present.written import write_and_say
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen, now = Screen(spoken()), datetime.now().astimezone()
    found = project.status(wrong_share=wrong_share)
    view = found.view
    if as_json:
        echo_json(StatusRecord.of(view, now))
    else:
        heads, cells = status_rows(view.overview.units, screen, floor=view.floor > 0)
        screen.table(heads, cells, frozenset(range(3, len(heads) - 1)))
        for line in status_lines(view, screen):
            screen.show(line)
    if html is not None:
        write_and_say(screen, html, found.html(now))
    if reminder_file is not None:
        write_and_say(screen, reminder_file, reminder_csv(view, now.date()))
    asked = sum(each.findings.must_fix + each.findings.fix_or_explain > 0 for each in view.overview.units)
    remember(RoundState(view.received, asked, len(view.reminders)))
    ctx.exit(1 if warn_outdated(project, screen, found.outdated) or view.must_fix else 0)
