"""`whatif`: scores, ranks and stages under other weights, parameters and conventions, and why they differ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.misuse import Misuse
from smartxl.cli.spoken import spoken
from smartxl.cli.told import command, option
from smartxl.model.combination import RollUp
from smartxl.model.scenarios import MissingPolicy, Siblings
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.project.whatif import SideBySide, WhatIf

__all__ = ["whatif"]


@command(
    help=Text(
        "换用其他权重、参数和约定，得分、名次怎样变，为什么。",
        "Scores and ranks under other weights, parameters, conventions; who moves, and why.",
    )
)
@options.project_folder
@option(
    "--weight",
    "weights",
    multiple=True,
    metavar="B=40",
    help=Text(
        "节点在同级中的权重，其余按比例分配；B@district=40 只对一个类别。可重复。",
        "Weight of a node, its siblings share the rest; B@district=40 for one class. May be repeated.",
    ),
)
@option(
    "--rule",
    "rules",
    multiple=True,
    metavar="B5.full=50",
    help=Text(
        "指标规则的参数；B5.rule=… 换一条规则。可重复。",
        "Parameter of an indicator's rule; B5.rule=… another rule. May be repeated.",
    ),
)
@option(
    "--missing",
    type=click.Choice([policy.value for policy in MissingPolicy]),
    help=Text("没有答复的怎样计。", "What everything without an answer counts as."),
)
@option(
    "--rollup",
    type=click.Choice([method.value for method in RollUp if method is not RollUp.POWER]),
    help=Text("总分和所有上级节点的汇总方法。", "How the total and all groups are combined."),
)
@option(
    "--combine",
    multiple=True,
    metavar="B=worst",
    help=Text(
        "个别节点的汇总方法，total=… 为总分。可重复。", "The same of one node; total=… May be repeated."
    ),
)
@option("--equal", is_flag=True, help=Text("同级指标一律等权。", "All siblings have the same weight."))
@option(
    "--siblings",
    type=click.Choice([each.value for each in Siblings]),
    help=Text(
        "没有写到的同级指标：share 按比例分配其余（默认），keep 保持原数再折合。",
        "Siblings that are not named: share the rest (default), or keep their numbers, brought to the total.",
    ),
)
@option("--digits", metavar="N", help=Text("小数位数，0–6 或 unrounded。", "Decimals: 0 to 6, or unrounded."))
@option("--floor", metavar="0.6", help=Text("单位的覆盖率下限。", "Coverage floor of units."))
@option(
    "--share",
    "shares",
    multiple=True,
    metavar="district=50",
    help=Text("类别占全市的比重。可重复。", "Share of a class in the city. May be repeated."),
)
@option("--stages", metavar="0,60,75,90", help=Text("各阶段的起点。", "Where the stages begin."))
@option(
    "--scenario",
    "names",
    multiple=True,
    metavar=options.NAME,
    help=Text(
        "定义中的情景；几个则并排，一个可再改。",
        "One of the definition's; several side by side, one may be changed.",
    ),
)
@option("--all", "every", is_flag=True, help=Text("定义中的全部情景并排。", "All scenarios side by side."))
@option(
    "--unit",
    "unit",
    metavar=options.NAME,
    help=Text("只看一个单位或类别，列出全部原因。", "One unit or class, with every reason."),
)
@option(
    "--as-of",
    "as_of",
    metavar=Text("日期|标识", "DATE|DIGEST"),
    help=Text("与当时的得分比较。", "Compare with the scores of then."),
)
@option("--save", metavar=options.NAME, help=Text("以此名称存入定义。", "Keep it in the definition."))
@options.csv_file
@options.as_json
@options.force
@options.lang
@click.pass_context
def whatif(
    ctx: click.Context,
    /,
    folder: Path,
    names: tuple[str, ...],
    every: bool,
    unit: str | None,
    as_of: str | None,
    save: str | None,
    csv_file: Path | None,
    as_json: bool,
    force: bool,
    lang: str | None,
    **typed: Any,  # noqa: ANN401  (the changes)
) -> None:
    """Scores and ranks under other weights, parameters, conventions; who moves, and why."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.outdated import warn_outdated
    from smartxl.cli.present.whatif import WhatIfRecord
    from smartxl.cli.present.written import write_and_say
    from smartxl.project import open_project

    changes = _changes(**typed)
    several = every or len(names) > 1
    _check(ctx, changed=bool(changes), named=bool(names), several=several, one=bool(unit or save))
    project = open_project(folder, lang)
    screen = Screen(spoken(), quiet=as_json)
    found: WhatIf | SideBySide
    if several:
        found = project.scenarios(*(() if every else names), as_of=as_of)
    else:
        found = project.whatif(names[0] if names else None, **changes, as_of=as_of)
    kept = None
    if save is not None and not several:
        kept = project.keep_scenario(save, found.tried[0].scenario, force=force)
    if as_json:
        echo_json(WhatIfRecord.of(found.tried, str(kept) if kept else None, unit))
    else:
        _show(screen, found, unit)
    if csv_file is not None:
        write_and_say(screen, csv_file, found.csv())
    if kept is not None:
        screen.say(f"已存入 {kept}：{save}", f"Kept in {kept}: {save}")
    ctx.exit(1 if as_of is None and warn_outdated(project, screen) else 0)


def _changes(
    weights: tuple[str, ...],
    rules: tuple[str, ...],
    missing: str | None,
    rollup: str | None,
    combine: tuple[str, ...],
    equal: bool,
    siblings: str | None,
    digits: str | None,
    floor: str | None,
    shares: tuple[str, ...],
    stages: str | None,
) -> dict[str, Any]:
    """What is to change, by the arguments of `Project.whatif`; what was not typed is left out."""
    told = {
        "weights": weights,
        "rules": rules,
        "missing": missing,
        "rollup": rollup,
        "combine": combine,
        "equal": equal,
        "siblings": siblings,
        "digits": digits,
        "coverage_floor": {} if floor is None else {"unit": floor},
        "shares": shares,
        "stages": () if stages is None else tuple(stages.replace("，", ",").split(",")),
    }
    return {key: value for key, value in told.items() if value}


def _check(ctx: click.Context, *, changed: bool, named: bool, several: bool, one: bool) -> None:
    """Raises Misuse for nothing to try, and for several scenarios with what one alone can have."""
    if not (changed or named or several):
        raise Misuse(
            Text(
                "没有写要改什么：例如 --weight B=40，或 --scenario 名称、--all",
                "nothing is to change: say e.g. --weight B=40, or --scenario NAME, --all",
            ),
            ctx,
        )
    if several and (changed or one):
        raise Misuse(
            Text(
                "几个情景并排时不能再改，也不能用 --unit、--save：只写一个 --scenario",
                "several scenarios side by side take no changes, --unit or --save: name one --scenario",
            ),
            ctx,
        )


def _show(screen: Screen, found: WhatIf | SideBySide, unit: str | None) -> None:
    from smartxl.cli.present.whatif import show_reasons, show_side_by_side, show_what_if
    from smartxl.project.whatif import SideBySide

    if isinstance(found, SideBySide):
        show_side_by_side(screen, found)
    elif unit:
        show_reasons(screen, found, unit)
    else:
        show_what_if(screen, found)
