"""How a changed score is brought into the round: as the evaluator's review of the rows that it comes from.

The house changes no score but by the evaluator's edition of a form, row by row and with a reason. What is asked for as a whole
is shared out over the rows of the indicator, so that exactly that score comes out of them; a score that is worked out from
reported numbers cannot be asked for, for somebody would have to make the numbers up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from smartxl.model.answers import Answer, Field, State
from smartxl.model.definition import AskedRow, Definition, Unit
from smartxl.model.framework import Indicator, Measure, Node
from smartxl.model.scores import QuantityKind, ScoreTable
from smartxl.model.unanswered import Missing
from smartxl.scoring import score

__all__ = ["ReviewedRound", "reviewed"]

_SAME = 1e-9
_Key = tuple[str, str]
"""A unit and a node, or a unit and a row."""


@dataclass(frozen=True, slots=True)
class ReviewedRound:
    """The answers of a round with reviews, their scores, and the scores that no review gives."""

    answers: tuple[Answer, ...]
    table: ScoreTable
    impossible: tuple[_Key, ...]


def reviewed(
    definition: Definition, answers: Sequence[Answer], wanted: Mapping[_Key, float], notes: Mapping[_Key, str]
) -> ReviewedRound:
    """The answers with reviews that give the `wanted` scores of units and indicators; `notes` say why.

    Every review is tried out by the scoring engine itself.
    """
    known = {(answer.unit, answer.key): answer for answer in answers}
    open_, found, turn = dict(wanted), dict[_Key, Answer](), 0
    variants = {
        key: list(_variants(definition, known, key, goal, notes[key])) for key, goal in wanted.items()
    }
    while any(turn < len(variants[key]) for key in open_):
        tried = {key: variants[key][turn] for key in open_ if turn < len(variants[key])}
        table = score(definition, _with(answers, found, *tried.values()))
        for key, rows in tried.items():
            if _is(definition, table, key, open_[key]):
                found |= {(row.unit, row.key): row for row in rows}
                del open_[key]
        turn += 1
    final = _with(answers, found)
    table = score(definition, final)
    lost = [key for key, goal in wanted.items() if key not in open_ and not _is(definition, table, key, goal)]
    return ReviewedRound(tuple(final), table, (*open_, *lost))


def _with(answers: Sequence[Answer], found: Mapping[_Key, Answer], *more: Sequence[Answer]) -> list[Answer]:
    """The answers with others in their place; rows that had none come last."""
    others = dict(found)
    others |= {(row.unit, row.key): row for rows in more for row in rows}
    kept = [others.pop((answer.unit, answer.key), answer) for answer in answers]
    return [*kept, *others.values()]


def _is(definition: Definition, table: ScoreTable, key: _Key, goal: float) -> bool:
    """Whether a score is the one that was asked for, as far as it is rounded."""
    shown = table.get(QuantityKind.SCORE, *key)
    step = 0.5 * 10.0 ** -definition.framework.digits(key[1])
    return shown is not None and abs(shown - goal) <= step + _SAME


def _variants(
    definition: Definition, known: Mapping[_Key, Answer], key: _Key, goal: float, note: str
) -> Iterator[list[Answer]]:
    """Reviews that might give a score, the likeliest first."""
    unit, leaf = definition.roster.by_code[key[0]], definition.framework.by_code[key[1]]
    if leaf.indicator is None:
        return
    rows = [(row, known.get((unit.code, row.key))) for row in definition.rows(unit, leaf)]
    if leaf.indicator.measure is Measure.SAMPLE:
        yield list(_items(definition, unit, leaf.indicator, rows, goal / 100, note))
    elif leaf.indicator.measure is Measure.RUBRIC:
        scale = definition.framework.scales[leaf.indicator.scale]
        for choice, points in scale.points.items():
            yield [_reviewed(unit, row, answer, choice, points, note) for row, answer in rows]
    elif leaf.indicator.measure is Measure.GIVEN and len(rows) == 1:
        ((row, answer),) = rows
        value = goal * float(_full(leaf)) / 100
        yield [_reviewed(unit, row, answer, value, value, note)]


def _full(leaf: Node) -> float:
    full = leaf.indicator.rule.params.get("full", 100.0) if leaf.indicator else 100.0
    return float(full) if isinstance(full, int | float) else 100.0


def _items(
    definition: Definition,
    unit: Unit,
    indicator: Indicator,
    rows: Sequence[tuple[AskedRow, Answer | None]],
    goal: float,
    note: str,
) -> Iterator[Answer]:
    """Each item nearer to all or to nothing, in the proportion that makes their mean the one that was asked for."""
    zero = definition.missing(indicator) is Missing.ZERO
    counted = [(row, answer, share) for row, answer in rows if (share := _share(answer, zero)) is not None]
    if not counted:
        counted = [
            (row, answer, goal)
            for row, answer in rows
            if answer is None or answer.state is not State.NOT_APPLICABLE
        ]
    full = sum(row.full for row, _, _ in counted)
    mean = sum(row.full * share for row, _, share in counted) / full if full else goal
    for row, answer, share in counted:
        new = _moved(share, mean, goal)
        if new != share or answer is None or answer.state is not State.VALUE:
            yield _reviewed(unit, row, answer, new * row.full, new, note)


def _moved(share: float, mean: float, goal: float) -> float:
    """A share as far towards 1, or towards 0, as the mean has to go."""
    if goal < mean:
        return share * goal / mean
    return 1 - (1 - share) * (1 - goal) / (1 - mean) if mean < 1 else share


def _share(answer: Answer | None, zero: bool) -> float | None:
    """The share that an item counts with, None where it takes no part."""
    if answer is not None and answer.state is State.VALUE:
        return answer.score_input
    is_open = answer is None or answer.state in {State.BLANK, State.PENDING}
    return 0.0 if zero and is_open else None


def _reviewed(
    unit: Unit, row: AskedRow, answer: Answer | None, value: float | str, scored: float, note: str
) -> Answer:
    """A row with a review; what the unit answered stays beside it, but for a mark that it is still to be looked into."""
    base = answer or Answer(unit.code, row.key, State.BLANK)
    kept = {
        entry: given
        for entry, given in base.fields.items()
        if entry is not Field.APPLICABLE or base.state is State.VALUE
    }
    fields = {**kept, Field.REVIEW: value, Field.REVIEW_NOTE: note}
    return base._replace(state=State.VALUE, score_input=scored, fields=fields)
