"""Engines of recalculation beside each other: ours, the package `formulas` (ExcelModel), formualizer, LibreOffice.

Each calculates each workbook in a process of its own, file to values, as its makers mean it to be used: a form, the result
workbook of the example, 30,000 formulas as people write them, 70,000 SUMIFS over 70,000 rows. Whoever takes longer than the
limit is cut off. Seconds on the clock, seconds of CPU, megabytes at the peak.

Run: pip install 'smartxl[engines]' && python benchmarks/engines.py [SECONDS]
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import platform
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from openpyxl import Workbook

ROWS, ITEMS, LONG = 3_000, 400, 70_000
LIMIT = 300.0


@dataclass(frozen=True)
class Run:
    """Seconds on the clock and of CPU, megabytes at the peak, formulas that were calculated."""

    seconds: float
    cpu: float
    megabytes: float


def round_of_the_example(folder: Path) -> None:
    """A form and the result workbook of the example."""
    from smartxl.model.edition import Edition
    from smartxl.project import init_project
    from smartxl.project.folder import ProjectFolder
    from smartxl.project.reporting import reported
    from smartxl.project.result import ScoredRound, counted_round
    from smartxl.scoring import score
    from smartxl.simulate import respond
    from smartxl_generators import write

    init_project(folder / "city")
    project = ProjectFolder.open(folder / "city")
    definition, answers = project.definition, list(respond(project.definition, "zh", 1))
    table = score(definition, answers)
    scored = ScoredRound(definition, table, answers, "zh")
    plan = project.city_plan(Edition.RESULT, diagnosis=reported(project, counted_round(project), scored))
    (folder / "result.xlsx").write_bytes(write(plan, project.template, definition, table, answers))
    unit = max(definition.roster.units, key=lambda each: sum(answer.unit == each.code for answer in answers))
    own = [answer for answer in answers if answer.unit == unit.code]
    plan, table = project.unit_plan(unit.code, "zh"), score(definition.only([unit]), own)
    (folder / "form.xlsx").write_bytes(write(plan, project.template_of(unit), definition, table, own))


def ledger(path: Path) -> None:
    """30,000 formulas of many kinds: orders with a price list, taxes, texts, days, running sums, and totals by month."""
    book = Workbook()
    orders, prices, months = book.worksheets[0], book.create_sheet("prices"), book.create_sheet("by month")
    orders.title = "orders"
    prices.append(["item", "price", "rate"])
    for item in range(ITEMS):
        prices.append([f"item {item:03}", 5 + item % 37 * 1.25, (item % 4) * 0.05])
    orders.append(
        [
            "day",
            "item",
            "count",
            "customer",
            *["price", "net", "tax", "gross", "late", "label", "month", "running", "rank", "check"],
        ]
    )
    for row in range(2, ROWS + 2):
        orders.append(
            [
                45_000 + row % 365,
                f"item {row * 7 % ITEMS:03}",
                row % 9 + 1,
                f"Customer {row % 120}",
                *_order(row),
            ]
        )
    for month in range(1, 13):
        row = month + 1
        amounts = f"=SUMIFS(orders!$H$2:$H${ROWS + 1},orders!$K$2:$K${ROWS + 1},A{row})"
        months.append(
            [month, amounts, f"=COUNTIF(orders!$K$2:$K${ROWS + 1},A{row})", f"=IFERROR(B{row}/C{row},0)"]
        )
    book.save(path)


def _order(row: int) -> list[str]:
    return [
        f"=VLOOKUP(B{row},prices!$A$2:$C${ITEMS + 1},2,FALSE)",
        f"=ROUND(C{row}*E{row},2)",
        f"=ROUND(F{row}*INDEX(prices!$C$2:$C${ITEMS + 1},MATCH(B{row},prices!$A$2:$A${ITEMS + 1},0)),2)",
        f"=F{row}+G{row}",
        f'=IF(AND(C{row}>5,H{row}>100),"large",IF(H{row}>50,"middle",""))',
        f'=UPPER(LEFT(D{row},4))&"-"&TEXT(C{row},"000")',
        f"=MONTH(A{row})",
        f"=H{row}+N(L{row - 1})",
        f"=IFERROR(RANK(H{row},$H${max(2, row - 50)}:$H${row}),0)",
        f"=IF(ABS(H{row}-F{row}-G{row})<0.005,0,1)",
    ]


def long_sums(path: Path) -> None:
    """70,000 SUMIFS with two conditions, each over 70,000 rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("data")
    last = LONG + 1
    sheet.append(["a", "b", "amount", "sum"])
    for row in range(2, last + 1):
        text = f"=SUMIFS(C$2:C${last},A$2:A${last},A{row},B$2:B${last},B{row})"
        sheet.append([f"key {row % 700}", row % 50, row * 0.5, text])
    book.save(path)


def ours(path: Path) -> None:
    """`smartxl.recalc`."""
    from smartxl.recalc import load_book
    from smartxl.xlsx.gate import LARGE_BUDGET
    from smartxl.xlsx.saved import open_saved

    loaded = load_book(open_saved(path.read_bytes(), path.name, budget=LARGE_BUDGET))
    for _ in loaded.workbook.calculate(loaded.formulas):
        pass


def excel_model(path: Path) -> None:
    """`formulas.ExcelModel`."""
    import_module("formulas").ExcelModel().loads(str(path)).finish().calculate()


def formualizer(path: Path) -> None:
    """formualizer."""
    book = import_module("formualizer").Workbook.from_bytes(path.read_bytes())
    book.set_changelog_enabled(False)
    book.evaluate_all()


def libreoffice(path: Path) -> None:
    """LibreOffice: start, open, calculate, save; and its copy read."""
    from smartxl.verify import find_soffice, office_values

    with tempfile.TemporaryDirectory() as folder:
        office_values(path, Path(folder), str(find_soffice()), LIMIT)


BOOKS = {
    "a form": "form.xlsx",
    "result workbook": "result.xlsx",
    "30,000 formulas": "ledger.xlsx",
    "70,000 SUMIFS": "long.xlsx",
}


def make_books(folder: Path) -> None:
    """Writes all workbooks."""
    round_of_the_example(folder)
    ledger(folder / BOOKS["30,000 formulas"])
    long_sums(folder / BOOKS["70,000 SUMIFS"])


ENGINES: Mapping[str, Callable[[Path], None]] = {
    "smartxl": ours,
    "formulas": excel_model,
    "formualizer": formualizer,
    "libreoffice": libreoffice,
}


def measured(engine: str, path: Path, limit: float) -> Run | None:
    """An engine on a workbook in a fresh process, None where it is not done in time."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(engine, path, sender))
    process.start()
    sender.close()
    try:
        return receiver.recv() if receiver.poll(limit) else None
    except EOFError:
        return None
    finally:
        process.kill()
        process.join()


def _run(engine: str, path: Path, sender: multiprocessing.connection.Connection) -> None:
    start, before = time.perf_counter(), _cpu()
    ENGINES[engine](path)
    seconds, cpu = time.perf_counter() - start, _cpu() - before
    peak = (
        _peak() if engine != "libreoffice" else resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    )
    sender.send(Run(seconds, cpu, peak))


def _peak() -> float:
    """Megabytes at the peak of this process, of which the system knows apart from those of its parent."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def is_there(engine: str) -> bool:
    """Whether an engine is installed."""
    return bool(shutil.which("soffice")) if engine == "libreoffice" else bool(find_spec(engine))


def main() -> None:
    """Prints the figures."""
    limit = float(sys.argv[1]) if len(sys.argv) > 1 else LIMIT
    machine = f"{platform.machine()}, {multiprocessing.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        making = multiprocessing.get_context("spawn").Process(target=make_books, args=(folder,))
        making.start()  # so that what it takes is not inherited by those that are measured
        making.join()
        for title, file_name in BOOKS.items():
            path, first = folder / file_name, None
            for engine in ENGINES:
                run = measured(engine, path, limit) if is_there(engine) else None
                first = first or run
                print(f"{title:16} {engine:12} {_told(engine, run, first, limit)}", flush=True)


def _told(engine: str, run: Run | None, first: Run | None, limit: float) -> str:
    if not is_there(engine):
        return "not installed"
    if run is None or first is None:
        return f"not done in {limit:g} s"
    ratio = run.cpu / first.cpu
    return f"{run.seconds:7.2f} s {run.cpu:7.2f} s CPU {run.megabytes:6.0f} MB  {ratio:6.2f} x our CPU"


if __name__ == "__main__":
    main()
