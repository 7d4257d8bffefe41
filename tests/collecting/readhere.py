"""Files read in the process of a test."""

from __future__ import annotations

import pytest

from smartxl.collecting.pool import ReaderPool

__all__ = ["read_here"]


def read_here(patch: pytest.MonkeyPatch) -> None:
    """Files are read here, as where no other process can be started.

    What a test puts in place of something reaches forked processes alone, and none is forked beside threads, which other tests
    may have left.
    """
    patch.setattr(ReaderPool, "_start", lambda pool: setattr(pool, "_cannot_start", True))
