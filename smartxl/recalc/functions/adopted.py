"""Functions that the package `formulas` computes: finance, distributions, engineering, once their arguments are numbers.

What Excel makes of texts, blanks, TRUE and errors is settled before they are called; of each function the table says what
it takes.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import schedula
from formulas import get_functions
from formulas.errors import BaseError
from formulas.tokens.operand import XlError

from smartxl.recalc.arrays import NUMBER, Arr
from smartxl.recalc.functions.given import Given, array_of, numbers
from smartxl.recalc.registry import add, signature
from smartxl.recalc.values import ERRORS, VALUE, FailedError, NotComputed, Scalar
from smartxl.text import Text

__all__ = ["ADOPTED"]

ADOPTED = {
    "PMT": "nnn?nn", "IPMT": "nnnn?nn", "PPMT": "nnnn?nn", "PV": "nnn?nn", "FV": "nnn?nn", "NPER": "nnn?nn",
    "RATE": "nnn?nnn", "ISPMT": "nnnn", "CUMIPMT": "pppppp", "CUMPRINC": "pppppp", "EFFECT": "pp", "NOMINAL": "pp",
    "SLN": "nnn", "SYD": "nnnn", "DB": "nnnn?n", "DDB": "nnnn?n", "RRI": "nnn", "PDURATION": "nnn",
    "NPV": "n(r)", "IRR": "a?n", "MIRR": "ann", "XNPV": "paa", "XIRR": "aa?n", "FVSCHEDULE": "na",
    "NORMDIST": "nnnb", "NORM.DIST": "nnnb", "NORMINV": "nnn", "NORM.INV": "nnn", "NORMSDIST": "n",
    "NORM.S.DIST": "nb", "NORMSINV": "n", "NORM.S.INV": "n", "LOGNORMDIST": "nnn", "LOGNORM.DIST": "nnnb",
    "LOGINV": "nnn", "LOGNORM.INV": "nnn", "BINOMDIST": "nnnb", "BINOM.DIST": "nnnb", "CRITBINOM": "nnn",
    "BINOM.INV": "nnn", "POISSON": "nnb", "POISSON.DIST": "nnb", "EXPONDIST": "nnb", "EXPON.DIST": "nnb",
    "GAMMADIST": "nnnb", "GAMMA.DIST": "nnnb", "GAMMAINV": "nnn", "GAMMA.INV": "nnn", "GAMMALN": "n", "GAMMA": "n",
    "BETADIST": "nnn?nn", "BETAINV": "nnn?nn", "WEIBULL": "nnnb", "WEIBULL.DIST": "nnnb", "HYPGEOMDIST": "nnnn",
    "NEGBINOMDIST": "nnn", "TDIST": "nnn", "TINV": "nn", "T.DIST": "nnb", "T.DIST.2T": "nn", "T.DIST.RT": "nn",
    "T.INV": "nn", "T.INV.2T": "nn", "CHIDIST": "nn", "CHIINV": "nn", "CHISQ.DIST": "nnb", "CHISQ.DIST.RT": "nn",
    "CHISQ.INV": "nn", "CHISQ.INV.RT": "nn", "FDIST": "nnn", "FINV": "nnn", "F.DIST": "nnnb", "F.DIST.RT": "nnn",
    "F.INV": "nnn", "F.INV.RT": "nnn", "CONFIDENCE": "nnn", "CONFIDENCE.NORM": "nnn", "CONFIDENCE.T": "nnn",
    "FISHER": "n", "FISHERINV": "n", "PHI": "n", "GAUSS": "n", "ERF": "p?p", "ERFC": "p",
    "LINEST": "a?avv", "LOGEST": "a?avv", "TREND": "a?aav", "GROWTH": "a?aav",
    "BITAND": "nn", "BITOR": "nn", "BITXOR": "nn", "BITLSHIFT": "nn", "BITRSHIFT": "nn", "DELTA": "p?p", "GESTEP": "p?p",
    "CONVERT": "ptt", "MULTINOMIAL": "(r)",
    "DOLLARDE": "pp", "DOLLARFR": "pp", "ARABIC": "t",
}  # fmt: skip
"""Name → what it takes (see `smartxl.recalc.registry`)."""

_WHOLE_RANGES = frozenset({"LINEST", "LOGEST", "TREND", "GROWTH"})


@functools.cache
def _of_formulas(name: str) -> Any:  # noqa: ANN401  (functions of the package)
    entry = get_functions()[name]
    if isinstance(entry, dict):
        return functools.partial(entry["function"], *entry.get("extra_inputs", {}).values())
    return entry


def _given(value: Given, name: str) -> object:
    if isinstance(value, float | int | str | bool):
        return value
    if value is None:
        return schedula.EMPTY
    if name in _WHOLE_RANGES:
        array = array_of(value)
        if not (array.kind == NUMBER).all():
            raise FailedError(VALUE)
        return array.num
    return numbers(value).reshape(-1, 1)


def _left_out(name: str, index: int) -> object:
    """What stands for an argument that is left out before another: the constant is computed, statistics are not."""
    of_constant = 2 if name in {"LINEST", "LOGEST"} else 3
    return schedula.EMPTY if index < of_constant else index == of_constant


def _taken(value: object) -> Scalar | Arr:
    if isinstance(value, np.ndarray):
        if value.size != 1:
            rows = np.atleast_2d(np.asarray(value, dtype=object))
            return Arr.of([[_scalar(one) for one in row] for row in rows])
        value = value.item()
    return _scalar(value)


def _scalar(value: object) -> Scalar:
    if isinstance(value, XlError):
        return ERRORS.get(str(value), VALUE)
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | float | np.number):
        number = float(value)
        if not np.isfinite(number):
            raise NotComputed(Text("没有有限的结果", "no finite result"))
        return number
    return str(value)


def _adopted(name: str) -> Any:  # noqa: ANN401
    def call(*arguments: Given) -> Scalar | Arr:
        try:
            given = [_given(one, name) for one in arguments]
            if name in _WHOLE_RANGES:
                given = [
                    _left_out(name, index) if arguments[index] is None else one
                    for index, one in enumerate(given)
                ]
            found = _taken(_of_formulas(name)(*given))
        except (BaseError, TypeError, IndexError, ValueError, ZeroDivisionError, OverflowError) as error:
            why = Text(f"{name} 的这些参数", f"{name} of these arguments ({error})")
            raise NotComputed(why) from error
        if not isinstance(found, float | str | bool | Arr):
            raise FailedError(found)  # type: ignore[arg-type]  # an error is all that is left
        return found

    return call


for _name, _takes in ADOPTED.items():
    add([_name], *signature(_takes), _adopted(_name))
