"""`return`: every unit's own workbook, its findings marked, and a letter."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.hints import RoundState, remember
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command, option
from smartxl.filenames import is_project
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.project import Project

__all__ = ["give_back"]


@command(
    "return",
    help=Text(
        "退回有问题的表：原表标注、问题清单和函。",
        "Give back workbooks with findings: marked, with a letter.",
    ),
)
@argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar=Text("文件夹", "DIR"))
@option(
    "--project",
    "home",
    type=click.Path(path_type=Path, file_okay=False),
    help=Text(
        "所属项目（默认：该文件夹本身，写入其 returns；否则为它所在的项目）。",
        "The project (default: DIR itself, then DIR/returns is written; else the one around it).",
    ),
)
@option("--unit", "units", multiple=True, help=Text("只退回这些单位。", "Only these units (code or name)."))
@option(
    "--format",
    "letter",
    type=click.Choice(["docx", "txt"]),
    default="docx",
    show_default=True,
    help=Text("函的格式。", "What letters are written as."),
)
@option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar=Text("日期", "DATE"),
    help=Text(
        "改好寄回的期限，如 2026-10-31（默认：本轮的截止日期）。",
        "The deadline, as 2026-10-31 (default: the round's).",
    ),
)
@option(
    "--mark",
    "marks",
    is_flag=True,
    help=Text(
        "同时在台账中记为“退回”；已通过的单位须用 --unit 点名。",
        "Record in the ledger that these units are returned (accepted ones only when named by --unit).",
    ),
)
@options.passwords
@options.jobs
@options.lang
@options.force
@options.as_json
@click.pass_context
def give_back(
    ctx: click.Context,
    folder: Path,
    home: Path | None,
    units: tuple[str, ...],
    letter: str,
    until: datetime | None,
    marks: bool,
    passwords: tuple[str, ...],
    jobs: int | None,
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Give back workbooks with findings: marked, with a letter."""
    from smartxl.cli.present.given import GivenRecord, exit_code, show_given
    from smartxl.cli.present.jsonout import echo_json

    project, target = _open(folder, home, lang)
    screen = Screen(spoken(), quiet=as_json)
    with screen.progress("退回", "Giving back") as progress:
        done = project.give_back(
            units,
            folder=target,
            until=until.date() if until else None,
            letter=letter,
            lang=lang,
            mark=marks,
            passwords=passwords,
            force=force,
            jobs=jobs,
            progress=progress,
        )
    if as_json:
        echo_json(GivenRecord.of(done, spoken()))
    else:
        show_given(screen, done, recorded=marks)
    remember(RoundState(to_mend=len(done.given)))
    ctx.exit(exit_code(done))


def _open(folder: Path, home: Path | None, lang: str | None) -> tuple[Project, Path]:
    """The project, and the folder to write into."""
    from smartxl.project import Project

    if home is not None:
        return Project.open(home, lang), folder
    if is_project(folder):
        project = Project.open(folder, lang)
        return project, project.returns
    return Project.around(folder, lang), folder
