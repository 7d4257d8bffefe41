"""How often Python looks for garbage: definitions, plans, answers and cells are many small objects without cycles."""

from __future__ import annotations

import gc

__all__ = ["look_seldom"]

_SELDOM = 100_000  # objects between two looks


def look_seldom() -> None:
    """Looks for garbage less often from now on, and no more at what is there already: it stays, or goes without a look."""
    gc.freeze()
    gc.set_threshold(_SELDOM)
