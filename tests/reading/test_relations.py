"""Checks over several numbers: declared, found in a file, told with the numbers, settled by a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smartxl.findings import Finding, FindingCode, FindingSource, Severity
from smartxl.model.answers import Answer, Field, State
from smartxl.model.definition import Definition
from smartxl.model.relations import Relation, RelationKind
from smartxl.reading import Extraction, extract
from smartxl.reading.across_rows import relation_findings
from smartxl.text import Text
from smartxl.xlsx import open_book
from tests.reading.forms import DEFINITION, NUMBER, RATE, Typed, make_plan, write_form

AT_MOST, SUM, JUMP = RelationKind.AT_MOST, RelationKind.SUM, RelationKind.JUMP
V, N, A = Field.VALUE, Field.NOTE, Field.APPLICABLE
PART_OF = Relation(AT_MOST, (NUMBER,), RATE)
EQUAL = Relation(SUM, (NUMBER,), RATE, tolerance=0.5)
CHANGE = Relation(JUMP, (NUMBER, RATE), tolerance=50)


def declaring(*relations: Relation) -> Definition:
    """The definition of the forms with checks under its KPI."""
    nodes = tuple(
        replace(node, indicator=replace(node.indicator, checks=relations))
        if node.indicator and node.code == "A3"
        else node
        for node in DEFINITION.framework.nodes
    )
    return replace(DEFINITION, framework=replace(DEFINITION.framework, nodes=nodes))


def read(
    answers: Mapping[str, Mapping[Field, Typed]],
    *relations: Relation,
    last: Mapping[str, float] | None = None,
) -> Extraction:
    book = open_book(write_form(answers=answers).save(), "x.xlsx")
    return extract(make_plan(), declaring(*relations), book, last=last)


def numbers(number: Typed, rate: Typed) -> dict[str, dict[Field, Typed]]:
    return {NUMBER: {V: number}, RATE: {V: rate}}


@pytest.mark.parametrize(
    ("relation", "number", "rate", "code"),
    [
        (PART_OF, 25, 20, FindingCode.NUMBERS_DOUBTFUL),
        (PART_OF, 20, 20, None),
        (PART_OF, "二十五", "20%", FindingCode.NUMBERS_DOUBTFUL),
        (replace(PART_OF, must_fix=True), 25, 20, FindingCode.NUMBERS_CONTRADICT),
        (replace(PART_OF, tolerance=5), 25, 20, None),
        (EQUAL, 20.5, 20, None),
        (EQUAL, 20.6, 20, FindingCode.NUMBERS_DOUBTFUL),
        (EQUAL, 19.4, 20, FindingCode.NUMBERS_DOUBTFUL),
        (PART_OF, 25, None, None),
        (PART_OF, "约", 20, None),
    ],
)
def test_numbers_are_compared(
    relation: Relation, number: Typed, rate: Typed, code: FindingCode | None
) -> None:
    extraction = read(numbers(number, rate), relation)
    found = [f.code for f in extraction.findings if f.code.startswith("L1")]
    assert found == ([code] if code else [])


def test_the_finding_says_what_to_look_at() -> None:
    extraction = read(numbers(25, 20), PART_OF)
    (finding,) = extraction.findings
    assert (finding.unit, finding.place, finding.item) == ("GAJ", "采样表 F10", "上云系统数")
    assert (finding.found, finding.expected) == ("25 > 20", "上云系统数 ≤ 上云率")
    assert finding.message("zh") == "“上云系统数”与其他数字不一致：25 > 20（一般应满足：上云系统数 ≤ 上云率）"
    assert {a.score_input for a in extraction.submission.answers if a.key in {NUMBER, RATE}} == {25.0, 20.0}


def test_the_authors_words_say_what_is_expected() -> None:
    words = Text("上云数不超过总数", "no more than all")
    (finding,) = read(numbers(25, 20), replace(PART_OF, words=words)).findings
    assert finding.expected == "上云数不超过总数"


def test_what_does_not_apply_is_not_compared() -> None:
    assert read({**numbers(25, 20), RATE: {A: "不适用", N: "没有系统"}}, PART_OF).findings == ()


@pytest.mark.parametrize("row", [NUMBER, RATE])
def test_a_note_of_either_row_settles_it(row: str) -> None:
    answers = numbers(25, 20)
    answers[row][N] = "含上年结转"
    (finding,) = read(answers, PART_OF).findings
    assert (finding.code, finding.found, finding.expected) == (
        FindingCode.EXPLAINED,
        "L11 25 > 20",
        "含上年结转",
    )
    (kept,) = read(answers, replace(PART_OF, must_fix=True)).findings
    assert kept.severity is Severity.MUST_FIX


@pytest.mark.parametrize(
    ("last", "found"),
    [
        (None, []),
        ({}, []),
        ({NUMBER: 20.0}, []),
        ({NUMBER: 10.0}, ["10 → 25 (+150%)"]),
        ({NUMBER: 0.0}, ["0 → 25"]),
        ({NUMBER: 100.0, RATE: 20.0}, ["100 → 25 (-75%)"]),
        ({NUMBER: -10.0}, ["-10 → 25 (+350%)"]),
    ],
)
def test_changes_since_the_last_round(last: Mapping[str, float] | None, found: list[str]) -> None:
    extraction = read(numbers(25, 20), CHANGE, last=last)
    assert [f.found for f in extraction.findings] == found
    assert {f.code for f in extraction.findings} <= {FindingCode.JUMP}
    assert {f.expected for f in extraction.findings} <= {"50%"}


def test_a_jump_is_settled_by_the_note_of_its_own_row() -> None:
    answers = numbers(25, 20)
    answers[RATE][N] = "口径调整"
    assert read(answers, CHANGE, last={NUMBER: 1.0}).findings[0].code is FindingCode.JUMP
    answers[NUMBER][N] = "口径调整"
    assert read(answers, CHANGE, last={NUMBER: 1.0}).findings[0].code is FindingCode.EXPLAINED


def answer(key: str, number: float) -> Answer:
    return Answer("GAJ", key, State.VALUE, number, {V: number}, "表", "F1")


def judged(relation: Relation, values: Mapping[str, float]) -> list[Finding]:
    answers = [answer(key, number) for key, number in values.items()]
    return list(relation_findings(make_plan(), declaring(relation), answers, FindingSource()))


def test_parts_of_another_indicator_are_added_up() -> None:
    relation = Relation(SUM, ("A3/a", "A4/b", "A4/c"), "A5/all")
    values = {"A3/a": 1.0, "A4/b": 2.0, "A4/c": 3.5, "A5/all": 7.0}
    (finding,) = judged(relation, values)
    assert (finding.found, finding.expected) == ("1 + 2 + 3.5 = 6.5 ≠ 7", "A3/a + A4/b + A4/c = A5/all")
    assert judged(relation, {**values, "A5/all": 6.5}) == []


def test_units_of_one_workbook_are_judged_apart() -> None:
    answers = [answer("A3/a", 5.0), answer("A3/b", 3.0)._replace(unit="JYJ")]
    declared = declaring(Relation(AT_MOST, ("A3/a",), "A3/b"))
    assert list(relation_findings(make_plan(), declared, answers, FindingSource())) == []


cents = st.integers(-(10**9), 10**9).map(lambda n: n / 100)


@given(st.lists(cents, min_size=1, max_size=6))
def test_a_sum_of_decimals_is_its_whole(parts: list[float]) -> None:
    values = {f"A3/{i}": part for i, part in enumerate(parts)}
    relation = Relation(SUM, tuple(values), "A3/all")
    whole = round(sum(round(part * 100) for part in parts)) / 100
    assert judged(relation, {**values, "A3/all": whole}) == []
    off = max(1.0, sum(abs(part) for part in parts)) * 1e-6
    assert len(judged(relation, {**values, "A3/all": whole + off})) == 1


@given(cents, cents)
@example(-9999999.96, -9999999.97)
def test_at_most_is_reported_exactly_where_it_fails(part: float, whole: float) -> None:
    assert bool(judged(Relation(AT_MOST, ("A3/a",), "A3/b"), {"A3/a": part, "A3/b": whole})) is (part > whole)


@pytest.mark.parametrize(
    ("relation", "code"),
    [
        (PART_OF, FindingCode.NUMBERS_DOUBTFUL),
        (replace(PART_OF, must_fix=True), FindingCode.NUMBERS_CONTRADICT),
        (CHANGE, FindingCode.JUMP),
    ],
)
def test_the_code_is_produced_twice_alike(relation: Relation, code: FindingCode) -> None:
    first, second = (read(numbers(25, 20), relation, last={NUMBER: 1.0}).findings for _ in range(2))
    assert first == second
    assert [finding.code for finding in first] == [code]
    assert all(finding.message(lang) and finding.remedy(lang) for finding in first for lang in ("zh", "en"))
