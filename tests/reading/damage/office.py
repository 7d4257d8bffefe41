"""The office that the laboratory works with: one for all jobs of a test module."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.office.office import python_with_uno

__all__ = ["run_jobs"]

SCRIPT = Path(__file__).parent / "damage_in_calc.py"


def run_jobs(soffice: str, folder: Path, jobs: Sequence[dict[str, object]]) -> None:
    """Does what damage_in_calc.py can do to workbooks: source, target, steps."""
    (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    command = [python_with_uno(), str(SCRIPT), soffice, str(folder / "jobs.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
