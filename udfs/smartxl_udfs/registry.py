"""What a worksheet function is: declared once for Excel, LibreOffice, the browser and the pages of documentation."""

from __future__ import annotations

import functools
import math
import os
import sys
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from pickle import dumps
from typing import Any, ParamSpec, cast

import numpy as np

from smartxl.errors import SmartxlError
from smartxl.text import Lang, Text, language
from smartxl_udfs.ranges import MARK, CallError, Cells, cells, each

__all__ = [
    "DECLARED",
    "DOC_LIMIT",
    "DeclaredFunction",
    "FunctionArgument",
    "message_language",
    "worksheet_function",
]

_CATEGORY = "SmartXL"
DOC_LIMIT = 255
"""Excel cuts the description of a function or an argument after so many characters; a message is cut here as well."""
_VARIABLE = "SMARTXL_LANG"
_KEPT = 128
"""Results that are kept: a city workbook calls a function that takes long some dozen times."""

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class FunctionArgument:
    """An argument: its ASCII name, what the function wizard says of it, whether it is a range (else one value).

    `is_data`: it is what is judged, in which a blank must not count as 0. LibreOffice hands a single blank cell over as 0
    unless it is told that only ranges fit.
    """

    name: str
    doc: Text
    is_range: bool = True
    optional: bool = False
    is_data: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredFunction:
    """A worksheet function: its name, what it is for, its arguments, what comes back, and the function itself.

    `call` answers as a cell shows it and never raises; `core` raises CallError for arguments that do not fit. `asks_book`: it
    depends on the workbook that calls (`callers.calling_book`).
    """

    name: str
    purpose: Text
    arguments: tuple[FunctionArgument, ...]
    result: Text
    call: Callable[..., Cells]
    core: Callable[..., Cells]
    asks_book: bool = False


DECLARED: dict[str, DeclaredFunction] = {}
"""Name in a formula → declaration, in the order of declaration."""


def message_language() -> Lang:
    """The language of messages in cells: SMARTXL_LANG, else Chinese."""
    return language(os.environ.get(_VARIABLE, "").lower()[:2]) or "zh"


def worksheet_function(
    purpose: Text, result: Text, *arguments: FunctionArgument, keeps: bool = False, asks_book: bool = False
) -> Callable[[Callable[P, Cells]], Callable[P, Cells]]:
    """A decorator that declares a function to xlwings and in `DECLARED`.

    Outside Excel the function stays plain. A range arrives as a matrix of objects, so that numbers stay numbers beside
    text, and its error cells as their text ("#N/A"): xlwings' default makes them look blank, and a blank has no score.
    Results are never NaN; what goes wrong comes back as a text that begins with #SX:. `keeps`: results are kept by the
    content of the arguments, for what takes long.
    """

    def decorate(core: Callable[P, Cells]) -> Callable[P, Cells]:
        name = core.__name__
        answered = _answering(name, _kept(core) if keeps else core)
        declared = DeclaredFunction(name, purpose, arguments, result, answered, core, asks_book)
        DECLARED[name] = declared
        return cast("Callable[P, Cells]", _told_xlwings(declared))

    return decorate


def _told_xlwings(declared: DeclaredFunction) -> Callable[..., Cells]:
    """The function with what xlwings is told of it.

    Where Excel calls, xlwings has been imported already; everywhere else its decorators do nothing, and importing it takes
    half a second.
    """
    xw = sys.modules.get("xlwings")
    if xw is None:
        return declared.call
    decorated: Any = declared.call
    for argument in declared.arguments:
        doc = f"{argument.doc.zh}{argument.doc.en}"
        if argument.is_range:
            wrap = xw.arg(argument.name, np.array, ndim=2, dtype=object, err_to_str=True, doc=doc)
        else:
            wrap = xw.arg(argument.name, "default", err_to_str=True, doc=doc)
        decorated = wrap(decorated)
    registered = xw.func(category=_CATEGORY)(decorated)
    if hasattr(registered, "__xlfunc__"):
        registered.__xlfunc__["ret"]["doc"] = f"{declared.purpose.zh}\n{declared.purpose.en}"
    return cast("Callable[..., Cells]", registered)


def _answering(name: str, core: Callable[P, Cells]) -> Callable[P, Cells]:
    """The function as a cell shows it: no NaN, and a readable text in place of an exception."""

    @functools.wraps(core)
    def answered(*arguments: P.args, **named: P.kwargs) -> Cells:
        try:
            return _shown(core(*arguments, **named))
        except CallError as fault:
            return cells(_message(fault.place(message_language()), fault))
        except SmartxlError as fault:
            return cells(_message(f"{MARK} {name}", fault))
        except Exception as fault:  # whatever goes wrong, a cell must not show a traceback
            what = Text("无法计算", "it cannot be calculated")
            remedy = Text(
                f"检查参数（{type(fault).__name__}）", f"look at the arguments ({type(fault).__name__})"
            )
            return cells(_message(f"{MARK} {name}", SmartxlError(name, what, remedy)))

    return answered


def _message(where: str, fault: SmartxlError) -> str:
    lang = message_language()
    said = " ".join(f"{where} {fault.what.get(lang)} → {fault.remedy.get(lang)}".split())
    return said if len(said) <= DOC_LIMIT else f"{said[: DOC_LIMIT - 1]}…"


def _shown(result: Cells) -> Cells:
    """Cells without None and numbers that are not finite: "no score" is an empty text."""
    if result.dtype != object:
        result = result.astype(object)
    missing = np.asarray(each(_is_nothing, result), dtype=np.bool_)
    return np.where(missing, "", result) if missing.any() else result


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, float) and not math.isfinite(value))


def _kept(core: Callable[P, Cells]) -> Callable[P, Cells]:
    """A function that remembers its latest results by the content of its arguments."""
    results: OrderedDict[bytes, Cells] = OrderedDict()

    @functools.wraps(core)
    def remembered(*arguments: P.args, **named: P.kwargs) -> Cells:
        content = dumps([(a.shape, a.tolist()) if isinstance(a, np.ndarray) else a for a in arguments])
        key = blake2b(content + dumps(named), digest_size=16).digest()
        if key not in results:
            results[key] = core(*arguments, **named)
            while len(results) > _KEPT:
                results.popitem(last=False)
        results.move_to_end(key)
        return results[key].copy()

    return remembered
