"""Tells xlwings how the arguments of a function arrive; outside Excel the function stays as it is."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import numpy as np
import xlwings as xw

__all__ = ["CATEGORY", "DOC_LIMIT", "description", "worksheet_function"]

CATEGORY = "SmartXL"
DOC_LIMIT = 255
"""Excel cuts the description of a function or an argument after so many characters."""

_F = TypeVar("_F", bound=Callable[..., Any])


def worksheet_function(ranges: Mapping[str, str], scalars: Mapping[str, str]) -> Callable[[_F], _F]:
    """A decorator: `ranges` and `scalars` map argument names to what Excel's function wizard says of them.

    A range arrives as a matrix of objects, so that numbers stay numbers beside text, and its error cells as
    their text ("#N/A"): xlwings' default makes them look blank, and a blank has no score.
    """

    def decorate(function: _F) -> _F:
        decorated: Any = function
        for name, doc in ranges.items():
            decorated = xw.arg(name, np.array, ndim=2, dtype=object, err_to_str=True, doc=doc)(decorated)
        for name, doc in scalars.items():
            decorated = xw.arg(name, "default", err_to_str=True, doc=doc)(decorated)
        registered = xw.func(category=CATEGORY)(decorated)
        if hasattr(registered, "__xlfunc__"):
            registered.__xlfunc__["ret"]["doc"] = description(function)
        return cast("_F", registered)

    return decorate


def description(function: Callable[..., Any]) -> str:
    """What Excel's function wizard says of a function: two paragraphs of its docstring, one per language."""
    paragraphs = inspect.cleandoc(function.__doc__ or "").split("\n\n")
    return "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs[:2])
