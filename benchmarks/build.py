"""How fast workbooks are made, beside plain openpyxl writing the same sheets in the same run.

    python benchmarks/build.py [workbooks]

The peer is given the plans, so planning counts on our side only. It writes them twice (`peer_openpyxl.py`): as the same
sheets with looks, locks, lists and names, and as bare values and formulas, of which nobody could make use. Rates are of
whole files on the disk, from a project that has been read. Every measurement runs in a process of its own, so that its peak
memory is its own; that of the processes which it starts is told beside it.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from alone import alone
from peer_openpyxl import SameSheet, values_only

from smartxl.garbage import look_seldom
from smartxl.model.definition import Catalogue, Definition, Item, Roster
from smartxl.model.plan import WorkbookPlan
from smartxl.planning import plan_unit
from smartxl.processes import cores
from smartxl.project import Project, init_project
from smartxl.project.jobs import BuildJob, build_files
from smartxl.project.outputs import Outputs
from smartxl.text import Text

ITEMS, MODEL, SAMPLE = 60, "JYJ", 60
"""Items of a made-up unit, the example's unit it is like, and how many files the peer writes."""


def many(definition: Definition, units: int) -> Definition:
    """The example with other units: each with items of its own, 60 in the indicators of the model, no two sheets alike."""
    model = definition.roster.by_code[MODEL]
    kinds = itertools.cycle(item for item in definition.catalogue.items if item.unit == MODEL)
    patterns = list(itertools.islice(kinds, ITEMS))
    named = [f"U{number:04d}" for number in range(1, units + 1)]
    return replace(
        definition,
        roster=Roster(
            tuple(replace(model, code=code, name=Text(f"示例单位{code}", f"Unit {code}")) for code in named)
        ),
        catalogue=Catalogue(
            tuple(item for place, code in enumerate(named) for item in _items(code, place, patterns))
        ),
    )


def _items(unit: str, place: int, patterns: list[Item]) -> list[Item]:
    """A unit's items: the sections differ in length from unit to unit, so that no row stands where it stood before."""
    leaves = list(dict.fromkeys(item.leaf for item in patterns))
    moved = {index: leaves[(place + index) % len(leaves)] for index in range(place % ITEMS)}
    return [
        replace(
            item,
            unit=unit,
            code=f"{index:03d}",
            leaf=moved.get(index, item.leaf),
            name=f"{item.name}（{unit}）",
        )
        for index, item in enumerate(patterns)
    ]


def write_units(project: Project, jobs: int) -> int:
    """The units' workbooks as whole files on the disk."""
    count = 0
    with Outputs(project.root) as outputs:
        for file in build_files(BuildJob(project), jobs):
            outputs.write(project.workbooks / file.file_name, file.content)
            count += 1
    return count


def write_city(project: Project, jobs: int) -> int:
    """All that `smartxl build` writes for the example."""
    return len(project.build(jobs=jobs).files)


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Seconds, and how many files it wrote."""
    start = time.perf_counter()
    count = work()
    return time.perf_counter() - start, count


def building(units: int, jobs: int) -> float:
    """Seconds in a fresh folder; without units those of the example with its city."""
    look_seldom()  # as the commands do
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "city"
        project = init_project(folder)
        if units:
            project.definition = many(project.definition, units)
        return timed(lambda: write_units(project, jobs) if units else write_city(project, jobs))[0]


@dataclass(frozen=True)
class Peer:
    """Files in a second of openpyxl, on one core as it works: the same sheets, and bare values."""

    same: float
    bare: float


def peer(units: int) -> Peer:
    """Both ways of the peer over a sample of the units."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "city"
        project = init_project(folder)
        definition = many(project.definition, units)
        chosen = definition.roster.units[:: max(1, units // SAMPLE)]
        plans = [plan_unit(definition, project.templates.layout(), unit, project.lang) for unit in chosen]
        target = Path(scratch) / "peer.xlsx"
        rates = [_rate(plans, target, way) for way in (SameSheet(project.template).write, values_only)]
    return Peer(*rates)


def _rate(plans: list[WorkbookPlan], target: Path, way: Callable[[WorkbookPlan], bytes]) -> float:
    seconds, count = timed(lambda: sum(1 for plan in plans if target.write_bytes(way(plan))))
    return count / seconds


def main() -> None:
    """Prints rates, ratios and memory."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    numbers = sorted({1, cores()})
    before = peer(units)
    found = {
        (jobs, count): alone(building, count, jobs) for count in (units // 10, units) for jobs in numbers
    }
    after = peer(units)
    same, bare = (before.same + after.same) / 2, (before.bare + after.bare) / 2
    print(f"openpyxl, 1 process, {ITEMS} items each: {same:.1f} files/s, bare values {bare:.1f} files/s")
    for (jobs, count), run in found.items():
        rate = count / run.number
        others = f", {run.child:.0f} MB in each of the others" if jobs > 1 else ""
        print(
            f"{count:>5} files, {jobs} process(es): {rate:6.1f} files/s, {rate / same:4.1f} times openpyxl,"
        )
        print(f"      {rate / bare:.1f} times its bare values; at the peak {run.own:.0f} MB{others}")
    for jobs in numbers:
        run = alone(building, 0, jobs)
        print(f"the example, 55 units and the city, {jobs} process(es): {run.number:.2f} s (aim: 10 s)")


if __name__ == "__main__":
    main()
