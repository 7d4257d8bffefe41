"""`demo`: a whole round of the packaged example city."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.model.scores import ScoreTable
    from smartxl.project import Project

__all__ = ["demo"]


@command(
    help=Text(
        "演示：示例市完整一轮评估。\n\n发放、收回、退回有问题的表、改好再交、计分、报告，最后核对全部公式。",
        "A whole round of the example city, in a folder it creates.\n\n"
        "Forms go out, come back, some are given back and come again; scores, reports, and every formula verified.",
    )
)
@argument(
    "folder",
    type=click.Path(path_type=Path),
    default=Path("smartxl-demo"),
    metavar=Text("[文件夹]", "[FOLDER]"),
)
@options.words
@click.pass_context
def demo(ctx: click.Context, folder: Path) -> None:
    """A whole round of the example city, in a folder it creates."""
    from smartxl.cli.demoround import SHOWN_UNIT, DemoRound

    screen = Screen(spoken())
    round_ = DemoRound(folder, screen)
    built = round_.build()
    findings, filled = round_.answers()
    result, *documents = round_.reports()
    screen.table(
        [screen.words("结果", "Result"), ""], _rows(round_.project, round_.facts.table, findings, screen)
    )
    sample = next(path for path in built if path.name.startswith(SHOWN_UNIT))
    _open(screen, [*documents, result, round_.returned_form(), sample, built[-1]])
    checked, wrong = round_.proof([result, *filled])
    screen.show(
        screen.words(
            f"公式核对：重新计算 {1 + len(filled)} 个工作簿的 {checked} 个单元格，{wrong} 处差异",
            f"Verified: {checked} cells of {1 + len(filled)} workbooks recalculated, {wrong} differ",
        )
    )
    ctx.exit(0 if wrong == 0 else 1)


def _open(screen: Screen, paths: list[Path | None]) -> None:
    screen.show("")
    screen.show(screen.words("请打开：", "Open:"))
    for path in filter(None, paths):
        screen.show(f"  {path}")
    screen.show("")


def _rows(project: Project, table: ScoreTable, findings: str, screen: Screen) -> list[list[str]]:
    from smartxl.model.framework import ROOT
    from smartxl.model.scores import CITY, QuantityKind

    words, lang, definition = screen.words, screen.lang, project.definition
    score, coverage = (table.get(kind, CITY, ROOT) for kind in (QuantityKind.SCORE, QuantityKind.COVERAGE))
    stage = table.get(QuantityKind.STAGE, CITY)
    names = definition.framework.conventions.stages.names
    classes = words("，", ", ").join(
        f"{c.name.get(lang)} {len(definition.roster.of_class(c.code))}" for c in definition.framework.classes
    )
    return [
        [words("单位", "Units"), classes],
        [words("采样事项", "Items"), str(len(definition.catalogue.items))],
        [words("首次收回", "At first"), findings],
        [words("覆盖率", "Coverage"), "—" if coverage is None else f"{coverage:.1%}"],
        [words("全市得分", "City score"), "—" if score is None else f"{score:.2f}"],
        [words("发展阶段", "Stage"), "—" if stage is None else names[int(stage)].get(lang)],
    ]
