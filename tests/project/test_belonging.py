"""Two projects with one id and one round at one database never share answers; one project has as many folders as it likes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete

from smartxl.errors import LedgerError
from smartxl.ledger import tables
from smartxl.project import Project
from tests.cli.conftest import write_project

Change = Callable[[Path], None]


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def other_city(folder: Path) -> None:
    edit(folder, "assessment.yaml", "{ zh: 小城, en: Smalltown }", "{ zh: 大城, en: Bigtown }")


def other_framework(folder: Path) -> None:
    edit(folder, "assessment.yaml", "code: small", "code: large")
    edit(folder, "framework.yaml", "code: small", "code: large")


def other_units(folder: Path) -> None:
    for old, new in (("市公安局", "市水务局"), ("市教育局", "市林业局"), ("东区", "西区")):
        edit(folder, "roster.csv", old, new)


def other_id(folder: Path) -> None:
    edit(folder, "assessment.yaml", "id: small", "id: other")


def other_round(folder: Path) -> None:
    edit(folder, "assessment.yaml", "round: 2026-1", "round: 2026-2")


@pytest.fixture
def at_one_url(tmp_path: Path, ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose ledger is the database that all projects use."""
    monkeypatch.setenv("SMARTXL_LEDGER", ledger_url)
    project = Project.open(write_project(tmp_path / "one"))
    project.ledger().close()
    return project.root


def copied(folder: Path, *changes: Change) -> Project:
    other = shutil.copytree(folder, folder.with_name("two"))
    for change in changes:
        change(other)
    return Project.open(other)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (other_city, "城市是“小城”，不是“大城”"),
        (other_framework, "指标体系是“small”，不是“large”"),
        (other_units, "同样代码的单位都是另外的单位"),
    ],
)
def test_another_project_under_the_same_id_and_round_is_refused(
    at_one_url: Path, change: Change, told: str
) -> None:
    other = copied(at_one_url, change)
    for use in (other.ledger, other.noted_before):
        with pytest.raises(LedgerError) as raised:
            use()
        assert told in raised.value.said("zh")
        assert "'small' of round '2026-1'" in raised.value.said("en")
    with Project.open(at_one_url).ledger() as ledger:
        noted = {each.definition for each in ledger.scorings(other.definition)}
        assert noted == {Project.open(at_one_url).definition.identity.whole}


@pytest.mark.parametrize(
    "changes",
    [(), (other_city, other_id), (other_city, other_round), (other_units, other_id)],
    ids=["a second collector", "an id of its own", "a round of its own", "other units, an id of their own"],
)
def test_what_does_not_mix_may_share_a_database(at_one_url: Path, changes: tuple[Change, ...]) -> None:
    copied(at_one_url, *changes).ledger().close()
    Project.open(at_one_url).ledger().close()


def test_a_project_may_be_moved_and_renamed(at_one_url: Path) -> None:
    other_city(at_one_url)
    Project.open(at_one_url).ledger().close()  # its own folder may rename its city
    other_units(at_one_url)
    Project.open(at_one_url).ledger().close()
    moved = at_one_url.rename(at_one_url.with_name("moved"))
    Project.open(moved).ledger().close()
    back = shutil.copytree(moved, at_one_url.with_name("three"))
    edit(back, "assessment.yaml", "{ zh: 大城, en: Bigtown }", "{ zh: ' 小城 ', en: Smalltown }")
    Project.open(back).ledger().close()  # a collector who still has the former name


def test_a_ledger_of_before_belongs_to_whoever_opens_it_first(at_one_url: Path, ledger_url: str) -> None:
    engine = create_engine(ledger_url)
    with engine.begin() as connection:
        connection.execute(delete(tables.properties).where(tables.properties.c.name != "schema"))
    engine.dispose()
    other_city(at_one_url)
    Project.open(at_one_url).ledger().close()
    third = copied(at_one_url)
    edit(third.root, "assessment.yaml", "大城", "第三城")
    with pytest.raises(LedgerError, match="大城"):
        Project.open(third.root).ledger()


def test_a_copied_folder_is_not_the_next_city_while_it_has_the_same_id(tmp_path: Path) -> None:
    first = Project.open(write_project(tmp_path / "one"))
    first.ledger().close()
    with pytest.raises(LedgerError, match="城市是“小城”"):
        copied(first.root, other_city).ledger()


@pytest.mark.slow
def test_a_form_that_lay_in_another_projects_inbox_still_counts_for_its_own(at_one_url: Path) -> None:
    one = Project.open(at_one_url)
    one.fill()
    two = copied(at_one_url, other_city, other_id)
    assert {outcome.outcome.value for outcome in two.collect().report.outcomes} == {"refused"}
    assert {outcome.outcome.value for outcome in one.collect().report.outcomes} == {"accepted"}
    before = one.scores()
    assert {outcome.outcome.value for outcome in two.collect().report.outcomes} == {"refused"}
    assert one.scores().equals(before)
    assert before["total"].notna().any()
    assert not two.scores()["total"].gt(0).any()
