"""What the verbs of a project return: data, and the same as data frames with the codes of units and nodes as keys.

pandas is imported when a frame is asked for, so that commands that show none start quickly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.findings import Finding
from smartxl.model.definition import Definition
from smartxl.text import Lang

if TYPE_CHECKING:
    import pandas as pd

    from smartxl.collecting import CollectReport
    from smartxl.ledger import CountedAnswers, Happening, Scoring
    from smartxl.project.outputs import Built
    from smartxl.project.prefilling import Prefilled
    from smartxl.project.returned import Recorded
    from smartxl.project.returnpapers import Terms
    from smartxl.project.returns import Given
    from smartxl_generators.statuspage import RoundView

__all__ = [
    "BuildReport",
    "Collected",
    "GivenBack",
    "History",
    "RoundStatus",
    "findings_frame",
]


def findings_frame(findings: Iterable[Finding], lang: Lang) -> pd.DataFrame:
    """One finding a row, by unit and finding code; the words are in one language."""
    import pandas as pd

    rows = [
        (
            *(f.unit, f.code.value, f.severity.value, f.file, f.sheet, f.cell, f.item),
            *(f.found, f.expected, f.message(lang), f.remedy(lang)),
        )
        for f in findings
    ]
    heads = [
        "unit",
        "code",
        "severity",
        "file",
        "sheet",
        "cell",
        "item",
        "found",
        "expected",
        "message",
        "remedy",
    ]
    return pd.DataFrame(rows, columns=heads).set_index(["unit", "code"])


@dataclass(frozen=True, slots=True)
class BuildReport:
    """Files that a step wrote into `folder`, or found there unchanged; what of the round before was `prefilled`, if any."""

    folder: Path
    files: tuple[Built, ...]
    prefilled: Prefilled | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where the files are."""
        return tuple(built.path for built in self.files)


@dataclass(frozen=True)
class Collected:
    """What became of the files that were read; `report` is the same as data."""

    report: CollectReport
    lang: Lang

    @cached_property
    def files(self) -> pd.DataFrame:
        """One file a row, by name: what became of it, whose it is, how many findings, its SHA-256."""
        import pandas as pd

        rows = [(o.file, o.outcome.value, o.unit, len(o.findings), o.digest) for o in self.report.outcomes]
        heads = ["file", "outcome", "unit", "findings", "digest"]
        return pd.DataFrame(rows, columns=heads).set_index("file")

    @cached_property
    def findings(self) -> pd.DataFrame:
        """See `findings_frame`."""
        return findings_frame(self.report.findings, self.lang)


@dataclass(frozen=True)
class RoundStatus:
    """Who has answered, how complete, what is wrong, whom to remind; `view` is the same as data.

    `outdated` are units whose accepted form was made before the definition was changed.
    """

    view: RoundView
    outdated: frozenset[str]

    @cached_property
    def units(self) -> pd.DataFrame:
        """One unit a row, by code: state, rows filled, to correct, open, asked and scored, findings, the file that counts."""
        import pandas as pd

        rows = [
            (
                *(u.unit.code, u.unit.name.get(self.view.lang), u.state.value),
                *(u.rows.filled, u.rows.to_correct, u.rows.open, u.rows.asked, u.answered),
                *(u.findings.must_fix, u.findings.total, u.file),
            )
            for u in self.view.overview.units
        ]
        counts = ["filled", "to_correct", "open", "rows", "scored", "must_fix", "findings"]
        heads = ["unit", "name", "state", *counts, "file"]
        return pd.DataFrame(rows, columns=heads).set_index("unit")

    def html(self, at: datetime) -> bytes:
        """The page of the round, self-contained."""
        from smartxl_generators.statuspage import status_page

        return status_page(self.view, at)


@dataclass(frozen=True)
class History:
    """All that happened to the units named, in order, what counts of each, and by what the round was scored since when."""

    definition: Definition
    entries: tuple[Happening, ...]
    counted: Mapping[str, CountedAnswers]
    scorings: tuple[Scoring, ...] = ()

    @cached_property
    def table(self) -> pd.DataFrame:
        """One event or receipt a row, by unit: when, what, by whom, why, which file."""
        import pandas as pd

        rows = [
            (e.unit, e.at, e.event.kind.value, e.event.who, e.event.why, "")
            if e.event
            else (e.unit, e.at, "file", "", "", e.receipt.name if e.receipt else "")
            for e in self.entries
        ]
        return pd.DataFrame(rows, columns=["unit", "at", "what", "who", "why", "file"]).set_index("unit")


@dataclass(frozen=True)
class GivenBack:
    """What was written for whom; `loose` are findings of files of nobody known, `clean` units with nothing to correct."""

    given: tuple[Given, ...]
    loose: tuple[Finding, ...]
    clean: int
    terms: Terms
    recorded: Recorded

    @property
    def due(self) -> date:
        """The day by which corrections are due."""
        return self.terms.due
