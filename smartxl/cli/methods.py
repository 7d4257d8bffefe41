"""`methods`: the units of each class by other methods than the index, as ranks side by side."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import command, option
from smartxl.text import Text

__all__ = ["methods"]


@command(
    help=Text(
        "用其他评价方法比较各单位的名次。\n\n熵权 TOPSIS、灰色关联、秩和比、VIKOR、模糊综合评价、Copeland、DEA、耦合协调度等，"
        "与总分并列，给出名次和方法间的一致程度；各写明变体。",
        "Compare the ranks of units by other methods.\n\nTOPSIS, grey relation, rank sum ratio, VIKOR, fuzzy evaluation, "
        "Copeland, DEA, coupling and others beside the total, each with its variant named, and how much they agree.",
    )
)
@options.project_folder
@option(
    "--method",
    "names",
    multiple=True,
    metavar=Text("方法", "METHOD"),
    help=Text(
        "只用这些方法，如 topsis；可写多次。", "Only these methods, such as topsis; may be given again."
    ),
)
@option(
    "--class",
    "unit_class",
    metavar=options.NAME,
    help=Text("只比较这一类单位（代码）。", "Only units of this class (its code)."),
)
@option(
    "--missing",
    type=click.Choice(["as-index", "leave-out"]),
    default="as-index",
    show_default=True,
    help=Text(
        "没有得分的指标：按总分的约定计（多为上级得分），或该单位不参与。",
        "An indicator without a score: as the index counts it, mostly with the score above it, or the unit takes no part.",
    ),
)
@options.lang
@options.as_json
@click.pass_context
def methods(
    ctx: click.Context,
    folder: Path,
    names: tuple[str, ...],
    unit_class: str | None,
    missing: str,
    lang: str | None,
    as_json: bool,
) -> None:
    """Compare the ranks of units by other methods."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.methods import MethodsRecord, show_methods
    from smartxl.cli.present.outdated import warn_outdated
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen = Screen(spoken())
    found = project.compare_methods(*names, unit_class=unit_class, missing=missing)
    if as_json:
        echo_json([MethodsRecord.of(each, screen.lang) for each in found.comparisons])
    else:
        for each in found.comparisons:
            show_methods(screen, found.definition, each)
    ctx.exit(1 if warn_outdated(project, screen) else 0)
