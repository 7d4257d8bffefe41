"""The functions that formulas call, and the formulas that no engine is given: of time, chance, other files and programs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from smartxl.recalc import taken_out
from smartxl.recalc.functions import FROM_1904, OF_DAYS
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.cells import Cell
    from smartxl.verify.engines.inputs import EngineInputs

__all__ = [
    "called_functions",
    "held_back",
    "of_days_from_1904",
    "plain_name",
    "unknown_function",
    "written_functions",
]

_PREFIXES = re.compile(r"^(?:_xlfn\.|_xlws\.|_xludf\.|@)+", re.IGNORECASE)
_LINK = re.compile(r"(?:^|[^\w\]])'?(?:[^'\[\]]*)\[[^\[\]]+\][^'\[\]!]*'?!")
_FROM_1904 = Text("日期从 1904 年算起", "days count from 1904")
_LINKED = Text("引用其他文件", "it refers to another file")
_HELD_BACK = {
    **dict.fromkeys(
        ("NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY"), Text("随时间或随机变化", "it changes with time or chance")
    ),
    **dict.fromkeys(
        ("CELL", "INFO", "GETPIVOTDATA", "WEBSERVICE", "RTD", "CALL", "REGISTER.ID", "STOCKHISTORY", "IMAGE",
         "CUBEKPIMEMBER", "CUBEMEMBER", "CUBEMEMBERPROPERTY", "CUBERANKEDMEMBER", "CUBESET", "CUBESETCOUNT", "CUBEVALUE"),
        Text("取决于程序或外部数据", "it depends on the program or on outside data"),
    ),
}  # fmt: skip


def called_functions(formula: str) -> frozenset[str]:
    """The functions that a formula (with its =) calls, in capitals, without the prefixes of newer ones."""
    return frozenset(map(plain_name, written_functions(formula)))


def written_functions(formula: str) -> frozenset[str]:
    """The same as they are written."""
    return _written_around(taken_out(formula)[0])


@lru_cache(maxsize=20_000)
def _written_around(around: str) -> frozenset[str]:
    """Of what stands around the references of a formula, which many formulas have in common."""
    return frozenset(token.value[:-1] for token in _tokens(around) if _opens(token))


def plain_name(written: str) -> str:
    """_xlfn.XLOOKUP → XLOOKUP."""
    return _PREFIXES.sub("", written).upper()


def held_back(inputs: EngineInputs) -> Mapping[Cell, Text]:
    """The formula cells that no engine is given, and why: their values are not settled by the workbook's inputs."""
    names = {each.name.casefold() for each in inputs.names if _LINK.search(each.text)}
    found = ((cell, _why_held_back(formula.text, names)) for cell, formula in inputs.cells())
    return {cell: why for cell, why in found if why is not None}


def of_days_from_1904(inputs: EngineInputs) -> Mapping[Cell, Text]:
    """In a workbook whose days count from 1904 the formula cells of days, for engines that count from 1900 alone."""
    if not inputs.from_1904:
        return {}
    of_days = OF_DAYS | FROM_1904.keys()
    return {cell: _FROM_1904 for cell, formula in inputs.cells() if called_functions(formula.text) & of_days}


def unknown_function(name: str) -> Text:
    """Why a formula is not computed that calls a function which an engine does not have."""
    return Text(f"没有函数 {name}", f"it has no function {name}")


def _why_held_back(formula: str, linked_names: set[str]) -> Text | None:
    unsettled = called_functions(formula) & _HELD_BACK.keys()
    if unsettled:
        return _HELD_BACK[min(unsettled)]
    return _LINKED if _is_linked(formula, linked_names) else None


def _is_linked(formula: str, names: set[str]) -> bool:
    if "[" not in formula and not names:
        return False
    operands = [t.value for t in _tokens(formula) if t.type == Token.OPERAND and t.subtype == Token.RANGE]
    return any(_LINK.search(text) or text.rpartition("!")[2].casefold() in names for text in operands)


def _opens(token: Token) -> bool:
    return bool(token.type == Token.FUNC and token.subtype == Token.OPEN)


def _tokens(formula: str) -> Iterator[Token]:
    try:
        yield from Tokenizer(formula).items
    except TokenizerError:
        return
