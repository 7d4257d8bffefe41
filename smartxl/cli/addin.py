"""`addin install`, `uninstall`, `doctor`: the SX_ functions in Excel."""

from __future__ import annotations

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import group
from smartxl.text import Text

__all__ = ["addin"]


@group(
    help=Text(
        "把 SX_ 函数装进 Excel，检查为何不能用。",
        "The SX_ functions in Excel: install them, find what is wrong.",
    )
)
def addin() -> None:
    """The SX_ functions in Excel: install them, find what is wrong."""


@addin.command(
    help=Text(
        "写入 xlwings 的用户配置：本环境的 Python 和函数模块；原有设置保留。",
        "Write xlwings' user configuration: this Python and the module of functions; other settings stay.",
    )
)
@options.words
@options.as_json
def install(as_json: bool) -> None:
    """Write xlwings' user configuration: this Python and the module of functions; other settings stay."""
    from smartxl.addin import examine, this_machine
    from smartxl.addin import install as write_settings
    from smartxl.cli.present.addin import AddinInstalledRecord, show_installed
    from smartxl.cli.present.jsonout import echo_json

    machine = this_machine()
    written = write_settings(machine)
    left = examine(machine)
    if as_json:
        echo_json(AddinInstalledRecord.of(written, left, spoken()))
    else:
        show_installed(Screen(spoken()), written, left)


@addin.command(
    help=Text(
        "撤销 install 所写的设置；之后有人改过的不动。",
        "Undo what install wrote; what was changed since stays.",
    )
)
@options.words
@options.as_json
def uninstall(as_json: bool) -> None:
    """Undo what install wrote; what was changed since stays."""
    from smartxl.addin import this_machine
    from smartxl.addin import uninstall as take_out
    from smartxl.cli.present.addin import AddinUninstalledRecord, show_uninstalled
    from smartxl.cli.present.jsonout import echo_json

    done = take_out(this_machine())
    if as_json:
        echo_json(AddinUninstalledRecord.of(done))
    else:
        show_uninstalled(Screen(spoken()), done)


@addin.command(
    help=Text(
        "检查函数为何不能用：逐项说明怎么办。",
        "Find what keeps the functions out of Excel, each with a remedy.",
    )
)
@options.words
@options.as_json
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Find what keeps the functions out of Excel, each with a remedy."""
    from smartxl.addin import examine, this_machine
    from smartxl.cli.exitcodes import ExitCode
    from smartxl.cli.present.addin import AddinFaultRecord, show_faults
    from smartxl.cli.present.jsonout import echo_json

    faults = examine(this_machine())
    if as_json:
        echo_json(tuple(AddinFaultRecord.of(fault, spoken()) for fault in faults))
    else:
        show_faults(Screen(spoken()), faults)
    ctx.exit(ExitCode.FOUND if faults else ExitCode.CLEAN)
