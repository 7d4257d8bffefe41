"""`robustness` in assessment.yaml: the design that it becomes, and what is refused, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.define import load
from smartxl.define.authoring import flatten, read_trees
from smartxl.define.yamlfile import read_yaml
from smartxl.errors import DefinitionError
from smartxl.model.combination import RollUp
from smartxl.model.framework import ROOT
from smartxl.model.scenarios import CombinationChange, MissingPolicy
from smartxl.model.uncertaintydesign import (
    DEFAULT_DESIGN,
    AnswerError,
    Exclusion,
    RuleRange,
    ScenarioOptions,
    UncertaintyDesign,
    WeightConcentration,
    WeightSets,
    WeightShares,
)
from smartxl.text import LANGUAGES, Lang
from tests.define.authoring.books import book_of, normal_trees

EVERYTHING = """\
scenarios:
  - { name: few, digits: 1 }
robustness:
  runs: 500
  seed: 3
  low: 0.1
  high: 0.9
  quotable: 0.9
  points: 128
  step: 0.2
  vary:
    - { what: weights, by: 0.2, nodes: [A, B], each: true }
    - { what: weights, concentration: 40, nodes: [A] }
    - { what: rule, parameter: B3.full, low: 8, high: 12 }
    - { what: rule, parameter: B3.full, options: [8, 10] }
    - { what: rollup, level: 0, options: [mean, geometric], floor: 1 }
    - { what: rollup, options: [mean, power], nodes: [B], power: 2 }
    - { what: missing, options: [leave-out, zero, peer-mean] }
    - { what: scenarios, options: [as-it-is, few] }
    - { what: exclude }
    - { what: answers, by: 0.05, nodes: [B3] }
"""


def added(folder: Path, text: str) -> Path:
    path = folder / "assessment.yaml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    return folder


def problems(folder: Path, text: str) -> list[tuple[int, str]]:
    """Line, counted from that of `robustness`, and what is wrong in English."""
    before = len((folder / "assessment.yaml").read_text("utf-8").splitlines())
    with pytest.raises(DefinitionError) as caught:
        load(added(folder, text))
    return [((each.line or 0) - before, each.what.en) for each in caught.value.problems]


def test_all_that_can_be_written(folder: Path) -> None:
    found = load(added(folder, EVERYTHING)).round.robustness
    assert found == UncertaintyDesign(found.vary, 500, 3, (0.1, 0.9), 0.9, 128, 0.2)
    shares, near, wide, few, total, power, missing, scenarios, exclude, answers = found.vary
    assert shares == WeightShares(0.2, ("A", "B"), each=True)
    assert near == WeightConcentration(40, ("A",))
    assert wide == RuleRange("B3", "full", 8, 12)
    assert isinstance(few, ScenarioOptions)
    assert [(one.name, dict(one.rules)) for one in few.options] == [
        ("8", {"B3.full": 8}),
        ("10", {"B3.full": 10}),
    ]
    assert isinstance(total, ScenarioOptions)
    assert total.options[1].combine == {ROOT: CombinationChange(RollUp.GEOMETRIC, floor=1)}
    assert isinstance(power, ScenarioOptions)
    assert power.options[1].combine == {"B": CombinationChange(RollUp.POWER, power=2)}
    assert isinstance(missing, ScenarioOptions)
    assert missing.options[1].missing is MissingPolicy.ZERO
    assert isinstance(scenarios, ScenarioOptions)
    assert (scenarios.options[0].is_empty, scenarios.options[1].digits) == (True, 1)
    assert exclude == Exclusion()
    assert answers == AnswerError(0.05, ("B3",))


def test_where_nothing_is_declared_weights_vary_by_a_quarter(folder: Path) -> None:
    assert (
        load(folder).round.robustness == DEFAULT_DESIGN == UncertaintyDesign((WeightShares(0.25, each=True),))
    )
    assert load(added(folder, "robustness: { runs: 200 }\n")).round.robustness == UncertaintyDesign(runs=200)


def test_answers_of_experts_are_sets_that_come_later(folder: Path) -> None:
    found = load(added(folder, "robustness: { vary: [{ what: weights, experts: ahp }] }\n")).round.robustness
    assert found.vary == (WeightSets(stated="ahp"),)


def test_it_changes_neither_digest(folder: Path) -> None:
    before = load(folder).identity
    assert load(added(folder, EVERYTHING)).identity == before


MISTAKES = {
    "a step that there is not": ("{ what: treatment, options: [winsorise, none] }", "'treatment' should be"),
    "a node that there is not": ("{ what: weights, by: 0.2, nodes: [Z9] }", "'Z9' is no node"),
    "a level that there is not": ("{ what: weights, by: 0.2, level: 9 }", "there is no level 9"),
    "a parameter that there is not": (
        "{ what: rule, parameter: B3.fool, low: 1, high: 2 }",
        "unknown parameter fool",
    ),
    "an indicator that there is not": ("{ what: rule, parameter: Z9.full, low: 1, high: 2 }", "Z9"),
    "an end that cannot be": ("{ what: rule, parameter: B3.full, low: -5, high: 10 }", "full"),
    "no interval": ("{ what: rule, parameter: B3.full, low: 9, high: 3 }", "no interval"),
    "a method that there is not": ("{ what: rollup, options: [mean, median] }", "no option 'median'"),
    "a policy that there is not": ("{ what: missing, options: [zero, guess] }", "no option 'guess'"),
    "a scenario that there is not": ("{ what: scenarios, options: [as-it-is, 等权] }", "no option '等权'"),
    "one option": ("{ what: missing, options: [zero] }", "two different options"),
    "no way": ("{ what: weights }", "does not say how weights vary"),
    "two ways": ("{ what: weights, by: 0.2, concentration: 50 }", "it has by, concentration"),
    "a key of another choice": (
        "{ what: missing, options: [zero, leave-out], by: 0.2 }",
        "missing takes no by",
    ),
    "nodes and a level": ("{ what: weights, by: 0.2, nodes: [A], level: 1 }", "nodes and a level"),
    "a group as an indicator": ("{ what: exclude, nodes: [A] }", "A is no indicator"),
    "an indicator as a group": ("{ what: weights, concentration: 50, nodes: [B3] }", "B3 has no children"),
    "no error": ("{ what: answers }", "no error is given"),
    "percent for a share": ("{ what: weights, by: 25 }", "25"),
}


@pytest.mark.parametrize(("entry", "said"), MISTAKES.values(), ids=MISTAKES)
def test_what_cannot_vary_is_told_with_its_line(folder: Path, entry: str, said: str) -> None:
    found = problems(folder, f"robustness:\n  vary:\n    - {entry}\n")
    assert [line for line, _ in found] == [3]
    assert said in found[0][1]


def test_all_mistakes_are_told_in_one_pass(folder: Path) -> None:
    text = (
        "robustness:\n  points: 100\n  vary:\n    - { what: weights, by: 0.2, nodes: [A] }\n"
        "    - { what: weights, by: 0.3, nodes: [A] }\n    - { what: exclude, nodes: [Z9] }\n"
    )
    found = dict(problems(folder, text))
    assert list(found) == [2, 5, 6]
    assert "no power of 2" in found[2]
    assert "varies in another way" in found[5]


def test_a_rule_and_its_parameter_do_not_vary_both(folder: Path) -> None:
    text = (
        "robustness:\n  vary:\n    - { what: rule, parameter: B3.full, low: 8, high: 12 }\n"
        "    - { what: rule, parameter: B3.rule, options: [direct, minmax] }\n"
    )
    assert (3, "the rule of B3 itself varies") in problems(folder, text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_stands_in_an_authoring_workbook(folder: Path, lang: Lang) -> None:
    added(folder, EVERYTHING)
    framework, assessment = (read_yaml(folder / f"{n}.yaml", n).tree for n in ("framework", "assessment"))
    read = read_trees("方案.xlsx", book_of(flatten(framework, assessment, (), (), lang), lang))
    assert not read.problems
    assert normal_trees(read.framework.tree, read.assessment.tree) == normal_trees(framework, assessment)
