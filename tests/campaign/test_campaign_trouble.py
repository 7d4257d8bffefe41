"""Bad input of a campaign: each trouble names its city, and the other cities go on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from smartxl.campaign import Campaign, init_campaign, open_campaign
from smartxl.campaign.records import CityCollected
from smartxl.cli.main import main
from smartxl.project import Project
from tests.campaign.campaigns import write_campaign
from tests.conftest import IN_CI
from tests.postgres import find_programs, running_server

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    campaign = write_campaign(tmp_path_factory.mktemp("campaign") / "many")
    campaign.jobs = 1
    campaign.fill()
    return campaign.root


@pytest.fixture
def filled(filled_once: Path, tmp_path: Path) -> Campaign:
    """A campaign whose forms came back and were not collected yet."""
    return open_campaign(shutil.copytree(filled_once, tmp_path / "many"), jobs=1)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("written", ["id: many-c1", 'id:   "many-c1"  # 甲市'])
def test_two_cities_whose_projects_have_one_id_are_both_refused(filled: Campaign, written: str) -> None:
    edit(filled.root / "cities/c3/assessment.yaml", "id: many-c3", written)
    found = filled.collect()
    assert list(found.done) == ["c2"]
    assert list(found.failed) == ["c1", "c3"]
    assert "c3 丙市" in found.failed["c1"].said("zh")
    assert found.failed["c3"].said("zh").startswith("c3 丙市: id“many-c1”与 c1 甲市 相同")
    assert not (filled.root / "cities/c1/ledger.sqlite").exists()
    # a city alone is refused too: the other's forms may lie in its inbox
    assert list(filled.status(["c1"], now=NOW).failed) == ["c1"]
    assert list(filled.status(["c2"], now=NOW).failed) == []


def test_an_id_that_no_yaml_can_hold_is_the_trouble_of_its_city(filled: Campaign) -> None:
    edit(filled.root / "cities/c2/assessment.yaml", "id: many-c2", 'id: "many-c2')
    found = filled.status(now=NOW)
    assert list(found.done) == ["c1", "c3"]
    assert "c2 乙市" in found.failed["c2"].said("zh")


@pytest.mark.slow
def test_a_form_in_another_citys_inbox_is_refused_and_told(filled: Campaign) -> None:
    form = next((filled.root / "cities/c1/inbox").glob("*.xlsx"))
    form.rename(filled.root / "cities/c2/inbox" / f"甲市寄来-{form.name}")
    told = CliRunner().invoke(main, ["campaign", "collect", str(filled.root), "--jobs", "1"])
    assert told.exit_code == 0
    (line,) = (line for line in told.stderr.splitlines() if line.startswith("!"))
    assert line.startswith(f"! c2 乙市 甲市寄来-{form.name}: ")
    assert "many-c1" in line
    record = filled.collect().done["c2"].record
    assert isinstance(record, CityCollected)
    assert list(record.not_taken) == [f"甲市寄来-{form.name}"]
    with Project.open(filled.root / "cities/c2").ledger() as ledger:
        assert {
            r.name
            for r in ledger.records()
            if r.may_count(Project.open(filled.root / "cities/c2").definition)
        } == {
            path.name
            for path in (filled.root / "cities/c2/inbox").glob("*.xlsx")
            if "甲市寄来" not in path.name
        }


def test_a_folder_that_may_not_be_written_to_is_the_trouble_of_its_city(filled: Campaign) -> None:
    kept = filled.root / "cities/c2/.smartxl"
    shutil.rmtree(kept)
    kept.write_bytes(b"")  # not even root, for whom no folder is closed, can write below it
    found = filled.collect()
    assert list(found.done) == ["c1", "c3"]
    assert "c2 乙市" in found.failed["c2"].said("zh")
    assert "文件夹无法写入" in found.failed["c2"].said("zh")
    assert "没有预料到" not in found.failed["c2"].said("zh")


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may"
)
def test_a_closed_folder_is_the_trouble_of_its_city(filled: Campaign) -> None:
    city = filled.root / "cities/c2"
    city.chmod(0o555)
    try:
        found = filled.collect()
    finally:
        city.chmod(0o755)
    assert list(found.done) == ["c1", "c3"]
    assert "文件夹无法写入" in found.failed["c2"].said("zh")


@pytest.mark.slow
def test_a_table_of_cities_may_be_a_workbook_with_chinese_heads(tmp_path: Path, filled: Campaign) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("全省参评城市表", None, None, None),
        ("行政区划代码", "城市名称", "所属省份", "城市规模"),
        (530100, "昆明市", "云南省", "大"),
        (530300, "曲靖市", None, "中"),
        ("532900", "大理白族自治州", "云南省", "中"),
    ):
        sheet.append(row)
    book.save(tmp_path / "参评城市.xlsx")
    made = init_campaign(tmp_path / "云南", tmp_path / "参评城市.xlsx")
    assert [(city.code, city.name.zh, city.size) for city in made.cities] == [
        ("530100", "昆明市", "大"),
        ("530300", "曲靖市", "中"),
        ("532900", "大理白族自治州", "中"),
    ]
    assert Project.open(made.root / "cities/532900").definition.round.city.zh == "大理白族自治州"


def collecting(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "smartxl", "campaign", "collect", str(folder), "--jobs", "2"]
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def receipts(folder: Path, code: str) -> list[str]:
    with Project.open(folder / "cities" / code).ledger() as ledger:
        return sorted(receipt.name for receipt in ledger.receipts())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_collecting_and_keeps_what_is_done(filled: Campaign) -> None:
    process = collecting(filled.root)
    for _ in range(1200):
        if list(filled.root.glob("cities/*/ledger.sqlite")):
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode in {130, 0}, told  # 0: all was done before the signal came
    assert "Traceback" not in told
    assert not filled.collect().failed
    for code in ("c1", "c2", "c3"):
        names = sorted(path.name for path in (filled.root / "cities" / code / "inbox").glob("*.xlsx"))
        assert receipts(filled.root, code) == names


@pytest.mark.slow
def test_two_who_collect_at_once_record_nothing_twice(filled: Campaign) -> None:
    both = [collecting(filled.root) for _ in range(2)]
    told = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    for code in ("c1", "c2", "c3"):
        names = sorted(path.name for path in (filled.root / "cities" / code / "inbox").glob("*.xlsx"))
        assert receipts(filled.root, code) == names
    assert filled.collect().fresh == 0


@pytest.mark.slow
def test_a_database_that_goes_away_between_two_steps_is_told_for_each_city(filled: Campaign) -> None:
    programs = find_programs()
    if programs is None:
        (pytest.fail if IN_CI else pytest.skip)("PostgreSQL is not installed")
    with running_server(programs) as server:
        address = f"postgresql://postgres@/postgres?host={server.folder}"
        with (filled.root / "campaign.yaml").open("a", encoding="utf-8") as stream:
            stream.write(f"ledger: '{address}'\n")
        campaign = open_campaign(filled.root, jobs=2)
        assert not campaign.collect().failed
        before = campaign.score(now=NOW)
        assert len(before.comparison.order) == 3
    away = campaign.score(now=NOW)
    assert not away.run.done
    for city in campaign.cities:
        told = away.run.failed[city.code].said("zh")
        assert told.startswith(f"{city.code} {city.name.zh}：")
        assert "连不上数据库服务器" in told
