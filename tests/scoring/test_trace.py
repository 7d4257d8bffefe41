"""Tracing a score down to the rows it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from smartxl.errors import UnknownName
from smartxl.model.answers import Answer, State
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY, Trace
from smartxl.model.unanswered import Missing
from smartxl.rules import round_half_away
from smartxl.scoring import score, trace

Answers = tuple[Answer, ...]


def traced(city: Definition, answers: Answers, unit: str, node: str = ROOT) -> Trace:
    return trace(city, score(city, answers), answers, unit, node)


def walk(part: Trace) -> Iterator[Trace]:
    yield part
    for inner in part.parts:
        yield from walk(inner)


def test_a_unit_down_to_its_cells(city: Definition, answers: Answers) -> None:
    total = traced(city, answers, "U1")
    assert (total.label, total.score, total.weight) == ("市公安局 总分", 67.3, None)
    assert [(p.label, p.score, p.weight) for p in total.parts] == [
        ("A 领域A", 72.17, 0.6),
        ("B 领域B", 60.0, 0.4),
    ]
    sample, ratio, rubric = total.parts[0].parts
    assert (sample.label, sample.score, sample.weight) == ("i1 指标i1", 83.33, 0.5)
    assert [(r.label, r.score, r.weight, r.state, r.place) for r in sample.parts] == [
        ("a 身份证办理", 50.0, 1 / 3, State.VALUE, "'U1'!I12"),
        ("b 户口迁移", 100.0, 2 / 3, State.VALUE, "'U1'!I13"),
        ("c 居住证", None, None, State.BLANK, "'U1'!I14"),
    ]
    assert [(r.label, r.score, r.weight, r.place) for r in ratio.parts] == [
        ("n 数值n", 3.0, None, "'U1'!I20"),
        ("N 数值N", 4.0, None, "'U1'!I21"),
    ]
    assert [(r.score, r.weight, r.place) for r in rubric.parts] == [(40.0, 1.0, "'U1'!I25")]


def test_weights_are_those_used(city: Definition, answers: Answers) -> None:
    """U2 has no score under A, so B carries everything; what it is not asked is not shown."""
    total = traced(city, answers, "U2")
    assert [(p.label, p.score, p.weight) for p in total.parts] == [
        ("A 领域A", None, None),
        ("B 领域B", 100.0, 1.0),
    ]
    sample = total.parts[0].parts[0]
    assert [r.state for r in sample.parts] == [State.NOT_APPLICABLE, State.PENDING]
    assert [p.label for p in traced(city, answers, "U3", "A").parts] == ["i2 指标i2"]


def test_a_row_without_an_answer_is_blank_and_nowhere(city: Definition, answers: Answers) -> None:
    (row,) = traced(city, answers, "U3", "g").parts
    assert (row.state, row.score, row.place) == (State.BLANK, None, "")


def test_a_class_down_to_its_units(city: Definition, answers: Answers) -> None:
    ratio = traced(city, answers, "@department", "i2")
    assert (ratio.label, ratio.score) == ("市直部门 i2 指标i2", 47.22)
    assert [(p.label, p.score, p.weight) for p in ratio.parts] == [
        ("市公安局 i2 指标i2", 75.0, 1 / 3),
        ("市教育局 i2 指标i2", None, None),
        ("市统计局 i2 指标i2", 33.33, 2 / 3),
    ]
    assert ratio.parts[2].parts[0].place == "'U3'!I20"


def test_the_city_down_to_its_classes(city: Definition, answers: Answers) -> None:
    total = traced(city, answers, CITY)
    assert (total.label, total.score) == ("示例市 总分", 66.98)
    assert [(p.label, p.score, p.weight) for p in total.parts] == [
        ("市直部门 总分", 68.3, 0.6),
        ("区县 总分", 65.0, 0.4),
    ]
    only_departments = traced(city, answers, CITY, "B")
    assert [(p.label, p.weight) for p in only_departments.parts] == [("市直部门 B 领域B", 1.0)]


@pytest.mark.parametrize("missing", Missing)
@pytest.mark.parametrize("unit", ["U1", "U2", "U3", "D1", "D2", "@department", "@district", CITY])
def test_every_score_is_the_sum_of_its_weighted_parts(
    city: Definition, answers: Answers, unit: str, missing: Missing
) -> None:
    """Weights add up to 1, and Σ weight·score rounds to the score (a blank row under zero brings nothing)."""
    nodes = tuple(
        replace(n, indicator=replace(n.indicator, missing=missing)) if n.indicator else n
        for n in city.framework.nodes
    )
    city = replace(city, framework=replace(city.framework, nodes=nodes))
    checked = 0
    for part in walk(traced(city, answers, unit)):
        weights = [inner.weight for inner in part.parts if inner.weight is not None]
        if weights and part.score is not None:
            assert sum(weights) == pytest.approx(1)
            mean = sum((inner.weight or 0) * (inner.score or 0) for inner in part.parts)
            assert float(round_half_away(mean, 2)) == part.score
            checked += 1
    assert checked >= (0 if unit == "D2" else 1)


def test_english_labels(city: Definition, answers: Answers) -> None:
    total = trace(city, score(city, answers), answers, CITY, lang="en")
    assert total.label == "Example City Total"
    assert total.parts[0].label == "Departments Total"
    assert total.parts[0].parts[0].label == "A Area A"


def test_a_unit_is_found_by_part_of_its_name(city: Definition, answers: Answers) -> None:
    assert traced(city, answers, "公安局", "i1") == traced(city, answers, "U1", "i1")


def test_a_sheet_name_is_quoted(city: Definition, answers: Answers) -> None:
    quoted = (answers[0]._replace(sheet="东区'1"), *answers[1:])
    assert traced(city, quoted, "U1", "i1").parts[0].place == "'东区''1'!I12"


@pytest.mark.parametrize(
    ("unit", "node", "words"),
    [
        ("公安厅", ROOT, ["unit '公安厅'", "市公安局", "@district"]),
        ("市", ROOT, ["no unit, or more than one"]),
        ("U1", "i3", ["node 'i3'", "i2"]),
        ("U1", "d", ["node 'd'", "'department'", "district"]),
        ("@district", "i1", ["node 'i1'", "'district'", "department"]),
        (CITY, "Z", ["node 'Z'", ROOT]),
    ],
    ids=["unit", "ambiguous", "node", "node of the other class", "class", "city"],
)
def test_unknown_names(city: Definition, answers: Answers, unit: str, node: str, words: list[str]) -> None:
    with pytest.raises(UnknownName) as caught:
        traced(city, answers, unit, node)
    assert all(word in str(caught.value) for word in words), str(caught.value)
