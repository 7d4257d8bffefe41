"""`robust`: how sure the ranks are, and which choices they come from."""

from __future__ import annotations

from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.misuse import Misuse
from smartxl.cli.spoken import spoken
from smartxl.cli.told import command, option
from smartxl.model.uncertaintydesign import LEAST_RUNS, MOST_POINTS, MOST_RUNS
from smartxl.text import Text

__all__ = ["robust"]


@command(
    help=Text(
        "名次有多可靠：换一组权重、一种做法，名次变不变。\n\n按定义中的 robustness（默认全部权重上下浮动 25%）计算上千次，"
        "给出名次区间、相邻两个单位的先后是否可以引用、哪个权重最要紧、权重到多少第一名会换。",
        "How sure the ranks are: would they change with other weights, other conventions?\n\nCalculates the round many "
        "times by what robustness in the definition says (by default all weights within ±25 %): rank intervals, which order "
        "of two units can be quoted, which weight matters, at which weight the leader changes.",
    )
)
@options.project_folder
@option(
    "--runs",
    type=click.IntRange(LEAST_RUNS, MOST_RUNS),
    metavar="N",
    help=Text("计算次数（默认：按定义，1000）。", "How many runs (default: as defined, 1000)."),
)
@option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="N",
    help=Text("随机数种子（默认：按定义，7）。", "Seed of the random numbers (default: as defined, 7)."),
)
@option(
    "--sobol",
    is_flag=True,
    help=Text(
        "再做 Sobol 分析：差异来自哪项选择。", "Also Sobol indices: which choice the variance comes from."
    ),
)
@option(
    "--points",
    type=click.IntRange(2, MOST_POINTS),
    metavar="N",
    help=Text(
        "Sobol 分析的点数，2 的幂（默认：按定义，256）。",
        "Points of the Sobol analysis, a power of 2 (default: as defined, 256).",
    ),
)
@option(
    "--unit",
    "units",
    multiple=True,
    metavar=options.NAME,
    help=Text(
        "Sobol 分析也看该单位的总分；可写多次。",
        "Sobol indices of this unit's total too; may be given again.",
    ),
)
@option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=options.FILE,
    help=Text(
        "每次计算一行写成CSV：所用参数、总分、名次。",
        "Write each run as a line of CSV: parameters, totals, ranks.",
    ),
)
@options.jobs
@options.lang
@options.as_json
@click.pass_context
def robust(
    ctx: click.Context,
    folder: Path,
    runs: int | None,
    seed: int | None,
    sobol: bool,
    points: int | None,
    units: tuple[str, ...],
    csv_file: Path | None,
    jobs: int | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """How sure the ranks are."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.outdated import warn_outdated
    from smartxl.cli.present.robust import RobustRecord, show_robust
    from smartxl.cli.present.written import write_and_say
    from smartxl.project import open_project
    from smartxl.project.robust import runs_table

    if not sobol and (units or points is not None):
        raise Misuse(
            Text(
                "--unit 和 --points 只用于 Sobol 分析：加 --sobol",
                "--unit and --points are about Sobol indices: add --sobol",
            ),
            ctx,
        )
    project = open_project(folder, lang)
    screen = Screen(spoken(), quiet=as_json)
    with screen.progress("计算", "calculating") as progress:
        found = project.robust(
            runs=runs, seed=seed, sobol=sobol, points=points, units=units, jobs=jobs, progress=progress
        )
    if csv_file is not None:
        write_and_say(screen, csv_file, runs_table(found))
    if as_json:
        echo_json(RobustRecord.of(found, screen.lang))
    else:
        show_robust(screen, found)
    ctx.exit(1 if warn_outdated(project, screen) else 0)
