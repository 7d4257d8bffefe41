"""How fast filled workbooks are collected, beside openpyxl bare: loading the same files and touching every cell.

    python benchmarks/collect.py [workbooks]

Every workbook has 60 sampled items and its entries, some typed carelessly; collecting reads, cleans and judges them and
writes the ledger. Each measurement runs in a process of its own, so that its peak memory is its own, and openpyxl's
before and after the others, on one core as it works. A second run finds every file in the ledger.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from alone import alone
from build import many
from openpyxl import load_workbook

from smartxl.collecting import OutcomeKind
from smartxl.garbage import look_seldom
from smartxl.processes import cores
from smartxl.project import Project, init_project, open_project

SAMPLE = 40
"""How many files the peer reads."""


def opened(folder: Path, units: int) -> Project:
    """The example's project with other units."""
    project = open_project(folder)
    project.definition = many(project.definition, units)
    return project


def collect(project: Project) -> int:
    """All files into the ledger, garbage looked for as seldom as by the commands."""
    look_seldom()
    report = project.collect().report
    if report.number(OutcomeKind.UNREADABLE) or report.number(OutcomeKind.REFUSED):
        sys.exit(str([finding.message("en") for finding in report.findings][:5]))
    return len(report.outcomes)


def bare_openpyxl(project: Project) -> int:
    """The peer: every cell of some of the files, nothing cleaned, judged or kept."""
    every = sorted(project.inbox.glob("*.xlsx"))
    paths = every[:: max(1, len(every) // SAMPLE)]
    for path in paths:
        for sheet in load_workbook(path).worksheets:
            sum(cell.value is not None for row in sheet.iter_rows() for cell in row)
    return len(paths)


def rate(work: Callable[[Project], int], folder: Path, units: int) -> float:
    """Files in a second."""
    project = opened(folder, units)
    start = time.perf_counter()
    return work(project) / (time.perf_counter() - start)


def filled(folder: Path, units: int) -> None:
    """Filled workbooks in the inbox."""
    init_project(folder)
    opened(folder, units).fill(messy=True)


def main() -> None:
    """Prints rates, ratios and memory."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as scratch:
        for count in sorted({units // 10, units}):
            folder = Path(scratch) / f"city-{count}"
            filled(folder, count)
            before = alone(rate, bare_openpyxl, folder, count)
            first = alone(rate, collect, folder, count)
            again = alone(rate, collect, folder, count)
            peer = (before.number + alone(rate, bare_openpyxl, folder, count).number) / 2
            print(f"{count:>5} files, {cores()} cores: openpyxl bare {peer:.1f} files/s, {before.own:.0f} MB")
            print(f"      collected at {first.number:.1f} files/s, {first.number / peer:.1f} times openpyxl")
            print(
                f"      at the peak {first.own:.0f} MB, {first.child:.0f} MB in the largest process that reads"
            )
            print(f"      again, all in the ledger: {again.number:.0f} files/s")


if __name__ == "__main__":
    main()
