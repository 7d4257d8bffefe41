"""What a row brings: the share of an item's points, the share of a level, a number; as functions and as Excel expressions.

A row that is marked as not applicable or pending brings nothing, whatever else stands in it. Where there is a review that
can be used, it counts in place of the unit's answer.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "PointCells",
    "accepted",
    "accepted_expression",
    "item_expression",
    "item_share",
    "level_expression",
    "number_expression",
    "reviewed",
    "reviewed_expression",
]


def item_share(
    provided: bool | None,
    level: float | None,
    review: float | None = None,
    full: float = 1.0,
) -> float | None:
    """The share of full points, 0 to 1, that a sampled item brings; None while it is open.

    `provided`: None without an answer. `level` is the share that the level earns, None without one: an item that is not
    provided brings 0 beside any level. `review` are points out of `full`, which count when they lie between 0 and `full`.
    """
    if review is not None and 0 <= review <= full:
        return review / full
    if provided is None:
        return None
    return level if provided else 0.0


def reviewed(answer: float | None, review: float | None) -> float | None:
    """What an entry brings, the share of its level or its number: the evaluator's where there is one."""
    return answer if review is None else review


def accepted(value: float | None, low: float | None, high: float | None) -> float | None:
    """The number where it lies within its limits (None: no limit), else None."""
    if value is None or (low is not None and value < low) or (high is not None and value > high):
        return None
    return value


@dataclass(frozen=True, slots=True)
class PointCells:
    """The cells that a row's points are calculated from, as references, and words that may stand there as literals.

    `state` is the cell of the marks, `marks` those of not applicable and pending. An item has `provided` with the words
    `yes_no`, `level` and `full`; an entry has its number or level in `value`. `labels`, `points` are the two columns of the
    scale. `review` is "" in a form without a review.
    """

    state: str
    marks: tuple[str, str]
    provided: str = ""
    yes_no: tuple[str, str] = ("", "")
    level: str = ""
    full: str = ""
    value: str = ""
    labels: str = ""
    points: str = ""
    review: str = ""

    def unless_marked(self, value: str) -> str:
        """An expression, blank where the row is marked."""
        not_applicable, pending = self.marks
        return f'IF({self.state}={not_applicable},"",IF({self.state}={pending},"",{value}))'

    def share_of(self, label: str) -> str:
        """The share of full points of a level; an error for any other text."""
        return f"INDEX({self.points},MATCH({label},{self.labels},0))"


def item_expression(row: PointCells) -> str:
    """`item_share` times the full points as an Excel expression; "" while the item is open."""
    full, review, (yes, no) = row.full, row.review, row.yes_no
    share = f'IFERROR({full}*{row.share_of(row.level)},"")'
    own = f'IF({row.provided}={no},0,IF({row.provided}={yes},{share},""))'
    if review:
        own = f"IF(AND(ISNUMBER({review}),{review}>=0,{review}<={full}),{review},{own})"
    return row.unless_marked(own)


def level_expression(row: PointCells) -> str:
    """The share of the level that counts as an Excel expression; "" without one."""
    return row.unless_marked(f'IFERROR({row.share_of(reviewed_expression(row.value, row.review))},"")')


def reviewed_expression(value: str, review: str) -> str:
    """The answer that counts, of a cell and that of its review, "" where the form has none."""
    return f'IF({review}="",{value},{review})' if review else value


def number_expression(row: PointCells, low: float | None, high: float | None) -> str:
    """The number that counts as an Excel expression; "" where none lies within its limits."""
    own = f'IF({accepted_expression(row.value, low, high)},{row.value},"")'
    if row.review:
        own = f"IF({accepted_expression(row.review, low, high)},{row.review},{own})"
    return row.unless_marked(own)


def accepted_expression(cell: str, low: float | None, high: float | None) -> str:
    """A condition that is true for a number within the limits."""
    limits = ((">=", low), ("<=", high))
    inside = "".join(f",{cell}{sign}{limit:.15g}" for sign, limit in limits if limit is not None)
    return f"AND(ISNUMBER({cell}){inside})" if inside else f"ISNUMBER({cell})"
