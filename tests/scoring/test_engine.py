"""The engine against a round scored by hand (the arithmetic stands beside each number)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smartxl.errors import UnknownName
from smartxl.model.answers import Answer, State
from smartxl.model.combination import Boundary
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY, QuantityKind
from smartxl.model.unanswered import Missing
from smartxl.scoring import score

Answers = tuple[Answer, ...]
DEP, DIS = "@department", "@district"

SCORES: list[tuple[str, str, float | None]] = [
    ("U1", "i1", 83.33),  # (0.5·1 + 1·2) / 3
    ("U1", "i2", 75.0),
    ("U1", "i10", 40.0),
    ("U1", "A", 72.17),  # (83.33·50 + 75·30 + 40·20) / 100 = 72.165, a tie
    ("U1", "g", 50.0),  # (0.65 - 1) / (0.3 - 1)
    ("U1", "s", 75.0),  # (6 + 0.5·3) / 10
    ("U1", "B", 60.0),
    ("U1", ROOT, 67.3),  # 72.17·0.6 + 60·0.4 = 67.302
    ("U2", "i1", None),  # one not applicable, one pending
    ("U2", "i2", None),  # 1 of 0
    ("U2", "i10", None),
    ("U2", "A", None),
    ("U2", "g", 100.0),
    ("U2", "s", None),  # a survey is counted whole or not at all
    ("U2", "B", 100.0),
    ("U2", ROOT, 100.0),
    ("U3", "i1", None),
    ("U3", "i2", 33.33),
    ("U3", ROOT, 33.33),
    (DEP, "i1", 83.33),
    (DEP, "i2", 47.22),  # (75·1 + 33.33·2) / 3
    (DEP, "i10", 40.0),
    (DEP, "A", 63.83),  # (83.33·50 + 47.22·30 + 40·20) / 100 = 63.831
    (DEP, "g", 75.0),
    (DEP, "s", 75.0),
    (DEP, ROOT, 68.3),  # 63.83·0.6 + 75·0.4 = 68.298
    ("D1", "i2", 50.0),
    ("D1", "d", 80.0),
    ("D1", ROOT, 65.0),
    ("D2", ROOT, None),
    (DIS, ROOT, 65.0),
    (CITY, "i1", 83.33),  # districts have no i1: the whole weight goes to the departments
    (CITY, "i2", 48.33),  # 47.22·0.6 + 50·0.4 = 48.332
    (CITY, "A", 58.3),  # 63.83·0.6 + 50·0.4 = 58.298
    (CITY, "B", 75.0),
    (CITY, "C", 80.0),
    (CITY, ROOT, 66.98),  # 68.3·0.6 + 65·0.4
]


@pytest.mark.parametrize(("unit", "node", "expected"), SCORES, ids=[f"{u}-{n}" for u, n, _ in SCORES])
def test_score(city: Definition, answers: Answers, unit: str, node: str, expected: float | None) -> None:
    assert score(city, answers).get(QuantityKind.SCORE, unit, node) == expected


COUNTS: list[tuple[str, str, tuple[float, float, float], float | None]] = [
    ("U1", "i1", (2, 2, 3), 2 / 3),
    ("U1", ROOT, (9, 9, 10), 0.9),
    ("U2", "i1", (2, 0, 1), 0.0),  # not applicable is an answer and out of the coverage; pending is no value
    ("U2", "i2", (2, 2, 2), 1.0),  # answered, though it has no score
    ("U2", "s", (2, 1, 3), 1 / 3),
    ("U2", "A", (4, 2, 4), 0.5),
    ("U2", ROOT, (7, 4, 8), 0.5),
    ("U3", "i1", (0, 0, 0), None),
    ("U3", "i10", (0, 0, 0), None),
    ("U3", ROOT, (2, 2, 6), 1 / 3),
    (DEP, "i1", (4, 2, 4), 0.5),
    (DEP, ROOT, (18, 15, 24), 0.625),
    ("D2", ROOT, (0, 0, 3), 0.0),
    (DIS, ROOT, (3, 3, 6), 0.5),
    (CITY, "i2", (8, 8, 10), 0.8),
    (CITY, "C", (1, 1, 2), 0.5),
    (CITY, ROOT, (21, 18, 30), 0.6),
]


@pytest.mark.parametrize("case", COUNTS, ids=[f"{c[0]}-{c[1]}" for c in COUNTS])
def test_counts_and_coverage(
    city: Definition, answers: Answers, case: tuple[str, str, tuple[float, float, float], float | None]
) -> None:
    unit, node, counts, coverage = case
    table = score(city, answers)
    kinds = (QuantityKind.FILLED, QuantityKind.ANSWERED, QuantityKind.APPLICABLE)
    assert tuple(table.get(kind, unit, node) for kind in kinds) == counts
    assert table.get(QuantityKind.COVERAGE, unit, node) == coverage


ELEMENTS: list[tuple[str, str, float | None]] = [
    ("U1", "S", 80.43),  # (83.33·30 + 75·16) / 46
    ("U1", "T", 61.0),  # (75·18 + 40·12) / 30
    ("U1", "R", 50.0),
    ("U1", "M", None),
    (DEP, "T", 44.33),  # (47.22·18 + 40·12) / 30 = 44.332
    (DIS, "A", 80.0),
    (CITY, "T", 46.6),  # 44.33·0.6 + 50·0.4 = 46.598
    (CITY, "S", 80.43),
    (CITY, "A", 80.0),
    (CITY, "M", None),
]


@pytest.mark.parametrize(("unit", "element", "expected"), ELEMENTS, ids=[f"{u}-{e}" for u, e, _ in ELEMENTS])
def test_element(city: Definition, answers: Answers, unit: str, element: str, expected: float | None) -> None:
    assert score(city, answers).get(QuantityKind.ELEMENT, unit, element) == expected


def test_items_earn_unrounded_points(city: Definition, answers: Answers) -> None:
    third = answers[1]._replace(score_input=1 / 3)
    table = score(city, (answers[0], third, *answers[2:]))
    assert table.get(QuantityKind.ITEM, "U1", "i1/a") == 0.5
    assert table.get(QuantityKind.ITEM, "U1", "i1/b") == 2 / 3
    assert table.get(QuantityKind.ITEM, "U1", "i1/c") is None


def test_an_entry_brings_its_number(city: Definition, answers: Answers) -> None:
    table = score(city, answers)
    assert [table.get(QuantityKind.ITEM, "U1", key) for key in ("i2/N", "i10/level", "s/1")] == [
        4.0,
        0.4,
        6.0,
    ]
    rows = [q.ref for q in table.values if q.kind is QuantityKind.ITEM and q.unit == "U2"]
    assert rows == ["i1/a", "i1/b", "i2/n", "i2/N", "i10/level", "g/x", "s/1", "s/2", "s/3"]
    assert table.get(QuantityKind.ITEM, "U2", "s/2") is None


def test_ranks_are_within_the_class_and_stages_follow_the_total(city: Definition, answers: Answers) -> None:
    table = score(city, answers)
    assert [table.get(QuantityKind.RANK, u) for u in ("U1", "U2", "U3", "D1", "D2")] == [2, 1, 3, 1, None]
    units = ("U1", "U2", "U3", "D1", "D2", DEP, DIS, CITY)
    assert [table.get(QuantityKind.STAGE, u) for u in units] == [1, 3, 0, 1, None, 1, 1, 1]


def test_weights_stand_under_the_class(city: Definition) -> None:
    table = score(city, ())
    assert table.get(QuantityKind.WEIGHT, DEP, "i10") == 20
    assert table.get(QuantityKind.WEIGHT, DIS, "A") == 50
    assert table.get(QuantityKind.WEIGHT, DIS, "i1") is None
    assert table.get(QuantityKind.EFFECTIVE, DEP, "A") == 60
    assert table.get(QuantityKind.EFFECTIVE, DEP, "i10") == pytest.approx(12)
    assert sum(
        table.get(QuantityKind.EFFECTIVE, DEP, leaf) or 0 for leaf in ("i1", "i2", "i10", "g", "s")
    ) == (pytest.approx(100))


def test_without_answers_nothing_scores_and_every_row_is_counted(city: Definition) -> None:
    table = score(city, ())
    scored = [
        q
        for q, v in table.values.items()
        if q.kind in {QuantityKind.SCORE, QuantityKind.ELEMENT} and v is not None
    ]
    assert scored == []
    assert table.get(QuantityKind.APPLICABLE, CITY, ROOT) == 31  # U2's not applicable item counts again
    assert table.get(QuantityKind.FILLED, CITY, ROOT) == 0
    assert table.get(QuantityKind.COVERAGE, CITY, ROOT) == 0


def with_missing(city: Definition, missing: Missing) -> Definition:
    nodes = tuple(
        replace(n, indicator=replace(n.indicator, missing=missing)) if n.indicator else n
        for n in city.framework.nodes
    )
    return replace(city, framework=replace(city.framework, nodes=nodes))


@pytest.mark.parametrize(
    ("missing", "u1", "u2"),
    [(Missing.LEAVE_OUT, 83.33, None), (Missing.ZERO, 62.5, 0.0)],
    ids=["leave out", "zero"],
)
def test_missing_policy(
    city: Definition, answers: Answers, missing: Missing, u1: float, u2: float | None
) -> None:
    """Zero: U1 earns 2.5 of 4; U2's pending item earns nothing, its item that does not apply is out."""
    table = score(with_missing(city, missing), answers)
    assert table.get(QuantityKind.SCORE, "U1", "i1") == u1
    assert table.get(QuantityKind.SCORE, "U2", "i1") == u2


def test_a_sample_that_does_not_apply_has_no_score_under_either_policy(city: Definition) -> None:
    none = [Answer("U2", key, State.NOT_APPLICABLE) for key in ("i1/a", "i1/b")]
    for missing in Missing:
        table = score(with_missing(city, missing), none)
        assert table.get(QuantityKind.SCORE, "U2", "i1") is None
        assert table.get(QuantityKind.COVERAGE, "U2", "i1") is None


@pytest.mark.parametrize(("boundary", "stage"), [(Boundary.LOWER, 1), (Boundary.UPPER, 0)])
def test_a_total_on_a_threshold(city: Definition, boundary: Boundary, stage: int) -> None:
    conventions = replace(
        city.framework.conventions, stages=replace(city.framework.conventions.stages, boundary=boundary)
    )
    definition = replace(city, framework=replace(city.framework, conventions=conventions))
    table = score(definition, [Answer("D1", "d/x", State.VALUE, 5.5)])
    assert table.get(QuantityKind.SCORE, "D1", ROOT) == 55.0
    assert table.get(QuantityKind.STAGE, "D1") == stage


def test_equal_rounded_totals_share_a_rank(city: Definition) -> None:
    """66.666… and 66.67 are the same score once rounded, and units without a score have no rank."""
    shares = {"U1": (2.0, 3.0), "U2": (66.67, 100.0), "U3": (1.0, 3.0)}
    numbers = [
        Answer(u, f"i2/{key}", State.VALUE, v)
        for u, nN in shares.items()
        for key, v in zip("nN", nN, strict=True)
    ]
    table = score(city, numbers)
    assert [table.get(QuantityKind.RANK, u) for u in ("U1", "U2", "U3")] == [1, 1, 3]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer("U9", "i1/a", State.BLANK), ["unit 'U9'", "did you mean"]),
        (Answer("U1", "i1/z", State.BLANK), ["i1/z", "did you mean", "i1/a"]),
        (Answer("U3", "i10/level", State.VALUE, 0.5), ["U3", "i10/level"]),  # U3 is not asked i10
    ],
    ids=["unit", "row", "row not asked"],
)
def test_an_answer_to_nothing_is_an_error(city: Definition, answer: Answer, words: list[str]) -> None:
    with pytest.raises(UnknownName) as caught:
        score(city, [answer])
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([Answer("U1", "g/x", State.VALUE, 1.0), Answer("U1", "g/x", State.BLANK)], "two answers to 'g/x'"),
        ([Answer("U1", "g/x", State.VALUE)], "its score input is None"),
        ([Answer("U1", "g/x", State.VALUE, float("nan"))], "its score input is nan"),
        ([Answer("U1", "i1/b", State.VALUE, 2.0)], "'i1/b' of unit 'U1' earns 2"),
        ([Answer("U1", "i10/level", State.VALUE, -0.5)], "earns -0.5"),
    ],
    ids=["twice", "no value", "nan", "more than its points", "less than nothing"],
)
def test_what_intake_must_not_let_through_is_refused(
    city: Definition, answers: list[Answer], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        score(city, answers)
