"""The rows that a unit is asked: the one expansion that forms, scores and lists of what is missing share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from smartxl.model.definition import Catalogue, Definition, Item, Roster, Round, Unit
from smartxl.model.framework import (
    Bands,
    Conventions,
    Framework,
    Indicator,
    Input,
    Measure,
    Node,
    RuleSpec,
    UnitClass,
)
from smartxl.model.keys import (
    added_key,
    code_of,
    evidence_key,
    leaf_of,
    option_code,
    row_key,
)
from smartxl.text import Text

ROUND = Round(
    *("p", "2026", 1, Text("测评"), Text("市"), date(2026, 1, 1), date(2026, 2, 1), ("zh",), Text("办"))
)
HOUSE, OTHER = Unit("GAJ", Text("公安局"), "department"), Unit("HD", Text("河东区"), "district")
ITEMS = tuple(
    Item("GAJ", "S", code, f"事项{code}", points=points) for code, points in (("01", 2.0), ("02", 1.0))
)


def leaf(code: str, measure: Measure, *inputs: str, spare: int = 0, units: tuple[str, ...] = ()) -> Node:
    asked = tuple(Input(name, Text(f"数{name}"), Text("件")) for name in inputs)
    indicator = Indicator(measure, RuleSpec("coverage"), inputs=asked, spare=spare, units=units)
    return Node(code, Text(f"指标{code}"), "TOTAL", 1, {"department": 100.0}, indicator=indicator)


NODES = (
    leaf("S", Measure.SAMPLE, spare=2),
    leaf("R", Measure.RUBRIC),
    leaf("K", Measure.KPI, "n", "N"),
    leaf("Q", Measure.SURVEY, "o1", "o2", "o3"),
    leaf("G", Measure.GIVEN, "points"),
)
FRAMEWORK = Framework(
    "f",
    "1",
    Text("体系"),
    (UnitClass("department", Text("部门"), 1.0),),
    {},
    Conventions(1, Bands((), ())),
    NODES,
)
OF = Definition(ROUND, FRAMEWORK, Roster((HOUSE, OTHER)), Catalogue(ITEMS))


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("S", ["S/01", "S/02"]),
        ("R", ["R/level"]),
        ("K", ["K/n", "K/N"]),
        ("Q", ["Q/o1", "Q/o2", "Q/o3"]),
        ("G", ["G/points"]),
    ],
)
def test_the_rows_under_an_indicator(code: str, keys: list[str]) -> None:
    assert [row.key for row in OF.rows(HOUSE, FRAMEWORK.by_code[code])] == keys


def test_what_a_row_is_of_and_what_it_brings_at_most() -> None:
    first, second = OF.rows(HOUSE, FRAMEWORK.by_code["S"])
    (level,) = OF.rows(HOUSE, FRAMEWORK.by_code["R"])
    number, _ = OF.rows(HOUSE, FRAMEWORK.by_code["K"])
    assert (first.item, first.full, first.name) == (ITEMS[0], 2.0, Text("事项01"))
    assert (second.asked, second.full) == (None, 1.0)
    assert (level.item, level.asked, level.full, level.name) == (None, None, 1.0, Text("指标R"))
    assert number.asked is not None
    assert (number.asked.code, number.full, number.name) == ("n", 1.0, Text("数n"))


@pytest.mark.parametrize(
    ("unit", "node"),
    [
        (OTHER, NODES[1]),  # its class does not have the indicator
        (HOUSE, leaf("R", Measure.RUBRIC, units=("GXJ",))),  # it is not among those that are named
        (replace(HOUSE, code="GXJ"), NODES[0]),  # it has no items
    ],
    ids=["class", "units", "items"],
)
def test_who_is_not_asked_has_no_rows(unit: Unit, node: Node) -> None:
    assert OF.rows(unit, node) == ()


@pytest.mark.parametrize("key", ["S/02", "R/level", "K/N", "Q/o3"])
def test_a_row_is_found_by_its_key(key: str) -> None:
    row = OF.row("GAJ", key)
    assert row is not None
    assert row.key == key


@pytest.mark.parametrize("key", ["S/03", "X/01", "K", "~S/1", ""])
def test_other_keys_are_of_no_row(key: str) -> None:
    assert OF.row("GAJ", key) is None


def test_only_samples_have_rows_to_add() -> None:
    assert {node.code: OF.added_keys(node) for node in NODES if OF.added_keys(node)} == {
        "S": ("~S/1", "~S/2")
    }
    assert OF.added_keys(leaf("K", Measure.KPI, "n", spare=3)) == ()


def test_keys_and_their_parts() -> None:
    assert row_key("B1", "01") == "B1/01"
    assert (leaf_of("B1/01"), code_of("B1/01")) == ("B1", "01")
    assert (leaf_of("B1"), code_of("B1")) == ("B1", "")
    assert (added_key("B1", 2), evidence_key(7), option_code(3)) == ("~B1/2", "~/E07", "o3")
