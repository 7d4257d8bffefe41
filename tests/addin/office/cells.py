"""Random cells and ranges as golden vectors need them: ties, halves, blanks, texts, errors, one row, one column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

__all__ = [
    "Call",
    "Range",
    "Scalar",
    "digits",
    "laid",
    "matched",
    "mostly",
    "one_of",
    "reading",
    "rising",
    "score",
    "shape",
    "share_spoilt",
    "spoilt",
    "table",
    "weights",
]

T = TypeVar("T")
Scalar = float | str | bool | None
Range = list[list[Scalar]]
Call = list[object]
"""The arguments of a call: ranges as lists of rows, single values, None for what is left out."""
_ERRORS = (
    "#N/A",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#SX: SX_GAP 不对",
    "前 #SX! x",
)
_WORDS = ("", "缺", "abc", " ", "不适用", "N/A", "12", "约50", "it's", 'a "b"', "行\n列")


def one_of(random: Random, *choices: T) -> T:
    return choices[random.randrange(len(choices))]


def mostly(random: Random, *good: T, seldom: Sequence[T]) -> T:
    """One that fits; in one call of thirty one that does not."""
    return one_of(random, *seldom) if random.random() < 1 / 30 else one_of(random, *good)


def score(random: Random) -> float:
    """A score as they come: whole, with halves, with many digits, ties often."""
    return one_of(
        random,
        float(random.randint(0, 100)),
        random.randint(0, 200) / 2,
        random.randint(0, 10_000) / 100,
        random.randint(0, 1000) / 1000 * 100,
        random.uniform(0, 100),
        float(random.choice((0, 50, 60, 80, 100))),
    )


def reading(random: Random) -> float:
    """A number of any size and sign."""
    return one_of(
        random,
        score(random),
        -score(random),
        random.uniform(-1, 1) * 10.0 ** random.randint(-9, 9),
        float(random.choice((0, 1, 1, -1, 0.5, 2.675, 1e15, 1e-13))),
    )


def spoilt(random: Random, value: float, share: float) -> Scalar:
    """Now and then something else in its place: a blank, a text, TRUE, seldom an error."""
    if random.random() >= share:
        return value
    if random.random() < 0.05:
        return one_of(random, *_ERRORS)
    return one_of(random, None, None, "", True, False, *_WORDS)


def table(
    random: Random, rows: int, columns: int, value: Callable[[Random], float], share: float = 0.0
) -> Range:
    """A range of numbers; `share` of its cells are something else."""
    return [[spoilt(random, value(random), share) for _ in range(columns)] for _ in range(rows)]


def shape(random: Random) -> tuple[int, int]:
    """1×1, one row, one column, a block; seldom a large one."""
    if random.random() < 1 / 80:
        return one_of(random, (300, 1), (1, 140), (60, 12))
    small = random.randint(1, 9)
    shapes = ((1, 1), (1, small), (small, 1), (small, random.randint(1, 5)), (random.randint(8, 20), 3))
    return one_of(random, *shapes)


def weights(random: Random, count: int) -> list[Scalar]:
    values: list[Scalar] = [
        one_of(random, random.randint(0, 5) / 1.0, random.random(), 0.25) for _ in range(count)
    ]
    if random.random() < 0.2:
        values[random.randrange(count)] = mostly(random, None, "", 0.0, seldom=(-1.0, "x", True, "#N/A"))
    return values


def share_spoilt(random: Random) -> float:
    return one_of(random, 0.0, 0.0, 0.1, 0.3)


def digits(random: Random) -> Scalar:
    return mostly(
        random, None, None, 0.0, 1.0, 2.0, 2.0, 4.0, -1.0, 15.0, "", seldom=(1.5, "x", 16.0, "#N/A")
    )


def laid(random: Random, values: list[Scalar]) -> Range:
    """Numbers as one row or one column."""
    return [values] if random.random() < 0.5 else [[value] for value in values]


def matched(random: Random) -> tuple[Range, Range]:
    """Scores, and weights that fit them in one of the ways in which they can; seldom not at all."""
    rows, columns = shape(random)
    scores = table(random, rows, columns, score, share_spoilt(random))
    way = random.random()
    if way < 0.6:
        return scores, laid(random, weights(random, columns))
    if way < 0.75:
        return scores, [weights(random, columns) for _ in range(rows)]
    if way < 0.96:
        same = weights(random, columns)
        return scores, [list(same) for _ in range(rows)]
    return scores, table(random, *shape(random), lambda r: r.random())


def rising(random: Random, count: int) -> list[float]:
    return sorted({round(random.uniform(-10, 110), random.randint(0, 3)) for _ in range(count)})
