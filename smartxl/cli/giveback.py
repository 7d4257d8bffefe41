"""`return`: every unit's own workbook, its findings marked, and a letter."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.filenames import ASSESSMENT

if TYPE_CHECKING:
    from smartxl.project import Project

__all__ = ["give_back"]


@click.command("return")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹/DIR")
@click.option(
    "--project",
    "home",
    type=click.Path(path_type=Path, file_okay=False),
    help="所属项目 / the project (default: DIR itself, then DIR/returns is written; else the one around it).",
)
@click.option("--unit", "units", multiple=True, help="只退回这些单位 / only these units (code or name).")
@click.option(
    "--format",
    "letter",
    type=click.Choice(["docx", "txt"]),
    default="docx",
    show_default=True,
    help="函的格式 / what letters are written as.",
)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="改好寄回的期限 / the deadline, as 2026-10-31 (default: the round's).",
)
@click.option(
    "--mark",
    "marks",
    is_flag=True,
    help="同时在台账中记为“退回”；已通过的单位须用 --unit 点名 / record in the ledger that these units are returned "
    "(accepted ones only when named by --unit).",
)
@options.passwords
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
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """退回有问题的表：原表标注、问题清单和函 / give back workbooks with findings: marked, with a letter."""
    from smartxl.cli.present.given import GivenRecord, exit_code, show_given
    from smartxl.cli.present.jsonout import echo_json

    project, target = _open(folder, home, lang)
    screen = Screen(project.lang, quiet=as_json)
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
            progress=progress,
        )
    if as_json:
        echo_json(GivenRecord.of(done, project.lang))
    else:
        show_given(screen, done, recorded=marks)
    ctx.exit(exit_code(done))


def _open(folder: Path, home: Path | None, lang: str | None) -> tuple[Project, Path]:
    """The project, and the folder to write into."""
    from smartxl.project import Project

    if home is not None:
        return Project.open(home, lang), folder
    if (folder / ASSESSMENT).is_file():
        return Project.open(folder, lang), folder / "returns"
    return Project.around(folder, lang), folder
