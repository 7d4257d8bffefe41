"""BESSELJ, BESSELY, BESSELI, BESSELK by the approximations that Excel uses, which are right to some eight digits.

Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 9.4 and 9.8; Hart, "Computer Approximations".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from smartxl.recalc.operators import finite
from smartxl.recalc.registry import function
from smartxl.recalc.values import NUM, FailedError, NotComputed
from smartxl.text import Text

__all__: list[str] = []

_ACCURACY, _BIG = 40.0, 1e10
_ROOT = 0.636619772
_MOST = 1000


def _series(y: float, coefficients: Sequence[float]) -> float:
    """A polynomial, the constant first."""
    total = 0.0
    for each in reversed(coefficients):
        total = total * y + each
    return total


_J0_ABOVE = (57568490574.0, -13362590354.0, 651619640.7, -11214424.18, 77392.33017, -184.9052456)
_J0_BELOW = (57568490411.0, 1029532985.0, 9494680.718, 59272.64853, 267.8532712, 1.0)
_FAR0 = (1.0, -0.1098628627e-2, 0.2734510407e-4, -0.2073370639e-5, 0.2093887211e-6)
_FAR0_SIN = (-0.1562499995e-1, 0.1430488765e-3, -0.6911147651e-5, 0.7621095161e-6, -0.934935152e-7)
_J1_ABOVE = (72362614232.0, -7895059235.0, 242396853.1, -2972611.439, 15704.48260, -30.16036606)
_J1_BELOW = (144725228442.0, 2300535178.0, 18583304.74, 99447.43394, 376.9991397, 1.0)
_FAR1 = (1.0, 0.183105e-2, -0.3516396496e-4, 0.2457520174e-5, -0.240337019e-6)
_FAR1_SIN = (0.04687499995, -0.2002690873e-3, 0.8449199096e-5, -0.88228987e-6, 0.105787412e-6)
_Y0_ABOVE = (-2957821389.0, 7062834065.0, -512359803.6, 10879881.29, -86327.92757, 228.4622733)
_Y0_BELOW = (40076544269.0, 745249964.8, 7189466.438, 47447.26470, 226.1030244, 1.0)
_Y1_ABOVE = (
    -0.4900604943e13,
    0.1275274390e13,
    -0.5153438139e11,
    0.7349264551e9,
    -0.4237922726e7,
    0.8511937935e4,
)
_Y1_BELOW = (
    0.2499580570e14,
    0.4244419664e12,
    0.3733650367e10,
    0.2245904002e8,
    0.1020426050e6,
    0.3549632885e3,
    1.0,
)
_I0 = (1.0, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.360768e-1, 0.45813e-2)
_I0_FAR = (0.39894228, 0.1328592e-1, 0.225319e-2, -0.157565e-2, 0.916281e-2, -0.2057706e-1, 0.2635537e-1,
           -0.1647633e-1, 0.392377e-2)  # fmt: skip
_I1 = (0.5, 0.87890594, 0.51498869, 0.15084934, 0.2658733e-1, 0.301532e-2, 0.32411e-3)
_I1_FAR = (0.39894228, -0.3988024e-1, -0.362018e-2, 0.163801e-2, -0.1031555e-1, 0.2282967e-1, -0.2895312e-1,
           0.1787654e-1, -0.420059e-2)  # fmt: skip
_K0 = (-0.57721566, 0.42278420, 0.23069756, 0.3488590e-1, 0.262698e-2, 0.10750e-3, 0.74e-5)
_K0_FAR = (1.25331414, -0.7832358e-1, 0.2189568e-1, -0.1062446e-1, 0.587872e-2, -0.251540e-2, 0.53208e-3)
_K1 = (1.0, 0.15443144, -0.67278579, -0.18156897, -0.1919402e-1, -0.110404e-2, -0.4686e-4)
_K1_FAR = (1.25331414, 0.23498619, -0.3655620e-1, 0.1504268e-1, -0.780353e-2, 0.325614e-2, -0.68245e-3)


def _waves(size: float, phase: float, even: Sequence[float], odd: Sequence[float], *, second: bool) -> float:
    """Far from 0: a wave that dies away."""
    z = 8.0 / size
    y, at = z * z, size - phase
    a, b = _series(y, even), _series(y, odd)
    wave = math.sin(at) * a + z * math.cos(at) * b if second else math.cos(at) * a - z * math.sin(at) * b
    return math.sqrt(_ROOT / size) * wave


def _j0(x: float) -> float:
    size = abs(x)
    if size < 8:
        return _series(x * x, _J0_ABOVE) / _series(x * x, _J0_BELOW)
    return _waves(size, 0.785398164, _FAR0, _FAR0_SIN, second=False)


def _j1(x: float) -> float:
    size = abs(x)
    if size < 8:
        return x * _series(x * x, _J1_ABOVE) / _series(x * x, _J1_BELOW)
    found = _waves(size, 2.356194491, _FAR1, _FAR1_SIN, second=False)
    return -found if x < 0 else found


def _y0(x: float) -> float:
    if x < 8:
        return _series(x * x, _Y0_ABOVE) / _series(x * x, _Y0_BELOW) + _ROOT * _j0(x) * math.log(x)
    return _waves(x, 0.785398164, _FAR0, _FAR0_SIN, second=True)


def _y1(x: float) -> float:
    if x < 8:
        ratio = x * _series(x * x, _Y1_ABOVE) / _series(x * x, _Y1_BELOW)
        return ratio + _ROOT * (_j1(x) * math.log(x) - 1.0 / x)
    return _waves(x, 2.356194491, _FAR1, _FAR1_SIN, second=True)


def _i0(x: float) -> float:
    size = abs(x)
    if size < 3.75:
        return _series((x / 3.75) ** 2, _I0)
    return math.exp(size) / math.sqrt(size) * _series(3.75 / size, _I0_FAR)


def _i1(x: float) -> float:
    size = abs(x)
    if size < 3.75:
        found = size * _series((x / 3.75) ** 2, _I1)
    else:
        found = _series(3.75 / size, _I1_FAR) * math.exp(size) / math.sqrt(size)
    return -found if x < 0 else found


def _k0(x: float) -> float:
    if x <= 2:
        return -math.log(x / 2) * _i0(x) + _series(x * x / 4, _K0)
    return math.exp(-x) / math.sqrt(x) * _series(2 / x, _K0_FAR)


def _k1(x: float) -> float:
    if x <= 2:
        return math.log(x / 2) * _i1(x) + _series(x * x / 4, _K1) / x
    return math.exp(-x) / math.sqrt(x) * _series(2 / x, _K1_FAR)


def _refuse_far(x: float, order: int) -> None:
    """Raises NotComputed from 8 on for orders above 0, where Excel's wave is another one."""
    if order and abs(x) >= 8:
        raise NotComputed(Text("自变量在 8 以上的贝塞尔函数", "a Bessel function of 8 and more"))


def _order(number: float) -> int:
    order = math.trunc(number)
    if order < 0:
        raise FailedError(NUM)
    if order > _MOST:
        raise NotComputed(Text("过高的阶数", "an order that is too high"))
    return order


def _upwards(x: float, order: int, zero: float, first: float, sign: float) -> float:
    before, here = zero, first
    for number in range(1, order):
        before, here = here, number * 2 / x * here + sign * before
    return here


def _guarded(call: Callable[[], float]) -> float:
    try:
        return finite(call())
    except OverflowError:
        raise FailedError(NUM) from None


def _high_j(x: float, order: int) -> float:
    size = abs(x)
    if size == 0:
        return 0.0
    is_far = size > order
    found = _upwards(size, order, _j0(size), _j1(size), -1.0) if is_far else _downwards(size, order)
    return -found if x < 0 and order % 2 else found


def _downwards(size: float, order: int) -> float:
    above, here, kept, total, adds = 0.0, 1.0, 0.0, 0.0, False
    for number in range(2 * ((order + int(math.sqrt(_ACCURACY * order))) // 2), 0, -1):
        above, here = here, number * 2 / size * here - above
        if abs(here) > _BIG:
            here, above, kept, total = here / _BIG, above / _BIG, kept / _BIG, total / _BIG
        total += here if adds else 0.0
        adds = not adds
        if number == order:
            kept = above
    return kept / (2 * total - here)


@function("BESSELJ", "pp")
def _besselj(x: float, number: float) -> float:
    order = _order(number)
    _refuse_far(x, order)
    return _guarded(lambda: (_j0, _j1)[order](x) if order < 2 else _high_j(x, order))


@function("BESSELY", "pp")
def _bessely(x: float, number: float) -> float:
    order = _order(number)
    if x <= 0:
        raise FailedError(NUM)
    _refuse_far(x, order)
    return _guarded(lambda: (_y0, _y1)[order](x) if order < 2 else _upwards(x, order, _y0(x), _y1(x), -1.0))


def _high_i(x: float, order: int) -> float:
    if x == 0:
        return 0.0
    above, here, kept = 0.0, 1.0, 0.0
    for number in range(2 * (order + int(math.sqrt(_ACCURACY * order))), 0, -1):
        above, here = here, above + number * 2 / abs(x) * here
        if abs(here) > _BIG:
            kept, here, above = kept / _BIG, here / _BIG, above / _BIG
        if number == order:
            kept = above
    kept *= _i0(x) / here
    return -kept if x < 0 and order % 2 else kept


@function("BESSELI", "pp")
def _besseli(x: float, number: float) -> float:
    order = _order(number)
    return _guarded(lambda: (_i0, _i1)[order](x) if order < 2 else _high_i(x, order))


@function("BESSELK", "pp")
def _besselk(x: float, number: float) -> float:
    order = _order(number)
    if x <= 0:
        raise FailedError(NUM)
    return _guarded(lambda: (_k0, _k1)[order](x) if order < 2 else _upwards(x, order, _k0(x), _k1(x), 1.0))
