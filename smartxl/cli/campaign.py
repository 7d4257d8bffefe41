"""`campaign`: a round of many cities, step by step."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.exitcodes import ExitCode
from smartxl.cli.misuse import Misuse, bad_value
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, group, option
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.campaign import Campaign
    from smartxl.campaign.running import CampaignRun

__all__ = ["campaign"]

_folder = argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), metavar=Text("文件夹", "CAMPAIGN")
)
_cluster = option(
    "--cluster",
    default="",
    metavar=Text("地址", "ADDRESS"),
    help=Text(
        "Dask 调度器的地址（tcp://主机:8786），或 local。",
        "A scheduler of Dask (tcp://host:8786), or `local`.",
    ),
)
_send = option(
    "--send-files",
    is_flag=True,
    help=Text(
        "计算节点看不到共享文件夹：把文件发送过去（collect、status、score、verify）。",
        "Workers see no shared folder: send them the files (collect, status, score, verify).",
    ),
)
_only = option(
    "--only",
    multiple=True,
    metavar=Text("城市", "CITY"),
    help=Text("只做这些城市（代码或名称），可重复。", "Only these cities (code or name), may be repeated."),
)
_seed = option(
    "--seed", type=int, default=7, show_default=True, help=Text("随机数种子。", "Seed of what is drawn.")
)


@group(help=Text("多市评估：许多城市的同一轮评估。", "A campaign: one round of many cities."))
def campaign() -> None:
    """A campaign: one round of many cities."""


def _of_campaign(step: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments that every step has: folder, --jobs, --cluster, --lang, --json; it takes `opened` and `screen`."""

    @wraps(step)
    def command(
        *,
        folder: Path,
        jobs: int | None,
        cluster: str,
        send_files: bool,
        lang: str | None,
        as_json: bool,
        **others: Any,  # noqa: ANN401  (a step's own)
    ) -> Any:  # noqa: ANN401
        from smartxl.campaign import open_campaign

        opened = open_campaign(folder, lang, jobs=jobs, cluster=cluster, send_files=send_files)
        return step(opened=opened, screen=Screen(spoken(), quiet=as_json), as_json=as_json, **others)

    for decorate in (options.as_json, options.lang, _send, _cluster, options.jobs, _folder):
        command = decorate(command)
    return command


@campaign.command(
    help=Text(
        "新建多市评估，或为城市表中还没有项目的城市新建项目。",
        "Make a campaign, or the projects of cities in its table that have none yet.",
    )
)
@_folder
@option(
    "--cities",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=options.FILE,
    help=Text("城市表（默认写一个两市的样例）。", "The table of cities (default: an example of two)."),
)
@option(
    "--framework",
    default="",
    metavar=options.NAME,
    help=Text("共有指标体系，见 smartxl frameworks。", "The common indicators: see smartxl frameworks."),
)
@options.lang
@options.as_json
def init(folder: Path, cities: Path | None, framework: str, lang: str | None, as_json: bool) -> None:
    """Make a campaign, or the projects of cities in its table that have none yet."""
    from smartxl.campaign import init_campaign
    from smartxl.cli.present.campaigned import CampaignRecord
    from smartxl.cli.present.jsonout import echo_json

    made = init_campaign(folder, cities, framework=framework, lang=lang)
    if as_json:
        echo_json(CampaignRecord.of(made))
        return
    screen, count = Screen(spoken()), len(made.cities)
    screen.say(
        f"{folder}：{count} 个城市。城市表 {made.loaded.table}，共有指标在 {made.loaded.common.name}/",
        f"{folder}: {count} cities, their table {made.loaded.table}, common indicators in {made.loaded.common.name}/",
    )


@campaign.command(help=Text("生成各城市各单位的采样表。", "Write the workbooks of all cities."))
@_of_campaign
@_only
@options.force
@click.pass_context
def build(
    ctx: click.Context, opened: Campaign, screen: Screen, as_json: bool, only: tuple[str, ...], force: bool
) -> None:
    """Write the workbooks of all cities."""
    with screen.progress("生成", "Writing") as progress:
        run = opened.build(only, force=force, progress=progress)
    _tell(ctx, screen, run, as_json)


@campaign.command(
    help=Text("模拟各城市填报，写入各自的 inbox/。", "Simulated respondents, into each inbox/.")
)
@_of_campaign
@_only
@_seed
@option("--messy", is_flag=True, help=Text("带有不规范的填写。", "With careless typing."))
@options.force
@click.pass_context
def fill(
    ctx: click.Context,
    opened: Campaign,
    screen: Screen,
    as_json: bool,
    only: tuple[str, ...],
    seed: int,
    messy: bool,
    force: bool,
) -> None:
    """Simulated respondents, into each inbox/."""
    with screen.progress("模拟填报", "Filling") as progress:
        run = opened.fill(seed, only, messy=messy, force=force, progress=progress)
    _tell(ctx, screen, run, as_json)


@campaign.command(
    help=Text(
        "收回各城市 inbox/ 中的文件。\n\n中断后再次运行即可继续。",
        "Read what came back to each city.\n\nAfter Ctrl-C run it again: no file is read twice.",
    )
)
@_of_campaign
@_only
@click.pass_context
def collect(
    ctx: click.Context, opened: Campaign, screen: Screen, as_json: bool, only: tuple[str, ...]
) -> None:
    """Read what came back to each city."""
    with screen.progress("收回", "Collecting") as progress:
        run = opened.collect(only, progress=progress)
    _tell(ctx, screen, run, as_json)


@campaign.command(help=Text("各城市的填报进度。", "Where each city's round stands."))
@_of_campaign
@_only
@click.pass_context
def status(
    ctx: click.Context, opened: Campaign, screen: Screen, as_json: bool, only: tuple[str, ...]
) -> None:
    """Where each city's round stands."""
    with screen.progress("统计", "Counting") as progress:
        run = opened.status(only, progress=progress)
    _tell(ctx, screen, run, as_json)


@campaign.command(
    help=Text("计算各城市得分，按共有指标排名。", "Score all cities, and rank them by common indicators.")
)
@_of_campaign
@option("--csv", "as_csv", is_flag=True, help=Text("输出CSV。", "Write CSV."))
@click.pass_context
def score(ctx: click.Context, opened: Campaign, screen: Screen, as_json: bool, as_csv: bool) -> None:
    """Score all cities, and rank them by common indicators."""
    from smartxl.cli.present.campaigned import ComparisonRecord, comparison_table, run_lines
    from smartxl.cli.present.jsonout import echo_json

    with screen.progress("计分", "Scoring") as progress:
        found = opened.score(progress=progress)
    if as_json:
        echo_json(ComparisonRecord.of(found, screen.lang))
    elif as_csv:
        click.echo(found.comparison.frame(screen.lang).to_csv(), nl=False)
    else:
        heads, rows = comparison_table(found.comparison, screen.lang)
        screen.table(heads, rows, frozenset({0, *range(4, len(heads) - 1)}))
    if not as_json:
        for line in run_lines(found.run, screen):
            screen.say(line, line)
    ctx.exit(ExitCode.FOUND if found.run.failed else ExitCode.CLEAN)


@campaign.command(
    help=Text(
        "排名有多可靠：共有指标的权重各在 ±25 % 内变化，重排多次。",
        "How sure the ranking is: weights vary by ±25 %, cities are ranked many times.",
    )
)
@_of_campaign
@option(
    "--runs",
    type=click.IntRange(min=1, max=1_000_000),
    default=1000,
    show_default=True,
    metavar="N",
    help=Text("重排次数。", "How many times."),
)
@_seed
@option("--csv", "as_csv", is_flag=True, help=Text("输出CSV。", "Write CSV."))
def robust(opened: Campaign, screen: Screen, as_json: bool, runs: int, seed: int, as_csv: bool) -> None:
    """How sure the ranking is: weights vary by ±25 %, cities are ranked many times."""
    from smartxl.cli.present.campaigned import RobustnessRecord, robust_table
    from smartxl.cli.present.jsonout import echo_json

    with screen.progress("重排", "Ranking") as progress:
        found = opened.robust(runs=runs, seed=seed, progress=progress)
    if as_json:
        echo_json(RobustnessRecord.of(found, runs, seed))
    elif as_csv:
        click.echo(found.frame.to_csv(), nl=False)
    else:
        heads, rows = robust_table(found, screen.lang)
        screen.table(heads, rows, frozenset(range(2, len(heads))))
        share = f"{found.leader_stays:.0%}"
        screen.say(
            f"{runs} 次中第一名不变的占 {share}（种子 {seed}）",
            f"the leader stays in {share} of {runs} runs (seed {seed})",
        )


@campaign.command(
    help=Text(
        "生成多市比较报告；--each-city 同时生成各城市的报告。",
        "Write the report on all cities; --each-city: each city's own too.",
    )
)
@_of_campaign
@option(
    "--format",
    "kinds",
    multiple=True,
    default=("xlsx",),
    type=click.Choice(["xlsx", "docx", "html", "pdf"]),
    help=Text("格式，可重复（默认 xlsx）。", "Format, may be repeated (default: xlsx)."),
)
@option(
    "--each-city",
    is_flag=True,
    help=Text(
        "同时生成各城市的报告，写入各自的 reports/。", "Each city's own reports too, into its reports/."
    ),
)
@options.force
@click.pass_context
def report(
    ctx: click.Context,
    opened: Campaign,
    screen: Screen,
    as_json: bool,
    kinds: tuple[str, ...],
    each_city: bool,
    force: bool,
) -> None:
    """Write the report on all cities; --each-city: each city's own too."""
    from smartxl.cli.present.campaigned import CampaignReportRecord, run_lines
    from smartxl.cli.present.jsonout import echo_json

    with screen.progress("生成报告", "Reporting") as progress:
        found = opened.report(*kinds, cities=each_city, force=force, progress=progress)
    if as_json:
        echo_json(CampaignReportRecord.of(found, screen.lang))
    else:
        for built in found.files:
            screen.show(str(built.path))
        for run in (found.scores.run, *([found.cities] if found.cities else [])):
            for line in run_lines(run, screen):
                screen.say(line, line)
    failed = found.scores.run.failed or (found.cities and found.cities.failed)
    ctx.exit(ExitCode.FOUND if failed else ExitCode.CLEAN)


@campaign.command(
    help=Text(
        "把各城市得分写成表，供 DuckDB、R、BI 读取。", "Write the scores as tables for DuckDB, R, BI tools."
    )
)
@_of_campaign
@option(
    "--format",
    "kind",
    default="parquet",
    show_default=True,
    type=click.Choice(["parquet", "csv"]),
    help=Text("格式。", "Format."),
)
@options.force
def export(opened: Campaign, screen: Screen, as_json: bool, kind: str, force: bool) -> None:
    """Write the scores as tables for DuckDB, R, BI tools."""
    from smartxl.cli.present.campaigned import FilesRecord
    from smartxl.cli.present.jsonout import echo_json

    with screen.progress("计分", "Scoring") as progress:
        built = opened.export(kind, force=force, progress=progress)
    if as_json:
        echo_json(FilesRecord.of(built))
    else:
        for file in built:
            screen.show(str(file.path))


def _a_number_or_share(ctx: click.Context, parameter: click.Parameter, typed: float | None) -> float | None:
    """A whole number, or less than 1."""
    if typed is not None and typed > 1 and not typed.is_integer():
        why = Text("应为整数，或小于 1 的比例", "a whole number is needed, or a share below 1")
        raise Misuse(bad_value(parameter, str(typed), why), ctx)
    return typed


@campaign.command(
    help=Text("重新计算各城市的表和结果工作簿并比对。", "Recalculate the workbooks of all cities.")
)
@_of_campaign
@_only
@option(
    "--sample",
    type=click.FloatRange(min=0),
    callback=_a_number_or_share,
    default=None,
    metavar="N",
    help=Text(
        "每市抽查几份表，或其中的比例（如 0.1）；默认全部。",
        "So many forms of each city, or a share of them (0.1); default: all.",
    ),
)
@_seed
@click.pass_context
def verify(
    ctx: click.Context,
    opened: Campaign,
    screen: Screen,
    as_json: bool,
    only: tuple[str, ...],
    sample: float | None,
    seed: int,
) -> None:
    """Recalculate the workbooks of all cities."""
    with screen.progress("核对", "Verifying") as progress:
        run = opened.verify(only, sample=sample, seed=seed, progress=progress)
    _tell(ctx, screen, run, as_json)


def _tell(ctx: click.Context, screen: Screen, run: CampaignRun, as_json: bool) -> None:
    from smartxl.cli.present.campaigned import RunRecord, exit_code, run_lines, run_table
    from smartxl.cli.present.jsonout import echo_json

    if as_json:
        echo_json(RunRecord.of(run, screen.lang))
    else:
        heads, rows = run_table(run, screen.lang)
        screen.table(heads, rows, frozenset(range(2, len(heads))))
        for line in run_lines(run, screen):
            screen.say(line, line)
    ctx.exit(exit_code(run))
