"""A formula computed by `formulas` over a small sheet that is given by its columns."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import formulas
import numpy as np
import schedula

from smartxl.cells import parse_a1

__all__ = ["Column", "evaluate"]

Column = list[float | str | None]


@functools.cache
def compiled(formula: str) -> Callable[..., Any]:
    function: Callable[..., Any] = formulas.Parser().ast(formula)[1].compile()
    return function


def _block(sheet: Mapping[str, Column], reference: str) -> Any:
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = parse_a1(first), parse_a1(last or first)
    block = np.full((bottom - top + 1, right - left + 1), schedula.EMPTY, dtype=object)
    for column in range(left, right + 1):
        for row, value in enumerate(sheet[chr(64 + column)][top - 1 : bottom]):
            if value is not None:
                block[row, column - left] = value
    return block


def evaluate(formula: str, sheet: Mapping[str, Column]) -> Any:
    """The value of a formula over a sheet: column letter → values from row 1 on; None is a blank cell."""
    function = compiled(formula)
    arrays = [_block(sheet, reference) for reference in function.inputs]  # type: ignore[attr-defined]
    return np.asarray(function(*arrays)).ravel()[0]
