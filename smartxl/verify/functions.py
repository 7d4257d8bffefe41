"""The functions that formulas may call: those of `formulas`, made to agree with Excel.

`formulas` computes most of Excel right and some of it silently wrong: text "90" is counted as a number,
criteria such as "<>" and "a?" match the wrong cells, ROUND misses Excel's 15 digits, comparisons see the
16th. Each such function is wrapped (see `corrections`); the tables of `formulas` itself are only read.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import formulas
from formulas.functions import wrap_ufunc
from formulas.functions.operators import OPERATORS

from smartxl.rules import round_half_away
from smartxl.verify import corrections
from smartxl.verify.registered import as_xlwings_calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["ALLOWED_FUNCTIONS", "Function", "function_table"]

_BY_ELEMENT = frozenset({"IF", "IFERROR", "NOT", "ISNUMBER", "ABS", "EXP", "LN", "ROUND"})
_OF_NUMBERS = ("SUM", "AVERAGE", "MEDIAN", "DEVSQ", "MIN", "MAX")
_BY_RANGE = frozenset({*_OF_NUMBERS, "SUMPRODUCT", "AND", "OR", "COUNT", "COUNTA"})
_MIXED = {
    "INDEX": frozenset({0}),
    "MATCH": frozenset({1}),
    "RANK": frozenset({1}),
    "COUNTIF": frozenset({0}),
    "SUMIF": frozenset({0, 2}),
    "COUNTIFS": frozenset(range(0, 256, 2)),
    "SUMIFS": frozenset({0, *range(1, 256, 2)}),
}
_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_ARITHMETIC = frozenset({"+", "-", "*", "/", "^", "&", "%", "U-", "U+"})
_ROW_BY_ROW = _BY_ELEMENT | _COMPARISONS | _ARITHMETIC | {"INDEX", "MATCH", "RANK"}
_NONE: frozenset[int] = frozenset()
_ALL = frozenset(range(256))

ALLOWED_FUNCTIONS = _BY_ELEMENT | _BY_RANGE | _MIXED.keys()
"""The functions of Excel that are recalculated; every other name must be registered or is refused."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function with its traits. `ranges`: positions of arguments taken as a whole, the others are scalars.

    `vectorised`: arrays (n, 1) for the scalar arguments give (n, 1) results, row by row. `lifted`: where Excel computes
    over whole ranges, an array for a scalar argument gives an array.
    """

    name: str
    call: Callable[..., object]
    ranges: frozenset[int]
    vectorised: bool
    lifted: bool


def function_table(registered: Mapping[str, Callable[..., object]]) -> Mapping[str, Function]:
    """All functions and operators by name in capitals: the allowed ones and `registered`, whose names win."""
    table = dict(_excel())
    for name, function in registered.items():
        table[name.upper()] = Function(
            name.upper(), as_xlwings_calls(function), _ALL, vectorised=False, lifted=False
        )
    return table


@functools.cache
def _excel() -> Mapping[str, Function]:
    calls = {name: OPERATORS[name] for name in _ARITHMETIC}
    calls |= {name: corrections.comparing(OPERATORS[name]) for name in _COMPARISONS}
    calls |= {name: _callable(formulas.get_functions()[name]) for name in ALLOWED_FUNCTIONS}
    calls |= dict(_corrected(calls))
    scalars = _BY_ELEMENT | _COMPARISONS | _ARITHMETIC
    ranges = _MIXED | dict.fromkeys(_BY_RANGE, _ALL) | dict.fromkeys(scalars, _NONE)
    return {
        name: Function(name, call, ranges[name], name in _ROW_BY_ROW, name in _ROW_BY_ROW | {"COUNTIF"})
        for name, call in calls.items()
    }


def _corrected(calls: Mapping[str, Callable[..., object]]) -> Iterator[tuple[str, Callable[..., object]]]:
    for name in _OF_NUMBERS:
        yield name, corrections.numbers_only(calls[name])
    for name in ("AND", "OR"):
        yield name, corrections.logical(calls[name])
    yield "COUNTIF", corrections.each_criterion(corrections.with_criteria(calls["COUNTIF"], 0))
    yield "COUNTIFS", corrections.with_criteria(calls["COUNTIFS"], 0)
    yield "SUMIF", corrections.summing_if(corrections.with_criteria(calls["SUMIF"], 0), 2)
    yield "SUMIFS", corrections.summing_if(corrections.with_criteria(calls["SUMIFS"], 1), 0)
    yield "COUNT", corrections.counting(calls["COUNT"])
    yield "COUNTA", corrections.counting_all(calls["COUNTA"])
    yield "SUMPRODUCT", corrections.multiplying(calls["SUMPRODUCT"])
    yield "RANK", corrections.ranked(calls["RANK"])
    yield "ISNUMBER", corrections.text_hidden(calls["ISNUMBER"])
    yield "INDEX", corrections.placed(calls["INDEX"])
    yield "ROUND", wrap_ufunc(lambda x, digits: float(round_half_away(x, int(digits))))


def _callable(entry: object) -> Callable[..., object]:
    """The callable of an entry of `formulas`' table, its extra inputs filled in."""
    if isinstance(entry, dict):
        return functools.partial(entry["function"], *entry.get("extra_inputs", {}).values())
    return entry  # type: ignore[return-value]
