"""Delphi: rounds of experts' ratings, how far they agree, and weights from the last round."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from scipy.special import chdtrc
from scipy.stats import rankdata

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.scoring.checks import in_chinese
from smartxl.scoring.weights.result import FloatArray, Weights, normalised
from smartxl.text import Text

__all__ = [
    "Centre",
    "Concordance",
    "ItemSummary",
    "Quartiles",
    "RoundSummary",
    "delphi_weights",
    "kendall_w",
    "summarise",
]


class Quartiles(StrEnum):
    """How quartiles fall between answers."""

    INCLUSIVE = "inclusive (QUARTILE.INC, Hyndman & Fan 7)"
    EXCLUSIVE = "exclusive (QUARTILE.EXC, Hyndman & Fan 6)"


class Centre(StrEnum):
    """Which middle of the last round's ratings becomes the weight."""

    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """One item in one round; NaN where too few answers leave a number undefined.

    `deviation` is the standard deviation and `variation` = deviation/mean the coefficient of variation.
    """

    key: str
    answers: int
    mean: float
    median: float
    lower: float
    upper: float
    deviation: float
    variation: float


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W, corrected for ties, over the experts who rated every item; NaN where W is undefined.

    `chi_square` = experts · (items - 1) · W with items - 1 degrees of freedom; `left_out` names the other experts.
    """

    w: float
    chi_square: float
    p_value: float
    experts: int
    items: int
    left_out: tuple[str, ...]

    @property
    def approximate(self) -> bool:
        """With 7 items or fewer the chi-square p-value is rough (Siegel & Castellan 1988)."""
        return self.items <= 7


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """All items of a round in the order of the columns, the agreement on their order, and the conventions used."""

    items: tuple[ItemSummary, ...]
    concordance: Concordance
    quartiles: Quartiles
    ddof: int

    def frame(self) -> pd.DataFrame:
        """One row per item (index: key), one column per number of `ItemSummary`."""
        names = ("answers", "mean", "median", "lower", "upper", "deviation", "variation")
        rows = [[getattr(item, name) for name in names] for item in self.items]
        return pd.DataFrame(rows, columns=list(names), index=[item.key for item in self.items])


def summarise(
    ratings: pd.DataFrame, quartiles: Quartiles | str = Quartiles.INCLUSIVE, *, ddof: int = 1
) -> RoundSummary:
    """A round (index: experts, columns: item keys, blanks allowed) item by item, with Kendall's W.

    Items are described by the answers they got. Raises SmartxlError for an expert or item that comes twice, a rating
    that is no number of 0 or more, an item that nobody rated.
    """
    how = choice(Quartiles, quartiles, "weights (Delphi)", "quartiles")
    values = _values(ratings)
    items = (
        # Sorted, so that the order of experts does not even move the last bit of a sum.
        _item(key, np.sort(column[~np.isnan(column)]), how, ddof)
        for key, column in zip(map(str, ratings.columns), values.T, strict=True)
    )
    return RoundSummary(tuple(items), kendall_w(ratings), how, ddof)


def _values(ratings: pd.DataFrame) -> FloatArray:
    """Checked ratings, shape (experts, items), NaN for blank."""
    where = "weights (Delphi)"
    for kind, names in (("expert", list(map(str, ratings.index))), ("item", list(map(str, ratings.columns)))):
        if len(set(names)) < len(names) or not names:
            twice = ", ".join(sorted({n for n in names if names.count(n) > 1}))
            what = (
                Text(f"{in_chinese(kind)} {twice} 出现两次", f"the {kind} {twice} comes twice")
                if names
                else Text(f"没有 {in_chinese(kind)}", f"there is no {kind}")
            )
            raise SmartxlError(
                where, what, Text(f"每个 {in_chinese(kind)} 只写一次", f"give each {kind} once")
            )
    columns = [pd.to_numeric(column, errors="coerce") for _, column in ratings.items()]
    values = np.column_stack(columns).astype(np.float64)
    wrong = (np.isnan(values) & ratings.notna().to_numpy()) | (values < 0) | np.isinf(values)
    for i, j in np.argwhere(wrong):
        raise SmartxlError(
            f"{where}, {ratings.index[i]}/{ratings.columns[j]}",
            Text(f"{ratings.iat[i, j]!r} 不是评分", f"{ratings.iat[i, j]!r} is no rating"),
            Text("写不小于 0 的数，或留空", "write a number of 0 or more, or leave it blank"),
        )
    for key, column in zip(ratings.columns, values.T, strict=True):
        if np.isnan(column).all():
            raise SmartxlError(
                f"{where}, {key}",
                Text("没有人给该项评分", "nobody rated the item"),
                Text("再问一次，或不用该项", "ask again or leave the item out"),
            )
    return values


def _item(key: str, answers: FloatArray, quartiles: Quartiles, ddof: int) -> ItemSummary:
    count, mean = len(answers), float(answers.mean())
    deviation = float(answers.std(ddof=ddof)) if count > ddof else math.nan
    if quartiles is Quartiles.INCLUSIVE:
        lower, upper = np.quantile(answers, (0.25, 0.75), method="linear")
    elif count < 3:
        lower, upper = math.nan, math.nan  # as QUARTILE.EXC, which is #NUM! there
    else:
        lower, upper = np.quantile(answers, (0.25, 0.75), method="weibull")
    variation = deviation / mean if mean > 0 else math.nan
    return ItemSummary(
        key, count, mean, float(np.median(answers)), float(lower), float(upper), deviation, variation
    )


def kendall_w(ratings: pd.DataFrame) -> Concordance:
    """Kendall's W of the ranks that the experts give the items (average rank for ties), corrected for ties.

    Only experts who rated every item count. NaN with fewer than two of them or of items, and when every one rates all
    items alike. Errors as for `summarise`.
    """
    values = _values(ratings)
    whole = np.asarray(~np.isnan(values).any(axis=1), dtype=np.bool_)
    left_out = tuple(str(name) for name, kept in zip(ratings.index, whole, strict=True) if not kept)
    experts, items = int(whole.sum()), values.shape[1]
    nothing = Concordance(math.nan, math.nan, math.nan, experts, items, left_out)
    if experts < 2 or items < 2:
        return nothing
    ranks = rankdata(values[whole], axis=1)
    ties = sum(float((n**3 - n).sum()) for row in ranks for n in (np.unique(row, return_counts=True)[1],))
    spread = float(((ranks.sum(axis=0) - experts * (items + 1) / 2) ** 2).sum())
    most = experts**2 * (items**3 - items) - experts * ties
    if most == 0:
        return nothing
    w = 12 * spread / most
    chi_square = experts * (items - 1) * w
    return Concordance(w, chi_square, float(chdtrc(items - 1, chi_square)), experts, items, left_out)


def delphi_weights(rounds: Sequence[pd.DataFrame], centre: Centre | str = Centre.MEAN) -> Weights:
    """Weights from the last round: each item's mean or median rating, divided by their sum.

    Blanks count for nothing: an item's centre is that of the answers it got. Errors as for `summarise`, and without
    a round or when all centres are 0.
    """
    centre = choice(Centre, centre, "weights (Delphi)", "centre")
    if not rounds:
        raise SmartxlError(
            Text("权重（德尔菲）", "weights (Delphi)"),
            Text("没有轮次", "there is no round"),
            Text("至少给出一轮", "give at least one"),
        )
    ratings = rounds[-1]
    values = _values(ratings)
    raw = np.nanmean(values, axis=0) if centre is Centre.MEAN else np.nanmedian(values, axis=0)
    blanks = int(np.isnan(values).sum())
    conventions = {
        "centre": centre.value,
        "round": f"{len(rounds)} (the last)",
        "experts": f"{int((~np.isnan(values)).any(axis=1).sum())}, one vote each",
        "blanks": "left out",
    }
    notes = [f"{blanks} of {values.size} ratings are blank"] if blanks else []
    return normalised(tuple(map(str, ratings.columns)), raw, "Delphi", conventions, notes)
