"""What a definition says of forms: usual ranges, meanings, spare rows, the evidence register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smartxl.define import load
from smartxl.model.answers import Field

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Spoil = Callable[[Path, str], list[Any]]

INPUT = "unit: { zh: 条 }, min: 0"


@pytest.mark.parametrize(
    ("edits", "column", "what"),
    [
        pytest.param(f"{INPUT} → {INPUT}, low: 9, high: 5", "low", "begins at 9 and ends at 5", id="turned"),
        pytest.param(f"{INPUT} → {INPUT}, low: -5", "low", "low is -5, which is no number", id="below-min"),
        pytest.param(
            f"{INPUT} → {INPUT}, max: 50, high: 60", "high", "high is 60, which is no number", id="above-max"
        ),
        pytest.param("rule: survey → rule: survey\n        spare: 2", "spare", "no meaning", id="no-sample"),
        pytest.param(
            "rule: survey → rule: survey\n        asks: [year]", "asks", "no meaning", id="asks-counts"
        ),
        pytest.param(
            "rule: coverage → rule: coverage\n        asks: [origin]", "asks", "no meaning", id="asks-items"
        ),
        pytest.param("rule: bands → rule: bands\n        asks: [age]", "asks", "age", id="asks-what"),
        pytest.param("rule: coverage → rule: coverage\n        spare: -1", "spare", "-1", id="negative"),
    ],
)
def test_what_cannot_be_is_told(folder: Path, spoil: Spoil, edits: str, column: str, what: str) -> None:
    (problem,) = spoil(folder, edits)
    assert problem.column.endswith(column)
    assert what in problem.what


def test_what_is_asked_about_numbers_stands_in_one_order(folder: Path, spoil: Spoil) -> None:
    assert spoil(folder, "rule: bands → rule: bands\n        asks: [year, quality, year]") == []
    definition = load(folder)
    asks = {node.code: node.indicator.asks for node in definition.framework.nodes if node.indicator}
    assert asks["A3"] == definition.asks == (Field.QUALITY, Field.YEAR)
    assert set(asks.values()) == {(), asks["A3"]}


def test_it_is_read(folder: Path, spoil: Spoil) -> None:
    said = f"{INPUT}, low: 1, high: 90, meaning: {{ zh: 首发, en: First }}"
    assert spoil(folder, f"{INPUT} → {said} ; rule: coverage → rule: coverage\n        spare: 2") == []
    assessment = folder / "assessment.yaml"
    assessment.write_text(assessment.read_text("utf-8") + "options: { evidence_rows: 12 }\n", "utf-8")
    definition = load(folder)
    indicators = [node.indicator for node in definition.framework.nodes if node.indicator]
    (asked,) = (asked for found in indicators for asked in found.inputs if asked.high is not None)
    assert (asked.low, asked.high, asked.meaning.get("en")) == (1, 90, "First")
    assert [found.spare for found in indicators if found.spare] == [2]
    assert definition.round.evidence_rows == 12
    assert definition.round.protect
