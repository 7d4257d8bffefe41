"""Who was late: by the first form that may count, never by a correction, a review or another round's form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from smartxl.ledger import late_arrivals
from smartxl.model.edition import Edition
from smartxl.model.received import FileState, StoredReading
from tests.reading.forms import DEFINITION

DUE = DEFINITION.round.due
CODE = DEFINITION.roster.units[0].code


def reading(day: int, arrival: int, **others: object) -> StoredReading:
    round_ = DEFINITION.round
    at = datetime.combine(date.fromordinal(DUE.toordinal() + day), datetime.min.time()).astimezone()
    known = StoredReading(
        f"d{arrival}", "a.xlsx", at, FileState.ACCEPTED, CODE, round_.id, round_.name, 1,
        DEFINITION.identity.of(CODE), "test", arrival=arrival,
    )  # fmt: skip
    return replace(known, **others)  # type: ignore[arg-type]


def test_the_first_form_that_may_count_decides() -> None:
    assert late_arrivals(DEFINITION, [reading(0, 1), reading(5, 2)]) == {}
    late = {CODE: reading(1, 1).received_at.date()}
    assert late_arrivals(DEFINITION, [reading(9, 2), reading(1, 1)]) == late
    refused = reading(-3, 0, state=FileState.REFUSED)
    review = reading(-3, 0, edition=Edition.EVALUATOR)
    other = reading(-3, 0, round="another")
    for before in (refused, review, other):
        assert late_arrivals(DEFINITION, [before, reading(1, 1)]) == late
