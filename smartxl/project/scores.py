"""Scores as a data frame that also explains them."""

from __future__ import annotations

from typing import ClassVar

import pandas as pd

from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY, Trace
from smartxl.project.result import ScoredRound
from smartxl.scoring import frames

__all__ = ["ScoreFrame"]


class ScoreFrame(pd.DataFrame):
    """Units × nodes: see `smartxl.scoring.frames`; the index is the code of the unit, class (`@department`) or city (`@city`).

    Whatever pandas makes of it (a part, a sum) is a plain DataFrame. `trace` leads from a score to the cells.
    """

    _metadata: ClassVar[list[str]] = ["scored"]
    scored: ScoredRound

    @classmethod
    def of(cls, scored: ScoredRound) -> ScoreFrame:
        """The frame of a scored round."""
        frame = cls(frames(scored.definition, scored.table, scored.lang).set_index("code"))
        frame.scored = scored
        return frame

    @property
    def scoring(self) -> str:
        """The digest of what answers were worth."""
        return self.scored.scoring

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def trace(self, node: str = ROOT, unit: str = CITY) -> Trace:
        """How the score of a node came about for a unit (code or name), a class or the city. Raises UnknownName."""
        return self.scored.trace(node, unit)
