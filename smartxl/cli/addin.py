"""`addin install`, `uninstall`, `doctor`, `libreoffice`, `office`: the SX_ functions in spreadsheet programs."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import group, option
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


@addin.command(
    help=Text(
        "为 LibreOffice 生成扩展并安装；--write 只写文件，--remove 卸载。",
        "Build the extension for LibreOffice and install it; --write only writes the file, --remove takes it out.",
    )
)
@option(
    "--write",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help=Text("只写成这个 .oxt 文件，不安装。", "Only write this .oxt file."),
)
@option("--remove", is_flag=True, help=Text("卸载。", "Take it out."))
@options.words
def libreoffice(target: Path | None, remove: bool) -> None:
    """Build the extension for LibreOffice and install it."""
    from smartxl.addin.libreoffice import add_to_libreoffice, remove_extension, write_extension

    screen = Screen(spoken())
    if remove:
        remove_extension()
        screen.say("已卸载", "It is taken out")
    elif target:
        screen.show(str(write_extension(target, spoken())))
    else:
        screen.show(str(add_to_libreoffice(spoken())))
        screen.say(
            "已安装。重新打开 LibreOffice，输入 =SX_HELP() 试一试",
            "Installed. Open LibreOffice again and try =SX_HELP()",
        )


@addin.command(
    help=Text(
        "为网页版、Mac 和 Windows 的 Excel 生成 Office.js 加载项：静态文件，放在任何 https 服务器上。",
        "Write the Office.js add-in for Excel on the web, on the Mac and in Windows: static files for any https server.",
    )
)
@option(
    "--url",
    required=True,
    help=Text(
        "存放这些文件的网址，如 https://office.example.gov.cn/smartxl。",
        "Where the files will be hosted, such as https://office.example.gov.cn/smartxl.",
    ),
)
@option(
    "--write",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("smartxl-office"),
    help=Text(
        "写入这个文件夹（新的或空的），默认 smartxl-office。",
        "The folder, new or empty; default smartxl-office.",
    ),
)
@options.words
@options.as_json
def office(url: str, folder: Path, as_json: bool) -> None:
    """Write the Office.js add-in for an address."""
    from smartxl.addin.office import write_office_addin
    from smartxl.cli.present.addin import OfficeAddinRecord, show_office
    from smartxl.cli.present.jsonout import echo_json

    written = write_office_addin(url, folder)
    if as_json:
        echo_json(OfficeAddinRecord.of(written))
    else:
        show_office(Screen(spoken()), written)
