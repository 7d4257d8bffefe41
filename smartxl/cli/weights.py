"""`weights ask`, `weights collect`, `weights set`: experts' questionnaires, what they say, and framework.yaml."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen

__all__ = ["weights"]

_experts = click.option(
    "--experts",
    type=click.Path(path_type=Path, dir_okay=False),
    help="专家名单 code,name / table of experts (default: weights/experts.csv).",
)
_nodes = click.option("--node", "nodes", multiple=True, help="只问这些指标之下 / only below these nodes.")


@click.group()
def weights() -> None:
    """专家定权重：AHP 或德尔菲问卷 / weights from experts: AHP or Delphi questionnaires."""


@weights.command()
@options.project_folder
@click.option(
    "--method", type=click.Choice(["ahp", "delphi"]), required=True, help="方法 / how experts are asked."
)
@_experts
@_nodes
@options.lang
@options.force
def ask(
    folder: Path, method: str, experts: Path | None, nodes: tuple[str, ...], lang: str | None, force: bool
) -> None:
    """生成专家问卷，每人一个工作簿 / write one questionnaire for each expert, into weights/out/."""
    from smartxl.cli.make import say_written
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen = Screen(project.lang)
    with screen.progress("生成问卷", "Writing questionnaires") as progress:
        built = project.weights.ask(method, experts=experts, nodes=nodes, force=force, progress=progress)
    say_written(screen, built)


@weights.command()
@options.project_folder
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[文件/FILES…]")
@click.option(
    "--method", type=click.Choice(["ahp", "delphi"]), help="方法 / method (default: the one that was asked)."
)
@_experts
@click.option(
    "--priority",
    type=click.Choice(["geometric-mean", "eigenvector"]),
    default="geometric-mean",
    show_default=True,
    help="AHP 权重算法 / how weights are drawn from a matrix; the sheet shows the geometric mean.",
)
@click.option(
    "--pooling",
    type=click.Choice(["judgements", "priorities"]),
    default="judgements",
    show_default=True,
    help="AHP 群组：几何平均判断或权重 / what is averaged over experts, geometrically.",
)
@click.option(
    "--drop-above", type=float, help="CR 大于此值的矩阵不计入 / leave out matrices with a CR above it."
)
@click.option(
    "--digits", type=click.IntRange(0, 6), default=2, show_default=True, help="权重小数位 / decimals."
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
    """收回专家问卷，检查并汇总权重 / read what came back (default: weights/in/), check it, pool the weights."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.weighing import (
        keep_weights,
        notices_code,
        show_ahp,
        show_delphi,
        show_notices,
    )
    from smartxl.project import open_project
    from smartxl.project.weighing.ahp import AhpOutcome, Rules
    from smartxl.scoring.weights import Pooling, Priority

    project = open_project(folder, lang)
    screen = Screen(project.lang, quiet=as_json)
    rules = Rules(
        Priority.GEOMETRIC_MEAN if priority == "geometric-mean" else Priority.EIGENVECTOR,
        Pooling.JUDGEMENTS if pooling == "judgements" else Pooling.PRIORITIES_GEOMETRIC,
        drop_above,
    )
    outcome = project.weights.collect(
        *paths, method=method, experts=experts, rules=rules, passwords=passwords, force=force
    )
    if as_json:
        from smartxl.cli.present.replies import WeighedRecord

        echo_json(WeighedRecord.of(project, outcome, digits))
    else:
        show_notices(screen, outcome.remarks)
        if isinstance(outcome, AhpOutcome):
            show_ahp(project, screen, outcome, digits)
        else:
            show_delphi(project, screen, outcome, digits)
    keep_weights(project, screen, outcome, digits, force=force)
    ctx.exit(notices_code(outcome.remarks))


@weights.command(name="set")
@options.project_folder
@click.argument("table", type=click.Path(path_type=Path, dir_okay=False), metavar="权重表/TABLE")
@click.option("--write", is_flag=True, help="写入 framework.yaml（否则只显示） / write it (else only show).")
@options.lang
def set_(folder: Path, table: Path, write: bool, lang: str | None) -> None:
    """把权重表写入 framework.yaml，先并列显示 / show new weights beside the old; with --write set them."""
    from smartxl.cli.present.weighing import show_changes
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen = Screen(project.lang)
    show_changes(project, screen, project.weights.changes(table))
    if not write:
        screen.say("没有写入；加 --write 写入 framework.yaml。", "Nothing was written; --write sets them.")
        return
    path = project.weights.set(table)
    screen.say(
        f"已写入 {path}。权重变了，定义也就变了：此前发出的采样表不再计入，请重新生成。",
        f"Written to {path}. New weights make a new definition: forms sent out before do not count, build them again.",
    )
