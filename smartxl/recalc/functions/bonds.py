"""Bonds and bills: coupons, prices, yields, durations.

Source: Microsoft, the page of each function; the days of coupons are those of the maturity, at the ends of months where
it is the last day of one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from smartxl.recalc.functions.dates import days_between, year_fraction
from smartxl.recalc.functions.days import civil, month_length, serial
from smartxl.recalc.registry import function
from smartxl.recalc.values import NUM, FailedError, NotComputed, Scalar, as_logical
from smartxl.text import Text

__all__: list[str] = []

_EARLY = 61
_STEPS, _NEAR = 100, 1e-12


def _days(*numbers: float) -> list[int]:
    """Whole days. Raises FailedError, NotComputed for days before March 1900."""
    found = [math.floor(number) for number in numbers]
    if min(found) < 0:
        raise FailedError(NUM)
    if min(found) < _EARLY:
        raise NotComputed(Text("1900 年 3 月以前的日期", "days before March 1900"))
    return found


def _basis(number: float) -> int:
    basis = int(number)
    if not 0 <= basis <= 4:
        raise FailedError(NUM)
    return basis


def _demand(*holds: bool) -> None:
    if not all(holds):
        raise FailedError(NUM)


@dataclass(frozen=True, slots=True)
class Coupons:
    """The coupon period that a day lies in: its ends, how many coupons follow, and days by a way to count them."""

    before: int
    after: int
    count: int
    days: float
    past: float
    left: float


def _month_end_kept(day: int, months: int, last: int) -> int:
    """A day some months before or after, of the day of month `last`, or the end of a month that is shorter."""
    year, month, _ = civil(day)
    index = year * 12 + month - 1 + months
    year, month = index // 12, index % 12 + 1
    return int(serial(year, month, min(last, month_length(year, month))))


def _coupons(settled: float, matures: float, times: float, by: float) -> Coupons:
    start, end = _days(settled, matures)
    frequency, basis = int(times), _basis(by)
    _demand(frequency in {1, 2, 4}, start < end)
    year, month, day = civil(end)
    last = 31 if day == month_length(year, month) else day
    step, count = 12 // frequency, 1
    after, before = end, _month_end_kept(end, -step, last)
    while before > start:
        count += 1
        after, before = before, _month_end_kept(end, -step * count, last)
    days = float(after - before) if basis == 1 else (365.0 if basis == 3 else 360.0) / frequency
    past = float(days_between(before, start, basis))
    left = days - past if basis in {0, 4} else float(after - start)
    return Coupons(before, after, count, days, past, left)


def _coupon_function(name: str, value: Callable[[Coupons], float]) -> None:
    def call(settled: float, matures: float, times: float, by: float = 0.0) -> float:
        return value(_coupons(settled, matures, times, by))

    function(name, "ppp?p")(call)


for _name, _value in {
    "COUPDAYBS": lambda found: found.past,
    "COUPDAYS": lambda found: found.days,
    "COUPDAYSNC": lambda found: found.left,
    "COUPNCD": lambda found: float(found.after),
    "COUPPCD": lambda found: float(found.before),
    "COUPNUM": lambda found: float(found.count),
}.items():
    _coupon_function(_name, _value)


def _certain(coupons: Coupons, by: float) -> Coupons:
    """Raises NotComputed for ways to count days by which the parts of a coupon period are no whole."""
    if int(by) in {2, 3}:
        raise NotComputed(Text("按实际天数/360、/365 的债券", "bonds by actual days of 360 or 365"))
    return coupons


def _price(coupons: Coupons, rate: float, gain: float, redemption: float, times: int) -> float:
    coupon, growth = 100 * rate / times, 1 + gain / times
    share = coupons.left / coupons.days
    accrued = coupon * coupons.past / coupons.days
    if coupons.count == 1:
        return (coupon + redemption) / (gain / times * share + 1) - accrued
    paid: float = sum(coupon / growth ** (number + share) for number in range(coupons.count))
    return float(redemption / growth ** (coupons.count - 1 + share) + paid - accrued)


@function("PRICE", "pppppp?p")
def _price_of(
    settled: float, matures: float, rate: float, gain: float, redemption: float, times: float, by: float = 0.0
) -> float:
    coupons = _certain(_coupons(settled, matures, times, by), by)
    _demand(rate >= 0, gain >= 0, redemption > 0)
    return _price(coupons, rate, gain, redemption, int(times))


@function("YIELD", "pppppp?p")
def _yield(
    settled: float,
    matures: float,
    rate: float,
    price: float,
    redemption: float,
    times: float,
    by: float = 0.0,
) -> float:
    coupons, number = _certain(_coupons(settled, matures, times, by), by), int(times)
    _demand(rate >= 0, price > 0, redemption > 0)
    if coupons.count == 1:
        coupon, past = rate / number, coupons.past / coupons.days
        paid = price / 100 + past * coupon
        return (redemption / 100 + coupon - paid) / paid * number * coupons.days / coupons.left
    gain = 0.05
    for _ in range(_STEPS):
        width = 1e-6
        here = _price(coupons, rate, gain, redemption, number) - price
        above = _price(coupons, rate, gain + width, redemption, number) - price
        slope = (above - here) / width
        gain -= here / slope
        if gain <= -number:
            break
        if abs(here / slope) < _NEAR:
            return gain
    raise NotComputed(Text("逐步求解未收敛", "a search for the value that does not end"))


def _duration(settled: float, matures: float, rate: float, gain: float, times: float, by: float) -> float:
    coupons, number = _certain(_coupons(settled, matures, times, by), by), int(times)
    _demand(rate >= 0, gain >= 0)
    share, growth, coupon = coupons.left / coupons.days, 1 + gain / number, 100 * rate / number
    total = weighted = 0.0
    for index in range(coupons.count):
        paid = coupon + (100 if index == coupons.count - 1 else 0)
        worth = paid / growth ** (index + share)
        total += worth
        weighted += (index + share) * worth
    return weighted / total / number


@function("DURATION", "ppppp?p")
def _duration_of(
    settled: float, matures: float, rate: float, gain: float, times: float, by: float = 0.0
) -> float:
    return _duration(settled, matures, rate, gain, times, by)


@function("MDURATION", "ppppp?p")
def _mduration(
    settled: float, matures: float, rate: float, gain: float, times: float, by: float = 0.0
) -> float:
    return _duration(settled, matures, rate, gain, times, by) / (1 + gain / int(times))


def _years(settled: float, matures: float, by: float) -> float:
    start, end = _days(settled, matures)
    basis = _basis(by)
    _demand(start < end)
    return year_fraction(start, end, basis)


@function("ACCRINTM", "ppp?pp")
def _accrintm(issued: float, settled: float, rate: float, par: float = 1000.0, by: float = 0.0) -> float:
    _demand(rate > 0, par > 0)
    return par * rate * _years(issued, settled, by)


@function("DISC", "pppp?p")
def _disc(settled: float, matures: float, price: float, redemption: float, by: float = 0.0) -> float:
    _demand(price > 0, redemption > 0)
    return (redemption - price) / redemption / _years(settled, matures, by)


@function("INTRATE", "pppp?p")
def _intrate(settled: float, matures: float, paid: float, redemption: float, by: float = 0.0) -> float:
    _demand(paid > 0, redemption > 0)
    return (redemption - paid) / paid / _years(settled, matures, by)


@function("RECEIVED", "pppp?p")
def _received(settled: float, matures: float, paid: float, discount: float, by: float = 0.0) -> float:
    _demand(paid > 0, discount > 0)
    rest = 1 - discount * _years(settled, matures, by)
    _demand(rest > 0)
    return paid / rest


@function("PRICEDISC", "pppp?p")
def _pricedisc(settled: float, matures: float, discount: float, redemption: float, by: float = 0.0) -> float:
    _demand(discount > 0, redemption > 0)
    return redemption * (1 - discount * _years(settled, matures, by))


@function("YIELDDISC", "pppp?p")
def _yielddisc(settled: float, matures: float, price: float, redemption: float, by: float = 0.0) -> float:
    _demand(price > 0, redemption > 0)
    return (redemption / price - 1) / _years(settled, matures, by)


@function("PRICEMAT", "ppppp?p")
def _pricemat(
    settled: float, matures: float, issued: float, rate: float, gain: float, by: float = 0.0
) -> float:
    _demand(rate >= 0, gain >= 0)
    whole, rest, past = _years(issued, matures, by), _years(settled, matures, by), _years(issued, settled, by)
    return 100 * ((1 + whole * rate) / (1 + rest * gain) - past * rate)


@function("YIELDMAT", "ppppp?p")
def _yieldmat(
    settled: float, matures: float, issued: float, rate: float, price: float, by: float = 0.0
) -> float:
    _demand(rate >= 0, price > 0)
    whole, rest, past = _years(issued, matures, by), _years(settled, matures, by), _years(issued, settled, by)
    return ((1 + whole * rate) / (price / 100 + past * rate) - 1) / rest


def _bill(settled: float, matures: float) -> int:
    start, end = _days(settled, matures)
    year, month, day = civil(start)
    _demand(start < end, end <= serial(year + 1, month, min(day, month_length(year + 1, month))))
    return end - start


@function("TBILLPRICE", "ppp")
def _tbillprice(settled: float, matures: float, discount: float) -> float:
    days = _bill(settled, matures)
    _demand(discount > 0)
    price = 100 * (1 - discount * days / 360)
    _demand(price > 0)
    return price


@function("TBILLYIELD", "ppp")
def _tbillyield(settled: float, matures: float, price: float) -> float:
    days = _bill(settled, matures)
    _demand(price > 0)
    return (100 - price) / price * 360 / days


@function("TBILLEQ", "ppp")
def _tbilleq(settled: float, matures: float, discount: float) -> float:
    days = _bill(settled, matures)
    _demand(discount > 0)
    if days <= 182:
        return 365 * discount / (360 - discount * days)
    price = (100 - discount * 100 * days / 360) / 100
    _demand(price > 0)
    share = days / (366 if days == 366 else 365)
    root = math.sqrt(share**2 - (2 * share - 1) * (1 - 1 / price))
    return 2 * (root - share) / (2 * share - 1)


@function("ACCRINT", "ppppoo?pu")
def _accrint(
    issued: float,
    first: float,
    settled: float,
    rate: float,
    par: float | None,
    times: float | None,
    by: float = 0.0,
    whole: Scalar = None,
) -> float:
    begin, coupon, end = _days(issued, first, settled)
    frequency, basis = int(2.0 if times is None else times), _basis(by)
    value = 1000.0 if par is None else par
    _demand(rate > 0, value > 0, frequency in {1, 2, 4}, begin < end)
    year, month, day = civil(coupon)
    step, last = 12 // frequency, 31 if day == month_length(year, month) else day
    before = _month_end_kept(coupon, -step, last)
    if whole is not None:
        as_logical(whole)  # both ways to count are the same within one period
    if begin < before or end > coupon:
        raise NotComputed(Text("跨付息期的 ACCRINT", "ACCRINT over more than one coupon period"))
    size = float(coupon - before) if basis == 1 else (365.0 if basis == 3 else 360.0) / frequency
    return value * rate / frequency * days_between(begin, end, basis) / size
