"""A round scored again and again with a few other answers: what does not depend on them is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from smartxl.model.answers import Answer, State
from smartxl.model.definition import Definition
from smartxl.model.scores import ScoreTable
from smartxl.scoring.engine import NodeScores, score
from smartxl.scoring.rows import RowTable, gather

__all__ = ["rescorer"]


def rescorer(definition: Definition, answers: Iterable[Answer]) -> Callable[[Sequence[Answer]], ScoreTable]:
    """A function that scores the same round with some of its answers replaced, each by another one to the same row.

    Its scores (`QuantityKind.SCORE`, of units, classes and city) are those of `score`, to the last bit; it has no other
    quantities. Other answers altogether are scored as a whole.
    """
    base = tuple(answers)
    rows = gather(definition, base)
    places = {
        (block.unit.code, rows.keys[row]): row
        for block in rows.blocks
        for row in range(block.start, block.stop)
    }
    variants, scores = _Variants(base, rows, places), NodeScores(definition, rows)

    def scored(changed: Sequence[Answer]) -> ScoreTable:
        others = variants.replaced(changed)
        if others is None:
            return score(definition, changed)
        return scores.with_rows(variants.with_answers(others), variants.rows_of(others))

    return scored


@dataclass(frozen=True, slots=True)
class _Variants:
    """A round laid out once; `places`: (unit, row key) → row."""

    answers: tuple[Answer, ...]
    rows: RowTable
    places: Mapping[tuple[str, str], int]

    def replaced(self, changed: Sequence[Answer]) -> list[Answer] | None:
        """The answers that are others than before, None where they are not all to the rows of those that they stand for."""
        if len(changed) != len(self.answers):
            return None
        pairs = [(old, new) for old, new in zip(self.answers, changed, strict=True) if new is not old]
        same = all((new.unit, new.key, new.scores) == (old.unit, old.key, old.scores) for old, new in pairs)
        return [new for _, new in pairs] if same else None

    def rows_of(self, others: Iterable[Answer]) -> set[int]:
        """The rows that these answers stand in."""
        return {self.places[answer.unit, answer.key] for answer in others if answer.scores}

    def with_answers(self, others: Iterable[Answer]) -> RowTable:
        """The rows with these answers; what of a row is to be corrected enters no score and stays as it was."""
        rows = self.rows
        share, blank, inapplicable = rows.share.copy(), rows.blank.copy(), rows.not_applicable.copy()
        for answer in others:
            if answer.scores:
                row = self.places[answer.unit, answer.key]
                value = answer.score_input if answer.state is State.VALUE else None
                share[row] = float("nan") if value is None else value
                blank[row] = answer.state is State.BLANK
                inapplicable[row] = answer.state is State.NOT_APPLICABLE
        return replace(rows, share=share, blank=blank, not_applicable=inapplicable)
