"""The first fault of a row of a form, shown beside it while it is filled in: as a function and as an Excel formula.

When the file comes back, `smartxl.reading` judges the row again and in more detail. What asks for an explanation there
is no fault here either where a note stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from smartxl.model.answers import ABOUT_DATA, APPLICABLE, NO, NOT_APPLICABLE, Choice, Field, RowFault, Scalar
from smartxl.model.plan import Check, CheckKind

__all__ = ["RowCells", "excel_day", "row_fault", "row_fault_expression", "year_check"]

_EPOCH = date(1899, 12, 30)
_DETAILS = (Field.CHANNEL, Field.ADDRESS, Field.DATE, *ABOUT_DATA)
_UNTOLD = {
    Field.QUALITY: RowFault.NO_QUALITY,
    Field.ORIGIN: RowFault.NO_ORIGIN,
    Field.YEAR: RowFault.NO_YEAR,
}
_YEARS_BACK = 3
"""A number of an earlier year than so many before the round's is to be explained."""
_FIRST_YEAR = 1900.0


def excel_day(day: date) -> float:
    """A date as Excel's serial number."""
    return float((day - _EPOCH).days)


def year_check(due: date, prompt: str = "") -> Check:
    """The year of a number in a round that ends on `due`: not after it, and as a rule not long before."""
    last = float(due.year)
    return Check(CheckKind.NUMBER, (), None, _FIRST_YEAR, last, prompt, last - _YEARS_BACK, last)


def row_fault(
    checks: Mapping[Field, Check], fields: Mapping[Field, Scalar], last: float | None = None
) -> RowFault:
    """The first fault of a row with these inputs and what stands in them; `BLANK` and `NONE` are none.

    `last` is the number of the round before, where the form shows it.
    """
    if Field.NAME in checks:
        return _own_row(checks, fields)
    mark = fields.get(Field.APPLICABLE)
    if not _in_list(mark):
        return RowFault.MARK_NOT_IN_LIST
    is_answered = any(f in fields for f in (Field.VALUE, Field.LEVEL, Field.PROVIDED))
    if mark not in {None, APPLICABLE}:
        return _marked(mark, fields, is_answered=is_answered)
    if Field.REVIEW in fields:  # the evaluator has settled the row
        return RowFault.NONE
    if not is_answered:
        return RowFault.NO_ANSWER if any(f in fields for f in _DETAILS) else RowFault.BLANK
    fault = _entry(checks, fields, last) if Field.VALUE in checks else _item(fields)
    return _details(checks, fields) if fault is None else fault


def _marked(mark: Scalar | None, fields: Mapping[Field, Scalar], *, is_answered: bool) -> RowFault:
    """A row that is marked as not applicable or pending."""
    if Field.NOTE in fields:
        return RowFault.NONE
    if is_answered:
        return RowFault.MARKED_WITH_ANSWER
    return RowFault.NO_REASON if mark == NOT_APPLICABLE else RowFault.NONE


def _own_row(checks: Mapping[Field, Check], fields: Mapping[Field, Scalar]) -> RowFault:
    """A row that the unit adds itself: an item of its own, or a piece of evidence."""
    if not fields.keys() & checks.keys():
        return RowFault.BLANK
    if Field.NAME not in fields:
        return RowFault.NO_NAME
    if Field.PROVIDED in checks:
        if Field.PROVIDED not in fields and Field.LEVEL not in fields:
            return RowFault.NO_ANSWER
        fault = _item(fields)
        if fault is not None:
            return fault
    return _details(checks, fields)


def _in_list(value: Scalar | None) -> bool:
    """Whether nothing stands there, or an option of the list."""
    return value is None or isinstance(value, Choice)


def _item(fields: Mapping[Field, Scalar]) -> RowFault | None:
    """None where the details decide."""
    provided, level = fields.get(Field.PROVIDED), fields.get(Field.LEVEL)
    is_noted = Field.NOTE in fields
    if not _in_list(provided):
        return RowFault.PROVIDED_NOT_IN_LIST
    if provided == NO:
        return None if level is None or is_noted else RowFault.NO_WITH_LEVEL
    if level is None:
        return RowFault.NO_LEVEL
    if not _in_list(level):
        return RowFault.LEVEL_NOT_IN_LIST
    return None if Field.ADDRESS in fields or is_noted else RowFault.NO_ADDRESS


def _entry(
    checks: Mapping[Field, Check], fields: Mapping[Field, Scalar], last: float | None
) -> RowFault | None:
    check, value = checks[Field.VALUE], fields[Field.VALUE]
    if check.kind is CheckKind.LIST:
        return _about(checks, fields) if _in_list(value) else RowFault.VALUE_NOT_IN_LIST
    if isinstance(value, bool) or not isinstance(value, int | float):
        return RowFault.NOT_A_NUMBER
    low, high = check.bounds
    if not low <= value <= high:
        return RowFault.OUT_OF_RANGE
    if Field.NOTE not in fields and (doubt := _doubt(value, check, last)):
        return doubt
    return _about(checks, fields)


def _about(checks: Mapping[Field, Check], fields: Mapping[Field, Scalar]) -> RowFault | None:
    """What is wrong with what is told about a number, or not told."""
    if Field.QUALITY in checks and not _in_list(fields.get(Field.QUALITY)):
        return RowFault.QUALITY_NOT_IN_LIST
    year, check = fields.get(Field.YEAR), checks.get(Field.YEAR)
    if check and year is not None and not (isinstance(year, int | float) and _inside(year, check)):
        return RowFault.YEAR_OUTSIDE
    if Field.NOTE in fields:
        return None
    if check and isinstance(year, int | float) and check.low is not None and year < check.low:
        return RowFault.YEAR_OLD
    return next((fault for field, fault in _UNTOLD.items() if field in checks and field not in fields), None)


def _doubt(value: float, check: Check, last: float | None) -> RowFault | None:
    """What asks for an explanation."""
    if (check.low is not None and value < check.low) or (check.high is not None and value > check.high):
        return RowFault.UNUSUAL
    if check.jump is None or last is None:
        return None
    return RowFault.JUMP if abs(value - last) > abs(last) * check.jump / 100 else None


def _details(checks: Mapping[Field, Check], fields: Mapping[Field, Scalar]) -> RowFault:
    day = fields.get(Field.DATE)
    if day is None:
        return RowFault.NONE
    serial = excel_day(day) if isinstance(day, date) else day
    if isinstance(serial, str):
        return RowFault.NOT_A_DATE
    is_settled = Field.NOTE in fields or _inside(serial, checks[Field.DATE])
    return RowFault.NONE if is_settled else RowFault.DATE_OUTSIDE


def _inside(value: float, check: Check) -> bool:
    low, high = check.minimum, check.maximum
    return (low is None or value >= low) and (high is None or value <= high)


@dataclass(frozen=True, slots=True)
class RowCells:
    """The cells of a row's inputs by field, its checks, and a word as a literal for every fault.

    `marks`: the literals of applicable, not applicable and pending; `yes_no` those of provided. `last` is the cell of the
    number of the round before, "" where a form has no place for it.
    """

    cells: Mapping[Field, str]
    checks: Mapping[Field, Check]
    words: Mapping[RowFault, str]
    marks: tuple[str, str, str]
    yes_no: tuple[str, str]
    last: str = ""


def row_fault_expression(row: RowCells) -> str:
    """`row_fault` as an Excel expression without =: the word of the first fault."""
    if Field.NAME in row.cells:
        return _own_row_expression(row)
    mark, note = row.cells[Field.APPLICABLE], row.cells[Field.NOTE]
    words, (applies, never, pending) = row.words, row.marks
    answers = [row.cells[f] for f in (Field.VALUE, Field.LEVEL, Field.PROVIDED) if f in row.cells]
    details = [row.cells[f] for f in _DETAILS if f in row.cells]
    answered = _any_filled(answers)
    none = words[RowFault.NONE]
    reason = f"IF({mark}={never},{words[RowFault.NO_REASON]},{none})"
    marked = f'IF({note}<>"",{none},IF({answered},{words[RowFault.MARKED_WITH_ANSWER]},{reason}))'
    blank = f"IF({_any_filled(details)},{words[RowFault.NO_ANSWER]},{words[RowFault.BLANK]})"
    judged = _entry_expression(row) if Field.VALUE in row.cells else _item_expression(row)
    applying = f"IF({answered},{judged},{blank})"
    if Field.REVIEW in row.cells:
        applying = f'IF({row.cells[Field.REVIEW]}<>"",{none},{applying})'
    return (
        f"IF(OR({mark}={never},{mark}={pending}),{marked},"
        f'IF(AND({mark}<>"",{mark}<>{applies}),{words[RowFault.MARK_NOT_IN_LIST]},{applying}))'
    )


def _own_row_expression(row: RowCells) -> str:
    words, name = row.words, row.cells[Field.NAME]
    judged = _details_expression(row)
    if Field.PROVIDED in row.cells:
        answered = _any_filled([row.cells[Field.LEVEL], row.cells[Field.PROVIDED]])
        judged = f"IF({answered},{_item_expression(row)},{words[RowFault.NO_ANSWER]})"
    others = _any_filled([cell for field, cell in row.cells.items() if field is not Field.NAME])
    unnamed = f"IF({others},{words[RowFault.NO_NAME]},{words[RowFault.BLANK]})"
    return f'IF({name}="",{unnamed},{judged})'


def _any_filled(cells: list[str]) -> str:
    return f"OR({','.join(f'{cell}<>{_NOTHING}' for cell in cells)})"


_NOTHING = '""'


def _item_expression(row: RowCells) -> str:
    provided, level, address = (row.cells[f] for f in (Field.PROVIDED, Field.LEVEL, Field.ADDRESS))
    words, (yes, no), source = row.words, row.yes_no, row.checks[Field.LEVEL].source
    details = _details_expression(row)
    addressed = f"IF({_unexplained(row, _is_blank(address))},{words[RowFault.NO_ADDRESS]},{details})"
    listed = f"IF(ISNUMBER(MATCH({level},{source},0)),{addressed},{words[RowFault.LEVEL_NOT_IN_LIST]})"
    levelled = f'IF({level}="",{words[RowFault.NO_LEVEL]},{listed})'
    leftover = _unexplained(row, f'{level}<>""')
    return (
        f"IF({provided}={no},IF({leftover},{words[RowFault.NO_WITH_LEVEL]},{details}),"
        f'IF(AND({provided}<>"",{provided}<>{yes}),{words[RowFault.PROVIDED_NOT_IN_LIST]},{levelled}))'
    )


def _is_blank(cell: str) -> str:
    return f'{cell}=""'


def _unexplained(row: RowCells, doubt: str) -> str:
    """A doubt as long as no note explains it; rows of evidence have none."""
    return f"AND({_is_blank(row.cells[Field.NOTE])},{doubt})" if Field.NOTE in row.cells else doubt


def _entry_expression(row: RowCells) -> str:
    value, check, words = row.cells[Field.VALUE], row.checks[Field.VALUE], row.words
    details = _about_expression(row, _details_expression(row))
    if check.kind is CheckKind.LIST:
        return f"IF(ISNUMBER(MATCH({value},{check.source},0)),{details},{words[RowFault.VALUE_NOT_IN_LIST]})"
    ranged = f"IF({_beyond(value, *check.bounds)},{words[RowFault.OUT_OF_RANGE]},{_doubt_expression(row, details)})"
    return f"IF(ISNUMBER({value}),{ranged},{words[RowFault.NOT_A_NUMBER]})"


def _about_expression(row: RowCells, settled: str) -> str:
    """What is wrong with what is told about a number; unless anything is, what follows."""
    words, found = row.words, settled
    for field in reversed(_UNTOLD):
        if field in row.cells:
            missing = _unexplained(row, _is_blank(row.cells[field]))
            found = f"IF({missing},{words[_UNTOLD[field]]},{found})"
    if (year := row.cells.get(Field.YEAR)) is not None:
        check = row.checks[Field.YEAR]
        old = _unexplained(row, f'{year}<>"",{_beyond(year, check.low, None)}')
        found = f"IF({old},{words[RowFault.YEAR_OLD]},{found})"
        beyond = _beyond(year, check.minimum, check.maximum)
        wrong = f'AND({year}<>"",OR(NOT(ISNUMBER({year})),{beyond}))'
        found = f"IF({wrong},{words[RowFault.YEAR_OUTSIDE]},{found})"
    if (quality := row.cells.get(Field.QUALITY)) is not None:
        listed = f"ISNUMBER(MATCH({quality},{row.checks[Field.QUALITY].source},0))"
        found = f'IF(AND({quality}<>"",NOT({listed})),{words[RowFault.QUALITY_NOT_IN_LIST]},{found})'
    return found


def _doubt_expression(row: RowCells, settled: str) -> str:
    """What asks for an explanation, unless the note has one; else what follows."""
    value, note, check, words = (
        row.cells[Field.VALUE],
        row.cells[Field.NOTE],
        row.checks[Field.VALUE],
        row.words,
    )
    if check.jump is not None and row.last:
        far = f"ABS({value}-{row.last})>ABS({row.last})*{check.jump:.15g}/100"
        jumps = f"IF({far},{words[RowFault.JUMP]},{settled})"
        settled = f'IF(AND({note}="",ISNUMBER({row.last})),{jumps},{settled})'
    unusual = _beyond(value, check.low, check.high)
    return f'IF(AND({note}="",{unusual}),{words[RowFault.UNUSUAL]},{settled})' if unusual else settled


def _details_expression(row: RowCells) -> str:
    day, words = row.cells[Field.DATE], row.words
    outside = _unexplained(row, _outside(day, row.checks[Field.DATE]))
    dated = f"IF({outside},{words[RowFault.DATE_OUTSIDE]},{words[RowFault.NONE]})"
    return f'IF({day}="",{words[RowFault.NONE]},IF(ISNUMBER({day}),{dated},{words[RowFault.NOT_A_DATE]}))'


def _outside(cell: str, check: Check) -> str:
    return _beyond(cell, check.minimum, check.maximum)


def _beyond(cell: str, low: float | None, high: float | None) -> str:
    limits = (("<", low), (">", high))
    faults = [f"{cell}{sign}{limit:.15G}" for sign, limit in limits if limit is not None]
    return f"OR({','.join(faults)})" if faults else ""
