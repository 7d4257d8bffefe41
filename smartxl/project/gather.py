"""What came back, read into the ledger, with the evidence beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from smartxl.collecting import (
    CollectProgress,
    CollectReport,
    OnProgress,
    collect,
    keep_evidence,
    read_again,
)
from smartxl.ledger import Ledger
from smartxl.model.received import FileState
from smartxl.processes import cores
from smartxl.project.folder import ProjectFolder
from smartxl.project.previous import PreviousRound
from smartxl.project.progress import Progress
from smartxl.text import CountOf, Lang

__all__ = ["gather"]


def gather(
    project: ProjectFolder,
    source: Path | Iterable[Path],
    now: Callable[[], datetime],
    *,
    progress: Progress | None = None,
    passwords: Iterable[str] = (),
    note: str = "",
    last: PreviousRound | None = None,
    processes: int | None = None,
) -> CollectReport:
    """Reads what came back into the ledger, in processes of their own. `progress` is called after every file.

    `note` is kept with the files; numbers are compared with those of the `last` round where a definition checks jumps.
    By default one process more than there are cores: while the ledger is written, none of them is idle.
    """
    with project.ledger(as_read=True, now=now()) as ledger:
        places = [source] if isinstance(source, Path) else list(source)
        report = collect(
            project.definition,
            project.answers_plan,
            places,
            ledger,
            now=now,
            progress=_told(progress, project.lang) if progress else None,
            passwords=passwords,
            note=note,
            last=last.numbers if last else None,
            processes=cores() + 1 if processes is None else processes,
        )
        read_again(project.definition, project.answers_plan, ledger, now())
        if len(places) != 1 or not places[0].is_dir():
            return report
        return _with_evidence(project, ledger, report, places[0], now())


def _told(progress: Progress, lang: Lang) -> OnProgress:
    def tell(step: CollectProgress) -> None:
        remark = f"问题 {step.findings} 条" if lang == "zh" else f"{CountOf(step.findings):finding}"
        progress(step.done, step.total, remark)

    return tell


def _with_evidence(
    project: ProjectFolder, ledger: Ledger, report: CollectReport, folder: Path, at: datetime
) -> CollectReport:
    """Keeps what lies beside the forms of a folder; what is wrong with it is told with the form."""
    accepted = {r.digest: r for r in ledger.records() if r.state is FileState.ACCEPTED}
    forms = {
        outcome.file: accepted[outcome.digest] for outcome in report.outcomes if outcome.digest in accepted
    }
    found = keep_evidence(project.definition, ledger, folder, forms, at)
    kept = {name for beside in found.values() for name in beside.files}
    outcomes = (
        replace(o, findings=(*o.findings, *found[o.file].findings)) if o.file in found else o
        for o in report.outcomes
    )
    return CollectReport(tuple(outcomes), tuple(name for name in report.skipped if name not in kept))
