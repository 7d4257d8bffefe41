"""`diff-book`: what differs between two workbooks."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command, option
from smartxl.text import Text

__all__ = ["diff_book"]


@command(
    "diff-book",
    help=Text(
        "比较两个工作簿，不限于本软件生成的。\n\n行按关键列或内容对应，不按位置。相同以 0 退出，不同以 1 退出。"
        "见 docs/diff-book.md。",
        "What differs between two workbooks, ours or any other.\n\nRows are matched by a key column or their contents, "
        "not by position. Exits with 0 where they are the same, else with 1. See docs/en/diff-book.md.",
    ),
)
@argument("before", type=click.Path(path_type=Path), metavar=Text("旧", "OLD"))
@argument("after", type=click.Path(path_type=Path), metavar=Text("新", "NEW"))
@option(
    "--key",
    "keys",
    multiple=True,
    metavar=Text("列", "COLUMN"),
    help=Text(
        "关键列的标题或字母，可重复（默认：自行选定）。",
        "Heading or letter of the key column, may be repeated (default: found out).",
    ),
)
@options.passwords
@options.as_json
@options.words
@click.pass_context
def diff_book(
    ctx: click.Context,
    before: Path,
    after: Path,
    keys: tuple[str, ...],
    passwords: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """What differs between two workbooks."""
    from smartxl.bookdiff import diff_lines
    from smartxl.cli.present.diffedbooks import DiffBookRecord
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project.diffbooks import diff_workbooks

    found = diff_workbooks(before, after, keys=keys, passwords=passwords)
    if as_json:
        echo_json(DiffBookRecord.of(found))
    else:
        screen = Screen(spoken())
        for line in diff_lines(found, screen.lang):
            screen.show(line)
    ctx.exit(0 if found.same else 1)
