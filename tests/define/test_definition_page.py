"""docs/definition.md, in both languages: its projects load (see the fixtures), and its lists are complete."""

from __future__ import annotations

import re
from enum import StrEnum
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
from tests.pages import code_blocks, texts

if TYPE_CHECKING:
    from pathlib import Path

    from smartxl.define.entries import YamlModel
    from smartxl.text import Lang

WORDS = {lang: set(re.findall(r"`([^`\n]+)`", text)) for lang, text in texts("definition.md").items()}
in_both_languages = pytest.mark.parametrize("lang", WORDS)


def test_the_projects_of_the_page_load(pipeline: Path, peers: Path) -> None:
    assert load(pipeline).framework.code == "pipeline"
    assert load(peers).framework.code == "peers"
    for text in texts("definition.md").values():
        assert len(code_blocks(text, "yaml")) == len(code_blocks(text, "csv")) == 2


@in_both_languages
@pytest.mark.parametrize(
    "words",
    [BelowFloor, Measure, Missing, MissingPolicy, Peers, RollUp, Siblings, StepKind, Ties, Unscored, Varied],
)
def test_every_word_is_there(words: type[StrEnum], lang: Lang) -> None:
    known = WORDS[lang] | {part for text in WORDS[lang] for part in re.findall(r"[\w-]+", text)}
    assert {str(word) for word in words} - known == set()


@in_both_languages
@pytest.mark.parametrize(
    "entry",
    [
        *(CombinationEntry, ConditionEntry, CoverageFloorEntry, RobustnessEntry, ScenarioEntry, StepEntry),
        *(UnansweredEntry, VariedEntry),
    ],
)
def test_every_key_is_there(entry: type[YamlModel], lang: Lang) -> None:
    assert set(entry.model_fields) - {"step"} - WORDS[lang] == set()


@in_both_languages
def test_every_rule_over_peers_is_there(lang: Lang) -> None:
    assert set(PEER_RULES) - WORDS[lang] == set()
