"""`mark` and `choose`: what the evaluator decides about a unit and its files; recorded for good."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command, option
from smartxl.text import Text

__all__ = ["choose", "mark"]

_KINDS = ("returned", "accepted", "exempt", "asked")
_why = option(
    "--why",
    required=True,
    metavar=Text("文字", "TEXT"),
    help=Text("理由（必填，永久记录）。", "Why; it is kept for good."),
)
_why_of_mark = option(
    "--why",
    default="",
    metavar=Text("文字", "TEXT"),
    help=Text(
        "理由（永久记录；通过且没有必须修改的问题、达到覆盖率下限时可省略）。",
        "Why; it is kept for good, and may be left out for accepted where nothing must be fixed and "
        "the coverage floor is reached.",
    ),
)
_by = option(
    "--by",
    "who",
    default="",
    metavar=options.NAME,
    help=Text("谁决定的（默认：登录用户）。", "Who decides (default: the user)."),
)


@command(
    help=Text(
        "记录处理结果：退回、通过、免报、恢复填报。\n\nreturned 退回，accepted 通过，exempt 免报，"
        "asked 恢复填报。",
        "record a decision about a unit.\n\nreturned, accepted, exempt, or asked: no longer exempt.",
    )
)
@options.project_folder
@argument("unit_name", metavar=Text("单位", "UNIT"))
@argument("state", type=click.Choice(_KINDS))
@_why_of_mark
@_by
@options.as_json
@options.lang
def mark(
    folder: Path, unit_name: str, state: str, why: str, who: str, as_json: bool, lang: str | None
) -> None:
    """Record a decision about a unit."""
    from smartxl.project import open_project

    project = open_project(folder, lang)
    marked = project.mark(unit_name, state, why, by=who)
    if as_json:
        from smartxl.cli.present.jsonout import echo_json
        from smartxl.cli.present.marked import MarkRecord

        echo_json(MarkRecord.of(marked))
        return
    label, name, against = marked.state.label, marked.unit.name.get(spoken()), marked.objections
    screen = Screen(spoken())
    screen.say(f"{name}：现为“{label.zh}”", f"{name}: now {label.en}")
    if against:
        screen.say(f"注意，通过时仍有：{against.told('zh')}", f"accepted in spite of: {against.told('en')}")


@command(
    help=Text(
        "指定一个单位计入哪一份文件。\n\n文件：收到的文件名或其 SHA-256 的开头；撤销时为单位。",
        "Choose by hand which file of a unit counts.\n\nFILE is a received file's name or the "
        "beginning of its SHA-256; with --withdraw it is the unit.",
    )
)
@options.project_folder
@argument("file", metavar=Text("文件", "FILE"))
@option(
    "--withdraw",
    is_flag=True,
    help=Text("撤销对该单位的指定（给出单位）。", "Withdraw the choice; name the unit."),
)
@_why
@_by
@options.as_json
@options.lang
def choose(
    folder: Path, file: str, withdraw: bool, why: str, who: str, as_json: bool, lang: str | None
) -> None:
    """Choose by hand which file of a unit counts."""
    from smartxl.project import open_project

    project = open_project(folder, lang)
    base = (project.withdraw_choice if withdraw else project.choose)(file, why, by=who)
    unit = project.unit(file if withdraw or base is None else base.unit)
    if as_json:
        from smartxl.cli.present.jsonout import echo_json
        from smartxl.cli.present.marked import ChoiceRecord

        echo_json(ChoiceRecord.of(unit, base))
        return
    name, counts = unit.name.get(spoken()), base.name if base else "—"
    Screen(spoken()).say(f"{name}：现计入 {counts}", f"{name}: {counts} counts now")
