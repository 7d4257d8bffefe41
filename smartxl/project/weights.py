"""Weights by experts, from the questionnaires to framework.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from smartxl.define.contained import contained_workbook
from smartxl.errors import ProjectError, UnknownName
from smartxl.project.folder import ProjectFolder
from smartxl.project.outputs import write_whole
from smartxl.project.progress import Progress, ticks
from smartxl.project.sources import sources
from smartxl.project.views import BuildReport
from smartxl.project.weighing.ahp import AhpOutcome, Rules, ask_ahp, collect_ahp
from smartxl.project.weighing.delphi import DelphiOutcome, ask_delphi, collect_delphi, newest_round
from smartxl.project.weighing.inbox import experts_of, folder_of
from smartxl.project.weighing.table import WeightChange, changes_in, rewritten
from smartxl.text import Text

__all__ = ["ExpertWeights", "rewritten_definition"]

_METHODS = ("ahp", "delphi")


@dataclass(frozen=True, slots=True)
class ExpertWeights:
    """The steps of weighing; `method` is `ahp` or `delphi`, `experts` a table (default: weights/experts.csv or .xlsx)."""

    project: ProjectFolder

    def ask(
        self,
        method: str,
        *,
        experts: str | Path | None = None,
        nodes: Iterable[str] = (),
        force: bool = False,
        progress: Progress | None = None,
    ) -> BuildReport:
        """Writes one questionnaire for each expert into weights/out/, about all branches or those below `nodes`."""
        people = experts_of(self.project, Path(experts) if experts else None)
        start = ask_ahp if _known(method) == "ahp" else ask_delphi
        tick = ticks(progress, len(people))
        files = tuple(start(self.project, people, tuple(nodes), force=force, tick=tick))
        return BuildReport(files[0].path.parent if files else folder_of(self.project), files)

    def collect(
        self,
        *paths: str | Path,
        method: str | None = None,
        experts: str | Path | None = None,
        rules: Rules | None = None,
        passwords: Iterable[str] = (),
        force: bool = False,
    ) -> AhpOutcome | DelphiOutcome:
        """Reads what came back (default: weights/in/); AHP is pooled by the `rules`, `passwords` are tried on encrypted files.

        Without a `method` the one that was asked; raises ProjectError where none or both were.
        """
        people = experts_of(self.project, Path(experts) if experts else None)
        source = sources(self.project.root, map(Path, paths or ("weights/in",)))
        if _known(method or self._asked()) == "ahp":
            return collect_ahp(self.project, source, people, rules or Rules(), passwords)
        return collect_delphi(self.project, source, people, passwords, force=force)

    def changes(self, table: str | Path) -> list[WeightChange]:
        """What a table of weights would change in framework.yaml, checked; nothing is written."""
        path = Path(table)
        return changes_in(self.project, path if path.is_file() else self.project.root / path)

    def set(self, table: str | Path) -> Path:
        """Writes the weights of a table into framework.yaml, or the workbook in its place; its path is returned.

        Open the project again afterwards.
        """
        path, content = rewritten_definition(self.project, self.changes(table))
        write_whole(path, content)
        return path

    def _asked(self) -> str:
        """The method that was asked."""
        asked = ["ahp"] if (folder_of(self.project) / "ahp-asked.csv").is_file() else []
        asked += ["delphi"] if newest_round(self.project) else []
        if len(asked) == 1:
            return asked[0]
        what, remedy = (
            (
                Text("两种方法都发过问卷", "both methods were asked"),
                Text("用 --method 指明哪一种", "say which with --method"),
            )
            if asked
            else (
                Text("还没有制作问卷", "no questionnaire was made yet"),
                Text("先制作：smartxl weights ask", "make one: smartxl weights ask"),
            )
        )
        raise ProjectError(str(self.project.root), what, remedy)


def rewritten_definition(project: ProjectFolder, changes: Sequence[WeightChange]) -> tuple[Path, bytes]:
    """The file that holds the weights, framework.yaml or the workbook in its place, and its content with new ones.

    Nothing is written. Raises SmartxlError where they would not be read back as they should.
    """
    if workbook := contained_workbook(project.root):
        from smartxl.project.weighing.workbook import rewritten_workbook

        return workbook, rewritten_workbook(workbook, changes)
    return rewritten(project, changes)


def _known(method: str) -> str:
    if method not in _METHODS:
        known = ", ".join(_METHODS)
        what = Text(f"没有方法“{method}”", f"there is no method {method!r}")
        raise UnknownName("method", what, Text(f"可用：{known}", f"one of: {known}"))
    return method
