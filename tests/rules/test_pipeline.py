"""The pipeline after the roll-up: the national rule case by case, laws, and the Excel face against numpy."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from smartxl.cells import Cell
from smartxl.model.combination import Boundary, Step, StepKind
from smartxl.rules.pipeline import pipeline_expression, run_pipeline
from smartxl.verify import read_grid, recalculate
from tests.office.office import Office
from tests.rules.faces import Column, evaluate

NAN = math.nan
MARK = "—"
SETTINGS = settings(max_examples=60, deadline=None)

VETO = Step(StepKind.VETO, ("V1", "V2"), record=59)
DEDUCT = Step(StepKind.DEDUCT, ("K1", "K2"))
PASS = Step(StepKind.GATE, least=60)
ABOVE_80 = Step(StepKind.GATE, least=80, boundary=Boundary.UPPER)
BONUS = Step(StepKind.BONUS, ("J1", "J2"), cap=30)
NATIONAL = (VETO, DEDUCT, PASS, ABOVE_80, BONUS)
WEIGHTS = {"V1": 1.0, "V2": 1.0, "K1": 100.0, "K2": 50.0, "J1": 20.0, "J2": 20.0}
CODES = tuple(WEIGHTS)

# What is found (the veto indicators' scores, the points of the others), and the total that is recorded.
CASES: Mapping[str, tuple[dict[str, float], float]] = {
    "nothing found": ({}, 100.0),
    "first veto": ({"V1": 100}, 59.0),
    "second veto": ({"V2": 100}, 59.0),
    "both vetoes": ({"V1": 100, "V2": 100}, 59.0),
    "the least veto": ({"V1": 0.01}, 59.0),
    "veto and deductions that would leave 20": ({"V1": 100, "K1": 80}, 59.0),
    "veto and bonus": ({"V2": 100, "J1": 20, "J2": 10}, 59.0),
    "veto not scored": ({"V1": NAN, "V2": NAN, "K1": 5}, 95.0),
    # 国管局, self-check of its site for the second quarter of 2019: four faults, 11 points off, no bonus
    "11 points off, no bonus": ({"K1": 11}, 89.0),
    "two deductions": ({"K1": 8, "K2": 3, "J1": 5}, 94.0),
    "below 60, no bonus": ({"K1": 40.01, "J1": 20}, 59.99),
    "at 60, no bonus": ({"K1": 40, "J1": 20}, 60.0),
    "79.99, no bonus": ({"K1": 20.01, "J1": 20}, 79.99),
    "at 80, no bonus": ({"K1": 20, "J1": 20}, 80.0),
    "80.01 and bonus": ({"K1": 19.99, "J1": 20}, 100.01),
    "full bonus": ({"J1": 20, "J2": 10}, 130.0),
    "bonus beyond 30": ({"J1": 20, "J2": 20}, 130.0),
    "deductions and bonus beyond 30": ({"K2": 15.5, "J1": 20, "J2": 20}, 114.5),
    "one bonus not scored": ({"J1": NAN, "J2": 12}, 112.0),
    "more off than there is": ({"K1": 90, "K2": 50, "J1": 20}, 0.0),
}


def scores_of(found: Mapping[str, float]) -> dict[str, float]:
    """Points as scores: 100 is a node's whole weight. A veto node's score is given as such."""
    points = {code: found.get(code, 0.0) for code in CODES}
    return {code: p if code in VETO.nodes else p * 100 / WEIGHTS[code] for code, p in points.items()}


def run(
    base: float, steps: Sequence[Step], scores: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS
) -> float:
    """One unit."""
    (total,) = run_pipeline(
        np.array([base]), steps, {code: np.array([s]) for code, s in scores.items()}, weights
    )
    return float(total)


@pytest.mark.parametrize(("found", "expected"), CASES.values(), ids=CASES)
def test_the_national_rule(found: dict[str, float], expected: float) -> None:
    assert run(100.0, NATIONAL, scores_of(found)) == pytest.approx(expected, abs=1e-12)


def test_units_do_not_see_each_other_and_the_base_is_left_alone() -> None:
    rows = [scores_of(found) for found, _ in CASES.values()]
    columns = {code: np.array([row[code] for row in rows]) for code in CODES}
    base = np.full(len(rows), 100.0)
    base[3] = NAN
    expected = [run(b, NATIONAL, row) for b, row in zip(base, rows, strict=True)]
    np.testing.assert_array_equal(run_pipeline(base, NATIONAL, columns, WEIGHTS), expected)
    assert math.isnan(expected[3])
    assert np.nansum(base) == 100.0 * (len(rows) - 1)


def step(kind: StepKind, *nodes: str, cap: float | None = None) -> Step:
    return Step(kind, nodes, cap=cap)


OFF, MORE = step(StepKind.DEDUCT, "K1", "K2", cap=15), step(StepKind.BONUS, "J1", "J2", cap=10)
FREE_OFF, FREE_MORE = step(StepKind.DEDUCT, "K1"), step(StepKind.BONUS, "J1")


@pytest.mark.parametrize(
    ("base", "steps", "found", "expected"),
    [
        pytest.param(70, (OFF, MORE), {"K1": 9, "J1": 4}, 65, id="under both caps"),
        pytest.param(70, (OFF, MORE), {"K1": 40, "J1": 4}, 59, id="at most 15 off"),
        pytest.param(70, (OFF, MORE), {"K1": 9, "J1": 20, "J2": 20}, 71, id="at most 10 more"),
        pytest.param(70, (OFF, MORE), {"K1": 9, "K2": 9, "J1": 9, "J2": 9}, 65, id="caps are on the sums"),
        pytest.param(5, (FREE_OFF, FREE_MORE), {"K1": 9, "J1": 4}, 4, id="deduct, then bonus"),
        pytest.param(5, (FREE_MORE, FREE_OFF), {"K1": 9, "J1": 4}, 0, id="bonus, then deduct"),
        pytest.param(79, (FREE_MORE, ABOVE_80, FREE_OFF), {"K1": 9, "J1": 4}, 74, id="passes with the bonus"),
        pytest.param(79, (ABOVE_80, FREE_MORE, FREE_OFF), {"K1": 9, "J1": 4}, 79, id="stays without it"),
        pytest.param(50, (PASS, VETO, MORE), {"V1": 1, "J1": 4}, 50, id="a gate before a veto"),
        pytest.param(60, (PASS, VETO, MORE), {"V1": 1, "J1": 4}, 59, id="a veto after the gate"),
        pytest.param(80, (replace(ABOVE_80, boundary=Boundary.LOWER), MORE), {"J1": 4}, 84, id="80 and more"),
        pytest.param(58, (MORE, PASS, FREE_MORE), {"J1": 2}, 62, id="two bonuses and a gate between"),
        pytest.param(
            79,
            (PASS, FREE_MORE, ABOVE_80, step(StepKind.BONUS, "J2")),
            {"J1": 4, "J2": 3},
            86,
            id="a bonus that opens the next gate",
        ),
        pytest.param(70, (MORE,), {"J1": -4, "J2": 1}, 67, id="negative points of a bonus take off"),
        pytest.param(70, (MORE,), {"J1": -20}, 50, id="which its cap does not bound"),
        pytest.param(70, (OFF,), {"K1": -4, "K2": 1}, 73, id="negative points of a deduct give back"),
        pytest.param(70, (VETO,), {"V1": -1}, 70, id="a negative score is no veto"),
        pytest.param(70, (VETO,), {"V1": 2.2e-313}, 70, id="a score that Excel has no number for is no veto"),
        pytest.param(70, (VETO,), {"V1": 0.1 + 0.2 - 0.3}, 70, id="nor is the rest of binary arithmetic"),
        pytest.param(70, (VETO,), {"V1": 1e-12}, 59, id="the least score that is more than 0"),
        pytest.param(-30, (OFF,), {}, 0, id="a deduct step ends at 0 or more"),
        pytest.param(-30, (MORE,), {}, -30, id="a bonus step leaves a negative total"),
        pytest.param(70, (), {"K1": 9}, 70, id="no steps"),
        pytest.param(70, (VETO, OFF, PASS), {"K1": 9}, 61, id="a gate with nothing after it"),
        pytest.param(NAN, NATIONAL, {"V1": 100}, NAN, id="no total stays none"),
    ],
)
def test_other_pipelines(
    base: float, steps: tuple[Step, ...], found: dict[str, float], expected: float
) -> None:
    scores = scores_of(found)
    np.testing.assert_allclose(run(base, steps, scores), expected, rtol=1e-14)
    if not math.isnan(base):
        np.testing.assert_allclose(excel(base, steps, scores), expected, rtol=1e-14)


@pytest.mark.parametrize(
    ("base", "lower", "upper"),
    [
        (60 - 1e-9, False, False),
        (60 - 1e-11, True, False),
        (60.0, True, False),
        (0.1 * 3 * 200, True, False),  # 60.00000000000001
        (60 + 1e-11, True, False),
        (60 + 1e-9, True, True),
    ],
)
def test_a_gate_does_not_see_floating_point(base: float, lower: bool, upper: bool) -> None:
    for boundary, passes in ((Boundary.LOWER, lower), (Boundary.UPPER, upper)):
        steps = (replace(PASS, boundary=boundary), MORE)
        expected = base + 10 * passes
        assert run(base, steps, {"J1": 50.0}) == pytest.approx(expected, abs=1e-12)
        assert excel(base, steps, {"J1": 50.0}) == pytest.approx(expected, abs=1e-12)


def test_nodes_that_the_class_does_not_have_bring_nothing() -> None:
    for base in (-5.0, 50.0, 70.0, 90.0):
        expected = max(0.0, base)
        assert run(base, NATIONAL, {}) == expected
        assert excel(base, NATIONAL, {}) == expected
        assert run(base, NATIONAL, dict.fromkeys(CODES, NAN)) == expected
        assert excel(base, NATIONAL, dict.fromkeys(CODES, NAN)) == expected


def test_points_need_a_weight() -> None:
    with pytest.raises(KeyError, match="K1"):
        run(70.0, NATIONAL, {"K1": 10.0}, {"J1": 20.0})


# The Excel face: base in D1, scores in column A, weights in B, the steps' numbers in C.


def places(codes: Sequence[str], column: str) -> dict[str, str]:
    return {code: f"{column}{row}" for row, code in enumerate(codes, start=1)}


def numbers_of(steps: Sequence[Step]) -> list[tuple[tuple[int, str], float]]:
    kinds = {StepKind.VETO: "record", StepKind.GATE: "least"}
    named = [((i, kinds.get(s.kind, "cap")), s) for i, s in enumerate(steps)]
    return [(key, getattr(s, key[1])) for key, s in named if getattr(s, key[1]) is not None]


def excel(
    base: float,
    steps: Sequence[Step],
    scores: Mapping[str, float],
    weights: Mapping[str, float] = WEIGHTS,
    *,
    gap: str | None = MARK,
    typed: bool = False,
) -> float:
    """The expression's value; `typed`: the numbers of the steps stand in it, not in cells."""
    codes, numbers = list(scores), numbers_of(steps)
    at = {} if typed else {key: f"C{row}" for row, (key, _) in enumerate(numbers, start=1)}
    formula = pipeline_expression("D1", steps, places(codes, "A"), places(codes, "B"), at)
    values: Column = [gap if math.isnan(score) else score for score in scores.values()]
    sheet: dict[str, Column] = {"A": values, "B": [weights[code] for code in codes], "D": [base]}
    return float(evaluate(f"={formula}", {**sheet, "C": [number for _, number in numbers]}))


@pytest.mark.parametrize(("found", "expected"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("gap", [MARK, "", None], ids=["mark", "empty text", "blank"])
def test_the_national_rule_in_excel(found: dict[str, float], expected: float, gap: str | None) -> None:
    assert excel(100.0, NATIONAL, scores_of(found), gap=gap) == pytest.approx(expected, abs=1e-12)


def test_the_formula_is_short_and_refers_to_the_numbers() -> None:
    at = {key: f"N{row}" for row, (key, _) in enumerate(numbers_of(NATIONAL), start=1)}
    formula = pipeline_expression("BASE", NATIONAL, places(CODES, "A"), places(CODES, "B"), at)
    after = "MAX(0,BASE-(SUM(A3)*B3+SUM(A4)*B4)/100)"
    bonus = "MIN(N4,(SUM(A5)*B5+SUM(A6)*B6)/100)"
    gates = f"IF(ROUND({after}-N2,10)<0,0,IF(ROUND({after}-N3,10)<=0,0,{bonus}))"
    assert formula == f"IF(MAX(A1,A2)>=1E-12,N1,{after}+{gates})"


def test_numbers_without_a_reference_are_typed_in() -> None:
    steps = (Step(StepKind.VETO, ("V1",), record=-1), Step(StepKind.GATE, least=-0.5), MORE)
    formula = pipeline_expression("A9", steps, {"V1": "A1", "J1": "A2"}, {"J1": "20"}, {(2, "cap"): "N3"})
    assert formula == "IF(MAX(A1)>=1E-12,(-1),A9+IF(ROUND(A9-(-0.5),10)<0,0,MIN(N3,SUM(A2)*20/100)))"
    assert excel(-0.5, steps, {"V1": 0.0, "J1": 10.0}, typed=True) == 1.5


@pytest.mark.parametrize(
    ("steps", "longest"),
    [
        pytest.param(NATIONAL, 900, id="national"),
        pytest.param(NATIONAL * 3, 5000, id="national, three times over"),
        pytest.param((PASS, DEDUCT) * 6, 6000, id="six gates before deductions"),
        pytest.param((PASS, BONUS) * 6, 4000, id="six gates before bonuses"),
    ],
)
def test_long_pipelines_keep_within_a_cell(steps: tuple[Step, ...], longest: int) -> None:
    """Excel takes 8,192 characters and 64 levels; references as they stand in a city's workbook."""
    cells = {code: f"$AH{row}" for row, code in enumerate(CODES, start=100)}
    numbers = {(i, name): "'_lists'!$X$120" for i in range(40) for name in ("record", "least", "cap")}
    formula = pipeline_expression("b" * 130, steps, cells, cells, numbers)
    depths = np.cumsum([(c == "(") - (c == ")") for c in formula])
    assert len(formula) < longest
    assert depths.max() < 40


# Laws.


def by_the_letter(base: float, steps: Sequence[Step], scores: Mapping[str, float]) -> float:
    """The rule as it is worded, in exact fractions."""
    total = Fraction(base)
    for each in steps:
        found = [(Fraction(scores[c]), Fraction(WEIGHTS[c])) for c in each.nodes if not math.isnan(scores[c])]
        points = sum((score * weight / 100 for score, weight in found), Fraction(0))
        points = points if each.cap is None else min(points, Fraction(each.cap))
        if each.kind is StepKind.VETO and any(score > 0 for score, _ in found):
            return each.record
        if each.kind is StepKind.DEDUCT:
            total = max(Fraction(0), total - points)
        elif each.kind is StepKind.BONUS:
            total += points
        elif each.kind is StepKind.GATE:
            beyond = round(total - Fraction(each.least), 10)
            if beyond < 0 or (beyond == 0 and each.boundary is Boundary.UPPER):
                break
    return float(total)


nodes = st.lists(st.sampled_from(CODES), max_size=3, unique=True).map(tuple)
caps = st.sampled_from([None, 0.0, 3.0, 10.0, 15.0])
vetoes = st.builds(Step, st.just(StepKind.VETO), nodes, record=st.sampled_from([0.0, 59.0]))
deducts = st.builds(Step, st.just(StepKind.DEDUCT), nodes, cap=caps)
gates = st.builds(
    Step,
    st.just(StepKind.GATE),
    least=st.sampled_from([0.0, 50.0, 60.0, 79.99, 80.0]),
    boundary=st.sampled_from(Boundary),
)
bonuses = st.builds(Step, st.just(StepKind.BONUS), nodes, cap=caps)
steps_ = st.lists(st.one_of(vetoes, deducts, gates, bonuses), max_size=6)
bases = st.one_of(
    st.sampled_from([0.0, 59.99, 60.0, 79.99, 80.0, 80.01, 100.0]),
    st.floats(-50, 130).map(lambda v: round(v, 3)),
)
gains = st.one_of(st.sampled_from([0.0, 50.0, 100.0, NAN]), st.floats(0, 100).map(lambda v: round(v, 2)))
signed = st.one_of(gains, st.floats(-100, 0).map(lambda v: round(v, 2)))
scored = st.fixed_dictionaries(dict.fromkeys(CODES, signed))
gained = st.fixed_dictionaries(dict.fromkeys(CODES, gains))


@SETTINGS
@given(base=bases, steps=steps_, scores=scored, gap=st.sampled_from(["", MARK, None]), typed=st.booleans())
def test_both_faces_are_the_rule_as_worded(
    base: float, steps: list[Step], scores: dict[str, float], gap: str | None, typed: bool
) -> None:
    total = run(base, steps, scores)
    np.testing.assert_allclose(total, by_the_letter(base, steps, scores), rtol=1e-12, atol=1e-11)
    np.testing.assert_allclose(
        excel(base, steps, scores, gap=gap, typed=typed), total, rtol=1e-12, atol=1e-11
    )


@SETTINGS
@given(
    two=st.tuples(bases, bases),
    before=st.lists(st.one_of(vetoes, deducts, bonuses), max_size=3),
    after=st.lists(st.one_of(gates, bonuses), max_size=4),
    scores=gained,
)
def test_a_higher_base_is_never_worse(
    two: tuple[float, float], before: list[Step], after: list[Step], scores: dict[str, float]
) -> None:
    """Unless a veto or deduction follows a gate, which spares those that it stops."""
    low, high = (run(base, [*before, *after], scores) for base in sorted(two))
    assert low <= high


@SETTINGS
@given(base=bases, steps=st.lists(st.one_of(deducts, bonuses)), deduct=deducts, bonus=bonuses, scores=gained)
def test_deductions_stop_at_0_and_bonuses_at_their_cap(
    base: float, steps: list[Step], deduct: Step, bonus: Step, scores: dict[str, float]
) -> None:
    before = run(base, steps, scores)
    off, more = run(base, [*steps, deduct], scores), run(base, [*steps, bonus], scores)
    assert 0 <= off <= max(0.0, before)
    assert off >= before - (math.inf if deduct.cap is None else deduct.cap)
    assert before <= more <= before + (math.inf if bonus.cap is None else bonus.cap)


@pytest.mark.slow
@SETTINGS
@given(base=bases, later=steps_, scores=scored, veto=st.floats(1e-9, 100))
def test_a_vetoed_unit_is_independent_of_all_else(
    base: float, later: list[Step], scores: dict[str, float], veto: float
) -> None:
    scores = {**scores, "V2": veto}
    assert run(base, [VETO, *later], scores) == 59.0
    assert excel(base, [VETO, *later], scores) == 59.0


# A workbook of the cases, one row each: scores (formulas, as in a real one) in B:G, the total in H.


@pytest.fixture(scope="module")
def workbook() -> bytes:
    book = Workbook()
    book.active.title = "得分"  # type: ignore[union-attr]
    sheet, lists = book["得分"], book.create_sheet("_lists")
    numbers = numbers_of(NATIONAL)
    for row, (_, number) in enumerate(numbers, start=1):
        lists.cell(row, 1, number)
    for row, code in enumerate(CODES, start=1):
        lists.cell(row, 2, WEIGHTS[code])
    at = {key: f"'_lists'!$A${row}" for row, (key, _) in enumerate(numbers, start=1)}
    weights = {code: f"'_lists'!$B${row}" for row, code in enumerate(CODES, start=1)}
    for row, (found, _) in enumerate(CASES.values(), start=1):
        scores = scores_of(found)
        for column, code in enumerate(CODES, start=2):
            gap = f'="{MARK}"' if row % 2 else '=""'
            sheet.cell(row, column, gap if math.isnan(scores[code]) else scores[code])
        cells = {code: f"{letter}{row}" for code, letter in zip(CODES, "BCDEFG", strict=True)}
        sheet.cell(row, 8, f"=ROUND({pipeline_expression('100', NATIONAL, cells, weights, at)},2)")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def totals(values: Mapping[Cell, object]) -> dict[str, object]:
    return {case: values[Cell("得分", row, 8)] for row, case in enumerate(CASES, start=1)}


RECORDED = {case: expected for case, (_, expected) in CASES.items()}


def test_the_national_rule_in_a_workbook(workbook: bytes) -> None:
    assert totals(recalculate(read_grid(workbook)).values) == RECORDED


@pytest.mark.slow
@pytest.mark.libreoffice
def test_the_national_rule_in_libreoffice(workbook: bytes, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "pipeline.xlsx"
    path.write_bytes(workbook)
    assert totals(office.values(path, tmp_path / "out")) == RECORDED
