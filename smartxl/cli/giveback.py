"""`return`: every unit's own workbook, its findings marked, and a letter."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen

if TYPE_CHECKING:
    from smartxl.project import Project
    from smartxl.project.returned import Recorded
    from smartxl.project.returns import Given
    from smartxl.project.views import GivenBack

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
@options.lang
@options.force
@options.as_json
def give_back(
    folder: Path,
    home: Path | None,
    units: tuple[str, ...],
    letter: str,
    until: datetime | None,
    marks: bool,
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """退回有问题的表：原表标注、问题清单和函 / give back workbooks with findings: marked, with a letter."""
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
            force=force,
            progress=progress,
        )
    if as_json:
        click.echo(json.dumps(_record(done, project), ensure_ascii=False, indent=2))
        return
    for entry in done.given:
        screen.show(_line(entry, screen))
    _sum_up(screen, done)
    if marks:
        _say_recorded(screen, done.recorded)


def _open(folder: Path, home: Path | None, lang: str | None) -> tuple[Project, Path]:
    """The project, and the folder to write into."""
    from smartxl.project import Project

    if home is not None:
        return Project.open(home, lang), folder
    if (folder / "assessment.yaml").is_file():
        return Project.open(folder, lang), folder / "returns"
    return Project.around(folder, lang), folder


def _line(given: Given, screen: Screen) -> str:
    from smartxl_generators.giveback import told

    name = given.unit.name.get(screen.lang)
    missing = (
        screen.words(f"；尚缺 {given.missing} 项", f"; {given.missing} rows open") if given.missing else ""
    )
    unmarked = (
        screen.words(f"；未标注：{given.unmarked}", f"; not marked: {given.unmarked}")
        if given.unmarked
        else ""
    )
    files = (
        "、".join(path.name for path in given.files)
        if screen.lang == "zh"
        else ", ".join(p.name for p in given.files)
    )
    return f"{given.unit.code} {name}{screen.words('：', ': ')}{told(given.counts, screen.lang)}{missing}{unmarked} → {files}"


def _sum_up(screen: Screen, done: GivenBack) -> None:
    given, clean, due = len(done.given), done.clean, done.due
    screen.say(
        f"退回 {given} 个单位，期限 {due}；另有 {clean} 个已报送的单位没有须改正的问题。",
        f"Given back: {given}, due {due}. Units that sent files and have nothing to correct: {clean}.",
    )
    for finding in done.loose:
        said = finding.message(screen.lang)
        screen.say(f"不知是哪个单位的：{said}", f"Of nobody known: {said}")


def _say_recorded(screen: Screen, recorded: Recorded) -> None:
    if recorded.accepted:
        names = [unit.name.get(screen.lang) for unit in recorded.accepted]
        zh, en = "、".join(names), ", ".join(names)
        screen.say(
            f"已通过，仍为“通过”：{zh}；确要退回的，请用 --unit 点名。",
            f"Accepted, and still so: {en}. To return one, name it with --unit.",
        )
    number = len(recorded.units)
    screen.say(f"台账中新记“退回” {number} 个单位。", f"Newly recorded as returned: {number}.")


def _record(done: GivenBack, project: Project) -> dict[str, object]:
    return {
        "due": done.due.isoformat(),
        "units": [
            {
                "unit": entry.unit.code,
                "name": entry.unit.name.zh,
                "must_fix": entry.counts.must_fix,
                "fix_or_explain": entry.counts.fix_or_explain,
                "note": entry.counts.note,
                "fixed": entry.counts.fixed,
                "missing": entry.missing,
                "unmarked": entry.unmarked,
                "recorded": entry.unit.code in done.recorded.units,
                "files": [str(path) for path in entry.files],
            }
            for entry in done.given
        ],
        "unassigned": [
            {"file": finding.file, "code": finding.code.value, "message": finding.message(project.lang)}
            for finding in done.loose
        ],
    }
