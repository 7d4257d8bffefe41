"""`diff`: two definitions, what differs, and where old answers belong."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command, option
from smartxl.text import Text

__all__ = ["diff"]


@command(
    help=Text(
        "比较两份定义：增、删、改名、改权重、改规则。\n\n"
        "写项目文件夹、指标定义工作簿，或随附指标体系的名称；只写一个项目的，与其台账记下的上一份定义比较。"
        "指标体系有改动而版本未改，以 1 退出。",
        "Compare two definitions: added, removed, renamed, re-weighted, other rules.\n\n"
        "Each is a project folder, an authoring workbook, or the name of a packaged indicator system; a project alone is "
        "compared with the definition that its ledger noted before. Exits with 1 where the system changed and its version "
        "did not.",
    )
)
@argument("before", metavar=Text("旧", "OLD"))
@argument("after", metavar=Text("[新]", "[NEW]"), required=False)
@option(
    "--as-of",
    "as_of",
    metavar=Text("日期", "DAY"),
    help=Text(
        "只写一个项目时：与当日（或计分标识）的定义比较。",
        "Of a project alone: compare with the definition of that day, or of a scoring.",
    ),
)
@option(
    "--moved",
    "moved",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=options.FILE,
    help=Text(
        "写出 moved（YAML，贴入 framework.yaml）；事项的写入同名 .csv。",
        "Write `moved` (YAML, for framework.yaml); that of items goes into a .csv of the same name.",
    ),
)
@options.xlsx_file
@options.csv_file
@options.lang
@options.as_json
@click.pass_context
def diff(
    ctx: click.Context,
    before: str,
    after: str | None,
    as_of: str | None,
    moved: Path | None,
    xlsx: Path | None,
    csv_file: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Compare two definitions: added, removed, renamed, re-weighted, other rules."""
    from smartxl.cli.present.diffed import DiffRecord, change_table, diff_sheets, moved_table, show_diff
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.written import write_and_say
    from smartxl.project.csvfile import csv_bytes
    from smartxl.project.diffing import diff as compared
    from smartxl_generators.listing import write_lists

    found = compared(before, after, as_of=as_of, lang=lang or spoken())
    screen = Screen(spoken())
    if as_json:
        echo_json(DiffRecord.of(found, spoken()))
    else:
        show_diff(screen, found)
    written: dict[Path, bytes] = {}
    if moved is not None:
        if found.moved_yaml:
            written[moved] = found.moved_yaml.encode()
        if found.moved_items:
            written[moved.with_suffix(".csv")] = csv_bytes(*moved_table(found))
        if not written:
            screen.say(
                "没有改代码的指标、行和事项，不写 moved。",
                "No code changed, so there is no `moved` to write.",
            )
    if csv_file is not None:
        written[csv_file] = csv_bytes(*change_table(found, spoken()))
    if xlsx is not None:
        sheets = diff_sheets(found, spoken())
        written[xlsx] = write_lists(sheets, sheets[0].title, datetime.now().astimezone())
    for path, content in written.items():
        write_and_say(screen, path, content)
    ctx.exit(1 if found.fault else 0)
