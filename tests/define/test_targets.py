"""Scores that a city is to reach: of the total or of a node, told and not scored."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.define import load
from smartxl.errors import DefinitionError


def with_targets(folder: Path, targets: str) -> Path:
    path = folder / "assessment.yaml"
    path.write_text(f"{path.read_text('utf-8')}targets: {targets}\n", "utf-8")
    return folder


def test_targets_of_the_total_and_of_nodes_change_no_digest(folder: Path) -> None:
    before = load(folder).identity
    definition = load(with_targets(folder, "{ total: 75, A: 80.5, A1: 120 }"))
    assert definition.round.targets == (("TOTAL", 75.0), ("A", 80.5), ("A1", 120.0))
    assert hash(definition.round)
    assert definition.identity == before


@pytest.mark.parametrize(
    ("targets", "what", "remedy"),
    [
        ("{ A9: 75 }", "'A9' is no node", "use one of: A, A1, A2, A3"),
        ("{ Total: 75 }", "'Total' is no node", "use one of: total"),
        ("{ total: 0 }", "the target of total is 0 points", "a number above 0"),
        ("{ B: 1001 }", "the target of B is 1001 points", "at most 1000"),
        ("{ A: high }", "high", ""),
    ],
    ids=["unknown node", "another case", "nothing", "too many", "no number"],
)
def test_targets_that_cannot_be(folder: Path, targets: str, what: str, remedy: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        load(with_targets(folder, targets))
    (problem,) = raised.value.problems
    assert problem.file == "assessment.yaml"
    assert problem.line
    assert what in problem.what.en
    assert remedy in problem.remedy.en
