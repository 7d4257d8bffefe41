"""How the scores below a node become its score: roll-ups and missing policies, as arrays and as a formula."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smartxl.model.combination import Combination, Counted, NotApplicable, RollUp, Unscored
from smartxl.rules.base import FloatArray
from smartxl.rules.rollup import ANY_NUMBER
from smartxl.rules.rounding import NEGLIGIBLE, NEGLIGIBLE_EXCEL, round_half_away

__all__ = ["Children", "combination_expression", "combine", "counting"]

_SETTLED = 10
_NEVER = "1E+300"
_ZERO = "0"
BoolArray = NDArray[np.bool_]


def combine(
    how: Combination,
    scores: ArrayLike,
    weights: ArrayLike,
    *,
    applies: ArrayLike | None = None,
    peers: ArrayLike | None = None,
) -> FloatArray:
    """The score of a node from those of its children, along the last axis; not rounded.

    scores (…, m) with NaN for "no score"; weights (m,) or the shape of scores, 0 or more, matched by position: the
    caller matches by key. `applies` (bool, broadcastable) is False where a child does not apply to the unit; a child
    with a score applies. `peers` (broadcastable) is what an unscored child counts with under a peer policy, NaN for
    nothing. The result (…) is NaN where nothing counts, where the weights that count sum to 0, where too little is
    covered, and where a value has no image (0 under a geometric mean without a floor). Under a geometric, harmonic or
    power mean without a floor a value nearer to 0 than `NEGLIGIBLE` is 0.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), ch. 6; Hardy, Littlewood & Pólya,
    Inequalities (1934), ch. 2, on power means.
    """
    x = np.asarray(scores, dtype=np.float64)
    given = np.asarray(weights, dtype=np.float64)
    own = ~np.isnan(x)
    if (
        how.method is RollUp.MEAN and own.all()
    ):  # nothing is missing: the common case, and a fast path for large tables
        return _complete_mean(x, given)
    w = np.broadcast_to(given, x.shape)
    asked = _asked(own, applies) if how.reason_matters else own
    values = _counting_values(how, x, own, asked, peers) if how.reason_matters else x
    counted = ~np.isnan(values) if how.reason_matters else own
    used = np.where(counted, w, 0.0)
    total = used.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        counting = _Counting(how, np.where(counted, values, 0.0), used, total, given.sum(axis=-1))
        result = _ROLL_UPS[how.method](counting)
        none = (total <= 0) | ~np.isfinite(result)
    if how.reason_matters:
        none |= ~asked.any(axis=-1) | _uncovered(how, own, asked, w)
    return np.where(none, np.nan, result)


def counting(
    how: Combination,
    scores: ArrayLike,
    weights: ArrayLike,
    *,
    applies: ArrayLike | None = None,
    peers: ArrayLike | None = None,
) -> tuple[FloatArray, FloatArray]:
    """What each child counts with under `combine`, NaN for what is left out, and its weight, 0 there; shapes of the scores."""
    x = np.asarray(scores, dtype=np.float64)
    own = ~np.isnan(x)
    asked = _asked(own, applies)
    values = _counting_values(how, x, own, asked, peers) if how.reason_matters else x
    return values, np.where(np.isnan(values), 0.0, np.broadcast_to(np.asarray(weights, np.float64), x.shape))


def _complete_mean(x: FloatArray, weights: FloatArray) -> FloatArray:
    total = weights.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, np.einsum("...m,...m->...", x, weights) / total, np.nan)


def _asked(own: BoolArray, applies: ArrayLike | None) -> BoolArray:
    if applies is None:
        return np.ones_like(own)
    return np.asarray(own | np.asarray(applies, dtype=np.bool_), dtype=np.bool_)


def _counting_values(
    how: Combination, x: FloatArray, own: BoolArray, asked: BoolArray, peers: ArrayLike | None
) -> FloatArray:
    """What each child counts with, NaN for what is left out."""
    unscored = asked & ~own
    values = x
    if how.unscored is Unscored.ZERO:
        values = np.where(unscored, 0.0, values)
    elif how.over_peers and peers is not None:
        values = np.where(unscored, np.asarray(peers, dtype=np.float64), values)
    return values if how.not_applicable is NotApplicable.SPREAD else np.where(asked, values, 0.0)


def _uncovered(how: Combination, own: BoolArray, asked: BoolArray, w: FloatArray) -> BoolArray:
    parts = w if how.counted is Counted.WEIGHT else np.ones_like(w)
    whole = np.where(asked, parts, 0.0).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = round_half_away(np.where(own, parts, 0.0).sum(axis=-1) / whole, _SETTLED)
    return np.asarray((how.coverage > 0) & ~(share >= how.coverage), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class _Counting:
    """What a roll-up is made of: values (0 where nothing counts), their weights (0 there), their sum, the sum of all."""

    how: Combination
    values: FloatArray
    weights: FloatArray
    total: FloatArray
    full: FloatArray

    def images(self, image: Callable[[FloatArray], FloatArray], *, zero: bool = False) -> FloatArray:
        """Σ weight·image(value) over what has a weight; NaN where a value has no image."""
        weighing, floor = self.weights > 0, self.how.floor
        settled = np.where(np.abs(self.values) < NEGLIGIBLE, 0.0, self.values)
        value = settled if floor is None else np.maximum(self.values, floor)
        missing = weighing & ((value < 0) if zero else (value <= 0))
        images = image(np.where(weighing & ~missing, value, 1.0))
        summed = np.where(weighing, self.weights * images, 0.0).sum(axis=-1)
        return np.where(missing.any(axis=-1), np.nan, summed)


def _mean(c: _Counting) -> FloatArray:
    return np.asarray((c.values * c.weights).sum(axis=-1) / c.total)


def _sum(c: _Counting) -> FloatArray:
    return _mean(c) * c.full / 100.0


def _geometric(c: _Counting) -> FloatArray:
    return np.asarray(np.exp(c.images(np.log) / c.total))


def _harmonic(c: _Counting) -> FloatArray:
    return np.asarray(c.total / c.images(np.reciprocal))


def _power(c: _Counting) -> FloatArray:
    power = c.how.power
    return np.asarray((c.images(lambda value: value**power, zero=power > 0) / c.total) ** (1.0 / power))


def _worst(c: _Counting) -> FloatArray:
    return np.asarray(np.where(c.weights > 0, c.values, np.inf).min(axis=-1))


_ROLL_UPS: dict[RollUp, Callable[[_Counting], FloatArray]] = {
    RollUp.MEAN: _mean,
    RollUp.SUM: _sum,
    RollUp.GEOMETRIC: _geometric,
    RollUp.HARMONIC: _harmonic,
    RollUp.POWER: _power,
    RollUp.WORST: _worst,
}


@dataclass(frozen=True, slots=True)
class Children:
    """The cells of a node's children: `scores` and `weights` are ranges of one shape, `cells` and `shares` the same one by one.

    "No score" is "" or the literal `ungraded`, "" where the workbook has none. `mark` is the literal that stands for "does
    not apply", likewise. `peers` and `peer_cells` are what unscored children count with. `absent` is the sum of the weights
    of children that have no cell because they do not apply.
    """

    scores: str
    weights: str
    cells: tuple[str, ...]
    shares: tuple[str, ...]
    mark: str = ""
    peers: str = ""
    peer_cells: tuple[str, ...] = ()
    absent: float = 0.0
    ungraded: str = ""

    @property
    def full(self) -> str:
        """The sum of all weights, of absent children too."""
        return f"(SUM({self.weights})+{self.absent:.15g})" if self.absent else f"SUM({self.weights})"

    @property
    def unscored(self) -> str:
        """1 for each child that applies and has no score, else 0."""
        blank = f'1*({self.scores}="")'
        return f"({blank}+1*({self.scores}={self.ungraded}))" if self.ungraded else blank

    def is_unscored(self, cell: str) -> str:
        """The same of one child, as a condition."""
        return f'OR({cell}="",{cell}={self.ungraded})' if self.ungraded else f'{cell}=""'


@dataclass(frozen=True, slots=True)
class _GuardedScore:
    """Conditions under which there is no score, each true only where those before are false; and the score's value."""

    none: tuple[str, ...]
    value: str


def combination_expression(
    how: Combination, children: Children, finish: Callable[[str], str], *, top: bool = False
) -> str:
    """`combine` as an Excel expression without =: the mark where no child applies, "" for none, else `finish(value)`.

    `finish` rounds the value (`rounded_expression`) or does more with it. At the `top` nothing asks why there is no
    score, and "" stands for both.
    """
    excel = _excel(how, children)
    inner = finish(excel.value)
    for condition in reversed(excel.none):
        inner = f'IF({condition},"",{inner})'
    if children.mark:
        none = '""' if top else children.mark
        inner = f"IF(COUNTIF({children.scores},{children.mark})={len(children.cells)},{none},{inner})"
    return inner


def _excel(how: Combination, at: Children) -> _GuardedScore:
    total = _counted_weight(how, at)
    none = (f"{total}=0", *_coverage_fault(how, at), *_image_fault(how, at))
    if how.method in {RollUp.MEAN, RollUp.SUM}:
        mean = f"{_weighted_sum(how, at)}/{total}"
        return _GuardedScore(none, mean if how.method is RollUp.MEAN else f"{mean}*{at.full}/100")
    if how.method is RollUp.WORST:
        return _GuardedScore(none, f"MIN({','.join(_terms(how, at, '{}', _NEVER, weighted=False))})")
    image, inverse = {
        RollUp.GEOMETRIC: ("LN({})", "EXP({})"),
        RollUp.HARMONIC: ("1/{}", "1/({})"),
        RollUp.POWER: (f"{{}}^({how.power:.15g})", f"({{}})^(1/({how.power:.15g}))"),
    }[how.method]
    images = "+".join(_terms(how, at, image, "0", weighted=True))
    return _GuardedScore(none, inverse.format(f"({images})/{total}"))


def _counted_weight(how: Combination, at: Children) -> str:
    parts = [f"SUMIF({at.scores},{ANY_NUMBER},{at.weights})"]
    if how.unscored is Unscored.ZERO:
        parts.append(f"SUMPRODUCT({at.unscored},{at.weights})")
    elif how.over_peers and at.peers:
        parts.append(f"SUMPRODUCT({at.unscored},1*ISNUMBER({at.peers}),{at.weights})")
    if how.not_applicable is NotApplicable.LOST:
        parts.append(f"SUMPRODUCT(1*({at.scores}={at.mark}),{at.weights})")
        parts += [f"{at.absent:.15g}"] if at.absent else []
    return parts[0] if len(parts) == 1 else f"({'+'.join(parts)})"


def _weighted_sum(how: Combination, at: Children) -> str:
    own = f"SUMPRODUCT({at.scores},{at.weights})"
    if not (how.over_peers and at.peers):
        return own
    return f"({own}+SUMPRODUCT({at.unscored},{at.peers},{at.weights}))"


def _coverage_fault(how: Combination, at: Children) -> tuple[str, ...]:
    if how.coverage <= 0:
        return ()
    own, asked = f"COUNT({at.scores})", f"({len(at.cells)}-COUNTIF({at.scores},{at.mark}))"
    if how.counted is Counted.WEIGHT:
        own = f"SUMIF({at.scores},{ANY_NUMBER},{at.weights})"
        asked = f"SUMPRODUCT(1*({at.scores}<>{at.mark}),{at.weights})"
    return (f"{asked}=0", f"ROUND({own}/{asked},{_SETTLED})<{how.coverage:.15g}")


def _image_fault(how: Combination, at: Children) -> tuple[str, ...]:
    """True where a value that weighs has no image."""
    if how.method in {RollUp.MEAN, RollUp.SUM, RollUp.WORST} or how.floor is not None:
        return ()
    zero_fits = _zero_has_an_image(how)
    low = f"<=-{NEGLIGIBLE_EXCEL}" if zero_fits else f"<{NEGLIGIBLE_EXCEL}"
    weighs = f"1*({at.weights}>0)"
    faults = [f"SUMPRODUCT(1*ISNUMBER({at.scores}),1*({at.scores}{low}),{weighs})"]
    if how.over_peers and at.peers:
        faults.append(f"SUMPRODUCT({at.unscored},1*ISNUMBER({at.peers}),1*({at.peers}{low}),{weighs})")
    if not zero_fits and how.unscored is Unscored.ZERO:
        faults.append(f"SUMPRODUCT({at.unscored},{weighs})")
    if not zero_fits and how.not_applicable is NotApplicable.LOST:
        faults.append(f"SUMPRODUCT(1*({at.scores}={at.mark}),{weighs})")
        faults += [f"{at.absent:.15g}"] if at.absent else []
    return (f"{'+'.join(faults)}>0",)


def _zero_has_an_image(how: Combination) -> bool:
    return how.method is RollUp.POWER and how.power > 0


def _terms(how: Combination, at: Children, image: str, nothing: str, *, weighted: bool) -> list[str]:
    """One expression for each child: its image, by its weight if `weighted`, or `nothing` where it does not count."""

    def term(value: str, share: str) -> str:
        kept = value if how.floor is None else f"MAX({value},{how.floor:.15g})"
        if _zero_has_an_image(how) and value != _ZERO:
            kept = f"({value}*({value}>={NEGLIGIBLE_EXCEL}))"
        return image.format(kept) + (f"*{share}" if weighted else "")

    terms = [_term(how, at, place, nothing, term) for place in range(len(at.cells))]
    if at.absent and how.not_applicable is NotApplicable.LOST:
        terms.append(term(_ZERO, f"{at.absent:.15g}"))
    return terms


def _term(how: Combination, at: Children, place: int, nothing: str, term: Callable[[str, str], str]) -> str:
    cell, share, other = at.cells[place], at.shares[place], nothing
    if how.not_applicable is NotApplicable.LOST:
        other = f"IF(AND({cell}={at.mark},{share}>0),{term(_ZERO, share)},{other})"
    if how.unscored is Unscored.ZERO:
        other = f"IF(AND({at.is_unscored(cell)},{share}>0),{term(_ZERO, share)},{other})"
    elif how.over_peers and at.peer_cells:
        peer = at.peer_cells[place]
        other = f"IF(AND({at.is_unscored(cell)},ISNUMBER({peer}),{share}>0),{term(peer, share)},{other})"
    return f"IF(AND(ISNUMBER({cell}),{share}>0),{term(cell, share)},{other})"
