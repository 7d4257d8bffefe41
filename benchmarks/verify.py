"""How fast filled forms and the result workbook are verified, beside formualizer, which only loads and calculates them.

    python benchmarks/verify.py [forms]

The forms are filled copies of one unit's form of the example, then those of all its units, of which no two have one plan.
Verifying opens a file of unknown origin within limits, reads its answers, scores them, recalculates every formula, and compares
each cell, how the file is set, and what it shows. The result workbook is verified by the command, with its start. The peer, an
engine in Rust, loads the same bytes and calculates all formulas, on one core, in the same run; it compares nothing. Where it is
not installed, the package `formulas` does the same with a few files. Each measurement runs in a process of its own, so that its
peak memory is its own; that of the largest process which it starts is told beside it.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from alone import Measured, alone

from smartxl.model.answers import Answer
from smartxl.processes import cores
from smartxl.project import Project, init_project, open_project
from smartxl.project.verifying import verify_files
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.verify import VerifyReport
from smartxl_generators import write

UNIT, FEW, SLOW = "JTJ", 40, 2
"""A unit of the example that is asked 65 rows; how many files the peers do: formualizer, and `formulas`."""
AIMS = {"copies": "50/s on 2 cores", "result": "3 s"}


def fill_copies(project: Project, count: int) -> None:
    """Filled copies of one plan, each with other answers."""
    unit = project.definition.roster.by_code[UNIT]
    plan, part = project.unit_plan(UNIT, project.lang), project.definition.only([unit])
    folder = project.inbox / "copies"
    folder.mkdir(parents=True)
    for number in range(count):
        answers: list[Answer] = list(respond(part, project.lang, number))
        content = write(plan, project.template_of(unit), project.definition, score(part, answers), answers)
        (folder / f"{number:04d}.xlsx").write_bytes(content)


def rate(folder: Path, files: str, processes: int) -> float:
    """Files in a second, from an opened project to the last report."""
    project = open_project(folder)
    paths = sorted(project.inbox.glob(files))
    start = time.perf_counter()
    for path, outcome in verify_files(paths, project, None, processes=processes):
        if not isinstance(outcome, VerifyReport) or not outcome.ok:
            sys.exit(f"{path}: {outcome}")
    return len(paths) / (time.perf_counter() - start)


def peer_rate(paths: list[Path]) -> float:
    """Files in a second that the peer loads and calculates."""
    start = time.perf_counter()
    for path in paths:
        calculated(path)
    return len(paths) / (time.perf_counter() - start)


def calculated(path: Path) -> None:
    """A file loaded and calculated by the peer."""
    if find_spec("formualizer"):
        book = import_module("formualizer").Workbook.from_bytes(path.read_bytes())
        book.evaluate_all()
    else:
        import_module("formulas").ExcelModel().loads(str(path)).finish().calculate()


def command(path: Path, scratch: str) -> tuple[float, float]:
    """Seconds and CPU seconds of `smartxl verify`, with its start; modules are compiled, as in an installation."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = scratch
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    line = [sys.executable, "-m", "smartxl", "verify", str(path)]
    subprocess.run(line, check=True, capture_output=True, env=env)
    passed, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return passed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def told(name: str, run: Measured, peer: float, aim: str = "") -> None:
    """One line."""
    ratio = f"{run.number / peer:6.2f} of the peer" if peer else ""
    print(f"{name:<34}{run.number:8.1f} /s{run.own:8.0f} MB{run.child:8.0f} MB  {ratio}{aim}")


def main() -> None:
    """Plays a round, then prints one line for each measurement."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "city"
        project = init_project(folder)
        project.fill()
        project.collect()
        result = project.report().path
        fill_copies(project, count)
        name = "formualizer" if find_spec("formualizer") else "formulas"
        some = FEW if name == "formualizer" else SLOW
        peers = alone(peer_rate, sorted((folder / "inbox" / "copies").glob("*.xlsx"))[:some])
        print(f"{'':<34}{'':>11}{'parent':>11}{'largest child':>14}")
        told(f"{name} alone, 1 core", peers, 0)
        for processes in sorted({1, min(2, cores())}):
            aim = f"  (aim: {AIMS['copies']})"
            run = alone(rate, folder, "copies/*.xlsx", processes)
            told(f"{count} copies of one plan, {processes} core(s)", run, peers.number, aim)
        told(f"55 plans, {min(2, cores())} core(s)", alone(rate, folder, "*.xlsx", min(2, cores())), 0)
        command(result, scratch)  # the definition is kept from then on, and modules are compiled
        passed, worked = min(command(result, scratch) for _ in range(3))
        theirs = 1 / alone(peer_rate, [result]).number
        print(
            f"result workbook, with the start: {passed:.2f} s, {worked:.2f} s of CPU (aim: {AIMS['result']})"
        )
        print(f"{name} alone: {theirs:.2f} s, without a start")


if __name__ == "__main__":
    main()
