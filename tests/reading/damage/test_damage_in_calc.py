"""A form that was maltreated in LibreOffice: every answer as before, or a finding that says which is not, and why."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.reading.damage.filled import NEIGHBOUR, filled
from tests.reading.damage.in_calc import FEWER_SHEETS, IN_CALC, OTHER_FORM
from tests.reading.damage.judging import assert_as_declared
from tests.reading.damage.table import Damage

pytestmark = pytest.mark.libreoffice
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


@pytest.fixture(scope="module")
def damaged(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all damaged forms: one office does them all, most of them to a form without cover, guide and scores."""
    folder = tmp_path_factory.mktemp("damaged")
    source, small, other = (str(folder / f"{name}.xlsx") for name in ("source", "small", "other"))
    Path(source).write_bytes(filled().content)
    Path(other).write_bytes(filled(NEIGHBOUR).content)
    jobs: list[dict[str, object]] = [{"source": source, "target": small, "steps": FEWER_SHEETS}]
    for damage in IN_CALC:
        steps = [[other if part == OTHER_FORM else part for part in step] for step in damage.steps or ()]
        whole = damage.steps in {(), FEWER_SHEETS}
        target = str(folder / f"{damage.name}.xlsx")
        jobs.append({"source": source if whole else small, "target": target, "steps": steps})
    (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    command = [_python_with_uno(), str(SCRIPT), soffice, str(folder / "jobs.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("damage", IN_CALC, ids=[damage.name for damage in IN_CALC])
def test_damage_done_in_calc(damage: Damage, damaged: Path) -> None:
    assert_as_declared(damage, (damaged / f"{damage.name}.xlsx").read_bytes())
