"""`init`, `build`, `fill`: what goes out, and simulated answers to try it with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.project.outputs import Written
from smartxl.text import Lang

__all__ = ["build", "fill", "init", "say_written"]

_DEFAULT_SEED = 7


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="项目/PROJECT")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="语言 / language.")
def init(folder: Path, lang: Lang) -> None:
    """新建项目文件夹（示例定义） / make a project folder with the example's definition."""
    from smartxl.project.steps import new_project

    new_project(folder)
    screen = Screen(lang)
    screen.say(
        f"已建立项目 {folder}：请修改 assessment.yaml、framework.yaml、roster.csv 和 catalogue/。",
        f"Made the project {folder}: edit assessment.yaml, framework.yaml, roster.csv and catalogue/.",
    )
    screen.say(f"下一步：smartxl check {folder}", f"Next: smartxl check {folder}")


@click.command()
@options.project_folder
@click.option(
    "--edition",
    type=click.Choice(["unit", "evaluator", "appeal", "print"]),
    default="unit",
    show_default=True,
    help="填报版；带已收答案、可复核的复核版；供单位申诉的申诉版；打印后手填的打印版 / for the units; for the "
    "evaluator with the answers so far; for units to contest the result; to be printed and filled in by hand.",
)
@click.option(
    "--prefill",
    "last",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="上轮项目/LAST",
    help="带入上轮项目的答案 / fill in the answers of the round before: its project folder.",
)
@options.jobs
@options.lang
@options.force
def build(
    folder: Path, edition: str, last: Path | None, jobs: int | None, lang: str | None, force: bool
) -> None:
    """生成各单位采样表与全市工作簿 / write the units' workbooks and the city workbook."""
    from smartxl.project import steps
    from smartxl.project.folder import Project
    from smartxl.project.jobs import cores
    from smartxl.project.previous import previous_round

    if edition != "unit" and last:
        raise click.UsageError("--prefill is for the units' forms only (--edition unit)")
    project = Project.open(folder, lang)
    screen = Screen(project.lang)
    units, jobs = len(project.definition.roster.units), jobs or cores()
    if edition == "evaluator":
        with screen.progress("生成复核表", "Writing review workbooks", units) as tick:
            files = steps.build_reviews(project, force=force, tick=tick, jobs=jobs)
            say_written(screen, project.reviews, files)
        return
    if edition == "appeal":
        with screen.progress("生成申诉表", "Writing appeal workbooks", units) as tick:
            files = steps.build_appeals(project, force=force, tick=tick, jobs=jobs)
            say_written(screen, project.appeals, files)
        return
    if edition == "print":
        with screen.progress("生成打印版", "Writing forms to be printed", units) as tick:
            files = steps.build_paper(project, force=force, tick=tick, jobs=jobs)
            say_written(screen, project.paper, files)
        return
    total = units + 1
    before = previous_round(Project.open(last, project.lang)) if last else None
    with screen.progress("生成工作簿", "Writing workbooks", total) as tick:
        files = steps.build(project, last=before, force=force, tick=tick, jobs=jobs)
        say_written(screen, project.workbooks, files)


@click.command()
@options.project_folder
@click.option("--seed", type=int, default=_DEFAULT_SEED, show_default=True, help="随机种子 / random seed.")
@click.option("--messy", is_flag=True, help="掺入不规范填写 / with careless typing.")
@options.lang
@options.force
def fill(folder: Path, seed: int, messy: bool, lang: str | None, force: bool) -> None:
    """模拟各单位填报，写入 inbox/ / simulated respondents, into inbox/."""
    from smartxl.project import steps
    from smartxl.project.folder import Project

    project = Project.open(folder, lang)
    screen = Screen(project.lang)
    with screen.progress("模拟填报", "Filling in", len(project.definition.roster.units)) as tick:
        say_written(screen, project.inbox, steps.fill(project, seed, messy=messy, force=force, tick=tick))


def say_written(screen: Screen, folder: Path, files: Iterable) -> None:  # type: ignore[type-arg]
    """Sums up what was written where."""
    counts = Counter(built.written for built in files)
    zh = {
        Written.NEW: "新建",
        Written.SAME: "未变",
        Written.REPLACED: "更新",
        Written.KEPT_OLD: "替换（旧文件已另存）",
    }
    en = {
        Written.NEW: "new",
        Written.SAME: "unchanged",
        Written.REPLACED: "updated",
        Written.KEPT_OLD: "replaced (old kept)",
    }
    words = zh if screen.lang == "zh" else en
    told = ", ".join(f"{words[kind]} {count}" for kind, count in counts.items())
    screen.say(f"{folder}：{told}", f"{folder}: {told}")
