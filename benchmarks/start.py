"""How long a command takes that does little: CPU seconds of `--help` and of `status` for the example city, start included.

    python benchmarks/start.py

Beside them, in turn, what nobody who uses Python, numpy and a database can avoid: Python alone, and Python that has imported
SQLAlchemy. Each is run eleven times; told are the least and the median, and how many modules were loaded.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from smartxl.project import init_project

RUNS = 11
AIMS = {"smartxl --help": 0.16, "smartxl status": 0.45}


def cpu_seconds(arguments: list[str]) -> float:
    """Of a fresh Python with some arguments."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def modules(arguments: list[str]) -> int:
    """How many modules it loads."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], check=False, capture_output=True, text=True
    )
    return run.stderr.count("import time:")


def main() -> None:
    """Plays the first steps of a round, then prints one line for each."""
    with tempfile.TemporaryDirectory() as scratch:
        project = init_project(Path(scratch) / "city")
        project.fill()
        project.collect()
        programs = {
            "Python alone": ["-c", ""],
            "import sqlalchemy": ["-c", "import sqlalchemy"],
            "smartxl --help": ["-m", "smartxl", "--help"],
            "smartxl status": ["-m", "smartxl", "status", str(project.root)],
        }
        taken: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(RUNS):
            for name, arguments in programs.items():
                taken[name].append(cpu_seconds(arguments))
        for name, arguments in programs.items():
            least, middle = min(taken[name]), statistics.median(taken[name])
            aim = f"  (aim: {AIMS[name]} s)" if name in AIMS else ""
            print(f"{name:<20}{least:7.3f} s{middle:7.3f} s{modules(arguments):6} modules{aim}")


if __name__ == "__main__":
    main()
