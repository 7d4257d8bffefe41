"""Whatever is answered, every score lies within the bounds that advice goes by; and the shares are shares."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.define import load
from smartxl.define.advice.bounds import node_bounds, total_bounds
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.scores import QuantityKind
from smartxl.model.shares import effective_shares
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl_templates import framework_folder, framework_names
from tests.define.advice.conftest import Edit
from tests.define.conftest import page_project

_ROUNDED = 0.5


def scores_outside(definition: Definition, seed: int) -> list[tuple[str, str, float]]:
    """(unit, node, score) of the scores that no bounds hold."""
    table = score(definition, respond(definition, "zh", seed))
    found = []
    for unit in definition.roster.units:
        bounds = dict(node_bounds(definition.framework, unit.unit_class))
        bounds[ROOT] = total_bounds(definition.framework, unit.unit_class, bounds).end
        for code, (low, high) in ((code, (b.low, b.high)) for code, b in bounds.items()):
            points = table.get(QuantityKind.SCORE, unit.code, code)
            if points is not None and not low - _ROUNDED <= points <= high + _ROUNDED:
                found.append((unit.code, code, points))
    return found


@pytest.mark.parametrize("name", framework_names())
def test_scores_of_packaged_frameworks_lie_within_their_bounds(name: str) -> None:
    assert scores_outside(load(framework_folder(name)), seed=3) == []


@pytest.mark.parametrize("seed", range(5))
def test_scores_through_a_pipeline_do(tmp_path: Path, seed: int) -> None:
    assert scores_outside(load(page_project(tmp_path / "pipeline", 0)), seed) == []


@pytest.mark.parametrize("name", framework_names())
def test_shares_of_the_indicators_sum_to_1(name: str) -> None:
    framework = load(framework_folder(name)).framework
    for entry in framework.classes:
        shares = effective_shares(framework, entry.code)
        leaves = [shares[node.code] for node in framework.leaves(entry.code) if node.code in shares]
        assert sum(leaves) == pytest.approx(1.0 if leaves else 0.0)


POINTS = {
    "points in place of percent": "weight: 40\n    children → weight: 40\n    combine: sum\n    children",
    "points that do not sum to 100": "weight: 40\n    children → weight: 40\n    combine: sum\n    children"
    " ; weight: 40\n        measure → weight: 80\n        measure",
}


@pytest.mark.parametrize("edits", POINTS.values(), ids=POINTS)
def test_points_are_taken_as_shares(folder: Path, advised: Edit, edits: str) -> None:
    advised(edits)
    shares = effective_shares(load(folder).framework, "dep")
    assert sum(share for code, share in shares.items() if len(code) > 1) == pytest.approx(1.0)
    full = 1.4 if "80" in edits else 1.0
    assert shares["A"] == pytest.approx(40 * full / (40 * full + 60))
