"""`return`: every unit's own workbook, its findings marked, and a letter."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.errors import ProjectError

if TYPE_CHECKING:
    from smartxl.findings import Finding
    from smartxl.project.folder import Project
    from smartxl.project.returned import Recorded
    from smartxl.project.returns import Case, Given, Terms

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
    from smartxl.project import returns
    from smartxl.project.returned import Recorded, record_returned
    from smartxl.text import language

    project, target = _open(folder, home, lang)
    now = datetime.now().astimezone()
    today = now.date()
    terms = returns.Terms(
        today, _deadline(project, until, today), returns.LetterFormat(letter), language(lang)
    )
    with project.ledger() as ledger:
        known, loose = returns.cases(project, ledger)
    chosen = _chosen(project, known, units)
    screen = Screen(project.lang, quiet=as_json)
    with screen.progress("退回", "Giving back", len(chosen)) as tick:
        given = list(returns.give_back(project, chosen, target, terms, force=force, tick=tick))
    named = {project.unit(name).code for name in units}
    recorded = record_returned(project, given, terms, named, now) if marks else Recorded()
    if as_json:
        click.echo(json.dumps(_record(given, loose, terms, recorded, project), ensure_ascii=False, indent=2))
        return
    for entry in given:
        screen.show(_line(entry, screen))
    _sum_up(screen, len(given), sum(not case.asks for case in known), loose, terms.due)
    if marks:
        _say_recorded(screen, recorded)


def _open(folder: Path, home: Path | None, lang: str | None) -> tuple[Project, Path]:
    """The project, and the folder to write into."""
    from smartxl.project.folder import Project

    if home is not None:
        return Project.open(home, lang), folder
    if (folder / "assessment.yaml").is_file():
        return Project.open(folder, lang), folder / "returns"
    return Project.around(folder, lang), folder


def _deadline(project: Project, until: datetime | None, today: date) -> date:
    due = until.date() if until else project.definition.round.due
    if due < today:
        where = "--until" if until else "assessment.yaml due"
        remedy = "name a day to come: --until 2026-12-20"
        raise ProjectError(where, f"the deadline {due} has passed (today is {today})", remedy)
    return due


def _chosen(project: Project, known: tuple[Case, ...], units: tuple[str, ...]) -> list[Case]:
    """Those who have something to do; those who are named, if anything was found."""
    if not units:
        return [case for case in known if case.asks]
    codes = {project.unit(name).code for name in units}
    return [case for case in known if case.unit.code in codes and (case.findings or case.unread)]


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


def _sum_up(screen: Screen, given: int, clean: int, loose: tuple[Finding, ...], due: date) -> None:
    screen.say(
        f"退回 {given} 个单位，期限 {due}；另有 {clean} 个已报送的单位没有须改正的问题。",
        f"Given back: {given}, due {due}. Units that sent files and have nothing to correct: {clean}.",
    )
    for finding in loose:
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


def _record(
    given: list[Given], loose: tuple[Finding, ...], terms: Terms, recorded: Recorded, project: Project
) -> dict[str, object]:
    return {
        "due": terms.due.isoformat(),
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
                "recorded": entry.unit.code in recorded.units,
                "files": [str(path) for path in entry.files],
            }
            for entry in given
        ],
        "unassigned": [
            {"file": finding.file, "code": finding.code.value, "message": finding.message(project.lang)}
            for finding in loose
        ],
    }
