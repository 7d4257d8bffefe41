"""What the city loses is what its score lacks of 100, divided over classes, indicators and areas."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.cityloss import city_losses, city_strengths
from smartxl.model.report import Paragraph, ReportTable, plain
from smartxl.model.scores import CITY
from tests.diagnosis.test_content import MIXED, answered, content_of

FULL = dict.fromkeys(MIXED, 1.0)


@pytest.mark.parametrize(
    "shares", [MIXED, {"P1": 0.2, "P2": 0.9}, {"D1": 0.75}], ids=["both", "one class", "the other"]
)
def test_the_losses_are_what_the_score_lacks(folder: Path, shares: Mapping[str, float]) -> None:
    definition = load(folder)
    _, facts = content_of(definition, answered(definition, shares))
    losses = city_losses(facts)
    score = facts.score(CITY)
    assert score is not None
    assert sum(entry.lost for entry in losses) == pytest.approx(
        100 - score.value, abs=0.011
    )  # rounded at every level
    assert sum(entry.obstacle for entry in losses) == pytest.approx(1)
    assert [entry.lost for entry in losses] == sorted((entry.lost for entry in losses), reverse=True)


def test_it_is_said_of_which_class_the_costliest_are(folder: Path) -> None:
    definition = load(folder)
    _, facts = content_of(definition, answered(definition, MIXED))
    section = city_strengths(facts)
    assert section is not None
    (said,) = (plain(block.words) for block in section.blocks if isinstance(block, Paragraph))
    assert said.startswith(
        "失分最多的是在线办事（区县，失 30.00 分）、在线办事（部门，失 17.14 分），合计占全部失分的 100.0%"
    )


def test_where_nothing_is_lost_nothing_is_said(folder: Path) -> None:
    definition = load(folder)
    _, facts = content_of(definition, answered(definition, FULL))
    assert city_strengths(facts) is None


def test_no_table_of_one_area(folder: Path) -> None:
    definition = load(folder)
    _, facts = content_of(definition, answered(definition, MIXED))
    section = city_strengths(facts)
    assert section is not None
    assert not [block for block in section.blocks if isinstance(block, ReportTable)]
