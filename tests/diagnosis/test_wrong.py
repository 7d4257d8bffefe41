"""Questions that many units got wrong: by row where units share it, by section where each has items of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from smartxl.diagnosis import WrongQuestion, wrong_questions
from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Answer, State
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
    Scale,
    ScaleOption,
    UnitClass,
)
from smartxl.text import Text

UNITS = ("U1", "U2", "U3", "U4")
NO_LEVEL, RANGE = FindingCode.NO_LEVEL, FindingCode.OUT_OF_RANGE


def definition() -> Definition:
    """Four units: a KPI, a sample of two items that all share, and two items of their own each."""
    weights = {"dep": 50.0}
    kpi = Indicator(Measure.KPI, RuleSpec("direct"), inputs=(Input("n", Text("件数", "Cases"), Text("件")),))
    sample = Indicator(Measure.SAMPLE, RuleSpec("coverage"), scale="depth")
    framework = Framework(
        "t",
        "1",
        Text("测试"),
        (UnitClass("dep", Text("部门"), 100),),
        {"depth": Scale("depth", Text("深度"), (ScaleOption(Text("有"), 1.0),))},
        Conventions(2, Bands((0.0,), (Text("起步期"),))),
        (
            Node("A", Text("件"), "TOTAL", 1, weights, indicator=kpi),
            Node("B", Text("办事"), "TOTAL", 1, weights, indicator=sample),
        ),
    )
    shared = [Item(unit, "B", code, f"共有{code}") for unit in UNITS for code in ("S1", "S2")]
    own = [Item(unit, "B", code, f"{unit}自有{code}") for unit in UNITS for code in ("1", "2")]
    round_ = Round(
        "t", "1", 1, Text("测"), Text("市"), date(2026, 9, 1), date(2026, 10, 31), ("zh",), Text("办")
    )
    units = tuple(Unit(code, Text(code), "dep") for code in UNITS)
    return Definition(round_, framework, Roster(units), Catalogue((*shared, *own)))


DEFINITION = definition()
KEYS = ("A/n", "B/S1", "B/S2", "B/1", "B/2")
ROW = {key: number for number, key in enumerate(KEYS, 10)}


def answers(units: tuple[str, ...] = UNITS) -> list[Answer]:
    return [
        Answer(unit, key, State.BLANK, None, {}, "采样表", f"H{ROW[key]}") for unit in units for key in KEYS
    ]


def finding(unit: str, key: str, code: FindingCode = NO_LEVEL) -> Finding:
    """In another column than the answer: the row tells which question it is."""
    return Finding(code, unit, "采样表", f"K{ROW[key]}", "…")


def found(
    findings: list[Finding], share: float = 0.5, units: tuple[str, ...] = UNITS
) -> tuple[WrongQuestion, ...]:
    return wrong_questions(DEFINITION, answers(units), findings, share)


def test_half_of_the_units_are_enough_and_fewer_are_not() -> None:
    assert found([finding("U1", "A/n", RANGE)]) == ()
    (question,) = found([finding("U1", "A/n", RANGE), finding("U3", "A/n", RANGE)])
    assert (question.leaf, question.item.en, question.code, question.whole) == ("A", "Cases", RANGE, False)
    assert (question.units, question.asked, question.share) == (("U1", "U3"), 4, 0.5)


def test_the_share_is_declared() -> None:
    three = [finding(unit, "A/n") for unit in UNITS[:3]]
    assert found(three, share=0.8) == ()
    assert len(found(three, share=0.75)) == 1
    assert len(found(three[:1], share=0.25)) == 1


def test_different_findings_of_a_question_do_not_add_up() -> None:
    assert found([finding("U1", "A/n", RANGE), finding("U2", "A/n", NO_LEVEL)]) == ()


def test_two_findings_of_one_unit_count_once() -> None:
    assert found([finding("U1", "A/n"), finding("U1", "A/n")]) == ()


def test_an_item_that_units_share_is_one_question() -> None:
    (question,) = found([finding("U2", "B/S2"), finding("U4", "B/S2")])
    assert (question.item.zh, question.whole, question.asked) == ("共有S2", False, 4)


def test_items_of_their_own_are_counted_as_their_section() -> None:
    """Each of the two units has the finding in one of its two own rows: half of them."""
    (question,) = found([finding("U1", "B/1"), finding("U2", "B/2")])
    assert (question.leaf, question.item, question.whole) == ("B", Text(""), True)
    assert found([finding("U1", "B/1"), finding("U2", "B/2")], share=0.6) == ()


def test_notes_and_what_was_fixed_are_no_errors() -> None:
    assert found([finding(unit, "A/n", FindingCode.CLEANED) for unit in UNITS]) == ()
    assert found([finding(unit, "A/n", FindingCode.FORMULA) for unit in UNITS]) == ()


def test_what_fewer_than_three_units_were_asked_says_nothing() -> None:
    two = UNITS[:2]
    assert found([finding(unit, "A/n") for unit in two], units=two) == ()
    assert found([finding(unit, "B/1") for unit in two], units=two) == ()


def test_only_units_whose_form_counts_are_asked() -> None:
    (question,) = found([finding("U1", "A/n"), finding("U2", "A/n")], units=UNITS[:3])
    assert question.asked == 3


@pytest.mark.parametrize("label", ["件数", "Cases"], ids=["zh", "en"])
def test_a_finding_without_a_cell_is_known_by_the_name_of_its_row(label: str) -> None:
    missing = [
        Finding(FindingCode.ROW_MISSING, unit, "采样表", item=label, expected="10") for unit in UNITS[:2]
    ]
    (question,) = found(missing)
    assert (question.leaf, question.code) == ("A", FindingCode.ROW_MISSING)


def test_findings_of_no_row_are_left_aside() -> None:
    stray = [replace(finding(unit, "A/n"), cell="K99") for unit in UNITS]
    assert found([*stray, *(Finding(FindingCode.SHEET_MISSING, unit) for unit in UNITS)]) == ()


def test_the_largest_share_comes_first() -> None:
    few = [finding(unit, "A/n") for unit in UNITS[:2]]
    many = [finding(unit, "B/S1") for unit in UNITS]
    assert [question.leaf for question in found([*few, *many])] == ["B", "A"]
