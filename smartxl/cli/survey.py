"""`survey ask`, `survey collect`, `survey forms`: tallies of the satisfaction survey, and their counts as answers."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen

__all__ = ["survey"]

_units = click.option("--unit", "units", multiple=True, help="只为这些单位 / only for these units.")


@click.group()
def survey() -> None:
    """满意度问卷登记与合计 / tallies of the satisfaction survey."""


@survey.command()
@options.project_folder
@_units
@click.option(
    "--copies", type=click.IntRange(1, 50), default=1, show_default=True, help="每单位几份 / tallies a unit."
)
@click.option(
    "--rows", type=click.IntRange(10, 5000), default=300, show_default=True, help="每份几行 / respondents."
)
@options.lang
@options.force
def ask(folder: Path, units: tuple[str, ...], copies: int, rows: int, lang: str | None, force: bool) -> None:
    """生成登记表，每位调查员一份 / write the tallies, one for each interviewer, into surveys/out/."""
    from smartxl.cli.make import say_written
    from smartxl.project.folder import Project
    from smartxl.project.survey import ask_tallies, surveyed_units

    project = Project.open(folder, lang)
    screen = Screen(project.lang)
    asked = surveyed_units(project, units)
    with screen.progress("生成登记表", "Writing tallies", len(asked) * copies) as tick:
        written = list(ask_tallies(project, asked, copies, rows, force=force, tick=tick))
    say_written(screen, project.root / "surveys" / "out", written)


@survey.command()
@options.project_folder
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[文件/FILES…]")
@options.lang
@options.force
@click.pass_context
def collect(ctx: click.Context, folder: Path, paths: tuple[Path, ...], lang: str | None, force: bool) -> None:
    """收回登记表并合计 / count what came back (default: surveys/in/), into surveys/counts.csv."""
    from smartxl.cli.present.weighing import say_remarks
    from smartxl.project.folder import Project
    from smartxl.project.outputs import Outputs
    from smartxl.project.sources import sources
    from smartxl.project.survey import collect_tallies, counts_path, table_of

    project = Project.open(folder, lang)
    screen = Screen(project.lang)
    outcome = collect_tallies(project, sources(project.root, paths or (Path("surveys/in"),)))
    with Outputs(project.root, force) as outputs:
        outputs.write(counts_path(project), table_of(outcome))
    heads = screen.words("单位,指标,回答,份数", "Unit,Indicator,Answer,Count").split(",")
    names = project.definition.framework.by_code
    rows = [
        [unit, f"{c.indicator} {names[c.indicator].name.get(screen.lang)}", c.label, str(c.count)]
        for unit, counts in outcome.counts.items()
        for c in counts
    ]
    screen.table(heads, rows, frozenset({3}))
    screen.say(
        f"合计在 {counts_path(project)}；填入单位采样表：smartxl survey forms {folder}",
        f"Counts in {counts_path(project)}; to fill them into the units' forms: smartxl survey forms {folder}",
    )
    ctx.exit(say_remarks(screen, outcome.remarks))


@survey.command()
@options.project_folder
@_units
@options.lang
@options.force
def forms(folder: Path, units: tuple[str, ...], lang: str | None, force: bool) -> None:
    """把合计填入待发的采样表 / write the units' workbooks with the counts filled in."""
    from smartxl.cli.make import say_written
    from smartxl.project.folder import Project
    from smartxl.project.survey import fill_forms, surveyed_units

    project = Project.open(folder, lang)
    screen = Screen(project.lang)
    asked = surveyed_units(project, units)
    say_written(screen, project.workbooks, list(fill_forms(project, asked, force=force)))
