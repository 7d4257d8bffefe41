"""`init`, `build`, `fill`: what goes out, and simulated answers to try it with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.misuse import Misuse
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command, option
from smartxl.model.edition import Edition
from smartxl.project.outputs import Written
from smartxl.text import Lang, Text
from smartxl_templates import STANDARD

if TYPE_CHECKING:
    from smartxl.project.views import BuildReport

__all__ = ["build", "fill", "init", "tell_written"]

_DEFAULT_SEED = 7
_WRITING: Mapping[str, tuple[str, str]] = {
    Edition.UNIT: ("生成工作簿", "Writing workbooks"),
    Edition.EVALUATOR: ("生成复核表", "Writing review workbooks"),
    Edition.APPEAL: ("生成申诉表", "Writing appeal workbooks"),
    Edition.PRINT: ("生成打印版", "Writing forms to be printed"),
}
_WRITTEN = {
    Written.NEW: Text("新建", "new"),
    Written.SAME: Text("未变", "unchanged"),
    Written.REPLACED: Text("更新", "updated"),
    Written.KEPT_OLD: Text("替换（旧文件已另存）", "replaced (old kept)"),
}


@command(help=Text("新建项目文件夹（随附的指标体系）。", "Make a project folder with a packaged definition."))
@argument("folder", type=click.Path(path_type=Path), metavar=Text("项目", "PROJECT"))
@option(
    "--framework",
    default=STANDARD,
    show_default=True,
    metavar=options.NAME,
    help=Text(
        "从哪套指标体系开始，见 smartxl frameworks。",
        "Which packaged definition to start from, see smartxl frameworks.",
    ),
)
@option(
    "--blank",
    is_flag=True,
    help=Text("从最小的空白定义开始。", "Start from the smallest definition there is."),
)
@option(
    "--with",
    "modules",
    multiple=True,
    metavar=Text("模块[=百分比]", "MODULE[=PERCENT]"),
    help=Text(
        "加入一个领域模块，可重复：--with 医疗 --with 交通=15。",
        "A module of smart-domains joins, may be repeated.",
    ),
)
@option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar=options.FILE,
    help=Text(
        "从文件开始：公布的指标表、事项清单（.xlsx .xls .ods .csv）、指标定义工作簿，或另一个项目文件夹。",
        "Start from a file: a published indicator table, a list of service items (.xlsx .xls .ods .csv), "
        "an authoring workbook, or the folder of another project.",
    ),
)
@option(
    "--as",
    "form",
    type=click.Choice(["yaml", "workbook"]),
    default=None,
    help=Text(
        "项目的写法（与 --from 合用）：YAML 和 CSV 文件（默认），或一个工作簿，在 Excel 里修改。",
        "What the project is left as (with --from): YAML and CSV files (default), or one workbook to correct in "
        "Excel.",
    ),
)
@option(
    "--title",
    default="",
    metavar=Text("标题", "TITLE"),
    help=Text("评估的标题（与 --from 合用）。", "Title of the assessment (with --from)."),
)
@option(
    "--city",
    default="",
    metavar=Text("城市", "CITY"),
    help=Text("被评估的城市（与 --from 合用）。", "The city that is assessed (with --from)."),
)
@options.lang
@options.as_json
def init(
    folder: Path,
    framework: str,
    blank: bool,
    modules: tuple[str, ...],
    source: Path | None,
    form: str | None,
    title: str,
    city: str,
    lang: Lang | None,
    as_json: bool,
) -> None:
    """Make a project folder with a packaged definition, or of a file."""
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.pasted import InitRecord, show_pasted
    from smartxl.project import Project, init_project
    from smartxl_templates import BLANK

    _fitting(blank=blank, framework=framework, modules=modules, source=source, others=(form, title, city))
    if source is not None:
        pasted = Project.paste(folder, source, spoken(), form=form, title=title, city=city)
        if as_json:
            echo_json(InitRecord.of(pasted))
        else:
            show_pasted(Screen(spoken()), pasted)
        return
    project = init_project(folder, lang, framework=BLANK if blank else framework, modules=modules)
    if as_json:
        echo_json(InitRecord(str(folder), framework if not blank else BLANK, "packaged"))
        return
    screen = Screen(spoken())
    title = project.definition.framework.title.get(screen.lang)
    screen.say(
        f"已建立项目 {folder}（{title}）：请修改 assessment.yaml、framework.yaml、roster.csv 和 catalogue/。",
        f"Made the project {folder} ({title}): edit assessment.yaml, framework.yaml, roster.csv and "
        "catalogue/.",
    )


def _fitting(
    *,
    blank: bool,
    framework: str,
    modules: tuple[str, ...],
    source: Path | None,
    others: tuple[str | None, ...],
) -> None:
    """Raises Misuse for options that exclude each other."""
    if blank and framework != STANDARD:
        raise Misuse(Text("--blank 和 --framework 只能选一个", "--blank, --framework: choose one of them"))
    if source is not None and (blank or modules or framework != STANDARD):
        raise Misuse(
            Text(
                "--from 不能与 --framework、--blank、--with 合用",
                "--from: without --framework, --blank, --with",
            )
        )
    if source is None and any(others):
        raise Misuse(Text("--as、--title、--city 与 --from 合用", "--as, --title, --city: only with --from"))


@command(help=Text("生成各单位采样表与全市工作簿。", "Write the units' workbooks and the city workbook."))
@options.project_folder
@option(
    "--edition",
    type=click.Choice([edition.value for edition in Edition if edition.of_unit]),
    default=Edition.UNIT.value,
    show_default=True,
    help=Text(
        "填报版；带已收答案、可复核的复核版；供单位申诉的申诉版；打印后手填的打印版。",
        "For the units; for the evaluator with the answers so far; for units to contest the result; "
        "to be printed and filled in by hand.",
    ),
)
@option(
    "--prefill",
    "last",
    type=click.Path(path_type=Path, file_okay=False),
    metavar=Text("上轮项目", "LAST"),
    help=Text("带入上轮项目的答案。", "Fill in the answers of the round before: its project folder."),
)
@options.jobs
@options.lang
@options.force
@options.as_json
def build(
    folder: Path,
    edition: str,
    last: Path | None,
    jobs: int | None,
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write the units' workbooks and the city workbook."""
    from smartxl.project import open_project

    if edition != Edition.UNIT and last:
        raise Misuse(
            Text(
                "--prefill 只用于填报版（--edition unit）",
                "--prefill is for the units' forms only (--edition unit)",
            )
        )
    project = open_project(folder, lang)
    screen = Screen(spoken(), quiet=as_json)
    with screen.progress(*_WRITING[edition]) as progress:
        built = project.build(edition, prefill=last, force=force, jobs=jobs, progress=progress)
    if built.prefilled:
        screen.say(built.prefilled.told.zh, built.prefilled.told.en)
    tell_written(screen, built, as_json=as_json)


@command(help=Text("模拟各单位填报，写入 inbox/。", "Simulated respondents, into inbox/."))
@options.project_folder
@option("--seed", type=int, default=_DEFAULT_SEED, show_default=True, help=Text("随机种子。", "Random seed."))
@option("--messy", is_flag=True, help=Text("掺入不规范填写。", "With careless typing."))
@option(
    "--unit",
    "units",
    multiple=True,
    metavar=options.NAME,
    help=Text("只模拟这些单位，可重复。", "Only these units, may be repeated."),
)
@options.lang
@options.force
@options.as_json
def fill(
    folder: Path,
    seed: int,
    messy: bool,
    units: tuple[str, ...],
    lang: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Simulated respondents, into inbox/."""
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen = Screen(spoken(), quiet=as_json)
    with screen.progress("模拟填报", "Filling in") as progress:
        built = project.fill(seed, messy=messy, units=units, force=force, progress=progress)
    tell_written(screen, built, as_json=as_json)


def tell_written(screen: Screen, report: BuildReport, *, as_json: bool, listed: bool = False) -> None:
    """Sums up what was written where, and lists the files where they are few; or prints the record of it."""
    if as_json:
        from smartxl.cli.present.defined import WrittenRecord
        from smartxl.cli.present.jsonout import echo_json

        echo_json(WrittenRecord.of(report))
        return
    counts = Counter(built.written for built in report.files)
    told = ", ".join(f"{_WRITTEN[kind].get(screen.lang)} {count}" for kind, count in counts.items())
    screen.say(f"{report.folder}：{told}", f"{report.folder}: {told}")
    for file in report.files if listed else ():
        screen.show(str(file.path))
