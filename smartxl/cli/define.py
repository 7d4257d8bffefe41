"""`define`: a definition as a workbook: new, from a project, into a project."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import ToldGroup, argument, group, option
from smartxl.filenames import DEFINITION
from smartxl.text import CountOf, Lang, Text, as_typed
from smartxl_templates import BLANK

__all__ = ["define"]

_WORKBOOK = Text("工作簿", "WORKBOOK")


class _NewByDefault(ToldGroup):
    """`define X.xlsx` is `define new X.xlsx`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named, or `new` for a file."""
        if Path(args[0]).suffix and args[0] not in self.list_commands(ctx):
            args = ["new", *args]
        return super().resolve_command(ctx, args)


@group(
    cls=_NewByDefault,
    help=Text(
        "用 Excel 编制指标体系：新建工作簿、导入、导出。\n\nsmartxl define 方案.xlsx 即新建。",
        "Definitions in Excel: a new workbook, into a project, out of one.\n\nsmartxl define NEW.xlsx makes a new one.",
    ),
)
def define() -> None:
    """Definitions in Excel: a new workbook, into a project, out of one."""


@define.command(help=Text("新建编制指标体系的工作簿。", "Write a workbook to fill in."))
@argument("path", type=click.Path(path_type=Path, dir_okay=False), metavar=_WORKBOOK)
@option(
    "--from",
    "source",
    default=BLANK,
    metavar=Text("名称|文件夹", "NAME|FOLDER"),
    help=Text(
        "从哪套指标体系开始：随附的（见 smartxl frameworks），或一个项目；默认空白。",
        "What to start from: a packaged definition (see smartxl frameworks) or a project; else a blank one.",
    ),
)
@options.force
@options.lang
@options.as_json
def new(path: Path, source: str, force: bool, lang: Lang | None, as_json: bool) -> None:
    """Write a workbook to fill in."""
    from smartxl.cli.present.defined import BookRecord
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project import Project

    built = Project.new_workbook(path, source, lang or spoken(), force=force)
    if as_json:
        echo_json(BookRecord.of(built))
        return
    screen = Screen(spoken())
    if path.name == DEFINITION:
        check = f"smartxl check {as_typed(path.parent)}"
        screen.say(
            f"已写出 {path}：在 Excel、WPS 或 LibreOffice 中填写，保存后运行 {check}",
            f"{path} is written: fill it in, save it, then run {check}",
        )
        return
    screen.say(
        f"已写出 {path}：在 Excel、WPS 或 LibreOffice 中填写，再运行 smartxl define import {as_typed(path)} 项目文件夹；\n"
        f"或命名为 {DEFINITION} 放进项目文件夹，各命令直接使用。",
        f"{path} is written: fill it in, then run smartxl define import {as_typed(path)} FOLDER,\n"
        f"or put it into a project's folder as {DEFINITION}: every command works on it.",
    )


@define.command(
    "export", help=Text("把项目的定义写成工作簿。", "Write a project's definition as a workbook.")
)
@options.project_folder
@argument("path", type=click.Path(path_type=Path, dir_okay=False), metavar=_WORKBOOK)
@options.force
@options.lang
@options.as_json
def export_(folder: Path, path: Path, force: bool, lang: Lang | None, as_json: bool) -> None:
    """Write a project's definition as a workbook."""
    from smartxl.cli.present.defined import BookRecord
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project.authoring import export_book

    built = export_book(
        folder, path, lang, force=force
    )  # what stands in the files, which need not be opened twice
    if as_json:
        echo_json(BookRecord.of(built))
        return
    Screen(spoken()).say(f"已写出 {path}", f"{path} is written")


@define.command(
    "import", help=Text("检查工作簿，转成项目文件夹。", "Check a workbook, and make a project of it.")
)
@argument("path", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar=_WORKBOOK)
@options.project_folder
@options.force
@options.words
@options.as_json
def import_(path: Path, folder: Path, force: bool, as_json: bool) -> None:
    """Check a workbook, and make a project of it."""
    from smartxl.cli.present.defined import ImportRecord
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project import Project

    done = Project.import_workbook(path, folder, force=force)
    if as_json:
        echo_json(ImportRecord.of(done))
        return
    screen = Screen(spoken())
    record = ImportRecord.of(done)
    screen.say(
        f"已建立项目 {folder}：{record.units} 个单位，{record.indicators} 项指标，{record.items} 个事项",
        f"{folder} is a project: {CountOf(record.units):unit}, {CountOf(record.indicators):indicator}, "
        f"{CountOf(record.items):item}",
    )
    for file in record.files:
        screen.show(f"  {file.path}")
