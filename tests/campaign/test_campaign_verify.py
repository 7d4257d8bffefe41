"""Verifying a campaign: all forms or a declared sample, what that proves, and that nothing is done twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from smartxl.campaign import Campaign
from smartxl.campaign.proof import SURE, VerifiedSample, drawn_of
from smartxl.campaign.records import CityVerified
from smartxl.cli.main import main
from smartxl.planning import unitblocks
from tests.collecting.readhere import read_here

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
UNITS = 3


def verified(campaign: Campaign, code: str) -> CityVerified:
    record = json.loads((campaign.root / f"cities/{code}/.smartxl/campaign/verify.json").read_text("utf-8"))
    return CityVerified(**record["record"])


@pytest.mark.parametrize(
    ("forms", "sample", "drawn"),
    [
        (40, None, 40),
        (40, 3.0, 3),
        (40, 0.1, 4),
        (41, 0.1, 5),
        (2, 0.1, 1),
        (2, 5.0, 2),
        (0, 0.5, 0),
        (9, 0.0, 0),
    ],
)
def test_how_many_are_drawn(forms: int, sample: float | None, drawn: int) -> None:
    assert drawn_of(forms, sample) == drawn


@given(st.lists(st.tuples(st.integers(1, 60), st.floats(0.01, 0.99)), min_size=1, max_size=6), st.data())
def test_a_sample_meets_enough_forms_that_differ(
    cities: list[tuple[int, float]], data: st.DataObject
) -> None:
    """Whichever forms differ: of a city the probability to meet none is hypergeometric."""
    sizes = [(forms, drawn_of(forms, share)) for forms, share in cities]
    enough = VerifiedSample.of([CityVerified(n, 0, {}, forms, n) for forms, n in sizes]).enough
    assert enough is not None
    if enough > sum(forms for forms, _ in sizes):
        return
    places = [city for city, (forms, _) in enumerate(sizes) for _ in range(forms)]
    differing = data.draw(st.permutations(places))[:enough]
    missed = 1.0
    for city, (forms, drawn) in enumerate(sizes):
        for gone in range(differing.count(city)):
            missed *= max(0, forms - drawn - gone) / (forms - gone)
    assert missed <= 1 - SURE + 1e-12


@pytest.mark.slow
def test_a_share_of_each_city_is_drawn_and_what_it_proves_is_told(many: Campaign) -> None:
    told = CliRunner().invoke(
        main, ["campaign", "verify", str(many.root), "--sample", "0.4", "--seed", "3", "--jobs", "1"]
    )
    assert told.exit_code == 0, told.output
    assert "重新计算了 9 份表中的 6 份（每市至少 66.7%）：全部表中若有 3 份以上与引擎不同" in told.output
    assert "95%" in told.output


@pytest.mark.slow
def test_all_of_them_need_no_odds(many: Campaign) -> None:
    told = CliRunner().invoke(main, ["campaign", "verify", str(many.root), "--only", "c1"])
    assert "重新计算了 3 份表中的 3 份\n" in told.output


@pytest.mark.parametrize("wrong", ["1.5", "-1", "many"])
def test_no_number_and_no_share(many: Campaign, wrong: str) -> None:
    told = CliRunner().invoke(main, ["campaign", "verify", str(many.root), "--sample", wrong])
    assert told.exit_code == 2
    assert "--sample" in told.output


@pytest.mark.slow
def test_a_form_that_differs_is_named_with_its_city(many: Campaign) -> None:
    path = next((many.root / "cities/c2/inbox").glob("*.xlsx"))
    path.write_bytes(b"PK\x03\x04 no workbook")
    (path.parent / "again").mkdir()
    (path.parent / "again" / path.name).write_bytes(path.read_bytes())
    told = CliRunner().invoke(main, ["campaign", "verify", str(many.root), "--only", "c2"])
    assert told.exit_code == 1
    for name in (f"inbox/{path.name}", f"inbox/again/{path.name}"):
        assert f"! c2 乙市 {name}" in told.output


@pytest.mark.slow
def test_what_was_verified_is_not_verified_again_on_another_day(many: Campaign) -> None:
    assert many.verify(["c1"], sample=1, now=NOW).fresh == 1
    assert many.verify(["c1"], sample=1).fresh == 0
    path = next((many.root / "cities/c1/inbox").glob("*.xlsx"))
    os.utime(path, (0, 0))
    assert many.verify(["c1"], sample=1).fresh == 1
    assert many.verify(["c1"], sample=2).fresh == 1


@pytest.mark.slow
def test_the_files_of_a_result_in_several_are_verified(
    many: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unitblocks, "MOST_UNITS", 1)
    read_here(monkeypatch)
    many.report(cities=True, now=NOW)
    assert not many.verify(["c1"], sample=0).failed
    assert (verified(many, "c1").files, verified(many, "c1").differing) == (3, {})


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_what_was_killed_goes_on_where_it_was(many: Campaign) -> None:
    command = [sys.executable, "-m", "smartxl", "campaign", "verify", str(many.root), "--jobs", "1"]
    process = subprocess.Popen(
        command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    found: list[Path] = []
    for _ in range(1200):
        if found := list(many.root.rglob("campaign/verify.json")):
            break
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    done = {path: path.stat().st_mtime_ns for path in found}
    again = many.verify()
    assert 0 < again.fresh < UNITS
    assert all(path.stat().st_mtime_ns == time for path, time in done.items())
    assert sum(r.record.files for r in again.done.values() if isinstance(r.record, CityVerified)) == 9
