"""What unanswered rows are worth, and the coverage floor: what is read, and what is refused in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from smartxl.define import load
from smartxl.model.framework import ROOT
from smartxl.model.unanswered import BelowFloor, CoverageFloor, Missing, Unanswered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Spoil = Callable[[Path, str], list[Any]]

DIGITS = "digits: 2\n → digits: 2\n"
FLOOR = f"{DIGITS}  coverage_floor: "
WORTH = f"{DIGITS}  unanswered: "


def test_without_a_word_everything_is_as_before(folder: Path) -> None:
    declared = load(folder).framework.conventions
    assert (declared.unanswered, declared.coverage_floor) == (Unanswered(), CoverageFloor())


READ = {
    "{ unit: 0.6 }": CoverageFloor(0.6),
    "{ unit: 0.6, node: 0.5, indicator: 0.25 }": CoverageFloor(0.6, 0.5, 0.25),
    "{ unit: 1, below: counted }": CoverageFloor(1.0, below=BelowFloor.COUNTED),
    "{ indicator: 0.3333, below: flagged }": CoverageFloor(indicator=0.3333, below=BelowFloor.FLAGGED),
    "{ unit: 0.6, below: left-out }": CoverageFloor(0.6),
}


@pytest.mark.parametrize("written", READ)
def test_a_floor_is_read(folder: Path, spoil: Spoil, written: str) -> None:
    assert spoil(folder, f"{FLOOR}{written}\n") == []
    assert load(folder).framework.conventions.coverage_floor == READ[written]


def test_whose_floor_is_whose(folder: Path, spoil: Spoil) -> None:
    assert spoil(folder, f"{FLOOR}{{ unit: 0.6, node: 0.5, indicator: 0.25 }}\n") == []
    framework = load(folder).framework
    assert [framework.floor(code) for code in (ROOT, "A", "A1")] == [0.6, 0.5, 0.25]
    assert framework.excluding("A1") == ("A", ROOT)
    assert framework.withholds("A1")


def test_an_adjusting_node_has_no_floor(pipeline: Path, spoil: Spoil) -> None:
    """A veto is not escaped by leaving rows open."""
    edit = "total: mean → total: mean\n  coverage_floor: { unit: 0.6, node: 0.5, indicator: 0.25 }"
    assert spoil(pipeline, edit) == []
    framework = load(pipeline).framework
    assert [framework.floor(code) for code in (ROOT, "A", "A1", "V", "V1", "K1")] == [0.6, 0.5, 0.25, 0, 0, 0]


def test_the_day_decides_what_an_unanswered_row_is_worth(folder: Path, spoil: Spoil) -> None:
    assert spoil(folder, f"{WORTH}{{ before_due: leave-out, after_due: zero }}\n") == []
    definition = load(folder)
    indicators = {node.code: node.indicator for node in definition.framework.nodes if node.indicator}
    days = {None: Missing.LEAVE_OUT, date(2026, 10, 31): Missing.LEAVE_OUT, date(2026, 11, 1): Missing.ZERO}
    for day, worth in days.items():
        assert definition.at(day).missing(indicators["A2"]) is worth
        assert definition.at(day).missing(indicators["A1"]) is Missing.ZERO  # it says so itself
    assert definition.at(date(2027, 1, 1)).identity == definition.identity


# edits → (column, words of the problem)
WRONG = {
    f"{FLOOR}{{ unit: 60 }}\n": ("unit", "'60' should be less than or equal to 1"),
    f"{FLOOR}{{ unit: -0.1 }}\n": ("unit", "'-0.1' should be greater than or equal to 0"),
    f"{FLOOR}{{ unit: 0.12345 }}\n": ("unit", "'0.12345' has more than 4 decimals"),
    f"{FLOOR}{{ units: 0.6 }}\n": ("units", "unknown key `units`"),
    f"{FLOOR}{{ unit: 0.6, below: ungraded }}\n": ("below", "'ungraded' should be 'left-out'"),
    f"{FLOOR}{{ unit: 0 }}\n": ("coverage_floor", "asks for no row"),
    f"{FLOOR}{{}}\n": ("coverage_floor", "asks for no row"),
    f"{FLOOR}0.6\n": ("coverage_floor", "stands where a mapping"),
    f"{WORTH}{{ before_due: none }}\n": ("before_due", "'none' should be 'leave-out' or 'zero'"),
    f"{WORTH}zero\n": ("unanswered", "stands where a mapping"),
}


@pytest.mark.parametrize("edits", WRONG)
def test_what_is_wrong_is_told(folder: Path, spoil: Spoil, edits: str) -> None:
    (problem,) = spoil(folder, edits)
    column, words = WRONG[edits]
    assert problem.column == column
    assert words in problem.what


def test_a_pipeline_leaves_no_share_to_keep(pipeline: Path, spoil: Spoil) -> None:
    edit = "total: mean → total: mean\n  coverage_floor: { unit: 0.6, below: counted }"
    (problem,) = spoil(pipeline, edit)
    assert problem.column == "below"
    assert "no meaning with a pipeline" in problem.what
