"""A round of three small cities, from building to the comparison; what is wrong with one city never stops the others."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from docx import Document
from openpyxl import load_workbook

from smartxl.campaign import Campaign, open_campaign
from smartxl.campaign.comparison import Unranked
from smartxl.campaign.records import CityCollected, CityScores, CityStatus, CityVerified
from smartxl.campaign.robust import robust_cities
from smartxl.cli.main import main
from smartxl.errors import DefinitionError, ProjectError, UnknownName
from smartxl.executors import SerialExecutor
from smartxl.filenames import CAMPAIGN
from smartxl.model.framework import ROOT
from smartxl.model.uncertaintydesign import UncertaintyDesign
from smartxl.project import Project
from tests.campaign.campaigns import CITIES, write_campaign
from tests.executors.clusters import dask_programs

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


def scores(campaign: Campaign) -> dict[str, float | None]:
    return {
        c: r.record.common
        for c, r in campaign.score(now=NOW).run.done.items()
        if isinstance(r.record, CityScores)
    }


def test_cities_are_compared_by_what_each_project_gives(many: Campaign) -> None:
    found = many.score(now=NOW)
    table = found.comparison.frame()
    assert not found.run.failed
    for city in many.cities:
        total = Project.open(many.root / city.folder).scores(now=NOW)["total"]["@city"]
        # without local indicators the common ones are all
        assert float(table["score"][city.code]) == total
    assert sorted(table["rank"]) == [1, 2, 3]
    assert table["score"].idxmax() == table["rank"].astype(float).idxmin()
    assert table.loc[["c1", "c2"], "rank_province"].max() == 2
    assert table.loc["c3", "rank_province"] == 1
    medians = {(s.grouping, s.group): s.median for s in found.comparison.statistics if s.node == ROOT}
    assert medians["", ""] == np.median(table["score"])
    assert medians["province", "西省"] is None  # a group of one city tells nothing


def test_what_has_not_changed_is_not_done_again(many: Campaign) -> None:
    first, second = many.score(now=NOW), many.score(now=NOW)
    assert (first.run.fresh, second.run.fresh) == (3, 0)
    assert second.comparison.frame().equals(first.comparison.frame())
    roster = many.root / "cities/c2/roster.csv"
    roster.write_bytes(roster.read_bytes() + b"\n")
    assert many.score(now=NOW).run.fresh == 1
    framework = many.root / "cities/c2/framework.yaml"
    framework.write_text(
        framework.read_text("utf-8")
        .replace("weight: { dep: 70", "weight: { dep: 60")
        .replace("weight: { dep: 30", "weight: { dep: 40"),
        "utf-8",
    )
    assert [many.score(now=NOW).run.fresh for _ in range(2)] == [1, 0]


def test_collecting_twice_records_nothing_twice(many: Campaign) -> None:
    before = {city.code: len(_receipts(many, city.folder)) for city in many.cities}
    again = many.collect()
    assert all(done.same or isinstance(done.record, CityCollected) for done in again.done.values())
    assert {city.code: len(_receipts(many, city.folder)) for city in many.cities} == before
    assert many.collect().fresh == 0


def _receipts(campaign: Campaign, folder: str) -> tuple[object, ...]:
    with Project.open(campaign.root / folder).ledger() as ledger:
        return ledger.receipts()


def test_the_steps_tell_what_they_came_to(many: Campaign) -> None:
    status = many.status(now=NOW).done["c1"].record
    assert isinstance(status, CityStatus)
    assert status.received == status.units > 0
    assert 0 < status.filled <= status.rows
    verified = many.verify(["甲市"], sample=2, now=NOW)
    assert list(verified.done) == ["c1"]
    record = verified.done["c1"].record
    assert isinstance(record, CityVerified)
    assert (record.files, record.differing) == (2, {})
    with pytest.raises(UnknownName, match="c1, c2, c3"):
        many.status(["丁市"])


@pytest.mark.slow
def test_processes_give_the_same_as_one(many: Campaign) -> None:
    alone = many.score(now=NOW).comparison.frame()
    for city in many.cities:
        shutil.rmtree(many.root / city.folder / ".smartxl")
    many.jobs = 2
    beside = many.score(now=NOW)
    assert beside.run.fresh == 3
    assert beside.comparison.frame().equals(alone)


def test_local_indicators_are_scored_by_the_city_and_take_no_part_in_the_comparison(many: Campaign) -> None:
    before = scores(many)
    framework = many.root / "cities/c2/framework.yaml"
    text = framework.read_text("utf-8")
    local = """\
  - code: L
    name: { zh: 本地, en: Local }
    weight: { dep: 40 }
    children:
      - code: L1
        name: { zh: 本地指标, en: Local indicator }
        weight: 100
        element: T
        measure: kpi
        rule: goalposts
        params: { worst: 0, best: 100 }
        inputs:
          - { code: x, name: { zh: 数, en: Number }, unit: { zh: 分, en: points }, min: 0, max: 100 }
"""
    text = text.replace("weight: { dep: 60, dis: 100 }", "weight: { dep: 20, dis: 100 }", 1)
    framework.write_text(text.rstrip("\n") + "\n" + local, "utf-8")
    run = many.score(now=NOW)
    assert not run.run.failed
    assert scores(many) == before
    own = run.run.done["c2"].record
    assert isinstance(own, CityScores)
    assert own.total != own.common


def _break(campaign: Campaign, what: str) -> None:
    city = campaign.root / "cities/c2"
    match what:
        case "no folder":
            shutil.rmtree(city)
        case "no project":
            (city / "assessment.yaml").unlink()
        case "another version":
            for name in ("framework.yaml", "assessment.yaml"):
                path = city / name
                path.write_text(path.read_text("utf-8").replace('version: "1"', 'version: "2"'), "utf-8")
        case "another rule":
            path = city / "framework.yaml"
            path.write_text(path.read_text("utf-8").replace("missing: zero", "missing: leave-out"), "utf-8")
        case "another round":
            path = city / "assessment.yaml"
            path.write_text(path.read_text("utf-8").replace("round: 2026-1", "round: 2025-1"), "utf-8")
        case "a mistake":
            path = city / "framework.yaml"
            path.write_text(
                path.read_text("utf-8").replace(
                    "weight: { dep: 70, dis: 50 }", "weight: { dep: 71, dis: 50 }"
                ),
                "utf-8",
            )
        case "a damaged ledger":
            (city / "ledger.sqlite").write_bytes(b"no ledger at all " * 100)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("no folder", "没有这个文件夹"),
        ("no project", "没有项目定义"),
        ("another version", "指标体系版本是“2”，不是“1”"),
        ("another rule", "与共有定义不同的指标：A1"),
        ("another round", "轮次是“2025-1”"),
        ("a mistake", "101"),
        ("a damaged ledger", "不是台账"),
    ],
)
def test_what_is_wrong_with_a_city_is_named_and_the_rest_goes_on(
    many: Campaign, what: str, told: str
) -> None:
    _break(many, what)
    found = many.score(now=NOW)
    assert list(found.run.done) == ["c1", "c3"]
    assert told in found.run.failed["c2"].said("zh")
    assert "c2 乙市" in found.run.failed["c2"].said("zh")
    assert found.comparison.unranked == {"c2": Unranked.FAILED}
    assert found.comparison.ranks[[0, 2]].tolist() in ([1, 2], [2, 1])


def test_a_campaign_that_is_there_says_how_cities_are_added(tmp_path: Path) -> None:
    (tmp_path / CAMPAIGN).write_text("id: x\n", "utf-8")
    result = CliRunner().invoke(main, ["campaign", "init", str(tmp_path), "--framework", "smart-2014"])
    assert result.exit_code == 2
    assert f"smartxl campaign init {tmp_path}" in " ".join(result.output.split())


def test_two_cities_with_one_code_are_both_named_and_left_out(many: Campaign) -> None:
    (many.root / "cities.csv").write_text(CITIES + "C2,丁市,西省,小\n", "utf-8")
    again = open_campaign(many.root, jobs=1)
    found = again.score(now=NOW)
    assert list(found.run.done) == ["c1", "c3"]
    assert [error.said("zh").split("：")[0] for error in found.run.failed.values()] == [
        "cities.csv:3 代码: 代码“c2”重复（还有cities.csv 第 5 行），分不清是哪个城市，都没有计入 → 给每个城市不同的代码",
        "cities.csv:5 代码: 代码“C2”重复（还有cities.csv 第 3 行），分不清是哪个城市，都没有计入 → 给每个城市不同的代码",
    ]


def test_where_no_city_is_left_each_is_named(many: Campaign) -> None:
    (many.root / "cities.csv").write_text("代码,城市\nc1,甲市\nC1,乙市\n", "utf-8")
    found = open_campaign(many.root, jobs=1).score(now=NOW)
    assert (len(found.run.failed), found.run.done) == (2, {})
    assert found.comparison.order == []
    assert found.comparison.frame()["unranked"].tolist() == ["failed", "failed"]


@pytest.mark.slow
def test_a_city_that_sent_nothing_and_one_that_answered_little_have_no_rank(tmp_path: Path) -> None:
    campaign = write_campaign(tmp_path / "many", more="")
    campaign.jobs = 1
    campaign.fill(only=["c1", "c2"])
    forms = sorted((campaign.root / "cities/c2/inbox").glob("*.xlsx"))
    for form in forms[1:]:
        form.unlink()
    campaign.collect()
    found = campaign.score(now=NOW).comparison
    assert found.unranked == {"c2": Unranked.COVERAGE, "c3": Unranked.MISSING}
    assert found.ranks[0] == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: many\n", "`title`"),
        ("id: many\ntitle: { zh: 甲 }\ncoverage: 60\n", "coverage"),
        ("id: many\ntitle: { zh: 甲 }\nledgers: x\n", "`ledger`"),
        ("id: many\ntitle: { zh: 甲 }\ncities: none.csv\n", "none.csv"),
        ("id: many\ntitle: { zh: 甲 }\nledger: sqlite:///all.sqlite\n", "须是 PostgreSQL"),
    ],
    ids=["no title", "coverage as percent", "unknown key", "no table", "one file for all cities"],
)
def test_mistakes_in_the_campaigns_own_files_are_told_with_their_place(
    many: Campaign, text: str, told: str
) -> None:
    (many.root / "campaign.yaml").write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as raised:
        open_campaign(many.root)
    assert told in str(raised.value)


def test_a_ledger_that_is_named_for_all_projects_never_mixes_cities(
    many: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = scores(many)
    monkeypatch.setenv("SMARTXL_LEDGER", f"sqlite:///{many.root / 'all.sqlite'}")
    for city in many.cities:
        shutil.rmtree(many.root / city.folder / ".smartxl")
    assert scores(many) == before
    assert len(_receipts(many, "cities/c1")) > 0  # commands on the city alone see the same
    assert not (many.root / "all.sqlite").exists()


@pytest.mark.slow
def test_in_one_database_each_city_has_a_schema(tmp_path: Path, ledger_url: str) -> None:
    if not ledger_url.startswith("postgresql"):
        return  # schemas are PostgreSQL's
    address = ledger_url.partition("&options")[0]
    with_file = write_campaign(tmp_path / "files")
    with_database = write_campaign(tmp_path / "base", more=f"ledger: '{address}'\n")
    for campaign in (with_file, with_database):
        campaign.jobs = 2
        campaign.fill()
        assert not campaign.collect().failed
    first, second = with_file.score(now=NOW), with_database.score(now=NOW)
    assert not second.run.failed
    assert second.comparison.frame().equals(first.comparison.frame())
    assert not list(with_database.root.rglob("ledger.sqlite"))
    # collected again from another folder with the same id: the same ledgers, nothing twice
    assert with_database.collect().fresh == 3
    again = with_database.status(now=NOW).done["c1"].record
    assert isinstance(again, CityStatus)
    assert again.received == again.units


def test_a_database_that_is_away_is_told_for_each_city(tmp_path: Path) -> None:
    campaign = write_campaign(tmp_path / "many", more="ledger: postgresql://nobody@127.0.0.1:9/none\n")
    campaign.jobs = 1
    campaign.fill()
    found = campaign.collect()
    assert not found.done
    assert all("连不上数据库服务器" in error.said("zh") for error in found.failed.values())
    assert os.fspath(tmp_path) not in found.failed["c1"].said("zh")


@pytest.fixture
def command() -> Callable[..., Result]:
    """Runs `smartxl campaign …`."""

    def invoke(*arguments: str | Path, code: int = 0) -> Result:
        result = CliRunner().invoke(main, ["campaign", *map(str, arguments)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    return invoke


def test_commands_tell_cities_and_trouble(many: Campaign, command: Callable[..., Result]) -> None:
    table = command("score", many.root, "--jobs", "1").stdout
    assert "甲市" in table
    assert "名次" in table
    _break(many, "another version")
    told = command("score", many.root, "--jobs", "1", "--lang", "en", code=1)
    assert "cities done: 2" in told.stderr or "unchanged: 2" in told.stderr
    assert "its version is '2', not '1'" in told.stderr
    record = json.loads(command("score", many.root, "--jobs", "1", "--json", code=1).stdout)
    assert list(record["failed"]) == ["c2"]
    assert [city["unranked"] for city in record["cities"]] == ["", "failed", ""]
    one = json.loads(command("status", many.root, "--jobs", "1", "--only", "c1", "--json").stdout)
    assert list(one["cities"]) == ["c1"]
    assert command("score", many.root, "--csv", "--jobs", "1", code=1).stdout.startswith("code,name,province")


def test_tables_for_other_programs_answer_a_query(many: Campaign) -> None:
    duckdb = pytest.importorskip("duckdb")
    many.export(now=NOW)
    folder = many.root / "export"
    read = {
        name: duckdb.read_parquet(str(folder / f"{name}.parquet"))
        for name in ("cities", "nodes", "unit_nodes")
    }
    base = duckdb.connect()
    for name, table in read.items():
        base.register(name, table.df())
    found = base.sql(
        """select c.province, round(avg(n.score), 6) from cities c
        join nodes n on n.city = c.code where n.node = 'A' group by c.province order by c.province"""
    ).fetchall()
    frame = many.score(now=NOW).comparison.frame()
    expected = frame.groupby("province")["A"].mean().round(6)
    assert found == list(expected.items())
    units = base.sql("select count(distinct (city, unit)) from unit_nodes").fetchall()
    assert units == [(3 * len(Project.open(many.root / "cities/c1").definition.roster.units),)]


def test_the_same_tables_are_there_without_another_program(many: Campaign) -> None:
    built = many.export("csv", now=NOW)
    assert {file.path.name for file in built} == {
        f"{name}.csv" for name in ("cities", "nodes", "units", "unit_nodes", "statistics", "framework")
    }
    cities = pd.read_csv(many.root / "export/cities.csv")
    assert cities["score"].tolist() == many.score(now=NOW).comparison.scores.tolist()
    with pytest.raises(UnknownName, match="parquet"):
        many.export("xls", now=NOW)


@pytest.mark.slow
def test_the_report_tells_ranks_groups_and_who_has_none_and_cities_have_their_place(many: Campaign) -> None:
    shutil.rmtree(many.root / "cities/c3/inbox")
    (many.root / "cities/c3/ledger.sqlite").unlink()
    found = many.report("xlsx", "docx", cities=True, now=NOW)
    book, document = (file.path for file in found.files)
    sheets = load_workbook(book)
    assert sheets.sheetnames[:2] == ["排名", "指标得分"]
    ranking = [[cell.value for cell in row] for row in sheets["排名"].iter_rows(min_row=4)]
    ranked = found.scores.comparison.frame().dropna(subset="rank").sort_values("rank")
    expected = zip(ranked["rank"], ranked.index, ranked["score"], strict=True)
    assert [(row[0], row[1], row[5]) for row in ranking] == list(expected)
    assert [row[0].value for row in sheets["没有名次"].iter_rows(min_row=4)] == ["c3"]
    text = "\n".join(paragraph.text for paragraph in Document(str(document)).paragraphs)
    assert "参加评估的城市 3 个，排名 2 个，没有名次 1 个。" in text
    assert found.cities is not None
    assert list(found.cities.done) == ["c1", "c2"]
    own = next((many.root / "cities/c2/reports").glob("*.docx"))
    told = "\n".join(paragraph.text for paragraph in Document(str(own)).paragraphs)
    assert f"在 2 个城市中列第 {found.scores.comparison.ranks[1]:.0f}" in told
    # a result workbook that was written for a campaign is verified as any other
    assert not many.verify(["c2"], sample=0, now=NOW).failed


def test_a_report_needs_a_city_with_a_rank(tmp_path: Path) -> None:
    campaign = write_campaign(tmp_path / "many")
    campaign.jobs = 1
    with pytest.raises(ProjectError, match="没有一个城市有名次"):
        campaign.report(now=NOW)
    assert not (campaign.root / "reports").exists()


@pytest.mark.slow
def test_the_ranking_is_worked_out_many_times_with_the_same_numbers_on_any_executor(many: Campaign) -> None:
    published = many.score(now=NOW).comparison
    alone = many.robust(runs=600, now=NOW)
    many.jobs = 2
    beside = many.robust(runs=600, now=NOW)
    assert np.array_equal(alone.runs.totals, beside.runs.totals)
    assert alone.frame.equals(beside.frame)
    assert alone.runs.base_totals.tolist() == published.scores.tolist()
    assert alone.frame["rank"].sort_index().tolist() == published.ranks.tolist()
    assert (alone.frame["low"] <= alone.frame["median"]).all()
    assert (alone.frame["median"] <= alone.frame["high"]).all()
    assert alone.frame["first"].sum() == pytest.approx(1)  # no two cities are equal in any run
    assert len(np.unique(alone.runs.totals[:, 0])) > 100


def test_without_variation_the_ranking_stays(many: Campaign) -> None:
    found = robust_cities(
        many.score(now=NOW).comparison, SerialExecutor(), runs=20, seed=1, design=UncertaintyDesign(())
    )
    assert found.leader_stays == 1
    assert (found.runs.totals == found.runs.base_totals).all()


@pytest.mark.slow
def test_files_that_are_sent_give_what_a_shared_folder_gives(tmp_path: Path) -> None:
    shared, sent = write_campaign(tmp_path / "shared"), write_campaign(tmp_path / "sent")
    sent.send_files = True
    for campaign in (shared, sent):
        campaign.jobs = 1
    shared.fill()
    for city in sent.cities:
        shutil.copytree(shared.root / city.folder / "inbox", sent.root / city.folder / "inbox")
    if sys.platform != "win32":  # where links need a privilege
        linked = next((sent.root / sent.cities[0].folder / "inbox").glob("*.xlsx"))
        linked.symlink_to(shutil.move(linked, tmp_path / linked.name))
    for campaign in (shared, sent):
        assert not campaign.collect().failed
    first, second = shared.score(now=NOW), sent.score(now=NOW)
    assert second.comparison.frame().equals(first.comparison.frame())
    assert len(_receipts(sent, "cities/c1")) == len(_receipts(shared, "cities/c1")) > 0
    sent.collect()
    assert len(_receipts(sent, "cities/c1")) == len(_receipts(shared, "cities/c1"))
    _break(sent, "no folder")
    assert "没有这个文件夹" in sent.score(now=NOW).run.failed["c2"].said("zh")
    with pytest.raises(ProjectError, match="本机运行"):
        sent.build()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_what_was_killed_goes_on_where_it_was(round_once: Path, tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, killed):
        shutil.copytree(round_once, folder)
        for ledger in folder.rglob("ledger.sqlite*"):
            ledger.unlink()
        for kept in (folder / "cities").glob("*/.smartxl"):
            shutil.rmtree(kept)
    command = [sys.executable, "-m", "smartxl", "campaign", "collect", str(killed), "--jobs", "2"]
    process = subprocess.Popen(
        command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    for _ in range(600):
        if list(killed.rglob("ledger.sqlite")):
            break
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    first, second = open_campaign(whole, jobs=1), open_campaign(killed, jobs=1)
    assert not first.collect().failed
    assert not second.collect().failed
    for city in first.cities:
        # every file once, whatever was in hand when it was killed
        assert _names(second, city.folder) == _names(first, city.folder)
    assert second.score(now=NOW).comparison.frame().equals(first.score(now=NOW).comparison.frame())


def _names(campaign: Campaign, folder: str) -> list[str]:
    with Project.open(campaign.root / folder).ledger() as ledger:
        return sorted(receipt.name for receipt in ledger.receipts())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_campaign_on_a_cluster_of_which_a_worker_is_killed(many: Campaign, tmp_path: Path) -> None:
    folder = tmp_path / "clustered"
    shutil.copytree(many.root, folder)
    for ledger in folder.rglob("ledger.sqlite*"):
        ledger.unlink()
    for kept in (folder / "cities").glob("*/.smartxl"):
        shutil.rmtree(kept)
    with dask_programs(tmp_path) as (address, (_, first, _second)):
        campaign = open_campaign(folder, cluster=address)
        killer = threading.Timer(2.0, lambda: os.kill(first.pid, signal.SIGKILL))
        killer.start()
        collected = campaign.collect()
        killer.join()
        scored = campaign.score(now=NOW)
        robust = campaign.robust(runs=300, now=NOW)
    assert not collected.failed
    assert scored.comparison.frame().equals(many.score(now=NOW).comparison.frame())
    for city in many.cities:
        assert _names(campaign, city.folder) == _names(many, city.folder)
    assert np.array_equal(robust.runs.totals, many.robust(runs=300, now=NOW).runs.totals)
