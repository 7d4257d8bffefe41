"""Scenarios in assessment.yaml: what they become, and what is refused, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.define import load
from smartxl.define.authoring import flatten, read_trees
from smartxl.define.yamlfile import read_yaml
from smartxl.errors import DefinitionError
from smartxl.model.combination import RollUp, Unscored
from smartxl.model.framework import ROOT
from smartxl.model.scenarios import CombinationChange, MissingPolicy, Scenario, Siblings
from smartxl.model.unanswered import CoverageFloor
from smartxl.text import LANGUAGES, Lang, Text
from tests.define.authoring.books import book_of, normal_trees

EVERYTHING = """\
scenarios:
  - name: 等权
    title: { zh: 同级等权, en: Equal weights }
    equal: true
  - name: everything
    weights: { A: 40, A1@dep: 10, B: 60 }
    siblings: keep
    rules: { A3.points: [0, 50, 100], B3.full: 12, B4.rule: minmax, B4.cost: 1 }
    missing: peer-mean
    rollup: { method: geometric, floor: 1 }
    combine: { total: mean, B: worst }
    digits: { indicator: 1, total: 3 }
    coverage_floor: { unit: 0.6 }
    shares: { dis: 50 }
    stages: [0, 75]
"""


def added(folder: Path, text: str) -> Path:
    path = folder / "assessment.yaml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    return folder


def test_all_that_can_be_written(folder: Path) -> None:
    equal, everything = load(added(folder, EVERYTHING)).round.scenarios
    assert equal == Scenario("等权", Text("同级等权", "Equal weights"), equal=True)
    assert everything == Scenario(
        "everything",
        weights={"A": 40, "A1@dep": 10, "B": 60},
        siblings=Siblings.KEEP,
        rules={"A3.points": (0, 50, 100), "B3.full": 12, "B4.rule": "minmax", "B4.cost": 1},
        missing=MissingPolicy.PEER_MEAN,
        rollup=CombinationChange(RollUp.GEOMETRIC, floor=1),
        combine={ROOT: CombinationChange(RollUp.MEAN), "B": CombinationChange(RollUp.WORST)},
        digits=1,
        total_digits=3,
        coverage_floor=CoverageFloor(0.6),
        shares={"dis": 50},
        stages=(0, 75),
    )


def test_they_change_neither_what_forms_ask_nor_what_answers_are_worth(folder: Path) -> None:
    before = load(folder).identity
    after = load(added(folder, EVERYTHING)).identity
    assert after == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_they_stand_in_an_authoring_workbook(folder: Path, lang: Lang) -> None:
    added(folder, EVERYTHING)
    framework, assessment = (read_yaml(folder / f"{n}.yaml", n).tree for n in ("framework", "assessment"))
    read = read_trees("方案.xlsx", book_of(flatten(framework, assessment, (), (), lang), lang))
    assert not read.problems
    assert normal_trees(read.framework.tree, read.assessment.tree) == normal_trees(framework, assessment)


def test_a_change_of_combination_leaves_the_rest(folder: Path) -> None:
    how = load(folder).framework.combination(ROOT)
    assert CombinationChange(unscored=Unscored.ZERO).of(how).method is how.method


def scenario(text: str) -> str:
    return f"scenarios: [{{ name: s, {text} }}]\n"


WRONG = {
    "an unknown code": (scenario("weights: { B9: 40 }"), "'B9' is no node", "did you mean B"),
    "a name for a code": (scenario("weights: { 在线办事: 40 }"), "is no node", "did you mean A1?"),
    "a class for a code": (scenario("weights: { dis: 40 }"), "'dis' is no node", "shares (--share)"),
    "a weight of the total": (scenario("weights: { total: 40 }"), "the total has no weight", "below it"),
    "an unknown class": (scenario("weights: { A@city: 40 }"), "unknown class 'city'", "dep, dis"),
    "a class without the node": (scenario("weights: { B@dis: 4 }"), "dis does not have B", "B@dep"),
    "a negative weight": (scenario("weights: { B: -1 }"), "greater than or equal to 0", "weights by"),
    "a text": (scenario("weights: { B: viel }"), "'viel' is no number", "weights by"),
    "more than everything": (scenario("weights: { A2: 140 }"), "pass the total 100", "at most"),
    "everything for one": (scenario("weights: { A2: 100 }"), "nothing for A1, A3", "with 0"),
    "all of them, too little": (scenario("weights: { A@dep: 40, B: 50 }"), "sum to 90, not 100", "the rest"),
    "all of them 0": (scenario("weights: { A@dep: 0, B: 0 }"), "all weights are 0", "at least one"),
    "an only child": (scenario("weights: { A: 40 }"), "A has no siblings", "A@dep"),
    "a parameter that the rule lacks": (scenario("rules: { B3.top: 50 }"), "unknown parameter top", "mend"),
    "a word for a number": (scenario("rules: { B3.full: ten }"), "full is 'ten'", "write a number"),
    "no such rule": (scenario("rules: { B3.rule: guess }"), "unknown rule 'guess'", "direct"),
    "a rule of another measure": (scenario("rules: { B1.rule: ratio }"), "does not score", "rubric"),
    "too few inputs": (scenario("rules: { B4.rule: ratio }"), "takes 2 to 2 inputs", "another rule"),
    "no parameter": (scenario("rules: { B3: 50 }"), "does not name an indicator and a parameter", "B5.full"),
    "a rule of a group": (scenario("rules: { B.full: 50 }"), "B is a group", "below it"),
    "a direction turned": (scenario("rules: { B4.worst: 0.1 }"), "turn the direction", "swap"),
    "an unknown reference": (
        scenario("rules: { B4.rule: distance, B4.to: reference, B4.reference: '011', B4.cost: 1 }"),
        "'011'",
        "",
    ),
    "no such policy": (scenario("missing: guess"), "'leave-out', 'zero'", "leave-out, zero"),
    "no such roll-up": (scenario("rollup: median"), "'geometric'", "a method"),
    "a power without one": (scenario("rollup: power"), "has no `power`", "power: -2"),
    "a roll-up of an indicator": (scenario("combine: { A1: worst }"), "no children", "a group"),
    "a floor for nothing": (scenario("combine: { B: { floor: 1 } }"), "`floor` has no meaning", "remove"),
    "a class of no city": (scenario("shares: { A: 50 }"), "unknown class 'A'", "dep, dis"),
    "too many stages": (scenario("stages: [0, 50, 60]"), "3 starts for 2 stages", "each stage"),
    "stages that fall": (scenario("stages: [60, 0]"), "do not rise", "rise"),
    "nothing at all": ("scenarios: [{ name: s }]\n", "changes nothing", "weights"),
    "a name twice": (
        "scenarios: [{ name: s, equal: true }, { name: s, missing: zero }]\n",
        "number 1 is called 's' too",
        "another name",
    ),
}


@pytest.mark.parametrize(("text", "what", "remedy"), WRONG.values(), ids=WRONG)
def test_what_cannot_be(folder: Path, text: str, what: str, remedy: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        load(added(folder, text))
    (problem,) = raised.value.problems
    assert (problem.file, problem.line) == ("assessment.yaml", 13)
    assert what in problem.what.en
    assert remedy in problem.remedy.en


def test_all_that_is_wrong_is_told_at_once(folder: Path) -> None:
    text = """\
scenarios:
  - name: one
    weights: { B9: 4 }
    rules: { B3.top: 5 }
  - name: two
    missing: never
    stages: [1]
"""
    with pytest.raises(DefinitionError) as raised:
        load(added(folder, text))
    assert [problem.line for problem in raised.value.problems] == [15, 16, 18]
