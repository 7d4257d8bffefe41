"""A weight as it is written: 5, 5%, 5％, 0.05, 5分, or something that is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from smartxl.define.published.remark import CellSpot
from smartxl.text import plain
from smartxl.typed import says_nothing

__all__ = ["Amount", "AmountKind", "is_blank_word", "kind_of_head", "read_amount"]

_AMOUNT = re.compile(
    r"(?:权\s*重|分\s*值|满\s*分|标准分|共|计|weight)?\s*[:为]?\s*(?P<sign>[+\-−]?)\s*(?P<number>\d+(?:\.\d+)?|\.\d+)\s*(?P<unit>%|分|points?)?",
    re.I,
)
_LONGEST = 40  # characters: what is longer is no weight
_PERCENT_HEAD, _POINTS_HEAD = (
    re.compile(r"%|％|百分"),
    re.compile(r"[(（]\s*分\s*[)）]|分值|满分|标准分|分数|points", re.I),
)


class AmountKind(StrEnum):
    """What a weight says of itself."""

    PERCENT = "percent"
    POINTS = "points"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Amount:
    """A weight: the number without its sign, what it says of itself, where and how it is written."""

    value: float
    kind: AmountKind
    spot: CellSpot
    words: str
    negative: bool = False


def is_blank_word(text: str) -> bool:
    """Whether a text stands for nothing: 略, —, 待定, /."""
    return says_nothing(text)


def kind_of_head(head: str) -> AmountKind:
    """What the head of a column says of the weights below it."""
    if _PERCENT_HEAD.search(head):
        return AmountKind.PERCENT
    return AmountKind.POINTS if _POINTS_HEAD.search(head) else AmountKind.PLAIN


def read_amount(text: str, spot: CellSpot, kind: AmountKind = AmountKind.PLAIN) -> Amount | None:
    """The weight in a text; `kind` is what its head says. None where the text is no weight."""
    match = _AMOUNT.fullmatch(plain(text)) if len(text) < _LONGEST else None
    if match is None or len(match["number"]) > 12:
        return None
    unit = match["unit"]
    told = AmountKind.PERCENT if unit == "%" else AmountKind.POINTS if unit else kind
    return Amount(float(match["number"]), told, spot, text, bool(match["sign"]) and match["sign"] != "+")
