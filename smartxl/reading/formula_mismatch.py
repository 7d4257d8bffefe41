"""A row's own formula beside its answer: where cells were shifted into a row, its formula still reads the old ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.cells import a1
from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import State
from smartxl.typed.cleaned import show

if TYPE_CHECKING:
    from smartxl.model.plan import Line, Section
    from smartxl.reading.judge import Judged
    from smartxl.xlsx.book import RawSheet

__all__ = ["contradiction"]

_NEAR = 1e-6
_NONE = "—"


def contradiction(
    section: Section, line: Line, sheet: RawSheet, judged: Judged, column: int, file: str
) -> Finding | None:
    """A finding where the formula in a column gives another number than the answers of its row.

    Not where answers had to be cleaned, which formulas do not, nor where a program saved no results.
    """
    spot = (judged.row, column)
    if judged.findings or judged.state is State.BLANK or spot not in sheet.formulas:
        return None
    shown = sheet.at(*spot)
    if isinstance(shown, bool) or not isinstance(shown, float | int):
        return None
    due = judged.score_input * line.full if judged.score_input is not None else None
    if due is not None and abs(shown - due) <= _NEAR * max(1.0, abs(due)):
        return None
    expected = show(due) if due is not None else _NONE
    where = (section.unit, sheet.name, a1(*spot), line.name)
    return Finding(FindingCode.FORMULA_DISAGREES, *where, show(shown), expected, file)
