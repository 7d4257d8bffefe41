"""Random numbers of runs: the same for the same seed, on any number of cores, and however many runs follow."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence

from smartxl.rules.base import FloatArray

__all__ = ["BLOCK", "block_edges", "block_numbers", "uniform_numbers"]

BLOCK = 256
"""Runs that share a stream of random numbers: a block can be drawn without those before it."""


def block_edges(runs: int) -> list[tuple[int, int]]:
    """The first run of each block and the first behind it."""
    edges = [*range(0, runs, BLOCK), runs]
    return list(pairwise(edges))


def block_numbers(block: int, width: int, seed: int) -> FloatArray:
    """The numbers of a whole block, shape (BLOCK, width), from 0 to below 1."""
    # What SeedSequence(seed).spawn gives as its child of this number, without making those before it.
    stream = SeedSequence(seed, spawn_key=(block,))
    return Generator(PCG64(stream)).random((BLOCK, width))


def uniform_numbers(runs: int, width: int, seed: int) -> FloatArray:
    """Numbers from 0 to below 1, shape (runs, width)."""
    found = np.empty((runs, width))
    for block, (start, stop) in enumerate(block_edges(runs)):
        found[start:stop] = block_numbers(block, width, seed)[: stop - start]
    return found
