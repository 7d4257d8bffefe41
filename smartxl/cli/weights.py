"""`weights ask`, `weights collect`, `weights set`: experts' questionnaires, what they say, and framework.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, group, option
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.project.weighing.ahp import Rules

__all__ = ["weights"]

_experts = option(
    "--experts",
    type=click.Path(path_type=Path, dir_okay=False),
    help=Text(
        "专家名单，列为 代码、姓名（默认：weights/ 中的 experts 或 专家名单，.xlsx、.csv 均可）。",
        "Table of experts (default: weights/experts.csv or .xlsx).",
    ),
)
_nodes = option("--node", "nodes", multiple=True, help=Text("只问这些指标之下。", "Only below these nodes."))


@group(help=Text("专家定权重：AHP 或德尔菲问卷。", "Weights from experts: AHP or Delphi questionnaires."))
def weights() -> None:
    """Weights from experts: AHP or Delphi questionnaires."""


@weights.command(
    help=Text("生成专家问卷，每人一个工作簿。", "Write one questionnaire for each expert, into weights/out/.")
)
@options.project_folder
@option(
    "--method",
    type=click.Choice(["ahp", "delphi"]),
    required=True,
    help=Text("方法。", "How experts are asked."),
)
@_experts
@_nodes
@options.lang
@options.force
@options.as_json
def ask(
    folder: Path,
    method: str,
    experts: Path | None,
    nodes: tuple[str, ...],
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write one questionnaire for each expert, into weights/out/."""
    from smartxl.cli.make import tell_written
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen = Screen(spoken(), quiet=as_json)
    with screen.progress("生成问卷", "Writing questionnaires") as progress:
        built = project.weights.ask(method, experts=experts, nodes=nodes, force=force, progress=progress)
    tell_written(screen, built, as_json=as_json)


@weights.command(
    help=Text(
        "收回专家问卷，检查并汇总权重。",
        "Read what came back (default: weights/in/), check it, pool the weights.",
    )
)
@options.project_folder
@argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar=Text("[文件…]", "[FILES…]"))
@option(
    "--method",
    type=click.Choice(["ahp", "delphi"]),
    help=Text("方法。", "Method (default: the one that was asked)."),
)
@_experts
@option(
    "--priority",
    type=click.Choice(["geometric-mean", "eigenvector"]),
    default="geometric-mean",
    show_default=True,
    help=Text("AHP 权重算法。", "How weights are drawn from a matrix; the sheet shows the geometric mean."),
)
@option(
    "--pooling",
    type=click.Choice(["judgements", "priorities"]),
    default="judgements",
    show_default=True,
    help=Text("AHP 群组：几何平均判断或权重。", "What is averaged over experts, geometrically."),
)
@option(
    "--drop-above",
    type=float,
    help=Text("CR 大于此值的矩阵不计入。", "Leave out matrices with a CR above it."),
)
@option(
    "--digits",
    type=click.IntRange(0, 6),
    default=2,
    show_default=True,
    help=Text("权重小数位。", "Decimals."),
)
@options.passwords
@options.lang
@options.force
@options.as_json
@click.pass_context
def collect(
    ctx: click.Context,
    folder: Path,
    paths: tuple[Path, ...],
    method: str | None,
    experts: Path | None,
    priority: str,
    pooling: str,
    drop_above: float | None,
    digits: int,
    passwords: tuple[str, ...],
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Read what came back (default: weights/in/), check it, pool the weights."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.weighing import (
        keep_weights,
        notices_code,
        show_ahp,
        show_delphi,
        show_notices,
    )
    from smartxl.project import open_project
    from smartxl.project.weighing.ahp import AhpOutcome

    project = open_project(folder, lang)
    screen = Screen(spoken(), quiet=as_json)
    rules = _rules(priority, pooling, drop_above)
    outcome = project.weights.collect(
        *paths, method=method, experts=experts, rules=rules, passwords=passwords, force=force
    )
    if as_json:
        from smartxl.cli.present.replies import WeighedRecord

        echo_json(WeighedRecord.of(outcome, digits))
    else:
        show_notices(screen, outcome.remarks)
        if isinstance(outcome, AhpOutcome):
            show_ahp(project, screen, outcome, digits)
        else:
            show_delphi(project, screen, outcome, digits)
    keep_weights(project, screen, outcome, digits, force=force)
    ctx.exit(notices_code(outcome.remarks))


def _rules(priority: str, pooling: str, drop_above: float | None) -> Rules:
    """How judgements become weights, from the words of the options."""
    from smartxl.project.weighing.ahp import Rules
    from smartxl.scoring.weights import Pooling, Priority

    return Rules(
        Priority.GEOMETRIC_MEAN if priority == "geometric-mean" else Priority.EIGENVECTOR,
        Pooling.JUDGEMENTS if pooling == "judgements" else Pooling.PRIORITIES_GEOMETRIC,
        drop_above,
    )


@weights.command(
    name="set",
    help=Text(
        "把权重表写入 framework.yaml，先并列显示。", "Show new weights beside the old; with --write set them."
    ),
)
@options.project_folder
@argument("table", type=click.Path(path_type=Path, dir_okay=False), metavar=Text("权重表", "TABLE"))
@option(
    "--write", is_flag=True, help=Text("写入 framework.yaml（否则只显示）。", "Write it (else only show).")
)
@options.as_json
@options.lang
def set_(folder: Path, table: Path, write: bool, as_json: bool, lang: str | None) -> None:
    """Show new weights beside the old; with --write set them."""
    from smartxl.cli.present.weighing import show_changes
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen, changes = Screen(spoken(), quiet=as_json), project.weights.changes(table)
    if as_json:
        from smartxl.cli.present.jsonout import echo_json
        from smartxl.cli.present.replies import SetWeightsRecord

        path = project.weights.set(table) if write else None
        echo_json(SetWeightsRecord(str(path) if path else None, tuple(changes)))
        return
    show_changes(project, screen, changes)
    if not write:
        screen.say("没有写入；加 --write 写入 framework.yaml。", "Nothing was written; --write sets them.")
        return
    path = project.weights.set(table)
    screen.say(
        f"已写入 {path}。此前发出的采样表照常计入，得分按新的权重重算。",
        f"Written to {path}. Forms sent out before still count; scores follow the new weights.",
    )
