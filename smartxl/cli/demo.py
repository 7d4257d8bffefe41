"""`demo`: a whole round of the packaged example city."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command
from smartxl.errors import ProjectError, SmartxlError
from smartxl.project.outputs import write_whole
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.project import Project
    from smartxl.project.views import BuildReport

__all__ = ["demo"]

_SEED = 7
_SHOWN_UNIT = "GAJ"  # the largest department


@command(
    help=Text("演示：示例市完整一轮评估。", "A whole round of the example city, in a folder it creates.")
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
    screen = Screen(spoken())
    outcome = _Demo(folder, screen).run()
    for line in outcome.lines(screen):
        screen.show(line)
    ctx.exit(0 if outcome.verified else 1)


@dataclass(frozen=True)
class _DemoResult:
    """What the round came to, and the workbooks to open."""

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
    """init, build, fill, collect, score, report, verify, each with a line of its own."""

    def __init__(self, folder: Path, screen: Screen) -> None:
        self.folder, self.screen = folder, screen

    def run(self) -> _DemoResult:
        """Runs all steps; files that an earlier run left unchanged are kept."""
        project = self._project()
        built = self._write(2, ("生成采样表和全市工作簿", "Workbooks"), project.build)
        filled = self._write(3, ("模拟各单位填报", "Simulated returns"), project.fill)
        findings = self._collect(project, filled)
        report, *documents = self._report(project)
        checked = self._verify(project, [report, *filled])
        sample = next(path for path in built if path.name.startswith(_SHOWN_UNIT))
        return _DemoResult(
            self._rows(project, findings, *checked),
            (*documents, report, built[-1], sample),
            checked[1] == 0,
        )

    def _project(self) -> Project:
        from smartxl.project import init_project, open_project

        marker, lang = self.folder / ".smartxl" / "demo", self.screen.lang
        if marker.is_file():
            self.screen.say(f"1. 继续已有项目：{self.folder}", f"1. Going on in the project {self.folder}")
            return open_project(self.folder, lang)
        project = init_project(self.folder, lang)
        write_whole(marker, b"a demonstration: simulated answers may be written here\n")
        self.screen.say(f"1. 新建示例市项目：{self.folder}", f"1. The example city's project: {self.folder}")
        return project

    def _write(self, step: int, what: tuple[str, str], writing: Callable[..., BuildReport]) -> list[Path]:
        zh, en = (f"{step}. {words}" for words in what)
        with self.screen.progress(zh, en) as progress:
            built = writing(progress=progress)
        number = len(built.files)
        self.screen.say(f"{zh}：{number} 个，在 {built.folder}", f"{en}: {number} in {built.folder}")
        return list(built.paths)

    def _collect(self, project: Project, filled: list[Path]) -> str:
        from smartxl.cli.present.findings import finding_counts

        # As if in time, whenever the demonstration runs: else every unit of its report would be late.
        last_day = datetime.combine(project.definition.round.due, time(9)).astimezone()
        with self.screen.progress("4. 收回并检查", "4. Collecting") as progress:
            report = project.collect(*filled, progress=progress, clock=lambda: last_day).report
        told, number = finding_counts(report.findings, self.screen.lang), len(report.outcomes)
        self.screen.say(f"4. 收回 {number} 个文件，{told}", f"4. Collected {number} files, {told}")
        return told

    def _report(self, project: Project) -> list[Path]:
        """The result workbook, then documents and task list: Word needs a Chinese font, PDF needs typst."""
        from smartxl_generators.report.pdf import can_set

        kinds = ("xlsx", "html", "docx", *(["pdf"] if can_set() else []))
        try:
            written = (
                *project.write_reports(*kinds),
                *project.write_reports("docx", brief=True),
                *project.write_reports("docx", units=[_SHOWN_UNIT]),
                project.tasks.write().built,
            )
        except ProjectError as error:
            self.screen.say(
                f"5. 未写报告文档：{error.said('zh')}", f"5. No report as a document: {error.said('en')}"
            )
            written = (project.report(),)
        paths = [built.path for built in written]
        self.screen.say(
            f"5. 计算得分，生成结果工作簿、诊断评估报告、简报、单位结果和整改任务：{len(paths)} 个文件，"
            f"在 {project.reports}",
            f"5. Scored; result workbook, report, brief, a unit's page, tasks: {len(paths)} files in "
            f"{project.reports}",
        )
        return paths

    def _verify(self, project: Project, paths: list[Path]) -> tuple[int, int]:
        """On all cores: the result workbook takes about as long as the units' workbooks together."""
        from smartxl.project.verifying import verify_files
        from smartxl.verify import VerifyReport

        checked = differences = 0
        with self.screen.progress("6. 核对公式", "6. Verifying") as progress:
            for done, (_, outcome) in enumerate(verify_files(paths, project, self.screen.lang), 1):
                if isinstance(outcome, SmartxlError):
                    raise outcome
                if isinstance(outcome, VerifyReport):
                    checked, differences = checked + outcome.checked, differences + len(outcome.differences)
                progress(done, len(paths), "")
        self.screen.say(
            f"6. 重新计算 {len(paths)} 个工作簿的 {checked} 个单元格，与引擎相差 {differences} 处",
            f"6. {checked} cells of {len(paths)} workbooks recalculated, {differences} differ",
        )
        return checked, differences

    def _rows(self, project: Project, findings: str, checked: int, wrong: int) -> tuple[tuple[str, str], ...]:
        from smartxl.define import profile
        from smartxl.model.framework import ROOT
        from smartxl.model.scores import CITY, QuantityKind

        words, lang = self.screen.words, self.screen.lang
        table = project.scored().table
        score, coverage = (
            table.get(kind, CITY, ROOT) for kind in (QuantityKind.SCORE, QuantityKind.COVERAGE)
        )
        stage = table.get(QuantityKind.STAGE, CITY)
        names = project.definition.framework.conventions.stages.names
        facts = profile(project.definition)
        classes = words("，", ", ").join(f"{c.name.get(lang)} {c.units}" for c in facts.classes)
        return (
            (words("单位", "Units"), classes),
            (words("采样事项", "Items"), str(facts.items)),
            (words("检查", "Findings"), findings),
            (words("覆盖率", "Coverage"), "—" if coverage is None else f"{coverage:.1%}"),
            (words("全市得分", "City score"), "—" if score is None else f"{score:.2f}"),
            (words("发展阶段", "Stage"), "—" if stage is None else names[int(stage)].get(lang)),
            (
                words("公式核对", "Verification"),
                words(f"{checked} 个单元格，{wrong} 处差异", f"{checked} cells, {wrong} differ"),
            ),
        )
