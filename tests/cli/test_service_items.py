"""A real district's 1,135 service items, 1 to 344 a department, all the way to a verified result."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from smartxl.define import load, profile

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "service-items"
Run = Callable[..., Result]


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="the real list of service items is not here")
def test_the_real_list_goes_through_a_whole_round(run: Run, tmp_path: Path) -> None:
    (items,) = REAL.glob("*.csv")
    project = tmp_path / "district"
    run("init", project, "--from", items)
    facts = profile(load(project))
    sizes = facts.classes[0].units, facts.items, facts.largest.items, facts.smallest.items
    assert sizes == (34, 1135, 344, 1)
    for command in ("check", "build", "fill", "collect", "report"):
        run(command, project)
    result = next((project / "reports").glob("*.xlsx"))
    largest = max((project / "inbox").glob("*.xlsx"), key=lambda path: path.stat().st_size)
    reports = json.loads(run("verify", "--json", result, largest).stdout)
    assert all(report["ok"] for report in reports.values())
    assert reports[str(result)]["checked"] > 1135
    assert reports[str(largest)]["checked"] > 344
