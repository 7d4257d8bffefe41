"""Distributions: densities, the share below a value, and the value that a share lies below."""

from __future__ import annotations

import functools
import math
from typing import Any

from smartxl.recalc.operators import finite
from smartxl.recalc.registry import function
from smartxl.recalc.values import DIV0, NUM, FailedError, NotComputed
from smartxl.text import Text

__all__ = ["holds", "settled", "special_functions"]


@functools.cache
def special_functions() -> Any:  # noqa: ANN401  (a module without types)
    """`scipy.special`, loaded when the first distribution is wanted."""
    from scipy import special

    return special


def holds(*holds: bool) -> None:
    """Raises FailedError where a condition does not hold."""
    if not all(holds):
        raise FailedError(NUM)


def settled(number: Any) -> float:  # noqa: ANN401  (a number of numpy)
    """A result as a number. Raises NotComputed for one that is infinite or none."""
    value = float(number)
    if not math.isfinite(value):
        raise NotComputed(Text("没有有限的结果", "no finite result"))
    return value


def _power(base: float, exponent: float) -> float:
    try:
        return float(base**exponent)
    except OverflowError:
        raise FailedError(NUM) from None


def _exp(power: float) -> float:
    try:
        return math.exp(power)
    except OverflowError:
        raise FailedError(NUM) from None


# the normal distribution


def _density(z: float) -> float:
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


@function("NORM.DIST NORMDIST", "nnnb")
def _norm(x: float, mean: float, spread: float, below: bool) -> float:
    holds(spread > 0)
    z = (x - mean) / spread
    return settled(special_functions().ndtr(z)) if below else _density(z) / spread


@function("NORM.INV NORMINV", "nnn")
def _norm_inv(share: float, mean: float, spread: float) -> float:
    holds(0 < share < 1, spread > 0)
    return mean + spread * settled(special_functions().ndtri(share))


@function("NORM.S.DIST", "nb")
def _norm_s(z: float, below: bool) -> float:
    return _norm(z, 0.0, 1.0, below)


@function("NORMSDIST", "n")
def _normsdist(z: float) -> float:
    return _norm(z, 0.0, 1.0, True)


@function("NORM.S.INV NORMSINV", "n")
def _norm_s_inv(share: float) -> float:
    return _norm_inv(share, 0.0, 1.0)


@function("PHI", "n")
def _phi(z: float) -> float:
    return _density(z)


@function("GAUSS", "n")
def _gauss(z: float) -> float:
    return math.erf(z / math.sqrt(2)) / 2


@function("ERF", "p?p")
def _erf(low: float, high: float | None = None) -> float:
    if high is None:
        return math.erf(low)
    return math.erf(high) - math.erf(low)


@function("ERF.PRECISE", "p")
def _erf_precise(x: float) -> float:
    return math.erf(x)


@function("ERFC ERFC.PRECISE", "p")
def _erfc(x: float) -> float:
    return math.erfc(x)


@function("LOGNORM.DIST", "nnnb")
def _lognorm(x: float, mean: float, spread: float, below: bool) -> float:
    holds(x > 0, spread > 0)
    found = _norm(math.log(x), mean, spread, below)
    return found if below else found / x


@function("LOGNORMDIST", "nnn")
def _lognormdist(x: float, mean: float, spread: float) -> float:
    return _lognorm(x, mean, spread, True)


@function("LOGNORM.INV LOGINV", "nnn")
def _lognorm_inv(share: float, mean: float, spread: float) -> float:
    return _exp(_norm_inv(share, mean, spread))


@function("CONFIDENCE CONFIDENCE.NORM", "nnn")
def _confidence(alpha: float, spread: float, size: float) -> float:
    holds(0 < alpha < 1, spread > 0, size >= 1)
    return -_norm_s_inv(alpha / 2) * spread / math.sqrt(int(size))


@function("CONFIDENCE.T", "nnn")
def _confidence_t(alpha: float, spread: float, size: float) -> float:
    holds(0 < alpha < 1, spread > 0, size >= 1)
    if int(size) == 1:
        raise FailedError(DIV0)
    return _t_inv_both(alpha, int(size) - 1) * spread / math.sqrt(int(size))


@function("FISHER", "n")
def _fisher(x: float) -> float:
    holds(-1 < x < 1)
    return math.atanh(x)


@function("FISHERINV", "n")
def _fisherinv(x: float) -> float:
    return math.tanh(x)


# lifetimes


@function("EXPON.DIST EXPONDIST", "nnb")
def _expon(x: float, rate: float, below: bool) -> float:
    holds(x >= 0, rate > 0)
    return -math.expm1(-rate * x) if below else rate * math.exp(-rate * x)


@function("WEIBULL.DIST WEIBULL", "nnnb")
def _weibull(x: float, shape: float, scale: float, below: bool) -> float:
    holds(x >= 0, shape > 0, scale > 0)
    power = _power(x / scale, shape)
    if below:
        return -math.expm1(-power)
    if x == 0:
        raise NotComputed(Text("WEIBULL 在 0 处的密度", "the density of WEIBULL at 0"))
    return shape / x * power * math.exp(-power)


@function("GAMMA.DIST GAMMADIST", "nnnb")
def _gamma_dist(x: float, shape: float, scale: float, below: bool) -> float:
    holds(x >= 0, shape > 0, scale > 0)
    if below:
        return settled(special_functions().gammainc(shape, x / scale))
    if x == 0:
        raise NotComputed(Text("GAMMA.DIST 在 0 处的密度", "the density of GAMMA.DIST at 0"))
    power = (shape - 1) * math.log(x / scale) - x / scale - math.lgamma(shape)
    return _exp(power) / scale


@function("GAMMA.INV GAMMAINV", "nnn")
def _gamma_inv(share: float, shape: float, scale: float) -> float:
    holds(0 <= share < 1, shape > 0, scale > 0)
    return settled(special_functions().gammaincinv(shape, share)) * scale


@function("GAMMALN GAMMALN.PRECISE", "n")
def _gammaln(x: float) -> float:
    holds(x > 0)
    return math.lgamma(x)


@function("GAMMA", "n")
def _gamma(x: float) -> float:
    try:
        return finite(math.gamma(x))
    except (ValueError, OverflowError):
        raise FailedError(NUM) from None


def _beta(x: float, a: float, b: float, low: float | None, high: float | None, *, below: bool) -> float:
    least, most = 0.0 if low is None else low, 1.0 if high is None else high
    holds(a > 0, b > 0, least <= x <= most, least != most)
    share = (x - least) / (most - least)
    if below:
        return settled(special_functions().betainc(a, b, share))
    if share in {0.0, 1.0}:
        raise NotComputed(Text("BETA.DIST 在两端的密度", "the density of BETA.DIST at its ends"))
    power = (a - 1) * math.log(share) + (b - 1) * math.log1p(-share)
    return _exp(power - settled(special_functions().betaln(a, b))) / (most - least)


@function("BETA.DIST", "nnnb?oo")
def _beta_dist(
    x: float, a: float, b: float, below: bool, low: float | None = None, high: float | None = None
) -> float:
    return _beta(x, a, b, low, high, below=below)


@function("BETADIST", "nnn?oo")
def _betadist(x: float, a: float, b: float, low: float | None = None, high: float | None = None) -> float:
    return _beta(x, a, b, low, high, below=True)


@function("BETA.INV BETAINV", "nnn?oo")
def _beta_inv(share: float, a: float, b: float, low: float | None = None, high: float | None = None) -> float:
    least, most = 0.0 if low is None else low, 1.0 if high is None else high
    holds(0 < share < 1, a > 0, b > 0)
    return least + settled(special_functions().betaincinv(a, b, share)) * (most - least)


# samples


def _degrees(number: float) -> int:
    holds(1 <= number <= 1e10)
    return int(number)


def _t_above(x: float, degrees: int) -> float:
    return settled(special_functions().stdtr(degrees, -x))


@function("T.DIST", "nnb")
def _t_dist(x: float, degrees: float, below: bool) -> float:
    if int(degrees) == 0:
        raise FailedError(NUM if below else DIV0)
    df = _degrees(degrees)
    if below:
        return settled(special_functions().stdtr(df, x))
    power = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - (df + 1) / 2 * math.log1p(x * x / df)
    return math.exp(power) / math.sqrt(df * math.pi)


@function("T.DIST.RT", "nn")
def _t_dist_rt(x: float, degrees: float) -> float:
    return _t_above(x, _degrees(degrees))


@function("T.DIST.2T", "nn")
def _t_dist_both(x: float, degrees: float) -> float:
    holds(x >= 0)
    return 2 * _t_above(x, _degrees(degrees))


@function("TDIST", "nnn")
def _tdist(x: float, degrees: float, tails: float) -> float:
    holds(x >= 0, int(tails) in {1, 2})
    return int(tails) * _t_above(x, _degrees(degrees))


@function("T.INV", "nn")
def _t_inv(share: float, degrees: float) -> float:
    holds(0 < share < 1)
    return settled(special_functions().stdtrit(_degrees(degrees), share))


@function("T.INV.2T TINV", "nn")
def _t_inv_both(share: float, degrees: float) -> float:
    holds(0 < share <= 1)
    return abs(settled(special_functions().stdtrit(_degrees(degrees), share / 2)))


@function("CHISQ.DIST", "nnb")
def _chisq(x: float, degrees: float, below: bool) -> float:
    df = _degrees(degrees)
    holds(x >= 0)
    if below:
        return settled(special_functions().chdtr(df, x))
    if x == 0:
        raise NotComputed(Text("CHISQ.DIST 在 0 处的密度", "the density of CHISQ.DIST at 0"))
    return _gamma_dist(x, df / 2, 2.0, False)


@function("CHISQ.DIST.RT CHIDIST", "nn")
def _chisq_above(x: float, degrees: float) -> float:
    holds(x >= 0)
    return settled(special_functions().chdtrc(_degrees(degrees), x))


@function("CHISQ.INV", "nn")
def _chisq_inv(share: float, degrees: float) -> float:
    holds(0 <= share < 1)
    return 2 * settled(special_functions().gammaincinv(_degrees(degrees) / 2, share))


@function("CHISQ.INV.RT CHIINV", "nn")
def _chisq_inv_above(share: float, degrees: float) -> float:
    holds(0 < share <= 1)
    return 2 * settled(special_functions().gammainccinv(_degrees(degrees) / 2, share))


@function("F.DIST", "nnnb")
def _f_dist(x: float, above: float, under: float, below: bool) -> float:
    a, b = _degrees(above), _degrees(under)
    holds(x >= 0)
    if below:
        return settled(special_functions().fdtr(a, b, x))
    if x == 0:
        raise NotComputed(Text("F.DIST 在 0 处的密度", "the density of F.DIST at 0"))
    power = a / 2 * math.log(a) + b / 2 * math.log(b) + (a / 2 - 1) * math.log(x)
    return _exp(power - (a + b) / 2 * math.log(b + a * x) - settled(special_functions().betaln(a / 2, b / 2)))


@function("F.DIST.RT FDIST", "nnn")
def _f_above(x: float, above: float, under: float) -> float:
    holds(x >= 0)
    return settled(special_functions().fdtrc(_degrees(above), _degrees(under), x))


@function("F.INV", "nnn")
def _f_inv(share: float, above: float, under: float) -> float:
    holds(0 <= share < 1)
    return settled(special_functions().fdtri(_degrees(above), _degrees(under), share))


@function("F.INV.RT FINV", "nnn")
def _f_inv_above(share: float, above: float, under: float) -> float:
    holds(0 < share <= 1)
    a, b = _degrees(above), _degrees(under)
    part = settled(special_functions().betaincinv(b / 2, a / 2, share))
    return (b / part - b) / a if part else settled(math.inf)
