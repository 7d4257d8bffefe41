"""`verify`: do a workbook's own formulas give the engine's numbers, or those that it shows?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.exitcodes import ExitCode, gravest
from smartxl.cli.misuse import Misuse, bad_value, no_choice
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command, option
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smartxl.cli.present.annotations.reports import AnnotationReports
    from smartxl.cli.present.verified import Verified
    from smartxl.project.progress import Progress

__all__ = ["verify"]


def _known_engines(ctx: click.Context, parameter: click.Parameter, typed: str | None) -> tuple[str, ...]:
    """Names of engines between commas."""
    if typed is None:
        return ()
    from smartxl.verify.engines import engine_names

    names = tuple(dict.fromkeys(name.strip().lower() for name in typed.split(",") if name.strip()))
    if not names or not set(names) <= set(engine_names()):
        raise Misuse(bad_value(parameter, typed, no_choice(engine_names())), ctx)
    return names


@command(
    help=Text(
        "重新计算工作簿并比对，不限于本软件生成的。\n\n本项目的与引擎比对，其他任何工作簿与文件中的值比对。"
        "文件夹：其中和其下的全部工作簿。",
        "Recalculate workbooks, ours and any other.\n\nOurs beside the engine, any other beside the values "
        "that it shows; of a folder, all workbooks in and below it.",
    )
)
@argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=Text("文件…", "FILES…"))
@options.around_file
@option(
    "--engine",
    "engines",
    callback=_known_engines,
    metavar=Text("引擎,…", "ENGINE,…"),
    help=Text(
        "由几个引擎同时重算，互相比对：smartxl、formulas、formualizer、libreoffice，用逗号分开。",
        "Recalculate with several engines and compare them: smartxl, formulas, formualizer, libreoffice, "
        "between commas.",
    ),
)
@options.passwords
@options.for_programs
@options.as_json
@options.lang
@click.pass_context
def verify(
    ctx: click.Context,
    paths: tuple[Path, ...],
    folder: Path | None,
    engines: tuple[str, ...],
    passwords: tuple[str, ...],
    reports: AnnotationReports,
    as_json: bool,
    lang: str | None,
) -> None:
    """Recalculate workbooks and compare with the engine."""
    from smartxl.cli.present.annotations.verified import annotated_verification
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.verified import show_verified, verified_record
    from smartxl.project import open_project
    from smartxl.project.anybook import workbooks_in
    from smartxl.project.besides import compared_files
    from smartxl.project.verifying import verify_files

    project = open_project(folder, lang) if folder else None
    screen = Screen(spoken(), quiet=as_json)
    files = workbooks_in(paths)
    if not files:
        screen.say("没有工作簿。", "There are no workbooks.")
    with screen.progress("核对公式", "Verifying") as progress:
        outcomes = (
            compared_files(files, engines, project, lang, passwords)
            if engines
            else verify_files(files, project, lang, passwords, progress=progress)
        )
        found = _gathered(outcomes, len(files), progress if engines else _untold)
    annotated = [annotated_verification(path, outcome) for path, outcome in found.items()]
    reports.write(annotated, screen.lang)
    if as_json:
        echo_json({str(path): verified_record(outcome, screen.lang) for path, outcome in found.items()})
    else:
        show_verified(screen, found, listed=not reports.github)
    reports.tell(annotated, screen)
    if len(found) < len(files):
        _say_interrupted(screen, len(found), len(files))
        ctx.exit(ExitCode.INTERRUPTED)
    ctx.exit(gravest(found.values()))


def _untold(_done: int, _of_all: int, _remark: str) -> None:
    """Of what is told as it happens nothing is told once more in the order of the files."""


def _say_interrupted(screen: Screen, done: int, of_all: int) -> None:
    screen.say(
        f"已中断：{of_all} 个文件中核对了 {done} 个", f"interrupted: {done} of {of_all} files were verified"
    )


def _gathered(
    outcomes: Iterable[tuple[Path, Verified]], count: int, progress: Progress
) -> dict[Path, Verified]:
    """What verifying came to, file by file; Ctrl-C loses none that are finished."""
    found: dict[Path, Verified] = {}
    try:
        for path, outcome in outcomes:
            found[path] = outcome
            progress(len(found), count, "")
    except KeyboardInterrupt:
        if not found:
            raise
    return found
