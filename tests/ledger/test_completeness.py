"""How complete the forms are: as many rows as the plans have, as many filled as the forms say."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.ledger.completeness import SectionFill, completeness
from smartxl.model.answers import Answer, State
from smartxl.planning import plan_unit
from smartxl_templates import example_folder, template_path
from tests.reading.forms import DEFINITION, FIRST, KEYS, LEVEL, NUMBER, SECOND


def test_nothing_received_is_nothing_filled() -> None:
    counts = completeness(DEFINITION, ())
    assert counts.of("GAJ") == (0, 8)
    assert counts.missing("GAJ") == tuple(counts.sections("GAJ"))
    assert [(s.leaf, s.asked) for s in counts.sections("JYJ")] == [("B2", 5), ("A3", 2), ("A6", 1)]


def test_marks_are_answers_and_blanks_are_not() -> None:
    states = {FIRST: State.PENDING, SECOND: State.NOT_APPLICABLE, NUMBER: State.VALUE, LEVEL: State.BLANK}
    counts = completeness(DEFINITION, [Answer("GAJ", key, state) for key, state in states.items()])
    assert counts.of("GAJ") == (3, 8)
    assert counts.of("JYJ") == (0, 8)
    assert counts.missing("GAJ") == (
        SectionFill("B2", 5, 2),
        SectionFill("A3", 2, 1),
        SectionFill("A6", 1, 0),
    )


def test_answers_of_nobody_and_of_no_section_are_not_counted() -> None:
    stray = [Answer("XX", FIRST, State.VALUE), Answer("GAJ", "Z9/1", State.VALUE)]
    assert completeness(DEFINITION, stray).filled.sum() == 0


@given(st.lists(st.sampled_from([(u, k) for u in ("GAJ", "JYJ") for k in KEYS]), unique=True))
def test_every_answer_is_counted_once(rows: list[tuple[str, str]]) -> None:
    counts = completeness(DEFINITION, [Answer(unit, key, State.VALUE) for unit, key in rows])
    assert counts.filled.sum() == len(rows)
    assert np.all(counts.filled <= counts.asked)
    open_rows = sum(s.asked - s.filled for unit in counts.units for s in counts.missing(unit))
    assert open_rows == counts.asked.sum() - len(rows)


def test_the_rows_asked_are_those_of_the_plans() -> None:
    """Of a unit of every class, as the workbook itself counts."""
    example, layout = load(example_folder()), read_layout(template_path("standard"))
    counts = completeness(example, ())
    for unit in (example.roster.units[0], example.roster.units[-1]):
        plan = plan_unit(example, layout, unit, "zh")
        planned = {s.leaf: len(s.lines) for _, s in plan.sections() if s.scored}
        assert {section.leaf: section.asked for section in counts.sections(unit.code)} == planned
