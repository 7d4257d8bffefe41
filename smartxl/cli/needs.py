"""`needs`, `needs collect`: the needs worksheet, and what it makes of the definition."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.told import WritingGroup, argument, group
from smartxl.text import Text

__all__ = ["needs"]


@group(
    cls=WritingGroup,
    help=Text(
        "需求工作表：生成、收回，按选择改写指标体系。",
        "The needs worksheet: `smartxl needs DIR` writes it; the parts that were chosen make the definition.",
    ),
)
def needs() -> None:
    """The needs worksheet: `smartxl needs DIR` writes it; the parts that were chosen make the definition."""


@needs.command(
    help=Text(
        "写出需求工作表：城市需求，领域与指标的选用。",
        "Write the worksheet: what the city needs, and which parts are used (the default).",
    )
)
@options.project_folder
@options.lang
@options.force
@options.as_json
def write(folder: Path, lang: str | None, force: bool, as_json: bool) -> None:
    """Write the worksheet: what the city needs, and which parts are used (the default)."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.needs import NeedsRecord
    from smartxl.project import open_project

    project = open_project(folder, lang)
    written = project.needs.write(force=force)
    if as_json:
        echo_json(NeedsRecord.of(written))
        return
    screen = Screen(project.lang)
    screen.show(str(written.built.path))
    screen.say(
        f"领域与指标 {written.parts} 行。",
        f"{written.parts} domains and indicators.",
    )


@needs.command(
    help=Text(
        "收回填好的需求工作表，按选择改写指标体系（默认：needs/ 中的）。",
        "Take in the filled worksheet and change the definition to what was chosen (default: the one in needs/).",
    )
)
@options.project_folder
@argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar=options.FILES)
@options.passwords
@options.lang
@options.as_json
@click.pass_context
def collect(
    ctx: click.Context,
    folder: Path,
    paths: tuple[Path, ...],
    passwords: tuple[str, ...],
    lang: str | None,
    as_json: bool,
) -> None:
    """Take in the filled worksheet and change the definition to what was chosen (default: the one in needs/)."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.needs import NeedsTakenRecord, show_taken
    from smartxl.cli.present.weighing import notices_code, show_notices
    from smartxl.project import open_project

    project = open_project(folder, lang)
    taken = project.needs.collect(*paths, passwords=passwords)
    if as_json:
        echo_json(NeedsTakenRecord.of(taken, project.lang))
    else:
        screen = Screen(project.lang)
        show_notices(screen, taken.remarks)
        show_taken(project, screen, taken)
    ctx.exit(notices_code(taken.remarks))
