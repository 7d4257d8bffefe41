"""Arguments as the functions take them: decimals, options given as words, shapes, weights; each refused in words."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

import numpy as np

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.text import Text
from smartxl_udfs.ranges import CallError, Cells, FloatArray, blanks, cells, error_in, numbers

__all__ = [
    "column",
    "counted",
    "directions_of",
    "labels",
    "number",
    "option",
    "paired",
    "places_of",
    "shape_of",
    "weights_of",
    "whole",
]

E = TypeVar("E", bound=StrEnum)
_MOST_DIGITS = 15


def places_of(function: str, digits: object) -> int | None:
    """Decimals to round to; None for a blank: not rounded. Raises CallError for what is no whole number."""
    if digits is None or digits == "":
        return None
    value = float(numbers(cells(digits)).flat[0])
    if not value.is_integer() or abs(value) > _MOST_DIGITS:
        raise CallError(
            function,
            Text(f"digits 是 {digits!r}", f"digits is {digits!r}"),
            Text("写 -15 至 15 的整数，或留空", "use a whole number from -15 to 15 or none"),
        )
    return int(value)


def number(function: str, name: str, given: object, default: float, low: float, high: float) -> float:
    """One number between two limits; the default for a blank. Raises CallError."""
    if given is None or given == "":
        return default
    value = float(numbers(cells(given)).flat[0])
    if not low <= value <= high:
        raise CallError(
            function,
            Text(f"{name} 是 {given!r}", f"{name} is {given!r}"),
            Text(f"写 {low:g} 至 {high:g} 的数，或留空", f"give a number from {low:g} to {high:g}, or none"),
        )
    return value


def whole(function: str, name: str, given: object, default: int, low: int, high: int) -> int:
    """One whole number between two limits; the default for a blank. Raises CallError."""
    value = number(function, name, given, default, low, high)
    if not value.is_integer():
        raise CallError(
            function,
            Text(f"{name} 是 {given!r}", f"{name} is {given!r}"),
            Text("写整数", "give a whole number"),
        )
    return int(value)


def option(function: str, kind: type[E], name: str, given: object, default: E) -> E:
    """The member of an enumeration that a word names; the default for a blank. Raises CallError with the words."""
    if given is None or given == "":
        return default
    try:
        return choice(kind, str(given).strip().replace(" ", "-"), function, name)
    except SmartxlError as fault:
        raise CallError(function, fault.what, fault.remedy) from fault


def paired(function: str, scores: Cells, weights: Cells) -> tuple[Cells, Cells]:
    """Scores by row with weights of the same shape, or one row of them; a column with a column of weights becomes one row."""
    rows, columns = scores.shape
    if weights.shape == scores.shape:
        return (scores.T, weights.T) if columns == 1 else (scores, weights)
    if weights.size == columns and 1 in weights.shape:
        return scores, weights.reshape(1, -1)
    what = Text(
        f"scores 是 {shape_of(scores)}，weights 是 {shape_of(weights)}",
        f"scores are {shape_of(scores)} but weights {shape_of(weights)}",
    )
    remedy = Text(
        f"写 {columns} 个权重，每列一个，或 {rows}×{columns}",
        f"give {columns} weights, one for each column, or {rows}×{columns}",
    )
    raise CallError(function, what, remedy)


def weights_of(function: str, weights: Cells) -> FloatArray:
    """Blank weighs nothing. An error stands for itself in the result, whatever it weighs."""
    factors = numbers(weights)
    wrong = np.isnan(factors) & ~blanks(weights) | (factors < 0)
    for value in weights[wrong]:
        if error_in(cells(value)) is None:
            raise CallError(
                function,
                Text(f"权重是 {value!r}", f"a weight is {value!r}"),
                Text("权重是不小于 0 的数", "weights are numbers from 0 up"),
            )
    return np.nan_to_num(factors)


def labels(values: Cells) -> tuple[Cells, tuple[str, ...], tuple[str, ...]]:
    """A table without its headings, and these: of rows and columns, or 1, 2, 3 … where a table has none.

    The first row and column are headings where the corner is blank or text and all the others are text.
    """
    rows, columns = values.shape
    heads = [*values[0, 1:].tolist(), *values[1:, 0].tolist()]
    if rows > 1 and columns > 1 and all(isinstance(head, str) and head.strip() for head in heads):
        return values[1:, 1:], tuple(map(str, values[1:, 0])), tuple(map(str, values[0, 1:]))
    return values, counted(rows), counted(columns)


def counted(size: int) -> tuple[str, ...]:
    """Keys for rows or columns without headings: 1, 2, 3 …"""
    return tuple(str(place) for place in range(1, size + 1))


def directions_of(function: str, directions: Cells | None, count: int) -> list[int]:
    """One direction for each column, 1 or -1; 1 for a blank, and for all where nothing is given. Raises CallError."""
    if directions is None:
        return [1] * count
    given = numbers(cells(directions)).ravel()
    signs = np.where(np.isnan(given), 1.0, given)
    if len(signs) != count or not np.isin(signs, (1.0, -1.0)).all():
        what = Text(
            f"directions 有 {len(signs)} 个，数据有 {count} 列",
            f"{len(signs)} directions for {count} columns",
        )
        raise CallError(function, what, Text("每列写 1 或 -1", "give 1 or -1 for each column"))
    return [int(sign) for sign in signs]


def column(values: list[object]) -> Cells:
    """Values as one column of cells."""
    return np.array(values, dtype=object).reshape(-1, 1)


def shape_of(values: Cells) -> str:
    """How large a range is, as people write it."""
    return "×".join(str(size) for size in values.shape)
