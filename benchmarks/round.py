"""How long each step of the example city's round takes, and what it needs of memory.

    python benchmarks/round.py

Every step runs in a process of its own, so that its peak memory is its own. The peer of `build` is plain openpyxl
writing the same values into sheets without styles, locks, lists, names or cached values, in the same run.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from alone import alone
from openpyxl import Workbook

from smartxl import init_project, open_project
from smartxl.model.plan import Computed, WorkbookPlan

Step = Callable[[Path], object]


def build(folder: Path) -> int:
    """55 unit workbooks and the city workbook."""
    return len(open_project(folder).build(jobs=1).files)


def fill(folder: Path) -> int:
    """55 filled workbooks."""
    return len(open_project(folder).fill().files)


def collect(folder: Path) -> int:
    """55 files into the ledger."""
    return len(open_project(folder).collect().report.outcomes)


def score(folder: Path) -> int:
    """Every quantity, from the answers in the ledger."""
    return len(open_project(folder).scored().table.values)


def report(folder: Path) -> str:
    """The result workbook."""
    return open_project(folder).report().path.name


def verify(folder: Path) -> int:
    """Every formula of the result workbook."""
    project = open_project(folder)
    result = project.verify(next(project.reports.glob("*.xlsx")))
    if not result.ok:
        raise SystemExit("\n".join(result.lines("en")))
    return result.formulas


def plain_openpyxl(folder: Path) -> int:
    """The peer: the same cell values with openpyxl alone."""
    project = open_project(folder)
    plans = [project.unit_plan(unit.code, project.lang) for unit in project.definition.roster.units]
    return sum(len(_plain(plan)) for plan in (*plans, project.city_plan()))


def _plain(plan: WorkbookPlan) -> bytes:
    book = Workbook()
    for sheet in plan.sheets:
        target = book.create_sheet(sheet.name)
        for row in sheet.rows:
            for column, content in row.cells.items():
                if isinstance(content, str | float | Computed):
                    target.cell(row.row, column).value = (
                        content.formula if isinstance(content, Computed) else content
                    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def seconds(step: Step, folder: Path) -> float:
    """How long a step takes."""
    start = time.perf_counter()
    step(folder)
    return time.perf_counter() - start


def main() -> None:
    """Runs the steps in order and prints one line for each."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "city"
        init_project(folder)
        limits = {"build": "20 s, 600 MB", "collect": "5 s", "score": "1 s", "verify": "45 s"}
        took = {}
        for step in (build, fill, collect, score, report, verify, plain_openpyxl):
            run = alone(seconds, step, folder)
            took[step.__name__] = run.number
            aim = f"  (aim: {limits[step.__name__]})" if step.__name__ in limits else ""
            print(f"{step.__name__:<15}{run.number:8.2f} s {run.own:8.0f} MB{aim}")
        print(f"build / plain openpyxl: {took['build'] / took['plain_openpyxl']:.2f}")


if __name__ == "__main__":
    main()
