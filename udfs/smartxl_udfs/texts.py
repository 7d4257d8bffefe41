"""Cells that people typed, and help."""

from __future__ import annotations

import numpy as np

from smartxl.model.plan import Check, CheckKind
from smartxl.text import Text
from smartxl.typed import clean
from smartxl_udfs.arguments import column
from smartxl_udfs.modules import declared_functions
from smartxl_udfs.ranges import MARK, CallError, Cells, blanks, cells, error_in
from smartxl_udfs.registry import FunctionArgument, message_language, worksheet_function

__all__ = ["SX_CLEAN", "SX_HELP"]

_NUMBER = Check(CheckKind.NUMBER)


@worksheet_function(
    Text(
        "把手工输入的数（３５、1,200、三万五、约50）读成数；读不准的（85％ 是 85 还是 0.85）不猜。",
        "Reads numbers as people type them; what is ambiguous (85%: 85 or 0.85) is told, never guessed.",
    ),
    Text("与 text 同形：数，空白仍为空白", "shaped like text: numbers; blank stays blank"),
    FunctionArgument("text", Text("一个或多个单元格。", "One cell or several."), is_data=True),
)
def SX_CLEAN(text: Cells) -> Cells:  # noqa: N802 (a worksheet function's name)
    """`smartxl.typed.clean` cell by cell, by the grammar of docs/cleaning.md."""
    given = cells(text)
    found = [
        _read(value, blank) for value, blank in zip(given.flat, blanks(given).ravel().tolist(), strict=True)
    ]
    return column(found).reshape(given.shape)


def _read(value: object, blank: bool) -> object:
    if blank:
        return ""
    if isinstance(value, float):
        return value
    if error := error_in(cells(value)):
        return error
    cleaned = clean(str(value), _NUMBER)
    if isinstance(cleaned.value, float | int):
        return float(cleaned.value)
    lang = message_language()
    return f"{MARK} SX_CLEAN " + Text("读不成一个数", "cannot be read as one number").get(lang)


@worksheet_function(
    Text(
        "函数一览；给出名称时为该函数的参数说明。",
        "The functions; with a name, the arguments of that function.",
    ),
    Text("两列：名称、说明", "two columns: name, what it is"),
    FunctionArgument(
        "name",
        Text("函数名称；空白为全部。", "The name of a function; blank: all."),
        is_range=False,
        optional=True,
    ),
)
def SX_HELP(name: str | None = None) -> Cells:  # noqa: N802
    """Names and purposes (n, 2), or purpose, arguments and result of one function. Raises CallError for an unknown name."""
    lang, known = message_language(), declared_functions()
    if not name:
        return np.array(
            [[each.name, each.purpose.get(lang)] for _, each in sorted(known.items())], dtype=object
        )
    declared = known.get(str(name).strip().upper())
    if declared is None:
        what = Text(f"没有函数“{name}”", f"there is no function {name!r}")
        raise CallError(
            "SX_HELP",
            what,
            Text(f"可用的有：{'、'.join(sorted(known))}", f"one of {', '.join(sorted(known))}"),
        )
    rows = [[declared.name, declared.purpose.get(lang)]]
    for argument in declared.arguments:
        shown = f"[{argument.name}]" if argument.optional else argument.name
        rows.append([shown, argument.doc.get(lang)])
    return np.array([*rows, ["=", declared.result.get(lang)]], dtype=object)
