"""`workbench`: the consultant's workbench, in which weights and scores are tried."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import WritingGroup, group, option
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
@options.lang
@options.force
@options.as_json
def write(folder: Path, output: Path | None, lang: str | None, force: bool, as_json: bool) -> None:
    """Write the workbench: weights, judgements, scores, summary, sensitivity, scenarios (the default)."""
    from smartxl.cli.make import tell_written
    from smartxl.project import open_project
    from smartxl.project.views import BuildReport

    project = open_project(folder, lang)
    built = project.workbench(output, force=force)
    screen = Screen(spoken(), quiet=as_json)
    tell_written(screen, BuildReport(built.path.parent, (built,)), as_json=as_json, listed=True)
    screen.say(
        "改浅黄底、蓝色虚线框的单元格，其余随即重算；没有安装 SX_ 函数也能用",
        "Change the pale yellow cells in a blue dashed frame, and all else follows, with the SX_ functions or without.",
    )
