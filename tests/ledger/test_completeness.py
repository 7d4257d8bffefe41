"""How complete the forms are: as many rows as the plans have, as many filled as the forms say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.findings import Finding, FindingCode
from smartxl.ledger.completeness import Completeness, RowTotals, SectionFill, completeness, summed
from smartxl.model.answers import NO, PENDING, YES, Answer, Field, Scalar, State, option_choice
from smartxl.planning import plan_unit
from smartxl_templates import example_folder, template_path
from tests.reading.forms import DEFINITION, FIRST, KEYS, LEVEL, NUMBER, SECOND


def test_nothing_received_is_nothing_filled() -> None:
    counts = completeness(DEFINITION, ())
    assert counts.of("GAJ") == RowTotals(8, 0, 0)
    assert counts.missing("GAJ") == tuple(counts.sections("GAJ"))
    assert [(s.leaf, s.rows.asked) for s in counts.sections("JYJ")] == [("B2", 5), ("A3", 2), ("A6", 1)]


def test_marks_are_answers_and_blanks_are_not() -> None:
    states = {FIRST: State.PENDING, SECOND: State.NOT_APPLICABLE, NUMBER: State.VALUE, LEVEL: State.BLANK}
    counts = completeness(DEFINITION, [Answer("GAJ", key, state) for key, state in states.items()])
    assert counts.of("GAJ") == RowTotals(8, 3, 0)
    assert counts.of("JYJ") == RowTotals(8, 0, 0)
    assert counts.missing("GAJ") == (
        SectionFill("B2", RowTotals(5, 2, 0)),
        SectionFill("A3", RowTotals(2, 1, 0)),
        SectionFill("A6", RowTotals(1, 0, 0)),
    )


@pytest.mark.parametrize(
    ("fields", "state", "code", "expected"),
    [
        pytest.param({Field.PROVIDED: NO}, State.VALUE, None, (1, 0), id="filled"),
        pytest.param({Field.NOTE: "x"}, State.BLANK, None, (0, 0), id="a-note-alone-is-open"),
        pytest.param({Field.PROVIDED: YES}, State.BLANK, None, (0, 1), id="no-level"),
        pytest.param(
            {Field.PROVIDED: YES, Field.LEVEL: option_choice(1)}, State.VALUE, None, (0, 1), id="no-address"
        ),
        pytest.param(
            {Field.PROVIDED: YES, Field.LEVEL: option_choice(1), Field.NOTE: "无网页"},
            *(State.VALUE, None, (1, 0)),
            id="explained",
        ),
        pytest.param({}, State.BLANK, FindingCode.AMBIGUOUS_NUMBER, (0, 1), id="cannot-be-read"),
        pytest.param({Field.PROVIDED: NO}, State.VALUE, FindingCode.TYPED_BESIDE, (0, 1), id="beside"),
        pytest.param({Field.PROVIDED: NO}, State.VALUE, FindingCode.CLEANED, (1, 0), id="read-all-the-same"),
        pytest.param({Field.APPLICABLE: PENDING}, State.PENDING, None, (1, 0), id="pending"),
    ],
)
def test_a_row_with_a_fault_or_a_question_is_to_be_corrected_and_not_filled(
    fields: dict[Field, Scalar], state: State, code: FindingCode | None, expected: tuple[int, int]
) -> None:
    score = 0.0 if state is State.VALUE else None
    answer = Answer("GAJ", FIRST, state, score, fields, "采样表", "H12")
    found = [Finding(code, "GAJ", "采样表", "K12:K14")] if code else []
    assert completeness(DEFINITION, [answer], findings=found).of("GAJ") == RowTotals(8, *expected)


def test_answers_of_nobody_and_of_no_section_are_not_counted() -> None:
    stray = [Answer("XX", FIRST, State.VALUE), Answer("GAJ", "Z9/1", State.VALUE)]
    assert _together(completeness(DEFINITION, stray)).filled == 0


@given(st.lists(st.sampled_from([(u, k) for u in ("GAJ", "JYJ") for k in KEYS]), unique=True))
def test_every_answer_is_counted_once(rows: list[tuple[str, str]]) -> None:
    counts = completeness(DEFINITION, [Answer(unit, key, State.VALUE) for unit, key in rows])
    assert _together(counts).filled == len(rows)
    assert all(s.rows.filled <= s.rows.asked for unit in counts.units for s in counts.sections(unit))
    open_rows = sum(s.rows.open for unit in counts.units for s in counts.missing(unit))
    assert open_rows == _together(counts).asked - len(rows)


def test_the_rows_asked_are_those_of_the_plans() -> None:
    """Of a unit of every class, as the workbook itself counts."""
    example, layout = load(example_folder()), read_layout(template_path("standard"))
    counts = completeness(example, ())
    for unit in (example.roster.units[0], example.roster.units[-1]):
        plan = plan_unit(example, layout, unit, "zh")
        planned = {s.leaf: len(s.lines) for _, s in plan.sections() if s.scored}
        assert {section.leaf: section.rows.asked for section in counts.sections(unit.code)} == planned


def _together(counts: Completeness) -> RowTotals:
    return summed(map(counts.of, counts.units))
