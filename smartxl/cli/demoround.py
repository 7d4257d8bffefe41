"""The round of `demo`, step by step: forms go out, some come back with mistakes and are given back, mended, and scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.cli.present.findings import asks, finding_counts
from smartxl.errors import ProjectError, SmartxlError
from smartxl.project.outputs import write_whole

if TYPE_CHECKING:
    from smartxl.cli.console import Screen
    from smartxl.collecting import CollectReport
    from smartxl.diagnosis.facts import RoundFacts
    from smartxl.findings import Finding
    from smartxl.project import Project
    from smartxl.project.progress import Progress

__all__ = ["SHOWN_UNIT", "DemoRound"]

SHOWN_UNIT = "GAJ"  # the largest department
_MESSY = (SHOWN_UNIT, "CZJ", "ZJJ", "SCJG", "YBJ", "STHJ")
_DAMAGED, _SILENT = "QXJ", "DAG"
_EARLIER = timedelta(days=7)  # before the last day, when most come back
_SHOWN = 3  # findings, as examples
_BEGUN = 8  # an eighth of a step is done: other processes are at work


class DemoRound:
    """Each step says on the screen what came of it; in a folder that holds a demonstration, it goes on with what is there."""

    def __init__(self, folder: Path, screen: Screen) -> None:
        self._screen = screen
        self._marker = folder / ".smartxl" / "demo"
        self._is_new = not self._marker.is_file()
        self.project = self._opened(folder)
        self._step = 1
        self._today = datetime.now().astimezone().date()
        self._last_day = datetime.combine(self.project.definition.round.due, time(9)).astimezone()

    def _opened(self, folder: Path) -> Project:
        from smartxl.project import init_project, open_project

        lang = self._screen.lang
        if not self._is_new:
            self._screen.say(f"1. 继续已有项目：{folder}", f"1. Going on in the project {folder}")
            return open_project(folder, lang)
        project = init_project(folder, lang)
        write_whole(self._marker, b"a demonstration: simulated answers may be written here\n")
        self._screen.say(f"1. 新建示例市项目：{folder}", f"1. The example city's project: {folder}")
        return project

    def build(self) -> list[Path]:
        """The workbooks that go out."""
        with self._bar("生成采样表和全市工作簿", "Workbooks", "smartxl.project.gather") as progress:
            built = self.project.build(progress=progress)
        number = len(built.files)
        self._say(
            f"生成采样表和全市工作簿：{number} 个，在 {built.folder}",
            f"Workbooks: {number} in {built.folder}",
        )
        return list(built.paths)

    def answers(self) -> tuple[str, list[Path]]:
        """What came back in the end: how many findings there were at first, and the files. Raises SmartxlError."""
        if not self._is_new:
            with self._bar("模拟各单位填报", "Simulated returns") as progress:
                filled = self.project.fill(progress=progress)
            report = self._collect(filled.paths, self._last_day)
            return finding_counts(report.findings, self._screen.lang), list(filled.paths)
        self._fill_as_it_happens()
        first = self._collect([self.project.inbox], self._last_day - _EARLIER)
        self._tell_first(first)
        self._give_back()
        self._mend(first)
        return finding_counts(first.findings, self._screen.lang), sorted(self.project.inbox.glob("*.xlsx"))

    def _fill_as_it_happens(self) -> None:
        units = [unit.code for unit in self.project.definition.roster.units]
        careful = [code for code in units if code not in {*_MESSY, _SILENT}]
        ahead = ("smartxl.project.giveback", "smartxl.project.reporting")
        with self._bar("模拟各单位填报", "Simulated returns", *ahead) as progress:
            self.project.fill(units=careful, progress=progress)
        self.project.fill(messy=True, units=_MESSY)
        damaged = self._file_of(_DAMAGED)
        content = damaged.read_bytes()
        write_whole(damaged, content[: len(content) // 2])
        number = len(units) - 1
        self._say(
            f"模拟各单位填报：交来 {number} 个文件，{len(_MESSY)} 个填得不规范，1 个传坏了，还有 1 个单位没有交",
            f"Simulated returns: {number} files, {len(_MESSY)} filled in carelessly, 1 cut off on its way, 1 unit sent nothing",
        )

    def _file_of(self, code: str) -> Path:
        return next(self.project.inbox.glob(f"{code}-*.xlsx"))

    def _collect(self, paths: Sequence[Path], moment: datetime) -> CollectReport:
        """As if at that moment, whenever the demonstration runs: else every unit of its report would be late."""
        with self._screen.progress("收回并检查", "Collecting") as progress:
            return self.project.collect(*paths, progress=progress, clock=lambda: moment).report

    def _tell_first(self, report: CollectReport) -> None:
        told, number = finding_counts(report.findings, self._screen.lang), len(report.outcomes)
        self._say(f"收回 {number} 个文件，{told}。例如：", f"Collected {number} files, {told}. For example:")
        for finding in _examples(report.findings):
            where = " ".join(filter(None, (self._name(finding.unit) or finding.file, finding.place)))
            self._screen.say(
                f"   {where}：{finding.message('zh')}\n      → {finding.remedy('zh')}",
                f"   {where}: {finding.message('en')}\n      → {finding.remedy('en')}",
            )

    def _name(self, code: str) -> str:
        unit = self.project.definition.roster.by_code.get(code)
        return unit.name.get(self._screen.lang) if unit else ""

    def _give_back(self) -> None:
        moment = self._last_day - _EARLIER + timedelta(hours=1)
        with self._screen.progress("退回", "Giving back") as progress:
            done = self.project.give_back(mark=True, now=moment, progress=progress)
        number, folder = len(done.given), self.project.returns
        self._say(
            f"退回 {number} 个单位：原表标注、问题清单和函，在 {folder}",
            f"Given back to {number} units: their workbook marked, a list and a letter, in {folder}",
        )

    def _mend(self, first: CollectReport) -> None:
        """What was given back comes again without mistakes, and what was missing comes."""
        again = sorted(
            {
                *(finding.unit for finding in first.findings if asks(finding) and finding.unit),
                _DAMAGED,
                _SILENT,
            }
        )
        self._file_of(_DAMAGED).unlink()
        filled = self.project.fill(units=again)
        report = self._collect(filled.paths, self._last_day)
        told = finding_counts(report.findings, self._screen.lang)
        number = len(report.outcomes)
        self._say(
            f"改好的和补交的 {number} 个文件，再次收回：{told}",
            f"{number} files came again mended, or for the first time: {told}",
        )

    @cached_property
    def facts(self) -> RoundFacts:
        """What the reports of the round are written from. Raises ProjectError."""
        from smartxl.project.reporting import round_facts

        return round_facts(self.project.at(self._today))

    def reports(self) -> list[Path]:
        """The result workbook, then documents and task list: Word needs a Chinese font, PDF needs typst."""
        from smartxl.processes import cores
        from smartxl.project.reporting import ReportOrder, write_reports
        from smartxl_generators.report.pdf import can_set

        kinds = ("xlsx", "html", "docx", *(["pdf"] if can_set() else []))
        orders = [
            ReportOrder(kinds),
            ReportOrder(("docx",), brief=True),
            ReportOrder(("docx",), units=(SHOWN_UNIT,)),
        ]
        day = self._today
        try:
            ahead = ("smartxl.project.verifying", "smartxl.project.tasks")
            with self._bar("计分，生成报告", "Scoring, reports", *ahead) as progress:
                written = write_reports(
                    self.project.at(day),
                    orders,
                    day,
                    force=False,
                    jobs=cores(),
                    progress=progress,
                    facts=self.facts,
                )
            written = (*written, self.project.tasks.write(facts=self.facts).built)
        except ProjectError as error:
            self._say(f"未写报告文档：{error.said('zh')}", f"No report as a document: {error.said('en')}")
            written = (self.project.report(),)
        paths = [built.path for built in written]
        self._say(
            f"计算得分，生成结果工作簿、诊断评估报告、简报、单位结果和整改任务：{len(paths)} 个文件，在 "
            f"{self.project.reports}",
            f"Scored; result workbook, report, brief, a unit's page, tasks: {len(paths)} files in {self.project.reports}",
        )
        return paths

    def proof(self, paths: Sequence[Path]) -> tuple[int, int]:
        """How many cells of the workbooks were recalculated on all cores, and how many differ."""
        from smartxl.project.verifying import verify_files
        from smartxl.verify import VerifyReport

        checked = differences = 0
        with self._screen.progress("核对公式", "Verifying") as progress:
            for _, outcome in verify_files(paths, self.project, self._screen.lang, progress=progress):
                if isinstance(outcome, SmartxlError):
                    raise outcome
                if isinstance(outcome, VerifyReport):
                    checked, differences = checked + outcome.checked, differences + len(outcome.differences)
        return checked, differences

    def returned_form(self) -> Path | None:
        """The marked workbook of the unit that is shown; None where nothing was given back."""
        found = sorted(self.project.returns.rglob(f"{SHOWN_UNIT}-*.xlsx"))
        return found[0] if found else None

    @contextmanager
    def _bar(self, zh: str, en: str, *ahead: str) -> Iterator[Progress]:
        """A progress bar; when other processes are at work, this one loads `ahead`, modules that the next steps need."""
        with self._screen.progress(zh, en) as progress:

            def move(done: int, total: int, remark: str) -> None:
                progress(done, total, remark)
                if done * _BEGUN >= total:
                    for module in ahead:
                        import_module(module)

            yield move

    def _say(self, zh: str, en: str) -> None:
        self._step += 1
        self._screen.say(f"{self._step}. {zh}", f"{self._step}. {en}")


def _examples(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Some of different kinds, those first that ask somebody to do something."""
    seen: set[str] = set()
    for finding in sorted(findings, key=lambda each: not asks(each)):
        if finding.code.value not in seen and len(seen) < _SHOWN:
            seen.add(finding.code.value)
            yield finding
