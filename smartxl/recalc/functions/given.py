"""What functions over ranges are given: references, arrays and single values, taken apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from smartxl.recalc.arrays import Arr
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.values import VALUE, FailedError, Scalar, as_number

__all__ = ["Given", "array_of", "arrays", "numbers", "reference", "scalar_of", "values"]

Given = Scalar | Arr | Ref | Union


def arrays(given: Given) -> Iterator[Arr]:
    """The rectangles of values in what is given, as far as their sheets are in use."""
    if isinstance(given, Ref):
        yield given.used()
    elif isinstance(given, Union):
        for part in given:
            yield part.used()
    elif isinstance(given, Arr):
        yield given


def array_of(given: Given) -> Arr:
    """One rectangle of values; a single value is one of 1 x 1. Raises FailedError for several."""
    if isinstance(given, Arr):
        return given
    if isinstance(given, Ref):
        return given.values()
    if isinstance(given, Union):
        raise FailedError(VALUE)
    return Arr.of([[given]])


def scalar_of(given: Given) -> Scalar:
    """The first value of what is given."""
    if isinstance(given, Ref):
        return given.sheet.get(given.top, given.left)
    if isinstance(given, Arr):
        return given.at(0, 0)
    if isinstance(given, Union):
        raise FailedError(VALUE)
    return given


def reference(given: Given) -> Ref:
    """A reference to one rectangle. Raises FailedError for anything else."""
    if not isinstance(given, Ref):
        raise FailedError(VALUE)
    return given


def numbers(*all_given: Given) -> NDArray[np.float64]:
    """All numbers: those of ranges, without text, TRUE and FALSE, and what single values stand for. Raises FailedError."""
    found: list[NDArray[np.float64]] = []
    for given in all_given:
        if isinstance(given, Ref | Arr | Union):
            found += [array.numbers_in() for array in arrays(given)]
        else:
            found.append(np.asarray([as_number(given)]))
    return found[0] if len(found) == 1 else np.concatenate(found) if found else np.zeros(0)


def values(all_given: Sequence[Given]) -> Iterator[tuple[Scalar, bool]]:
    """All values, and whether each was written or computed rather than read from a range."""
    for given in all_given:
        if isinstance(given, Ref | Arr | Union):
            for array in arrays(given):
                for value in array.flat():
                    yield value, False
        else:
            yield given, True
