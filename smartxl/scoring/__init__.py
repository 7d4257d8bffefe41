"""From answers to scores: all quantities of a round, their trace down to the cell, and a table of them."""

from smartxl.scoring.engine import score
from smartxl.scoring.table import frames
from smartxl.scoring.trace import trace

__all__ = ["frames", "score", "trace"]
