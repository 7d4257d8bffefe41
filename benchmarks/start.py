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


def command(*arguments: str) -> str:
    """Code that does what a command does, and lets Python go on afterwards."""
    return f"from smartxl.cli.main import main; main({list(arguments)!r}, standalone_mode=False)"


def cpu_seconds(code: str) -> float:
    """Of a fresh Python that runs some code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def modules(code: str) -> int:
    """How many modules it has loaded then."""
    told = f"{code}\nimport sys; print(len(sys.modules), file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    return int(run.stderr.split()[-1])


def main() -> None:
    """Plays the first steps of a round, then prints one line for each."""
    with tempfile.TemporaryDirectory() as scratch:
        project = init_project(Path(scratch) / "city")
        project.fill()
        project.collect()
        status = f"try: {command('status', str(project.root))}\nexcept SystemExit: pass"
        codes = {
            "Python alone": "",
            "import sqlalchemy": "import sqlalchemy",
            "smartxl --help": command("--help"),
            "smartxl status": status,
        }
        taken: dict[str, list[float]] = {name: [] for name in codes}
        for _ in range(RUNS):
            for name, code in codes.items():
                taken[name].append(cpu_seconds(code))
        for name, code in codes.items():
            least, middle = min(taken[name]), statistics.median(taken[name])
            aim = f"  (aim: {AIMS[name]} s)" if name in AIMS else ""
            print(f"{name:<20}{least:7.3f} s{middle:7.3f} s{modules(code):6} modules{aim}")


if __name__ == "__main__":
    main()
