"""A round scored again and again with a few other answers: what does not depend on them is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from smartxl.model.answers import Answer, State
from smartxl.model.definition import Definition
from smartxl.model.scores import ScoreTable
from smartxl.scoring.engine import NodeScores, score
from smartxl.scoring.rows import RowTable, gather

__all__ = ["rescorer"]


def rescorer(definition: Definition, answers: Iterable[Answer]) -> Callable[[Iterable[Answer]], ScoreTable]:
    """A function that scores the same round with a few answers in place of those to the same rows.

    Its scores (`QuantityKind.SCORE`, of units, classes and city) are those of `score`, to the last bit; it has no other
    quantities. It takes as long as these answers need, not as the round has rows. Where nobody answered one of the rows, the
    round is scored as a whole.
    """
    base = {(answer.unit, answer.key): answer for answer in answers}
    rows = gather(definition, base.values())
    places = {
        (block.unit.code, rows.keys[row]): row
        for block in rows.blocks
        for row in range(block.start, block.stop)
    }
    variants, scores = _Variants(base, rows, places), NodeScores(definition, rows)

    def scored(changed: Iterable[Answer]) -> ScoreTable:
        others = {(answer.unit, answer.key): answer for answer in changed}
        found = variants.replaced(others)
        if found is None:
            return score(definition, {**base, **others}.values())
        return scores.with_rows(variants.with_answers(found), variants.rows_of(found))

    return scored


@dataclass(frozen=True, slots=True)
class _Variants:
    """A round laid out once; `places`: (unit, row key) → row."""

    answers: Mapping[tuple[str, str], Answer]
    rows: RowTable
    places: Mapping[tuple[str, str], int]

    def replaced(self, others: Mapping[tuple[str, str], Answer]) -> list[Answer] | None:
        """Those that are others than before, None where one of them stands for none that was given."""
        found = []
        for place, answer in others.items():
            known = self.answers.get(place)
            if known is None or known.scores != answer.scores:
                return None
            found += [] if answer is known else [answer]
        return found

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
