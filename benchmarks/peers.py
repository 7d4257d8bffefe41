"""Reading, calculating and writing beside other programs, on the same workbooks in the same run.

    pip install formualizer ironcalc fastexcel python-calamine XlsxWriter && python benchmarks/peers.py [forms]

The workbooks are the filled forms of the example's units and its result workbook. Told are CPU seconds for each file, of this
process and those that it starts, the median of a few rounds in which all take turns, and how many times ours that is. What each
does differs, and stands beside it: the others check nothing, compare nothing and do not distrust the file. LibreOffice opens,
calculates and saves, with its start. A peer that is not installed is left out.
"""

from __future__ import annotations

import io
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from openpyxl import load_workbook
from peer_openpyxl import SameSheet, values_only

from smartxl.garbage import look_seldom
from smartxl.model.plan import Computed, WorkbookPlan
from smartxl.planning import plan_unit
from smartxl.project import Project, init_project
from smartxl.project.verifier import ProjectVerifier
from smartxl.reading import extract, read_stamp
from smartxl.recalc import load_book
from smartxl.scoring import score
from smartxl.xlsx import open_book
from smartxl.xlsx.gate import LARGE_BUDGET
from smartxl.xlsx.saved import open_saved
from smartxl_generators import write

FORMS, ROUNDS = 20, 3


@dataclass(frozen=True)
class Contender:
    """One way to do something, with the module that it needs ("" for ours and what comes with us)."""

    name: str
    does: str
    call: Callable[[], object]
    module: str = ""

    @property
    def installed(self) -> bool:
        """Whether it can be run here; LibreOffice is a program."""
        return not self.module or bool(find_spec(self.module) or shutil.which(self.module))


def cpu() -> float:
    """CPU seconds of this process and those that it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def calamine(path: Path) -> int:
    """All values of all sheets."""
    book = import_module("python_calamine").CalamineWorkbook.from_path(str(path))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def fastexcel(path: Path) -> int:
    """All sheets as columns of Arrow."""
    book = import_module("fastexcel").read_excel(str(path))
    return sum(book.load_sheet(name, header_row=None).height for name in book.sheet_names)


def openpyxl(path: Path) -> int:
    """All cells of all sheets."""
    return sum(1 for sheet in load_workbook(path).worksheets for row in sheet.iter_rows() for _ in row)


def formualizer(path: Path) -> object:
    """Loaded and calculated."""
    book = import_module("formualizer").Workbook.from_bytes(path.read_bytes())
    return book.evaluate_all()


def ironcalc(path: Path) -> object:
    """Loaded and calculated."""
    model = import_module("ironcalc").load_from_xlsx(str(path), "en", "UTC", "en")
    return model.evaluate()


def office(path: Path) -> object:
    """Opened, calculated and saved by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", folder, str(path)]
        return subprocess.run(command, check=True, capture_output=True)


def recalculated(path: Path) -> int:
    """Loaded and calculated by ours."""
    book = load_book(open_saved(path.read_bytes(), path.name, budget=LARGE_BUDGET))
    return len(tuple(book.workbook.calculate(book.formulas)))


def xlsxwriter(plan: WorkbookPlan) -> bytes:
    """Texts, numbers and formulas of a plan in bare sheets."""
    out = io.BytesIO()
    book = import_module("xlsxwriter").Workbook(out, {"in_memory": True})
    for sheet in plan.sheets:
        target = book.add_worksheet(sheet.name)
        for row in sheet.rows:
            for column, content in row.cells.items():
                text = content.formula if isinstance(content, Computed) else content
                if isinstance(text, str | float):
                    target.write(row.row - 1, column - 1, text)
    book.close()
    return out.getvalue()


def reading(project: Project, paths: list[Path]) -> Iterator[Contender]:
    """Forms read."""
    stamps = {path: read_stamp(open_book(path.read_bytes(), path.name)) for path in paths}
    plans = {path: project.form_plan(stamp) for path, stamp in stamps.items()}

    def answers(path: Path) -> object:
        return extract(
            plans[path], project.definition, open_book(path.read_bytes(), path.name, at_once=False)
        )

    yield Contender("smartxl", "distrusted, read, cleaned, judged", _each(answers, paths))
    yield Contender("openpyxl", "every cell", _each(openpyxl, paths))
    yield Contender("python-calamine", "every value", _each(calamine, paths), "python_calamine")
    yield Contender("fastexcel", "columns of Arrow", _each(fastexcel, paths), "fastexcel")


def calculating(project: Project, paths: list[Path], ours: str) -> Iterator[Contender]:
    """Formulas of files calculated; verified by ours too."""
    verifier = ProjectVerifier(project)

    def verified(path: Path) -> object:
        return verifier.report(open_saved(path.read_bytes(), path.name, budget=LARGE_BUDGET), path)

    yield Contender("smartxl", "loaded and calculated", _each(recalculated, paths))
    yield Contender("smartxl verify", ours, _each(verified, paths))
    yield Contender("formualizer", "loaded and calculated", _each(formualizer, paths), "formualizer")
    yield Contender("IronCalc", "loaded and calculated", _each(ironcalc, paths), "ironcalc")
    yield Contender("LibreOffice", "started, calculated, saved", _each(office, paths[:1]), "soffice")


def writing(project: Project) -> Iterator[Contender]:
    """Forms written from their plans."""
    definition, layout = project.definition, project.templates.layout()
    plans = [plan_unit(definition, layout, unit, project.lang) for unit in definition.roster.units[:FORMS]]
    blank = score(definition, ())

    def whole(plan: WorkbookPlan) -> bytes:
        return write(plan, project.template, definition, blank, ())

    yield Contender("smartxl", "the form that units get", _each(whole, plans))
    yield Contender("openpyxl", "the same sheets", _each(SameSheet(project.template).write, plans))
    yield Contender("openpyxl", "bare values", _each(values_only, plans))
    yield Contender("XlsxWriter", "bare values", _each(xlsxwriter, plans), "xlsxwriter")


def _each(call: Callable[..., object], things: list[Path] | list[WorkbookPlan]) -> Callable[[], object]:
    def all_of_them() -> int:
        for thing in things:
            call(thing)
        return len(things)

    return all_of_them


def compared(title: str, contenders: Iterator[Contender], rounds: int = ROUNDS) -> None:
    """Prints a line for each, the first of which is ours."""
    here = [each for each in contenders if each.installed]
    taken: Mapping[int, list[float]] = {place: [] for place in range(len(here))}
    for _ in range(rounds):
        for place, each in enumerate(here):
            start = cpu()
            count = each.call()
            taken[place].append((cpu() - start) / int(str(count)))
    ours = statistics.median(taken[0])
    print(f"{title}: CPU milliseconds for each, times ours")
    for place, each in enumerate(here):
        middle = statistics.median(taken[place])
        print(f"  {each.name:<18}{each.does:<36}{1000 * middle:10.1f}{middle / ours:9.2f}")


def main() -> None:
    """Plays a round, then compares."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FORMS
    look_seldom()  # as the commands do
    with tempfile.TemporaryDirectory() as scratch:
        project = init_project(Path(scratch) / "city")
        project.fill()
        project.collect()
        result = [project.report().path]
        forms = sorted(project.inbox.glob("*.xlsx"))[:count]
        compared("Forms read", reading(project, forms))
        compared(
            "Forms calculated", calculating(project, forms, "and compared, plans new in the first round")
        )
        compared("The result workbook calculated", calculating(project, result, "and compared"))
        compared("Forms written", writing(project))


if __name__ == "__main__":
    main()
