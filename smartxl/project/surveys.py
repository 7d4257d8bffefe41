"""The satisfaction survey, from the tallies to the units' forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from smartxl.project.folder import ProjectFolder
from smartxl.project.outputs import Outputs
from smartxl.project.progress import Progress, ticks
from smartxl.project.sources import sources
from smartxl.project.survey import (
    SurveyCounts,
    ask_tallies,
    collect_tallies,
    counts_path,
    fill_forms,
    surveyed_units,
    table_of,
)
from smartxl.project.views import BuildReport

__all__ = ["Surveys"]


@dataclass(frozen=True, slots=True)
class Surveys:
    """The steps of the survey; `units` are codes or names, all that have survey indicators by default."""

    project: ProjectFolder

    def ask(
        self,
        units: Iterable[str] = (),
        *,
        copies: int = 1,
        rows: int = 300,
        force: bool = False,
        progress: Progress | None = None,
    ) -> BuildReport:
        """Writes `copies` tallies for each unit into surveys/out/, with room for so many respondents."""
        asked = surveyed_units(self.project, tuple(units))
        tick = ticks(progress, len(asked) * copies)
        files = tuple(ask_tallies(self.project, asked, copies, rows, force=force, tick=tick))
        return BuildReport(self.project.root / "surveys" / "out", files)

    def collect(self, *paths: str | Path, passwords: Iterable[str] = (), force: bool = False) -> SurveyCounts:
        """Counts what came back (default: surveys/in/) and keeps the counts in surveys/counts.csv.

        `passwords` are tried on encrypted files. Where no tally was recognised, the counts of before stay as they are.
        """
        source = sources(self.project.root, map(Path, paths or ("surveys/in",)))
        counts = collect_tallies(self.project, source, passwords)
        if counts.counts:
            with Outputs(self.project.root, force) as outputs:
                outputs.write(counts_path(self.project), table_of(counts))
        return counts

    def forms(self, units: Iterable[str] = (), *, force: bool = False) -> BuildReport:
        """Writes the units' workbooks with the counts filled in."""
        asked = surveyed_units(self.project, tuple(units))
        return BuildReport(self.project.workbooks, tuple(fill_forms(self.project, asked, force=force)))
