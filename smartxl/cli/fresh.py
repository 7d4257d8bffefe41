"""`fresh`: the answers of an old or damaged form, moved into the current one."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.errors import ProjectError, UnreadableFile

__all__ = ["fresh"]


@click.command()
@click.argument("old", type=click.Path(path_type=Path), metavar="旧表/OLD")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="NEW.xlsx",
    help="新表的文件名 / the new form (default: fresh/ in the project).",
)
@click.option(
    "--project",
    "home",
    type=click.Path(path_type=Path, file_okay=False),
    help="所属项目 / the project (default: around the file).",
)
@click.option(
    "--unit",
    help="填报单位：旧表没有标识，或一个文件中有多个单位的表时需要 / whose form it is, where it carries no stamp; whose "
    "answers to take out, where the sheets of several units stand in one file.",
)
@options.passwords
@options.lang
@options.force
@options.as_json
@click.pass_context
def fresh(
    ctx: click.Context,
    old: Path,
    output: Path | None,
    home: Path | None,
    unit: str | None,
    passwords: tuple[str, ...],
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """把旧表或损坏的表中的答案转入新表 / move the answers of an old form into the current one."""
    from smartxl.cli.present.carried import CarriedRecord, show_carried
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project import Project
    from smartxl.project.fresh import read_old

    if not old.is_file():
        raise UnreadableFile(str(old), "there is no such file", "name a form that was filled in")
    try:
        project = Project.open(home, lang) if home else Project.around(old, lang)
    except ProjectError:
        read_old(old, passwords)  # what is wrong with the file itself is told first, wherever it lies
        raise
    made = project.carry_over(old, unit=unit, output=output, lang=lang, passwords=passwords, force=force)
    if as_json:
        echo_json(CarriedRecord.of(made))
    else:
        show_carried(Screen(project.lang), made)
    forgotten = made.carried.left_out and unit is None  # who names a unit wants no other's answers
    ctx.exit(0 if made.carried.complete and not forgotten else 1)
