"""Functions as values of formulas: what LAMBDA gives, and Excel's own where one stands as an argument."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from smartxl.recalc.place import Part, PlaceOf
from smartxl.recalc.registry import FUNCTIONS
from smartxl.recalc.values import VALUE, FailedError, NotComputed
from smartxl.text import Text

__all__ = ["OMITTED", "Lambda", "applied", "function_named", "plain_function"]

OMITTED = object()
"""What an optional parameter has that was given nothing."""


@dataclass(frozen=True, slots=True)
class Lambda:
    """A function: the names of its parameters in small letters, what it gives, and the names that it knows from outside."""

    parameters: tuple[str, ...]
    body: Part
    bound: Mapping[str, Any] = field(default_factory=dict)
    optional: int = 0


def applied(function: object, values: Sequence[Any], at: PlaceOf) -> Any:  # noqa: ANN401  (whatever it gives)
    """What a function gives for values, None for one left out. Raises FailedError, NotComputed."""
    if callable(function):
        return function(*values)
    if not isinstance(function, Lambda):
        raise FailedError(VALUE)
    missing = len(function.parameters) - len(values)
    if not 0 <= missing <= function.optional:
        raise FailedError(VALUE)
    given = [*values, *[OMITTED] * missing]
    outer = at.bound
    at.bound = {**function.bound, **dict(zip(function.parameters, given, strict=True))}
    try:
        return function.body(at)
    finally:
        at.bound = outer


def function_named(name: str, at: PlaceOf) -> object:
    """The function that a name stands for where it is called. Raises NotComputed where it is none."""
    key = name.lower()
    held: object = at.bound.get(key)
    if isinstance(held, Lambda) or callable(held):
        return held
    found: object = None
    with contextlib.suppress(FailedError):
        found = at.book.operand(name, at)
    if isinstance(found, Lambda):
        return found
    raise NotComputed(Text(f"函数 {name}", f"the function {name}"))


def plain_function(name: str) -> Callable[..., Any]:
    """One of Excel's functions as a value, as GROUPBY and MAP are given it. Raises NotComputed."""
    entry = FUNCTIONS.get(name.upper())
    if entry is None or entry.places or entry.letter(0) not in "ra":
        raise NotComputed(Text(f"以函数 {name} 为参数", f"the function {name} as an argument"))
    return entry.call
