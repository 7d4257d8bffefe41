"""Complex numbers, which cells hold as texts: 3+4i."""

from __future__ import annotations

import cmath
import math
import re
from collections.abc import Callable

from smartxl.recalc.arrays import Arr
from smartxl.recalc.functions.given import Given, array_of
from smartxl.recalc.planes import Ref
from smartxl.recalc.registry import function
from smartxl.recalc.values import DIV0, NUM, VALUE, CellError, FailedError, Scalar, as_text, general

__all__: list[str] = []

_REAL = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_WRITTEN = re.compile(
    rf"(?P<real>{_REAL})?(?:(?P<times>[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)?)(?P<unit>[ij]))?"
)


def _read(value: Scalar) -> tuple[complex, str]:
    """A complex number and the letter of its imaginary part, "" where it has none. Raises FailedError."""
    if isinstance(value, bool):
        raise FailedError(VALUE)
    if isinstance(value, float):
        return complex(value), ""
    text = as_text(value)
    if not text:
        return 0j, ""
    match = _WRITTEN.fullmatch(text)
    if match is None or (match["real"] and match["unit"] and match["times"][:1] not in {"+", "-"}):
        return _imaginary_alone(text)
    real = float(match["real"] or 0)
    if not match["unit"]:
        return complex(real), ""
    times = match["times"]
    return complex(real, float(f"{times}1" if times in {"", "+", "-"} else times)), match["unit"]


def _imaginary_alone(text: str) -> tuple[complex, str]:
    match = re.fullmatch(rf"({_REAL})([ij])", text)
    if match is None:
        raise FailedError(NUM)
    return complex(0.0, float(match[1])), match[2]


def _shown(number: complex, unit: str) -> str:
    """As Excel writes it: no part that is zero, no factor of one. Raises FailedError."""
    if not (math.isfinite(number.real) and math.isfinite(number.imag)):
        raise FailedError(NUM)
    real, imaginary = general(number.real), general(number.imag)
    if imaginary == "0":
        return real
    times = {"1": "", "-1": "-"}.get(imaginary, imaginary) + (unit or "i")
    if real == "0":
        return times
    return f"{real}{'' if times.startswith('-') else '+'}{times}"


@function("COMPLEX", "pp?q")
def _complex(real: float, imaginary: float, unit: Scalar = "i") -> str:
    if unit is None or unit == "":
        unit = "i"
    if unit not in {"i", "j"}:
        raise FailedError(VALUE)
    return _shown(complex(real, imaginary), str(unit))


@function("IMREAL", "q")
def _imreal(value: Scalar) -> float:
    return _read(value)[0].real


@function("IMAGINARY", "q")
def _imaginary(value: Scalar) -> float:
    return _read(value)[0].imag


@function("IMABS", "q")
def _imabs(value: Scalar) -> float:
    return abs(_read(value)[0])


@function("IMARGUMENT", "q")
def _imargument(value: Scalar) -> float:
    number = _read(value)[0]
    if number == 0:
        raise FailedError(DIV0)
    return cmath.phase(number)


def _mapped(names: str, call: Callable[[complex], complex]) -> None:
    """A function of one complex number, #NUM! where it has no value."""

    def one(value: Scalar) -> str:
        number, unit = _read(value)
        try:
            return _shown(call(number), unit)
        except (ArithmeticError, ValueError):
            raise FailedError(NUM) from None

    function(names, "q")(one)


def _over(call: Callable[[complex], complex]) -> Callable[[complex], complex]:
    return lambda number: 1 / call(number)


for _name, _call in {
    "IMCONJUGATE": lambda z: z.conjugate(),
    "IMEXP": cmath.exp,
    "IMSQRT": cmath.sqrt,
    "IMLN": cmath.log,
    "IMLOG10": lambda z: cmath.log(z) / math.log(10),
    "IMLOG2": lambda z: cmath.log(z) / math.log(2),
    "IMSIN": cmath.sin,
    "IMCOS": cmath.cos,
    "IMTAN": cmath.tan,
    "IMSINH": cmath.sinh,
    "IMCOSH": cmath.cosh,
    "IMSEC": _over(cmath.cos),
    "IMCSC": _over(cmath.sin),
    "IMCOT": _over(cmath.tan),
    "IMSECH": _over(cmath.cosh),
    "IMCSCH": _over(cmath.sinh),
}.items():
    _mapped(_name, _call)


def _together(*values: tuple[complex, str], error: CellError = NUM) -> str:
    """The letter that several numbers have between them. Raises FailedError where they have both."""
    units = {unit for _, unit in values if unit}
    if len(units) > 1:
        raise FailedError(error)
    return units.pop() if units else "i"


@function("IMSUB", "qq")
def _imsub(one: Scalar, other: Scalar) -> str:
    a, b = _read(one), _read(other)
    return _shown(a[0] - b[0], _together(a, b))


@function("IMDIV", "qq")
def _imdiv(one: Scalar, other: Scalar) -> str:
    a, b = _read(one), _read(other)
    if b[0] == 0:
        raise FailedError(NUM)
    return _shown(a[0] / b[0], _together(a, b))


@function("IMPOWER", "qp")
def _impower(value: Scalar, exponent: float) -> str:
    number, unit = _read(value)
    if number == 0:
        if exponent <= 0:
            raise FailedError(NUM)
        return "0"
    return _shown(cmath.rect(abs(number) ** exponent, cmath.phase(number) * exponent), unit)


def _all(given: tuple[Given, ...]) -> list[tuple[complex, str]]:
    found = []
    for one in given:
        for value in array_of(one).flat() if isinstance(one, Ref | Arr) else [one]:
            if isinstance(value, CellError):
                raise FailedError(value)
            if not isinstance(value, Ref | Arr):
                found.append(_read(value))  # type: ignore[arg-type]  # a union is no value
    return found


@function("IMSUM", "(r)")
def _imsum(*given: Given) -> str:
    found = _all(given)
    return _shown(sum((number for number, _ in found), 0j), _together(*found, error=VALUE))


@function("IMPRODUCT", "(r)")
def _improduct(*given: Given) -> str:
    found = _all(given)
    return _shown(
        math.prod((number for number, _ in found), start=complex(1)), _together(*found, error=VALUE)
    )
