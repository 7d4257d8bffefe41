"""How far the rows of a round are: judged from the definition alone, as the forms' own formulas judge them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from smartxl.model.answers import Answer, Field, RowFault, RowStanding, State
from smartxl.model.framework import Measure, Node
from smartxl.model.plan import Check, CheckKind
from smartxl.rules.rowcheck import excel_day, row_fault, year_check

if TYPE_CHECKING:
    from smartxl.model.definition import AskedRow, Definition

__all__ = ["FaultJudge"]

_LIST, _TEXT = Check(CheckKind.LIST), Check(CheckKind.TEXT)


class FaultJudge:
    """The rows of one definition; `previous` has the number of the round before by (unit, row key), where forms show it."""

    def __init__(
        self, definition: Definition, previous: Mapping[tuple[str, str], float] | None = None
    ) -> None:
        self._definition, self._previous = definition, previous or {}
        first, last = excel_day(definition.round.start), excel_day(definition.round.due)
        self._common = {
            Field.APPLICABLE: _LIST,
            Field.ADDRESS: _TEXT,
            Field.DATE: Check(CheckKind.DATE, minimum=first, maximum=last),
            Field.NOTE: _TEXT,
        }
        self._about = {
            Field.QUALITY: _LIST,
            Field.ORIGIN: _TEXT,
            Field.YEAR: year_check(definition.round.due),
        }
        self._sample = {**self._common, Field.PROVIDED: _LIST, Field.LEVEL: _LIST}
        self._entries: dict[str, Mapping[str, Mapping[Field, Check]]] = {}

    def standing(self, answer: Answer) -> RowStanding:
        """How far the row of an answer is; where only its state is known, by that."""
        by_state = RowStanding.OPEN if answer.state is State.BLANK else RowStanding.FILLED
        checks = self.checks(answer) if answer.fields else None
        if checks is None:
            return by_state
        fault = row_fault(checks, answer.fields, self._previous.get((answer.unit, answer.key)))
        return by_state if fault is RowFault.BLANK else fault.standing

    def checks(self, answer: Answer) -> Mapping[Field, Check] | None:
        """What decides about the faults of a row, of the checks that its form has; None for a row of another definition."""
        leaf = self._definition.framework.by_code.get(answer.leaf)
        if leaf is None or leaf.indicator is None:
            return None
        if leaf.indicator.measure is Measure.SAMPLE:
            return self._sample
        if leaf.code not in self._entries:
            self._entries[leaf.code] = self._of_entries(leaf)
        return self._entries[leaf.code].get(answer.key)

    def _of_entries(self, leaf: Node) -> Mapping[str, Mapping[Field, Check]]:
        about = {field: self._about[field] for field in leaf.indicator.asks} if leaf.indicator else {}
        return {
            row.key: {**self._common, Field.VALUE: self._of_value(row), **about}
            for row in self._definition.entries(leaf)
        }

    def _of_value(self, row: AskedRow) -> Check:
        asked = row.asked
        if asked is None:
            return _LIST
        jump = self._definition.framework.jumps.get(row.key)
        limits = (asked.minimum, asked.maximum, "", asked.low, asked.high)
        return Check(CheckKind.NUMBER, (), None, *limits, jump)
