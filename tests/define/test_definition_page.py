"""docs/definition.md: its projects load (see the fixtures), and its lists are complete."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smartxl.define import load
from smartxl.define.combination_schema import CombinationEntry, StepEntry
from smartxl.define.followup_schema import ConditionEntry
from smartxl.define.robustness_schema import RobustnessEntry, Varied, VariedEntry
from smartxl.define.scenario_schema import ScenarioEntry
from smartxl.define.unanswered_schema import CoverageFloorEntry, UnansweredEntry
from smartxl.model.combination import Peers, RollUp, StepKind, Ties, Unscored
from smartxl.model.framework import Measure
from smartxl.model.scenarios import MissingPolicy, Siblings
from smartxl.model.unanswered import BelowFloor, Missing
from smartxl.rules import PEER_RULES

if TYPE_CHECKING:
    from smartxl.define.entries import YamlModel

PAGE = (Path(__file__).parents[2] / "docs" / "definition.md").read_text("utf-8")
WORDS = set(re.findall(r"`([^`\n]+)`", PAGE))


def test_the_projects_of_the_page_load(pipeline: Path, peers: Path) -> None:
    assert load(pipeline).framework.code == "pipeline"
    assert load(peers).framework.code == "peers"
    assert len(re.findall(r"```yaml", PAGE)) == len(re.findall(r"```csv", PAGE)) == 2


@pytest.mark.parametrize(
    "words",
    [BelowFloor, Measure, Missing, MissingPolicy, Peers, RollUp, Siblings, StepKind, Ties, Unscored, Varied],
)
def test_every_word_is_there(words: type[StrEnum]) -> None:
    known = WORDS | {part for text in WORDS for part in re.findall(r"[\w-]+", text)}
    assert {str(word) for word in words} - known == set()


@pytest.mark.parametrize(
    "entry",
    [
        *(CombinationEntry, ConditionEntry, CoverageFloorEntry, RobustnessEntry, ScenarioEntry, StepEntry),
        *(UnansweredEntry, VariedEntry),
    ],
)
def test_every_key_is_there(entry: type[YamlModel]) -> None:
    assert set(entry.model_fields) - {"step"} - WORDS == set()


def test_every_rule_over_peers_is_there() -> None:
    assert set(PEER_RULES) - WORDS == set()
