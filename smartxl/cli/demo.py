"""`demo`: a whole round of the packaged example city."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from smartxl.cli.console import Screen
from smartxl.text import Lang

__all__ = ["demo"]

_SEED = 7
_VERIFIED_UNITS = ("GAJ", "SZB", "YH")  # the largest department, the smallest, a district


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("smartxl-demo"), metavar="[文件夹/FOLDER]")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="语言 / language.")
@click.pass_context
def demo(ctx: click.Context, folder: Path, lang: Lang) -> None:
    """演示：示例市完整一轮评估 / a whole round of the example city, in a folder it creates."""
    screen = Screen(lang)
    outcome = _Demo(folder, screen).run()
    for line in outcome.lines(screen):
        screen.show(line)
    ctx.exit(0 if outcome.verified else 1)


@dataclass(frozen=True)
class _Outcome:
    rows: tuple[tuple[str, str], ...]
    paths: tuple[Path, ...]
    verified: bool

    def lines(self, screen: Screen) -> Iterator[str]:
        """The closing table and what to open."""
        screen.table([screen.words("结果", "Result"), ""], [list(row) for row in self.rows])
        yield ""
        yield screen.words("请打开：", "Open:")
        yield from (f"  {path}" for path in self.paths)


class _Demo:
    def __init__(self, folder: Path, screen: Screen) -> None:
        self.folder, self.screen = folder, screen

    def run(self) -> _Outcome:
        """init, build, fill, collect, score, report, verify."""
        from smartxl.cli import steps
        from smartxl.cli.project import Project

        screen = self.screen
        if not (self.folder / "assessment.yaml").is_file():
            steps.new_project(self.folder)
            screen.say(f"1. 新建示例市项目：{self.folder}", f"1. The example city's project: {self.folder}")
        else:
            screen.say(f"1. 继续已有项目：{self.folder}", f"1. Going on in the project {self.folder}")
        project = Project.open(self.folder, screen.lang)
        units = len(project.definition.roster.units)
        with screen.progress("2. 生成采样表和全市工作簿", "2. Writing the workbooks", units + 1) as tick:
            built = list(steps.build(project, force=False, tick=tick))
        screen.say(f"2. 生成 {len(built)} 个工作簿：{project.workbooks}", f"2. Wrote {len(built)} workbooks: {project.workbooks}")
        with screen.progress("3. 模拟各单位填报", "3. Simulating the respondents", units) as tick:
            filled = list(steps.fill(project, _SEED, messy=False, force=False, tick=tick))
        screen.say(f"3. 模拟填报 {len(filled)} 份：{project.inbox}", f"3. {len(filled)} simulated returns: {project.inbox}")
        with screen.progress("4. 收回并检查", "4. Collecting", units) as tick:
            collected = steps.gather(project, [built.path for built in filled], lambda: datetime.now(UTC), tick)
        from smartxl.cli.tell import finding_counts

        told = finding_counts(collected.findings, screen.lang)
        screen.say(f"4. 收回 {len(collected.outcomes)} 个文件，{told}", f"4. Collected {len(collected.outcomes)} files, {told}")
        report = steps.report(project, udf=False, force=False)
        screen.say(f"5. 计算得分，生成结果工作簿：{report.path}", f"5. Scored; result workbook: {report.path}")
        cells, differences = self._verify([report.path, *self._unit_files(project, filled)])
        screen.say(
            f"6. 用 formulas 重新计算 {cells} 个单元格，与引擎相差 {differences} 处",
            f"6. {cells} cells recalculated with formulas, {differences} differ from the engine",
        )
        rows = self._rows(project, told, cells, differences)
        sample = next(b.path for b in built if b.path.name.startswith(_VERIFIED_UNITS[0]))
        return _Outcome(rows, (report.path, built[-1].path, sample), differences == 0)

    def _unit_files(self, project, filled) -> list[Path]:  # type: ignore[no-untyped-def]
        return [b.path for b in filled if b.path.name.split("-")[0] in _VERIFIED_UNITS]

    def _verify(self, paths: list[Path]) -> tuple[int, int]:
        """All at once in two processes: the result workbook takes as long as all the others."""
        with self.screen.progress("6. 核对公式", "6. Verifying", len(paths)) as tick, ProcessPoolExecutor(2) as pool:
            checked = differences = 0
            for count, wrong in pool.map(_verify_one, [self.folder] * len(paths), paths, [self.screen.lang] * len(paths)):
                checked, differences = checked + count, differences + wrong
                tick()
        return checked, differences

    def _rows(self, project, findings: str, cells: int, differences: int) -> tuple[tuple[str, str], ...]:  # type: ignore[no-untyped-def]
        from smartxl.cli import steps
        from smartxl.define import profile
        from smartxl.model.framework import ROOT
        from smartxl.model.scores import CITY, QuantityKind

        words, lang = self.screen.words, self.screen.lang
        table, _ = steps.score_project(project)
        definition = project.definition
        score, coverage = (table.get(kind, CITY, ROOT) for kind in (QuantityKind.SCORE, QuantityKind.COVERAGE))
        stage = table.get(QuantityKind.STAGE, CITY)
        names = definition.framework.conventions.stages.names
        facts = profile(definition)
        classes = "，".join(f"{c.name.get(lang)} {c.units}" for c in facts.classes)
        return (
            (words("单位", "Units"), classes),
            (words("采样事项", "Items"), str(sum(c.items for c in facts.classes))),
            (words("检查", "Findings"), findings),
            (words("覆盖率", "Coverage"), f"{coverage:.1%}" if coverage is not None else "—"),
            (words("全市得分", "City score"), f"{score:g}" if score is not None else "—"),
            (words("发展阶段", "Stage"), names[int(stage)].get(lang) if stage is not None else "—"),
            (words("公式核对", "Verification"), words(f"{cells} 个单元格，{differences} 处差异", f"{cells} cells, {differences} differ")),
        )


def _verify_one(folder: Path, path: Path, lang: Lang) -> tuple[int, int]:
    from smartxl.cli import steps
    from smartxl.cli.project import Project

    report = steps.verify_file(Project.open(folder, lang), path)
    return report.checked, len(report.differences)
