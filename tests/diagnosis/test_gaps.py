"""Gaps: what earns less than its full points, largest loss first."""

from __future__ import annotations

import pytest

from smartxl.define import load
from smartxl.diagnosis import diagnose
from smartxl.model.answers import Answer, Field, State, option_choice
from smartxl.model.definition import Definition
from smartxl_templates import example_folder


@pytest.fixture(scope="module")
def example() -> Definition:
    return load(example_folder())


def test_gaps_are_the_items_that_lost_points_largest_loss_first(example: Definition) -> None:
    units = ("SZB", "GAJ", "GAJ", "GAJ", "GAJ")
    keys = ("B1/CX001", "B1/CX001", "B1/CX002", "B1/CX003", "B1/CX004")
    states = (State.VALUE, State.VALUE, State.VALUE, State.NOT_APPLICABLE, State.BLANK)
    shares = (0.4, 0.0, 1.0, None, None)
    fields = {Field.LEVEL: option_choice(1), Field.ADDRESS: "https://example.gov.cn"}
    answers = [Answer(u, k, s, x, fields) for u, k, s, x in zip(units, keys, states, shares, strict=True)]
    gaps = diagnose(example, answers, ()).gaps
    lost = [(gap.unit, gap.lost, gap.level) for gap in gaps]
    assert lost == [("GAJ", 1.0, None), ("SZB", 0.6, option_choice(1))]
    assert gaps[1].address == "https://example.gov.cn"


def test_entries_are_no_gaps(example: Definition) -> None:
    answers = [Answer("GAJ", "A3/n", State.VALUE, 0.0), Answer("GAJ", "A3/N", State.VALUE, 0.5)]
    assert diagnose(example, answers, ()).gaps == ()
