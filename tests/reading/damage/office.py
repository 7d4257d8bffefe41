"""The office that the laboratory works with: one for all jobs of a test module."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

__all__ = ["run_jobs"]

SCRIPT = Path(__file__).parent / "damage_in_calc.py"


def _python_with_uno() -> str:
    for python in ("/usr/bin/python3", shutil.which("python3")):
        if (
            python
            and not subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode
        ):
            return python
    return str(
        (pytest.fail if os.environ.get("SMARTXL_CI") == "1" else pytest.skip)(
            "no Python with uno is installed"
        )
    )


def run_jobs(soffice: str, folder: Path, jobs: Sequence[dict[str, object]]) -> None:
    """Does what damage_in_calc.py can do to workbooks: source, target, steps."""
    (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    command = [_python_with_uno(), str(SCRIPT), soffice, str(folder / "jobs.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
