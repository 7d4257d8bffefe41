"""The answers of a whole inbox in forms of now: old forms and reviews, halves and wrecks; our own lists are no forms."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from smartxl.collecting import OutcomeKind, look_into
from smartxl.findings import FindingCode
from smartxl.model.edition import Edition
from smartxl.project import Project
from smartxl.project.csvfile import csv_bytes
from smartxl_templates import wording
from tests.project.test_asof import START
from tests.reading.forms import DEFINITION, RATE
from tests.reading.test_earlier import ADDED, items, number, written

NOW = items(lambda every: (*every, ADDED))(DEFINITION)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path


def put(root: Path, name: str, content: bytes) -> None:
    path = root / "inbox" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def city(root: Path) -> Project:
    return Project(root, NOW, "zh")


@pytest.mark.slow
def test_an_inbox_is_carried_over_whatever_lies_in_it(root: Path) -> None:
    put(root, "旧.xlsx", written())
    put(root, "更旧/旧.xlsx", written(of_before=True))
    put(root, "复核.xlsx", written(edition=Edition.EVALUATOR))
    put(root, "新.xlsx", written(NOW))
    put(root, "坏.xlsx", b"PK broken")
    put(root, "申诉.xlsx", written(edition=Edition.APPEAL, given={}))
    made = city(root).carry_over_all()
    assert sorted(form.file for form in made.forms) == ["复核.xlsx", "旧.xlsx", "更旧/旧.xlsx"]
    assert sorted(entry.file for entry in made.failed) == ["坏.xlsx", "申诉.xlsx"]
    assert made.current == ("新.xlsx",)
    assert len({form.path for form in made.forms}) == len(made.forms)
    assert all(form.carried.complete for form in made.forms)
    assert not made.complete
    assert made.listed.read_text("utf-8-sig").count("已转入,GAJ") == len(made.forms)
    report = city(root).collect("fresh", processes=0, clock=lambda: START).report
    assert {o.outcome for o in report.outcomes} <= {
        OutcomeKind.ACCEPTED,
        OutcomeKind.AGAIN,
    }  # two say the same
    assert not [f for f in report.findings if f.code is FindingCode.EARLIER_FORM]
    assert sorted(report.skipped) == sorted([made.listed.name, *(form.listed.name for form in made.forms)])


def test_new_forms_and_lists_in_the_inbox_are_not_carried_again(root: Path) -> None:
    put(root, "旧.xlsx", written())
    first = city(root).carry_over_all(output=root / "inbox" / "新表")
    assert len(first.forms) == 1
    again = city(root).carry_over_all(output=root / "inbox" / "新表")
    assert [form.file for form in again.forms] == ["旧.xlsx"]
    assert len(again.current) == 1
    assert len(again.skipped) == 2
    report = city(root).collect(processes=0, clock=lambda: START).report
    assert report.number(OutcomeKind.ACCEPTED) == len(report.outcomes) == 2


def test_a_number_in_another_unit_of_measurement_is_not_moved(root: Path) -> None:
    put(root, "旧.xlsx", written())
    put(root, "更旧.xlsx", written(of_before=True))
    project = Project(root, number("rate", unit=NOW.round.organiser)(DEFINITION), "zh")
    made = project.carry_over_all()
    for form in made.forms:
        lost = {cell.old_key for cell in form.carried.transfers if not cell.fate.arrived}
        assert lost == {RATE}, form.file


@pytest.mark.parametrize("place", ["status", "appeals"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lists_of_ours_are_no_forms(tmp_path: Path, place: str, lang: str) -> None:
    words = wording("zh" if lang == "zh" else "en")
    names = {"status": ("code", "unit", "class"), "appeals": ("unit", "item", "appeal")}[place]
    path = tmp_path / "list.csv"
    path.write_bytes(csv_bytes([*(words[f"{place}.{name}"] for name in names), "…"], [("GAJ", "", "")]))
    (tmp_path / "theirs.csv").write_text("编码,事项,是否提供\n", "utf-8-sig")
    inbox = look_into(tmp_path)
    assert ([e.name for e in inbox.entries], inbox.skipped) == (["theirs.csv"], ("list.csv",))
    assert look_into([path]).entries == ()


def test_the_file_in_the_way_stops_none(root: Path) -> None:
    put(root, "a.xlsx", written())
    (first,) = city(root).carry_over_all().forms
    shutil.copy(root / "inbox" / "a.xlsx", first.path)  # somebody changed it
    put(root, "b.xlsx", written(of_before=True))
    made = city(root).carry_over_all()
    assert len(made.failed) == 1
    assert len(made.forms) == 1
