"""What differs between two submissions, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import a1, parse_a1
from smartxl.model.answers import Answer, Field, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from smartxl.model.answers import Scalar
    from smartxl.model.plan import Line, WorkbookPlan

__all__ = ["CellChange", "difference"]

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that is not the same: the values are None where nothing stands, the cells "" where the row is missing.

    `scored` says whether the row's score input or state is another. A row that differs in nothing but that (it was read by
    other rules) has no `field`.
    """

    unit: str
    key: str
    name: str
    field: Field | None
    before: Scalar | None
    after: Scalar | None
    before_cell: str
    after_cell: str
    sheet: str
    scored: bool


def difference(
    plan: WorkbookPlan, before: Iterable[Answer], after: Iterable[Answer]
) -> tuple[CellChange, ...]:
    """All cells in which two submissions differ, in the order of the plan; rows that it does not have come last.

    Values are told as they are given: choices in words, where both have words of one language (`ChoiceWords`).
    """
    old, new = _by_key(before), _by_key(after)
    lines = {(section.unit, line.key): line for _, section in plan.sections() for line in section.lines}
    keys = [*lines, *(key for key in dict.fromkeys((*old, *new)) if key not in lines)]
    return tuple(
        change for key in keys for change in _of_row(key, lines.get(key), old.get(key), new.get(key))
    )


def _by_key(answers: Iterable[Answer]) -> Mapping[_Key, Answer]:
    return {(answer.unit, answer.key): answer for answer in answers}


def _of_row(
    key: _Key, line: Line | None, before: Answer | None, after: Answer | None
) -> Iterator[CellChange]:
    old, new = before or Answer(*key, State.BLANK), after or Answer(*key, State.BLANK)
    scored = (old.state, old.score_input) != (new.state, new.score_input)
    name, sheet = line.name if line else key[1], new.sheet or old.sheet
    changed: Sequence[Field | None] = [
        field for field in Field if old.fields.get(field) != new.fields.get(field)
    ]
    if scored and not changed:
        changed = [None]
    for field in changed:
        values = (None, None) if field is None else (old.fields.get(field), new.fields.get(field))
        cells = _cell(old, line, field), _cell(new, line, field)
        yield CellChange(*key, name, field, *values, *cells, sheet, scored)


def _cell(answer: Answer, line: Line | None, field: Field | None) -> str:
    """Where a field of a row stands: in the row of its deciding cell, in the column of the plan."""
    if not answer.cell or line is None or field is None or field not in line.inputs:
        return answer.cell
    row, _ = parse_a1(answer.cell)
    return a1(row, line.inputs[field])
