"""A round whose definition changes: what was sent in counts on, scores change at once, and former ones can be had again."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from smartxl.errors import ProjectError, UnknownName
from smartxl.findings import FindingCode
from smartxl.model.definition import Catalogue, Definition, Roster
from smartxl.model.framework import ScaleOption
from smartxl.project import Project
from smartxl.text import Text
from tests.reading.forms import DEFINITION
from tests.reading.test_earlier import ADDED, SCORING, framework, items, number, options, weights

START = datetime.fromisoformat("2026-10-01T12:00:00+08:00")


@dataclass
class City:
    """A project folder in which everything was built, filled in and collected; `day` 0 is when it was collected."""

    root: Path

    def under(self, definition: Definition) -> Project:
        return Project(self.root, definition, "zh")

    def scores(self, definition: Definition, day: int, as_of: str | None = None) -> pd.DataFrame:
        return pd.DataFrame(self.under(definition).scores(now=START + timedelta(day), as_of=as_of))

    def collect(self, definition: Definition, day: int) -> list[FindingCode]:
        at = START + timedelta(day)
        report = self.under(definition).collect(processes=0, clock=lambda: at).report
        return [finding.code for finding in report.findings if finding.code.startswith("S")]


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> City:
    city = City(tmp_path_factory.mktemp("city"))
    project = city.under(DEFINITION)
    project.build(jobs=1, now=START)
    project.fill(jobs=1)
    assert city.collect(DEFINITION, 0) == []
    return city


@pytest.fixture
def city(collected: City, tmp_path: Path) -> City:
    return City(shutil.copytree(collected.root, tmp_path / "city"))


def test_a_changed_weight_counts_everything_and_the_former_numbers_can_be_had(city: City) -> None:
    now = weights(DEFINITION)
    before = city.scores(DEFINITION, 0)
    after = city.scores(now, 1)
    assert after["coverage"].tolist() == before["coverage"].tolist()
    assert (after["total"] - before["total"]).abs().max() > 0.01
    for as_of in (DEFINITION.identity.scoring, DEFINITION.identity.scoring[:8], "2026-10-01"):
        assert_frame_equal(city.scores(now, 2, as_of), before, rtol=0, atol=1e-9)
    for as_of in (now.identity.scoring[:6], "2026-10-02", "2026-10-02T13:00+08:00"):
        assert_frame_equal(city.scores(now, 3, as_of), after, rtol=0, atol=1e-9)
    assert city.collect(now, 4) == []
    assert not city.under(now).outdated()


@pytest.mark.parametrize("name", SCORING)
def test_another_scoring_leaves_what_was_collected_alone(city: City, name: str) -> None:
    now = SCORING[name](DEFINITION)
    with city.under(DEFINITION).ledger() as ledger:
        before = {c.decision.unit: [a.fields for a in c.answers] for c in ledger.count(DEFINITION)}
        readings = len(ledger.records())
    with city.under(now).ledger() as ledger:
        assert {c.decision.unit: [a.fields for a in c.answers] for c in ledger.count(now)} == before
        assert len(ledger.records()) == readings


def test_levels_that_bring_other_points_score_at_once(city: City) -> None:
    now = SCORING["points of levels"](DEFINITION)
    before, after = city.scores(DEFINITION, 0), city.scores(now, 1)
    assert after["B2"].tolist() == pytest.approx((before["B2"] / 2).tolist(), abs=0.01)
    assert after["A6"].equals(before["A6"])
    assert city.collect(now, 2) == []
    assert_frame_equal(city.scores(now, 2), after)


CHANGES = {
    "a row more": (items(lambda every: (*every, ADDED)), {"GAJ"}),
    "a row less": (items(lambda every: every[:-1]), {"JYJ"}),
    "an option more": (
        options("depth", lambda every: (*every, ScaleOption(Text("全程网办"), 1.0))),
        {"GAJ", "JYJ"},
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_form_keeps_the_rows_that_ask_the_same(city: City, name: str) -> None:
    change, units = CHANGES[name]
    now, before = change(DEFINITION), city.scores(DEFINITION, 0)
    after = city.scores(now, 1)
    assert after["A6"].equals(before["A6"])
    with city.under(now).ledger() as ledger:
        found = {
            counted.decision.unit
            for counted in ledger.count(now)
            for finding in ledger.findings(counted.rows)
            if finding.code is FindingCode.EARLIER_FORM
        }
    assert found == units
    assert_frame_equal(city.scores(now, 2, DEFINITION.identity.scoring[:8]), before, rtol=0, atol=1e-9)
    assert city.collect(now, 3) == [FindingCode.EARLIER_FORM] * len(units)


def test_bounds_are_no_scoring_and_former_scores_are_found_all_the_same(city: City) -> None:
    before = city.scores(DEFINITION, 0)
    now = number("rate", maximum=1.0)(DEFINITION)
    assert now.identity.scoring == DEFINITION.identity.scoring
    assert city.scores(now, 1)["coverage"].max() < before["coverage"].max()
    again = weights(now)
    city.scores(again, 2)
    assert city.scores(again, 3, "2026-10-01")["total"].equals(before["total"])
    assert city.scores(again, 3, now.identity.scoring[:8])["coverage"].max() < before["coverage"].max()


def test_what_was_decided_later_does_not_change_a_former_score(city: City) -> None:
    before = city.scores(DEFINITION, 0)
    city.under(DEFINITION).mark("GAJ", "exempt", "机构撤并", now=START + timedelta(2))
    assert not city.scores(DEFINITION, 3).equals(before)
    assert_frame_equal(city.scores(DEFINITION, 3, "2026-10-02"), before, rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("as_of", "error", "words"),
    [
        ("2026-09-30", ProjectError, "knows no definition from before 2026-09-30"),
        ("2026-10-09", ProjectError, "has not come yet"),
        ("ffff", UnknownName, "no scoring is called"),
        ("", UnknownName, "no scoring is called"),
        ("yesterday", UnknownName, "no scoring is called"),
        ("2026-13-01", UnknownName, "no scoring is called"),
    ],
)
def test_a_former_state_that_is_none(city: City, as_of: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words) as raised:
        city.scores(DEFINITION, 3, as_of)
    assert DEFINITION.identity.scoring[:12] in str(raised.value) or "today" in str(raised.value)


def test_before_anything_was_collected(tmp_path: Path) -> None:
    city = City(tmp_path / "new")
    city.root.mkdir()
    city.scores(DEFINITION, 0)
    city.scores(weights(DEFINITION), 1)
    for as_of in ("2026-10-01", DEFINITION.identity.scoring[:8]):
        with pytest.raises(ProjectError, match=r"nothing had been collected|no definition"):
            city.scores(weights(DEFINITION), 2, as_of)


def test_a_beginning_of_several_digests_is_none(city: City) -> None:
    seen = {DEFINITION.identity.scoring[:4]: DEFINITION}
    with city.under(DEFINITION).ledger(now=START) as ledger:
        for number in range(1, 5000):
            other = framework(DEFINITION, version=f"{number}")
            first = other.identity.scoring[:4]
            if first in seen:
                break
            seen[first] = other
        for definition in (seen[first], other):
            ledger.note_scoring(definition, START)
    with pytest.raises(UnknownName, match="begins the digests of 2 scorings"):
        city.scores(DEFINITION, 1, first)


def test_history_tells_of_every_scoring(city: City) -> None:
    city.scores(weights(DEFINITION), 1)
    told = city.under(weights(DEFINITION)).history().scorings
    assert [s.digest for s in told] == [DEFINITION.identity.scoring, weights(DEFINITION).identity.scoring]


def test_a_unit_that_left_the_roster_is_in_the_former_score(city: City) -> None:
    before = city.scores(DEFINITION, 0)
    left = DEFINITION.roster.units[:1]
    kept = tuple(item for item in DEFINITION.catalogue.items if item.unit == left[0].code)
    now = replace(DEFINITION, roster=Roster(left), catalogue=Catalogue(kept))
    assert "JYJ" not in city.scores(now, 1).index
    assert_frame_equal(city.scores(now, 2, "2026-10-01"), before, rtol=0, atol=1e-9)


def test_files_that_cannot_be_read_again_are_told(city: City) -> None:
    with closing(sqlite3.connect(city.root / "ledger.sqlite")) as ledger, ledger:
        ledger.execute("UPDATE files SET content = x''")  # as of a file that was too big to keep
    now = CHANGES["a row more"][0](DEFINITION)
    assert city.under(now).outdated() == {"GAJ"}
    assert city.collect(now, 1) == [FindingCode.EARLIER_FORM]  # the file itself is there
    assert not city.under(now).outdated()
