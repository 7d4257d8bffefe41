"""How each step grows with the units of one project: seconds of CPU, the parent's memory, and the exponent.

    python benchmarks/growth.py [units …]        (55 220 1000)

Every step runs in a process of its own on one core. An exponent of 1 is linear growth, between the two largest sizes.
"""

from __future__ import annotations

import math
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from alone import Measured, alone
from sized import sized_project

from smartxl import open_project
from smartxl.errors import SmartxlError
from smartxl.project.anybook import workbooks_in
from smartxl.project.verifying import verify_files

Step = Callable[[Path], object]
SIZES = (55, 220, 1000)


def check(folder: Path) -> object:
    """Advice on the definition."""
    return open_project(folder).check()


def build(folder: Path) -> object:
    """All forms and the city workbook."""
    return open_project(folder).build(jobs=1)


def fill(folder: Path) -> object:
    """Simulated answers."""
    return open_project(folder).fill(jobs=1)


def collect(folder: Path) -> object:
    """All forms into the ledger."""
    return open_project(folder).collect(processes=1)


def status(folder: Path) -> object:
    """Where the round stands."""
    return open_project(folder).status()


def findings(folder: Path) -> object:
    """All findings."""
    return open_project(folder).findings()


def score(folder: Path) -> object:
    """All scores."""
    return open_project(folder).scored()


def report(folder: Path) -> object:
    """The result workbook."""
    return open_project(folder).report()


def verify(folder: Path) -> object:
    """The result workbook, all files of it, recalculated."""
    project = open_project(folder)
    found = dict(verify_files(workbooks_in([project.reports]), project, None, processes=1))
    for path, report in found.items():
        if isinstance(report, SmartxlError) or not report.ok:
            sys.exit(f"{path.name}: {report.said('en') if isinstance(report, SmartxlError) else report}")
    return found


STEPS: tuple[Step, ...] = (check, build, fill, collect, status, findings, score, report, verify)


def cpu_seconds(step: Step, folder: Path) -> float:
    """Seconds of CPU of a step, with the processes that it starts; NaN where it refuses."""
    try:
        step(folder)
    except SmartxlError as error:
        print(f"  {step.__name__}: {error.said('en')}", file=sys.stderr)
        return math.nan
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main(sizes: tuple[int, ...]) -> None:
    """Prints one line a step: seconds and megabytes for each size, then the exponent."""
    taken: dict[tuple[str, int], Measured] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for units in sizes:
            folder = sized_project(Path(scratch) / str(units), units)
            for step in STEPS:
                taken[step.__name__, units] = alone(cpu_seconds, step, folder)
                found = taken[step.__name__, units]
                print(
                    f"{units:6} {step.__name__:<9}{found.number:8.1f} s {found.own:6.0f} MB", file=sys.stderr
                )
    heads = "".join(f"{f'{units} units':>20}" for units in sizes)
    print(f"{'step':<9}{heads}  exponent")
    for step in STEPS:
        row = [taken[step.__name__, units] for units in sizes]
        cells = "".join(f"{found.number:9.1f} s {found.own:5.0f} MB" for found in row)
        growth = math.log(row[-1].number / row[-2].number) / math.log(sizes[-1] / sizes[-2])
        print(f"{step.__name__:<9}{cells}  {growth:8.2f}")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
