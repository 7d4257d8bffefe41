"""`fresh`: the answers of an old or damaged form, moved into the current one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command, option
from smartxl.errors import ProjectError, UnreadableFile
from smartxl.filenames import is_project
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.project import Project

__all__ = ["fresh"]


@command(
    help=Text(
        "把旧表或损坏的表中的答案转入新表。",
        "Move the answers of old forms, or of a whole inbox, into current ones.",
    )
)
@argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=Text("旧表或文件夹…", "OLD…")
)
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar=Text("新表", "NEW"),
    help=Text(
        "新表的文件名，多个文件时为文件夹（默认：项目的 fresh/）。",
        "The new form, of several files the folder (default: fresh/ in the project).",
    ),
)
@option(
    "--project",
    "home",
    type=click.Path(path_type=Path, file_okay=False),
    help=Text("所属项目（默认：文件所在的项目）。", "The project (default: around the file)."),
)
@option(
    "--unit",
    help=Text(
        "填报单位：旧表没有标识，或一个文件中有多个单位的表时需要。",
        "Whose form it is, where it carries no stamp; whose answers to take out, where the sheets of "
        "several units stand in one file.",
    ),
)
@options.passwords
@options.lang
@options.force
@options.as_json
@click.pass_context
def fresh(
    ctx: click.Context,
    paths: tuple[Path, ...],
    output: Path | None,
    home: Path | None,
    unit: str | None,
    passwords: tuple[str, ...],
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Move the answers of old forms, or of a whole inbox, into current ones."""
    from smartxl.cli.present.carried import CarriedRecord, show_carried
    from smartxl.cli.present.jsonout import echo_json

    old, *more = paths
    if more or old.is_dir():
        _fresh_all(ctx, paths, output, home, unit, passwords, lang, force=force, as_json=as_json)
    if not old.is_file():
        raise UnreadableFile(
            str(old),
            Text("没有这个文件", "there is no such file"),
            Text("写一个填好的表，或一个文件夹", "name a form that was filled in, or a folder"),
        )
    if output is not None and output.is_dir():
        raise ProjectError(
            str(output),
            Text("这是文件夹", "this is a folder"),
            Text("写新表的文件名：NEW.xlsx", "name the new form: NEW.xlsx"),
        )
    project = _project_of(old, home, lang, passwords)
    made = project.carry_over(old, unit=unit, output=output, lang=lang, passwords=passwords, force=force)
    if as_json:
        echo_json(CarriedRecord.of(made))
    else:
        show_carried(Screen(spoken()), made)
    forgotten = made.carried.left_out and unit is None  # who names a unit wants no other's answers
    ctx.exit(0 if made.carried.complete and not forgotten else 1)


def _project_of(old: Path, home: Path | None, lang: str | None, passwords: tuple[str, ...]) -> Project:
    from smartxl.project import Project
    from smartxl.project.fresh import read_old

    try:
        return Project.open(home, lang) if home else Project.around(old, lang)
    except ProjectError:
        if old.is_file():
            read_old(old, passwords)  # what is wrong with the file itself is told first, wherever it lies
        raise


def _fresh_all(
    ctx: click.Context,
    paths: tuple[Path, ...],
    output: Path | None,
    home: Path | None,
    unit: str | None,
    passwords: tuple[str, ...],
    lang: str | None,
    *,
    force: bool,
    as_json: bool,
) -> NoReturn:
    """Folders, or several files."""
    from smartxl.cli.present.carriedinbox import CarriedInboxRecord, inbox_exit_code, show_carried_inbox
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project import Project

    if unit is not None:
        raise ProjectError(
            "--unit",
            Text("几个文件有几个单位", "several files have several units"),
            Text("只写一个文件，或去掉 --unit", "name one file, or leave out --unit"),
        )
    project = (
        Project.open(paths[0], lang)
        if home is None and is_project(paths[0])
        else _project_of(paths[0], home, lang, passwords)
    )
    screen = Screen(spoken(), quiet=as_json)
    named = [project.inbox if is_project(path) else path for path in paths]
    with screen.progress("转入新表", "Carrying over") as progress:
        made = project.carry_over_all(
            *named, output=output, lang=lang, passwords=passwords, force=force, progress=progress
        )
    if as_json:
        echo_json(CarriedInboxRecord.of(made, spoken()))
    else:
        show_carried_inbox(screen, made)
    ctx.exit(inbox_exit_code(made))
