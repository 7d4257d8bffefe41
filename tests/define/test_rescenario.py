"""A scenario in the text of assessment.yaml: what was there stays, and what is added is read back the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.define.rescenario import scenarios_in, with_scenario
from smartxl.model.combination import UNROUNDED, RollUp, Unscored
from smartxl.model.framework import ROOT
from smartxl.model.scenarios import CombinationChange, MissingPolicy, Scenario, Siblings
from smartxl.model.unanswered import BelowFloor, CoverageFloor
from smartxl.text import Text
from tests.define.conftest import ASSESSMENT

FILE = "assessment.yaml"
NEW = Scenario("new", weights={"B": 20.0, "A1@dep": 0.0}, rules={"A3.points": (0.0, 5.0, 9.0)})
LINE = '{ name: new, weights: { B: 20, "A1@dep": 0 }, rules: { A3.points: [0, 5, 9] } }'
BEFORE = {
    "no list": (ASSESSMENT, f"{ASSESSMENT}scenarios:\n  - {LINE}\n"),
    "no newline at the end": (ASSESSMENT.rstrip(), f"{ASSESSMENT}scenarios:\n  - {LINE}\n"),
    "a key without a value": (
        f"{ASSESSMENT}scenarios:\n# the end\n",
        f"{ASSESSMENT}# the end\nscenarios:\n  - {LINE}\n",
    ),
    "a list with comments, and more behind it": (
        f"scenarios:   # ours\n# first\n- name: 等权  # all alike\n  equal: true\n\n# the rest\n{ASSESSMENT}",
        f"scenarios:   # ours\n# first\n- name: 等权  # all alike\n  equal: true\n- {LINE}\n\n# the rest\n{ASSESSMENT}",
    ),
    "an indented list": (
        f"{ASSESSMENT}scenarios:\n    - {{ name: a, equal: true }}  # one\n",
        f"{ASSESSMENT}scenarios:\n    - {{ name: a, equal: true }}  # one\n    - {LINE}\n",
    ),
    "in brackets": (
        f"{ASSESSMENT}scenarios: [{{ name: a, equal: true }}]  # one\n",
        f"{ASSESSMENT}scenarios: [{{ name: a, equal: true }}, {LINE}]  # one\n",
    ),
    "in brackets over lines": (
        f"{ASSESSMENT}scenarios: [\n  {{ name: a, equal: true }},  # one\n]\n",
        f"{ASSESSMENT}scenarios: [\n  {{ name: a, equal: true }}, {LINE},  # one\n]\n",
    ),
    "empty brackets": (f"{ASSESSMENT}scenarios: []\n", f"{ASSESSMENT}scenarios: [{LINE}]\n"),
    "one of its name": (
        f"{ASSESSMENT}scenarios:\n  # a comment\n  - {{ name: new, equal: true }}\n  - {{ name: b, equal: true }}\n",
        f"{ASSESSMENT}scenarios:\n  # a comment\n  - {LINE}\n  - {{ name: b, equal: true }}\n",
    ),
    "one of its name, in brackets": (
        f"{ASSESSMENT}scenarios: [{{ name: new, equal: true }}, {{ name: b, equal: true }}]\n",
        f"{ASSESSMENT}scenarios: [{LINE}, {{ name: b, equal: true }}]\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), BEFORE.values(), ids=BEFORE)
def test_nothing_else_changes(before: str, after: str) -> None:
    assert with_scenario(before, FILE, NEW) == after
    windows = before.replace("\n", "\r\n")
    assert with_scenario(windows, FILE, NEW) == after.replace("\n", "\r\n")


changes = st.builds(
    CombinationChange,
    method=st.sampled_from([RollUp.GEOMETRIC, RollUp.MEAN]),
    floor=st.none() | st.floats(0.5, 20),
    unscored=st.none() | st.sampled_from(Unscored),
)
texts = st.text("名称 a-#:{}[],'\"&*!|>%@`?0=", min_size=1, max_size=12).map(str.strip).filter(bool)
codes = st.sampled_from(["A", "B", "A1@dep", "A.1"])


@given(
    st.builds(
        Scenario,
        name=texts,
        title=st.builds(Text, texts, texts),
        weights=st.dictionaries(codes, st.floats(0, 100)),
        equal=st.booleans(),
        siblings=st.sampled_from(Siblings),
        rules=st.dictionaries(
            st.sampled_from(["A3.x", "B.y"]), st.floats(-1e9, 1e9) | st.lists(st.floats(0, 9)).map(tuple)
        ),
        missing=st.none() | st.sampled_from(MissingPolicy),
        rollup=st.none() | changes,
        combine=st.dictionaries(st.sampled_from([ROOT, "B"]), changes),
        digits=st.sampled_from([0, 2, UNROUNDED]),
        group_digits=st.sampled_from([None, 1, UNROUNDED]).filter(lambda digits: digits != 2),
        coverage_floor=st.none() | st.just(CoverageFloor(0.6, below=BelowFloor.FLAGGED)),
        shares=st.dictionaries(st.sampled_from(["dep", "dis"]), st.floats(0, 100)),
        stages=st.lists(st.floats(0, 100)).map(tuple),
    )
)
def test_any_scenario_is_read_back_the_same(scenario: Scenario) -> None:
    if scenario.group_digits == scenario.digits:
        return
    assert scenarios_in(with_scenario(ASSESSMENT, FILE, scenario), FILE) == (scenario,)


def test_the_file_of_a_project(folder: Path) -> None:
    path = folder / FILE
    text = with_scenario(path.read_text("utf-8"), FILE, NEW)
    assert text.startswith(path.read_text("utf-8"))
