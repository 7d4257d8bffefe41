"""What the choices of a needs worksheet amount to: which parts are used, and what is wrong with the choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from smartxl.model.framework import ROOT
from smartxl.model.needs import PartAnswer, PartChoice, PartRow

__all__ = ["MODULE_SHARE", "NO_ANSWER", "ChoiceFault", "choice_faults", "outcomes"]

MODULE_SHARE = 10.0
"""What a module takes of the total where nothing is written, percent."""
NO_ANSWER = PartAnswer()


class ChoiceFault(StrEnum):
    """What can be wrong with a choice."""

    ABOVE_LEFT_OUT = "above_left_out"
    NOTHING_BELOW = "nothing_below"
    NO_REASON = "no_reason"
    SHARE_WITHOUT_MODULE = "share_without_module"


def outcomes(rows: Sequence[PartRow], answers: Mapping[str, PartAnswer]) -> Mapping[str, PartChoice]:
    """Part → what becomes of it: what is below a part that is not used is not used either. Parents stand before children."""
    found: dict[str, PartChoice] = {}
    for row in rows:
        if row.parent != ROOT and found[row.parent] is not PartChoice.SELECTED:
            found[row.code] = found[row.parent]
        else:
            found[row.code] = answers.get(row.code, NO_ANSWER).choice or row.usual
    return found


def choice_faults(
    rows: Sequence[PartRow], answers: Mapping[str, PartAnswer]
) -> Iterator[tuple[PartRow, ChoiceFault]]:
    """Every fault, in the order of the rows, one a row."""
    found = outcomes(rows, answers)
    parents = {row.parent for row in rows if found[row.code] is PartChoice.SELECTED}
    for row in rows:
        answer = answers.get(row.code, NO_ANSWER)
        is_below = row.parent == ROOT or found[row.parent] is PartChoice.SELECTED
        if not is_below:
            if answer.choice is PartChoice.SELECTED:
                yield row, ChoiceFault.ABOVE_LEFT_OUT
        elif found[row.code] is PartChoice.SELECTED and not row.leaf and row.code not in parents:
            yield row, ChoiceFault.NOTHING_BELOW
        elif found[row.code] is not row.usual and not answer.reason:
            yield row, ChoiceFault.NO_REASON
        elif answer.share is not None and found[row.code] is not PartChoice.SELECTED:
            yield row, ChoiceFault.SHARE_WITHOUT_MODULE
