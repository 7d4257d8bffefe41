"""How fast filled workbooks are collected, beside openpyxl and calamine bare: loading the same files, touching every cell.

    python benchmarks/collect.py [workbooks]

Every workbook has 60 sampled items and its entries, some typed carelessly; collecting reads, cleans and judges them and
writes the ledger. Each measurement runs in a process of its own, so that its peak memory is its own, and the peers'
before and after the others, on one core as they work. A second run finds every file in the ledger. Where there is
LibreOffice, it saves a fifth of the files, which are collected as those that officials send who use it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from alone import alone
from build import many
from openpyxl import load_workbook

from smartxl.collecting import OutcomeKind
from smartxl.garbage import look_seldom
from smartxl.processes import cores
from smartxl.project import Project, init_project, open_project

SAMPLE = 40
"""How many files the peers read."""
SAVED = 5
"""Of so many files one is saved by LibreOffice."""


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


def some(project: Project) -> list[Path]:
    """The files that the peers read."""
    every = sorted(project.inbox.glob("*.xlsx"))
    return every[:: max(1, len(every) // SAMPLE)]


def bare_openpyxl(project: Project) -> int:
    """The peer in Python: every cell of some of the files, nothing cleaned, judged or kept."""
    paths = some(project)
    for path in paths:
        for sheet in load_workbook(path).worksheets:
            sum(cell.value is not None for row in sheet.iter_rows() for cell in row)
    return len(paths)


def bare_calamine(project: Project) -> int:
    """The peer in Rust: every value of some of the files."""
    paths = some(project)
    for path in paths:
        book = import_module("python_calamine").CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
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


def saved(folder: Path, office: Path, soffice: str) -> int:
    """Some of the files as LibreOffice saves them, in the inbox of a project of their own; returns how many."""
    paths = sorted(open_project(folder).inbox.glob("*.xlsx"))[::SAVED]
    shutil.copytree(folder, office, ignore=shutil.ignore_patterns("*.xlsx", "ledger*"))
    profile = f"-env:UserInstallation=file://{office}-profile"
    inbox = open_project(office).inbox
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(inbox),
        *map(str, paths),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return len(list(inbox.glob("*.xlsx")))


def measure(folder: Path, count: int) -> None:
    """Prints rates, ratios and memory of one project."""
    before = alone(rate, bare_openpyxl, folder, count)
    first = alone(rate, collect, folder, count)
    again = alone(rate, collect, folder, count)
    peer = (before.number + alone(rate, bare_openpyxl, folder, count).number) / 2
    print(f"{count:>5} files, {cores()} cores: openpyxl bare {peer:.1f} files/s, {before.own:.0f} MB")
    print(f"      collected at {first.number:.1f} files/s, {first.number / peer:.1f} times openpyxl")
    if find_spec("python_calamine"):
        rust = alone(rate, bare_calamine, folder, count).number
        print(f"      {first.number / rust:.2f} times calamine bare, {rust:.0f} files/s on one core")
    print(f"      at the peak {first.own:.0f} MB, {first.child:.0f} MB in the largest process that reads")
    print(f"      again, all in the ledger: {again.number:.0f} files/s")


def main() -> None:
    """Measures two sizes, and files that LibreOffice saved."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    soffice = shutil.which("soffice")
    with tempfile.TemporaryDirectory() as scratch:
        for count in sorted({units // 10, units}):
            folder = Path(scratch) / f"city-{count}"
            filled(folder, count)
            measure(folder, count)
        if soffice is not None:
            office = Path(scratch) / "office"
            number = saved(folder, office, soffice)
            print(
                f"{number:>5} files of LibreOffice: collected at {alone(rate, collect, office, units).number:.1f} files/s"
            )


if __name__ == "__main__":
    main()
