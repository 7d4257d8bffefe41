"""`Project.whatif` and `Project.scenarios`: before are the scores, and what is asked wrongly is told at once."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import smartxl
from smartxl.cli.main import main
from smartxl.errors import DefinitionError, ProjectError, UnknownName
from smartxl.model.definition import Definition
from smartxl.model.scenarios import Scenario, Siblings
from smartxl.model.scores import CITY
from smartxl.project.whatif import WhatIfOrder, asked_scenario
from tests.cli.conftest import write_project

NOW = datetime(2026, 10, 1, 12).astimezone()


@pytest.fixture(scope="module")
def round_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("round") / "town")
    for command in ("build", "fill", "collect"):
        assert CliRunner().invoke(main, [command, str(folder)]).exit_code == 0
    return folder


@pytest.fixture
def town(round_once: Path, tmp_path: Path) -> smartxl.Project:
    return smartxl.open_project(shutil.copytree(round_once, tmp_path / "town"))


def files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".sqlite")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_before_are_the_scores_and_after_those_of_the_changed_definition(town: smartxl.Project) -> None:
    before = files(town.root)
    scores = town.scores(now=NOW)
    tried = town.whatif(weights={"B": 70}, rules={"B3.points": (0, 10, 100)}, now=NOW)
    assert files(town.root) == before
    frame = tried.frame
    assert frame["before"].equals(scores["total"].rename("before"))
    assert frame["rank_before"].dropna().tolist() == scores["rank"].dropna().tolist()
    assert frame["stage_before"].tolist() == scores["stage"].tolist()
    path = town.root / "framework.yaml"
    text = path.read_text("utf-8")
    text = text.replace("weight: { dep: 60", "weight: { dep: 30").replace(
        "weight: { dep: 40", "weight: { dep: 70"
    )
    path.write_text(text.replace("points: [0, 60, 100]", "points: [0, 10, 100]"), "utf-8")
    changed = smartxl.open_project(town.root).scores(now=NOW)
    assert frame["after"].equals(changed["total"].rename("after"))
    assert frame["stage_after"].tolist() == changed["stage"].tolist()
    assert tried.nodes["after"].to_dict()["GA", "B3"] == changed["B3"].to_dict()["GA"]


def test_the_reasons_sum_up(town: smartxl.Project) -> None:
    tried = town.whatif(weights={"B1": 80}, missing="zero", rollup="geometric", now=NOW)
    sums = tried.reasons.groupby("code")["points"].sum()
    differences = tried.frame["difference"]
    assert sums.reindex(differences.index).fillna(0).tolist() == pytest.approx(
        differences.fillna(0).tolist(), abs=1e-11
    )


def test_who_overtakes_whom(town: smartxl.Project) -> None:
    tried = town.whatif(weights={"A1": 0, "B1": 0, "B2": 0}, now=NOW)
    moves = {move.code: move for move in tried.units}
    for each in tried.overtakings:
        one, other = moves[each.unit], moves[each.passed]
        assert (one.rank or 0) < (other.rank or 0)
        assert (one.rank_before or 0) >= (other.rank_before or 0)
    risen = {move.code for move in tried.units if (move.places or 0) > 0}
    assert {each.unit for each in tried.overtakings} >= risen
    assert tried.move("市公安局").code == "GA"
    assert tried.move(CITY).rank is None
    with pytest.raises(UnknownName):
        tried.move("nobody")


def test_a_scenario_is_kept_named_and_changed(town: smartxl.Project) -> None:
    first = town.whatif(weights={"B": 70}, now=NOW)
    path = town.keep_scenario("重管理", first.scenario)
    assert path.name == "assessment.yaml"
    again = smartxl.open_project(town.root)
    named = again.whatif("重管理", now=NOW)
    assert named.frame.equals(first.frame)
    more = again.whatif("重管理", missing="zero", weights={"B": 10}, now=NOW)
    assert more.scenario.weights == {"B": 10}
    assert more.scenario.name == ""
    with pytest.raises(ProjectError, match="重管理"):
        again.keep_scenario("重管理", more.scenario)
    again.keep_scenario("重管理", more.scenario, force=True)
    third = smartxl.open_project(town.root)
    assert third.definition.round.scenarios == (
        Scenario("重管理", weights={"B": 10}, missing=more.scenario.missing),
    )
    assert third.scores(now=NOW).equals(town.scores(now=NOW))


def test_scenarios_side_by_side(town: smartxl.Project) -> None:
    with pytest.raises(ProjectError, match="no scenarios"):
        town.scenarios()
    town.keep_scenario("等权", Scenario("", equal=True))
    smartxl.open_project(town.root).keep_scenario("b", Scenario("", weights={"B": 90.0}))
    city = smartxl.open_project(town.root)
    found = city.scenarios(now=NOW)
    assert found.frame["total"].equals(city.scores(now=NOW)["total"])
    for tried in found.tried:
        own = city.whatif(tried.scenario.name, now=NOW).frame
        assert found.frame[f"{tried.scenario.name}.total"].tolist() == pytest.approx(
            own["after"].tolist(), nan_ok=True
        )
    assert [each.scenario.name for each in city.scenarios("b", now=NOW).tried] == ["b"]
    with pytest.raises(UnknownName, match="等权, b"):
        city.scenarios("c")


def test_without_answers_it_says_so(project_folder: Path) -> None:
    city = smartxl.open_project(project_folder)
    with pytest.raises(ProjectError, match="no answers count"):
        city.whatif(equal=True)
    assert not city.has_ledger


@pytest.fixture
def project_folder(tmp_path: Path) -> Path:
    return write_project(tmp_path / "town")


@pytest.fixture
def definition(project_folder: Path) -> Definition:
    return smartxl.open_project(project_folder).definition


def test_what_is_typed(definition: Definition) -> None:
    order = WhatIfOrder(
        weights=["B＝70％", "A2@dis = 40"],
        rules=["B3.points=0，10,100", "B3.upper=0"],
        combine=["total=geometric"],
        digits="unrounded",
        siblings="keep",
        stages=["0", "50"],
    )
    found = asked_scenario(definition, order)
    assert found.weights == {"B": 70.0, "A2@dis": 40.0}
    assert found.rules == {"B3.points": (0.0, 10.0, 100.0), "B3.upper": 0.0}
    assert found.siblings is Siblings.KEEP
    assert found.stages == (0.0, 50.0)


def test_all_that_is_wrong_is_told_at_once(definition: Definition) -> None:
    order = WhatIfOrder(
        weights=["B9=3", "TOTAL=3", "A1=x", "B", "B2=1", "B2=2"],
        rules=["B3.top=3", "B=3"],
        missing="guess",
        combine=["A1=worst", "B=middle"],
        digits="9",
        shares=["city=3"],
    )
    with pytest.raises(DefinitionError) as raised:
        asked_scenario(definition, order)
    assert {problem.where for problem in raised.value.problems} == {
        *("--weight", "--weight B9", "--weight TOTAL", "--weight A1", "--weight B2"),
        *(
            "--rule B3.top",
            "--rule B",
            "--missing",
            "--combine A1",
            "--combine B",
            "--digits",
            "--share city",
        ),
    }
    assert all(problem.what.zh and problem.what.en and problem.remedy.zh for problem in raised.value.problems)


@pytest.mark.parametrize(
    ("order", "where"),
    [
        pytest.param(WhatIfOrder(), "whatif", id="nothing"),
        pytest.param(WhatIfOrder(weights={"B": 100}), "--weight B", id="everything for one"),
        pytest.param(WhatIfOrder(weights=["B"]), "--weight", id="no value"),
        pytest.param(WhatIfOrder(rollup="power"), "--rollup", id="a power without one"),
    ],
)
def test_one_thing_is_wrong(definition: Definition, order: WhatIfOrder, where: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        asked_scenario(definition, order)
    assert [problem.where for problem in raised.value.problems] == [where]
