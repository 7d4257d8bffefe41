"""Where numbers are known from, as framework.yaml says it and as the city workbook tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smartxl.define import load
from smartxl.model.provenance import NodeProvenance, Provenance
from smartxl.planning import convention_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.define.conftest import Spoiled

    Spoil = Callable[[Path, str], list[Spoiled]]

PUBLISHED, MEMORY, DEFAULT = Provenance.PUBLISHED, Provenance.MEMORY, Provenance.DEFAULT


def test_a_node_has_what_is_said_of_it_above_it_and_of_all(folder: Path, spoil: Spoil) -> None:
    said = (
        "nodes:\n  - code: A\n → provenance: { name: published, weight: default }\nnodes:\n  - code: A\n"
        "    provenance: { weight: from-memory }\n"
    )
    assert spoil(folder, said) == []
    framework = load(folder).framework
    below = next(node for node in framework.nodes if node.parent == "A")
    other = next(node for node in framework.nodes if node.parent not in {"A"} and node.code != "A")
    assert framework.by_code["A"].provenance == NodeProvenance(PUBLISHED, MEMORY, None)
    assert below.provenance == NodeProvenance(PUBLISHED, MEMORY, None)
    assert other.provenance == NodeProvenance(PUBLISHED, DEFAULT, None)


def test_one_word_stands_for_name_weight_and_rule(folder: Path, spoil: Spoil) -> None:
    assert spoil(folder, "nodes:\n → provenance: published\nnodes:\n") == []
    assert load(folder).framework.nodes[0].provenance == NodeProvenance(PUBLISHED, PUBLISHED, PUBLISHED)


@pytest.mark.parametrize("entry", ["guessed", "{ weights: default }"], ids=["word", "key"])
def test_an_unknown_word_is_refused_where_it_stands(folder: Path, spoil: Spoil, entry: str) -> None:
    (problem,) = spoil(folder, f"nodes:\n → provenance: {entry}\nnodes:\n")
    assert problem.line.startswith("provenance:")


def test_it_is_told_in_a_sentence_and_only_where_it_is_known(folder: Path, spoil: Spoil) -> None:
    silent = convention_lines(load(folder), "zh")
    assert spoil(folder, "nodes:\n → provenance: { weight: default }\nnodes:\n") == []
    definition = load(folder)
    (line,) = set(convention_lines(definition, "zh")) - set(silent)
    assert f"权重（自定 {len(definition.framework.nodes)}）" in line
    assert "指标名称" not in line
    assert any("weights (our own choice" in line for line in convention_lines(definition, "en"))
