"""A form that was maltreated in LibreOffice: every answer as before, or a finding that says which is not, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.damage.filled import NEIGHBOUR, filled
from tests.reading.damage.in_calc import FEWER_SHEETS, IN_CALC, OTHER_FORM
from tests.reading.damage.judging import assert_as_declared
from tests.reading.damage.office import run_jobs
from tests.reading.damage.table import Damage

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]


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
    run_jobs(soffice, folder, jobs)
    return folder


@pytest.mark.parametrize("damage", IN_CALC, ids=[damage.name for damage in IN_CALC])
def test_damage_done_in_calc(damage: Damage, damaged: Path) -> None:
    assert_as_declared(damage, (damaged / f"{damage.name}.xlsx").read_bytes())
