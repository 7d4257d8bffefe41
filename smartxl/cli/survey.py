"""`survey ask`, `survey collect`, `survey forms`: tallies of the satisfaction survey, and their counts as answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, group, option
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.project import Project
    from smartxl.project.survey import SurveyCounts

__all__ = ["survey"]

_units = option("--unit", "units", multiple=True, help=Text("只为这些单位。", "Only for these units."))


@group(help=Text("满意度问卷登记与合计。", "Tallies of the satisfaction survey."))
def survey() -> None:
    """Tallies of the satisfaction survey."""


@survey.command(
    help=Text(
        "生成登记表，每位调查员一份。", "Write the tallies, one for each interviewer, into surveys/out/."
    )
)
@options.project_folder
@_units
@option(
    "--copies",
    type=click.IntRange(1, 50),
    default=1,
    show_default=True,
    help=Text("每单位几份。", "Tallies a unit."),
)
@option(
    "--rows",
    type=click.IntRange(10, 5000),
    default=300,
    show_default=True,
    help=Text("每份几行。", "Respondents."),
)
@options.lang
@options.force
@options.as_json
def ask(
    folder: Path,
    units: tuple[str, ...],
    copies: int,
    rows: int,
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write the tallies, one for each interviewer, into surveys/out/."""
    from smartxl.cli.make import tell_written
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen = Screen(spoken(), quiet=as_json)
    with screen.progress("生成登记表", "Writing tallies") as progress:
        built = project.surveys.ask(units, copies=copies, rows=rows, force=force, progress=progress)
    tell_written(screen, built, as_json=as_json)


@survey.command(
    help=Text("收回登记表并合计。", "Count what came back (default: surveys/in/), into surveys/counts.csv.")
)
@options.project_folder
@argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar=Text("[文件…]", "[FILES…]"))
@options.passwords
@options.lang
@options.force
@options.as_json
@click.pass_context
def collect(
    ctx: click.Context,
    folder: Path,
    paths: tuple[Path, ...],
    passwords: tuple[str, ...],
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Count what came back (default: surveys/in/), into surveys/counts.csv."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.replies import TalliesRecord
    from smartxl.cli.present.weighing import notices_code, show_notices
    from smartxl.project import open_project

    project = open_project(folder, lang)
    outcome = project.surveys.collect(*paths, passwords=passwords, force=force)
    if as_json:
        echo_json(TalliesRecord.of(outcome, spoken()))
    else:
        screen = Screen(spoken())
        if outcome.counts:
            _show_counts(screen, project, outcome)
        show_notices(screen, outcome.remarks)
    ctx.exit(notices_code(outcome.remarks))


def _show_counts(screen: Screen, project: Project, outcome: SurveyCounts) -> None:
    from smartxl.project.survey import counts_path

    heads = screen.words("单位,指标,回答,份数", "Unit,Indicator,Answer,Count").split(",")
    names = project.definition.framework.by_code
    rows = [
        [unit, f"{c.indicator} {names[c.indicator].name.get(screen.lang)}", c.label, str(c.count)]
        for unit, counts in outcome.counts.items()
        for c in counts
    ]
    screen.table(heads, rows, frozenset({3}))
    screen.say(f"合计在 {counts_path(project)}", f"Counts in {counts_path(project)}")


@survey.command(
    help=Text("把合计填入待发的采样表。", "Write the units' workbooks with the counts filled in.")
)
@options.project_folder
@_units
@options.lang
@options.force
@options.as_json
def forms(folder: Path, units: tuple[str, ...], lang: str | None, force: bool, as_json: bool) -> None:
    """Write the units' workbooks with the counts filled in."""
    from smartxl.cli.make import tell_written
    from smartxl.project import open_project

    project = open_project(folder, lang)
    tell_written(Screen(spoken()), project.surveys.forms(units, force=force), as_json=as_json)
