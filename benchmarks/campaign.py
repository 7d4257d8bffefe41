"""A simulated national round: cities of forty units each, from filled forms to the ranking.

    python benchmarks/campaign.py [cities [sample]]        (300, all forms)

Prints seconds, CPU seconds and forms a second of each step on all cores, the peak memory of the parent, and what a second run
takes that finds nothing new. All forms of each city are verified, or a `sample`: so many, or a share below 1. The peer of
collecting is a bare reader: calamine, where python-calamine is installed, opens the same files and reads all cells, on one
core, and keeps nothing.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from sized import sized_project

from smartxl.campaign import Campaign, init_campaign, open_campaign
from smartxl.campaign.proof import drawn_of

UNITS = 40
AIMS = {"collect + score": "600 s at 300 cities", "again": "30 s", "verify": "3600 s"}


def make(folder: Path, cities: int) -> Campaign:
    """A campaign with its projects."""
    sized_project(folder / "common", UNITS)
    (folder / "campaign.yaml").write_text(
        "id: national\ntitle: { zh: 全国评估, en: National round }\n", "utf-8"
    )
    rows = (f"c{n:03d},城市{n:03d},省份{n % 30:02d},{'大中小'[n % 3]}" for n in range(cities))
    (folder / "cities.csv").write_text("\n".join(("code,name,province,size", *rows)), "utf-8")
    return init_campaign(folder)


def cpu_seconds() -> float:
    """Of this process and of those that have ended: on a machine that does other things too it says more than the clock."""
    each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in each)


def bare_reader(folder: Path) -> float | None:
    """Files a second that calamine reads."""
    if find_spec("python_calamine") is None:
        return None
    from python_calamine import CalamineWorkbook

    files = sorted(folder.glob("cities/*/inbox/*.xlsx"))[:400]
    start = time.perf_counter()
    for file in files:
        book = CalamineWorkbook.from_path(str(file))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    return len(files) / (time.perf_counter() - start)


def main(cities: int, sample: float | None) -> None:
    """Runs the steps in order and prints one line for each."""
    scratch = Path(tempfile.mkdtemp(prefix="smartxl-campaign-"))
    try:
        took: dict[str, float] = {}

        def step(name: str, work: object, forms: int = 0) -> None:
            start, used = time.perf_counter(), cpu_seconds()
            run = work()  # type: ignore[operator]
            took[name], used = time.perf_counter() - start, cpu_seconds() - used
            failed = getattr(getattr(run, "run", run), "failed", {})
            if failed:
                sys.exit(f"{name}: {next(iter(failed.values()))}")
            rate = f"{forms / took[name]:8.0f} forms/s" if forms else ""
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            told = f"{name:<16}{took[name]:9.1f} s   CPU {used:7.1f} s{rate:>18}   parent {memory:4.0f} MB"
            print(told, flush=True)

        forms = cities * UNITS
        step("init", lambda: make(scratch, cities))
        campaign = open_campaign(scratch)
        step("build", campaign.build, forms)
        step("fill", campaign.fill, forms)
        step("collect", campaign.collect, forms)
        step("status", campaign.status)
        step("score", campaign.score, forms)
        print(f"collect + score {took['collect'] + took['score']:9.1f} s   (aim: {AIMS['collect + score']})")
        step("collect again", campaign.collect)
        step("score again", campaign.score)
        print(
            f"again           {took['collect again'] + took['score again']:9.1f} s   (aim: {AIMS['again']})"
        )
        step("robust 1000", campaign.robust)
        step("report", campaign.report)
        step("verify", lambda: campaign.verify(sample=sample), cities * drawn_of(UNITS, sample))
        step("verify again", lambda: campaign.verify(sample=sample))
        if (rate := bare_reader(scratch)) is not None:
            ours = forms / took["collect"]
            print(
                f"collect / calamine alone on one core: {ours:.0f} / {rate:.0f} forms/s = {ours / rate:.2f}"
            )
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 300, float(given[1]) if given[1:] else None)
