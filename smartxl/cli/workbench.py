"""`workbench`: the consultant's workbench, in which weights and scores are tried."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import WritingGroup, argument, group, option
from smartxl.text import Text

__all__ = ["workbench"]


@group(
    cls=WritingGroup,
    help=Text(
        "咨询工作台：试改权重、判断和得分。",
        "The consultant's workbench: `smartxl workbench DIR` writes a workbook in which weights and scores are tried.",
    ),
)
def workbench() -> None:
    """The consultant's workbench: `smartxl workbench DIR` writes a workbook in which weights and scores are tried."""


@workbench.command(
    help=Text(
        "生成工作台：权重、判断矩阵、得分、汇总、敏感性、情景。",
        "Write the workbench: weights, judgements, scores, summary, sensitivity, scenarios (the default).",
    )
)
@options.project_folder
@option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=Text("文件", "FILE"),
    help=Text("写到哪里（默认：reports/）。", "Where to write it (default: into reports/)."),
)
@option(
    "--xlsm",
    is_flag=True,
    help=Text("带宏和按钮的 .xlsm。", "An .xlsm with macros and buttons."),
)
@options.lang
@options.force
@options.as_json
def write(
    folder: Path, output: Path | None, xlsm: bool, lang: str | None, force: bool, as_json: bool
) -> None:
    """Write the workbench: weights, judgements, scores, summary, sensitivity, scenarios (the default)."""
    from smartxl.cli.make import tell_written
    from smartxl.project import open_project
    from smartxl.project.views import BuildReport

    project = open_project(folder, lang)
    built = project.workbench(output, force=force, xlsm=xlsm)
    screen = Screen(spoken(), quiet=as_json)
    tell_written(screen, BuildReport(built.path.parent, (built,)), as_json=as_json, listed=True)
    screen.say(
        "改浅黄底、蓝色虚线框的单元格，其余随即重算；没有安装 SX_ 函数也能用",
        "Change the pale yellow cells in a blue dashed frame, and all else follows, with the SX_ functions or without.",
    )
    if xlsm:
        screen.say(
            "打开时点“启用内容”，按钮才能用；按钮需要装有 xlwings 加载项的 Excel（smartxl addin install）",
            "Press Enable Content when it opens, for the buttons; they need Excel with xlwings (smartxl addin install).",
        )


@workbench.command(
    name="import",
    help=Text(
        "把改过的工作台带回项目：权重写入定义，得分写成复核表；先列出差别。",
        "Bring an edited workbench back: weights into the definition, scores as the evaluator's reviews.",
    ),
)
@argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar=Text("文件", "FILE"))
@options.project_folder
@option(
    "--dry-run", is_flag=True, help=Text("只列出差别，不写入。", "Only list the differences; write nothing.")
)
@option(
    "--reason",
    default="",
    metavar=Text("理由", "REASON"),
    help=Text("改得分的理由，写在复核意见里。", "Why scores were changed; it stands beside the reviews."),
)
@options.lang
@options.as_json
@click.pass_context
def import_(
    ctx: click.Context, file: Path, folder: Path, dry_run: bool, reason: str, lang: str | None, as_json: bool
) -> None:
    """Bring an edited workbench back: weights into the definition, scores as the evaluator's reviews."""
    from smartxl.cli.exitcodes import ExitCode
    from smartxl.cli.present.brought import BroughtRecord, show_brought
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project import open_project

    project = open_project(folder, lang)
    found = project.import_workbench(file, reason=reason, dry_run=dry_run)
    if as_json:
        echo_json(BroughtRecord.of(found, spoken()))
    else:
        screen = Screen(spoken())
        show_brought(screen, found, project.definition)
    odd = found.told or len(found.brought) < len(found.changes)
    ctx.exit(ExitCode.FOUND if odd else ExitCode.CLEAN)
