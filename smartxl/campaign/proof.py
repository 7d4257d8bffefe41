"""What verifying some of the forms of a campaign says of all of them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from smartxl.campaign.records import CityVerified

__all__ = ["SURE", "VerifiedSample", "drawn_of"]

SURE = 0.95
"""How likely a sample meets at least one of so many forms that differ."""


def drawn_of(forms: int, sample: float | None) -> int:
    """How many of a city's forms are verified: all, so many (a whole number), or a share (below 1), one at least."""
    if sample is None:
        return forms
    return min(forms, math.ceil(forms * sample) if 0 < sample < 1 else int(sample))


@dataclass(frozen=True, slots=True)
class VerifiedSample:
    """Of all cities: forms, those that were drawn and recalculated, and the least share that was drawn of a city's forms."""

    forms: int
    drawn: int
    share: float

    @classmethod
    def of(cls, records: Iterable[CityVerified]) -> Self:
        """What was drawn in these cities."""
        found = [record for record in records if record.forms]
        share = min((record.drawn / record.forms for record in found), default=1.0)
        return cls(sum(record.forms for record in found), sum(record.drawn for record in found), share)

    @property
    def enough(self) -> int | None:
        """If so many of all forms differed, the sample would have met one with probability `SURE` or more, in whichever cities
        they were; None where of some city no form was drawn.

        (1 − share)^k is the most that the probability of meeting none of k can be: forms are drawn in each city by themselves,
        without putting any back.
        """
        if self.share <= 0:
            return None
        return 1 if self.share >= 1 else math.ceil(math.log(1 - SURE) / math.log(1 - self.share))
