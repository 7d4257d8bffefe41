"""`mark` and `choose`: what the evaluator decides about a unit and its files; recorded for good."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen

__all__ = ["choose", "mark"]

_KINDS = ("returned", "accepted", "exempt", "asked")
_why = click.option(
    "--why", required=True, metavar="TEXT", help="理由（必填，永久记录） / why; it is kept for good."
)
_why_of_mark = click.option(
    "--why",
    default="",
    metavar="TEXT",
    help="理由（永久记录；通过且没有必须修改的问题、达到覆盖率下限时可省略） / why; it is kept for good, and may be left out "
    "for accepted where nothing must be fixed and the coverage floor is reached.",
)
_by = click.option(
    "--by",
    "who",
    default="",
    metavar="NAME",
    help="谁决定的（默认：登录用户） / who decides (default: the user).",
)


@click.command()
@options.project_folder
@click.argument("unit_name", metavar="单位/UNIT")
@click.argument("state", type=click.Choice(_KINDS))
@_why_of_mark
@_by
@options.as_json
@options.lang
def mark(
    folder: Path, unit_name: str, state: str, why: str, who: str, as_json: bool, lang: str | None
) -> None:
    """记录处理结果：退回、通过、免报、恢复填报 / record a decision about a unit.

    returned 退回 · accepted 通过 · exempt 免报 · asked 恢复填报 (no longer exempt).
    """
    from smartxl.project import open_project

    project = open_project(folder, lang)
    marked = project.mark(unit_name, state, why, by=who)
    if as_json:
        from smartxl.cli.present.jsonout import echo_json
        from smartxl.cli.present.marked import MarkRecord

        echo_json(MarkRecord.of(marked))
        return
    label, name, against = marked.state.label, marked.unit.name.get(project.lang), marked.objections
    screen = Screen(project.lang)
    screen.say(f"{name}：现为“{label.zh}”", f"{name}: now {label.en}")
    if against:
        screen.say(f"注意，通过时仍有：{against.told('zh')}", f"accepted in spite of: {against.told('en')}")


@click.command()
@options.project_folder
@click.argument("file", metavar="文件/FILE")
@click.option(
    "--withdraw", is_flag=True, help="撤销对该单位的指定（给出单位） / withdraw the choice; name the unit."
)
@_why
@_by
@options.lang
def choose(folder: Path, file: str, withdraw: bool, why: str, who: str, lang: str | None) -> None:
    """指定一个单位计入哪一份文件 / choose by hand which file of a unit counts.

    FILE 是收到的文件名或其 SHA-256 的开头；撤销时为单位。 FILE is a received file's name or the beginning of its
    SHA-256; with --withdraw it is the unit.
    """
    from smartxl.project import open_project

    project = open_project(folder, lang)
    base = (project.withdraw_choice if withdraw else project.choose)(file, why, by=who)
    unit = project.unit(file if withdraw or base is None else base.unit)
    name, counts = unit.name.get(project.lang), base.name if base else "—"
    Screen(project.lang).say(f"{name}：现计入 {counts}", f"{name}: {counts} counts now")
