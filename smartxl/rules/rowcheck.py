"""What is wrong with a row of a form, told beside it while it is filled in: as a function and as a formula.

It says the first fault that matters; intake judges again what comes back, and in more detail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from smartxl.model.answers import Field, RowFault, Scalar
from smartxl.model.plan import Check, CheckKind

__all__ = ["RowCells", "row_fault", "row_fault_expression"]

_EPOCH = date(1899, 12, 30)
_DETAILS = (Field.CHANNEL, Field.ADDRESS, Field.DATE)


def row_fault(checks: Mapping[Field, Check], fields: Mapping[Field, Scalar]) -> RowFault:
    """The first fault of a row with these inputs and what stands in them; `BLANK` and `NONE` are none."""
    mark = fields.get(Field.APPLICABLE)
    marks = checks[Field.APPLICABLE].options
    if mark is not None and mark not in marks:
        return RowFault.NOT_IN_LIST
    answers = [f for f in (Field.VALUE, Field.LEVEL, Field.PROVIDED) if f in fields]
    if mark in marks[1:]:
        if answers:
            return RowFault.MARKED_WITH_ANSWER
        return RowFault.NO_REASON if mark == marks[1] and Field.NOTE not in fields else RowFault.NONE
    if not answers:
        return RowFault.NO_ANSWER if any(f in fields for f in _DETAILS) else RowFault.BLANK
    fault = _entry(checks, fields) if Field.VALUE in checks else _item(checks, fields)
    return _details(checks, fields) if fault is None else fault


def _item(checks: Mapping[Field, Check], fields: Mapping[Field, Scalar]) -> RowFault | None:
    """None where the details decide."""
    provided, level = fields.get(Field.PROVIDED), fields.get(Field.LEVEL)
    yes, no = checks[Field.PROVIDED].options
    if provided is not None and provided not in {yes, no}:
        return RowFault.NOT_IN_LIST
    if provided == no:
        return RowFault.NO_WITH_LEVEL if level is not None else None
    if level is None:
        return RowFault.NO_LEVEL
    if level not in checks[Field.LEVEL].options:
        return RowFault.NOT_IN_LIST
    return RowFault.NO_ADDRESS if Field.ADDRESS not in fields else None


def _entry(checks: Mapping[Field, Check], fields: Mapping[Field, Scalar]) -> RowFault | None:
    check, value = checks[Field.VALUE], fields[Field.VALUE]
    if check.kind is CheckKind.LIST:
        return None if value in check.options else RowFault.NOT_IN_LIST
    if isinstance(value, bool) or not isinstance(value, int | float):
        return RowFault.NOT_A_NUMBER
    return None if _inside(value, check) else RowFault.OUT_OF_RANGE


def _details(checks: Mapping[Field, Check], fields: Mapping[Field, Scalar]) -> RowFault:
    day = fields.get(Field.DATE)
    if day is None:
        return RowFault.NONE
    serial = float((day - _EPOCH).days) if isinstance(day, date) else day
    if isinstance(serial, str):
        return RowFault.NOT_A_DATE
    return RowFault.NONE if _inside(serial, checks[Field.DATE]) else RowFault.DATE_OUTSIDE


def _inside(value: float, check: Check) -> bool:
    low, high = check.minimum, check.maximum
    return (low is None or value >= low) and (high is None or value <= high)


@dataclass(frozen=True, slots=True)
class RowCells:
    """The cells of a row's inputs by field, its checks, and a word as a literal for every fault.

    `marks`: the literals of applicable, not applicable and pending; `yes_no` those of provided.
    """

    cells: Mapping[Field, str]
    checks: Mapping[Field, Check]
    words: Mapping[RowFault, str]
    marks: tuple[str, str, str]
    yes_no: tuple[str, str]


def row_fault_expression(row: RowCells) -> str:
    """`row_fault` as an Excel expression without =: the word of the first fault."""
    mark, note = row.cells[Field.APPLICABLE], row.cells[Field.NOTE]
    words, (applies, never, pending) = row.words, row.marks
    answers = [row.cells[f] for f in (Field.VALUE, Field.LEVEL, Field.PROVIDED) if f in row.cells]
    details = [row.cells[f] for f in _DETAILS if f in row.cells]
    answered = _any_filled(answers)
    reason = f'IF({note}="",{words[RowFault.NO_REASON]},{words[RowFault.NONE]})'
    marked = f"IF({answered},{words[RowFault.MARKED_WITH_ANSWER]},IF({mark}={never},{reason},{words[RowFault.NONE]}))"
    blank = f"IF({_any_filled(details)},{words[RowFault.NO_ANSWER]},{words[RowFault.BLANK]})"
    judged = _entry_expression(row) if Field.VALUE in row.cells else _item_expression(row)
    return (
        f"IF(OR({mark}={never},{mark}={pending}),{marked},"
        f'IF(AND({mark}<>"",{mark}<>{applies}),{words[RowFault.NOT_IN_LIST]},'
        f"IF({answered},{judged},{blank})))"
    )


def _any_filled(cells: list[str]) -> str:
    return f"OR({','.join(f'{cell}<>{_NOTHING}' for cell in cells)})"


_NOTHING = '""'


def _item_expression(row: RowCells) -> str:
    provided, level, address = (row.cells[f] for f in (Field.PROVIDED, Field.LEVEL, Field.ADDRESS))
    words, (yes, no), source = row.words, row.yes_no, row.checks[Field.LEVEL].source
    details = _details_expression(row)
    listed = f"IF(ISNUMBER(MATCH({level},{source},0)),{{}},{words[RowFault.NOT_IN_LIST]})"
    addressed = f'IF({address}="",{words[RowFault.NO_ADDRESS]},{details})'
    levelled = f'IF({level}="",{words[RowFault.NO_LEVEL]},{listed.format(addressed)})'
    return (
        f'IF({provided}={no},IF({level}<>"",{words[RowFault.NO_WITH_LEVEL]},{details}),'
        f'IF(AND({provided}<>"",{provided}<>{yes}),{words[RowFault.NOT_IN_LIST]},{levelled}))'
    )


def _entry_expression(row: RowCells) -> str:
    value, check, words = row.cells[Field.VALUE], row.checks[Field.VALUE], row.words
    details = _details_expression(row)
    if check.kind is CheckKind.LIST:
        return f"IF(ISNUMBER(MATCH({value},{check.source},0)),{details},{words[RowFault.NOT_IN_LIST]})"
    inside = _outside(value, check)
    ranged = f"IF({inside},{words[RowFault.OUT_OF_RANGE]},{details})" if inside else details
    return f"IF(ISNUMBER({value}),{ranged},{words[RowFault.NOT_A_NUMBER]})"


def _details_expression(row: RowCells) -> str:
    day, words = row.cells[Field.DATE], row.words
    outside = _outside(day, row.checks[Field.DATE])
    dated = f"IF({outside},{words[RowFault.DATE_OUTSIDE]},{words[RowFault.NONE]})"
    return f'IF({day}="",{words[RowFault.NONE]},IF(ISNUMBER({day}),{dated},{words[RowFault.NOT_A_DATE]}))'


def _outside(cell: str, check: Check) -> str:
    limits = (("<", check.minimum), (">", check.maximum))
    faults = [f"{cell}{sign}{limit:.15g}" for sign, limit in limits if limit is not None]
    return f"OR({','.join(faults)})" if faults else ""
