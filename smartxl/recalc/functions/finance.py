"""Payments, their interest, and what they are worth: PMT, NPV, IRR, MIRR and their like.

What is sought step by step is computed only where the search ends; from elsewhere Excel's own search may end elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from smartxl.recalc.arrays import ERROR, NUMBER, Arr
from smartxl.recalc.functions.given import Given, array_of, numbers
from smartxl.recalc.operators import finite
from smartxl.recalc.planes import Ref
from smartxl.recalc.registry import function
from smartxl.recalc.values import DIV0, NUM, VALUE, FailedError, NotComputed, Scalar, as_number
from smartxl.text import Text

__all__: list[str] = []

_STEPS, _NEAR = 20, 1e-7
_NO_END = Text("逐步求解未收敛", "a search for the value that does not end")
_ODD_RATE = Text("利率低于 -100%", "a rate below -100 %")


def _power(base: float, exponent: float) -> float:
    """Raises FailedError, and NotComputed for a root of a negative number."""
    if base < 0:
        raise NotComputed(_ODD_RATE)
    if base == 0 and exponent < 0:
        raise FailedError(DIV0)
    try:
        return finite(base**exponent)
    except OverflowError:
        raise FailedError(NUM) from None


def _worth(rate: float, count: float, payment: float, present: float, early: float) -> float:
    """FV: what payments and a first amount come to."""
    if rate == 0:
        return -present - payment * count
    grown = _power(1 + rate, count)
    return finite(-present * grown - payment * (1 + rate * early) * (grown - 1) / rate)


def _early(kind: float) -> float:
    return 1.0 if kind else 0.0


@function("FV", "nnn?nn")
def _fv(rate: float, count: float, payment: float, present: float = 0.0, kind: float = 0.0) -> float:
    return _worth(rate, count, payment, present, _early(kind))


@function("PV", "nnn?nn")
def _pv(rate: float, count: float, payment: float, future: float = 0.0, kind: float = 0.0) -> float:
    if rate == 0:
        return -future - payment * count
    grown = _power(1 + rate, count)
    if grown == 0:
        raise FailedError(DIV0)
    return finite(-(future + payment * (1 + rate * _early(kind)) * (grown - 1) / rate) / grown)


def _payment(rate: float, count: float, present: float, future: float, early: float) -> float:
    if rate <= -1:
        raise FailedError(NUM)
    if count == 0:
        raise FailedError(NUM)
    if rate == 0:
        return -(present + future) / count
    grown = _power(1 + rate, count)
    return finite(-(future + present * grown) * rate / ((1 + rate * early) * (grown - 1)))


@function("PMT", "nnn?nn")
def _pmt(rate: float, count: float, present: float, future: float = 0.0, kind: float = 0.0) -> float:
    return _payment(rate, count, present, future, _early(kind))


def _interest(rate: float, period: float, count: float, present: float, future: float, early: float) -> float:
    if not 1 <= period < count + 1:
        raise FailedError(NUM)
    payment = _payment(rate, count, present, future, early)
    if early and period == 1:
        return 0.0
    if early:
        return (_worth(rate, period - 2, payment, present, 1.0) - payment) * rate
    return _worth(rate, period - 1, payment, present, 0.0) * rate


@function("IPMT", "nnnn?nn")
def _ipmt(
    rate: float, period: float, count: float, present: float, future: float = 0.0, kind: float = 0.0
) -> float:
    return _interest(rate, period, count, present, future, _early(kind))


@function("PPMT", "nnnn?nn")
def _ppmt(
    rate: float, period: float, count: float, present: float, future: float = 0.0, kind: float = 0.0
) -> float:
    early = _early(kind)
    interest = _interest(rate, period, count, present, future, early)
    return _payment(rate, count, present, future, early) - interest


@function("NPER", "nnn?nn")
def _nper(rate: float, payment: float, present: float, future: float = 0.0, kind: float = 0.0) -> float:
    if rate == 0:
        if payment == 0:
            raise FailedError(DIV0)
        return -(present + future) / payment
    if rate <= -1:
        raise FailedError(NUM)
    due = payment * (1 + rate * _early(kind))
    above, below = due - future * rate, due + present * rate
    if below == 0 or above / below <= 0:
        raise FailedError(NUM)
    return math.log(above / below) / math.log1p(rate)


def _newton(value: Callable[[float], float], guess: float, steps: int, near: float) -> float:
    """Where a function is zero, from a guess on. Raises NotComputed where the steps do not end."""
    rate = guess
    try:
        for _ in range(steps):
            width = max(abs(rate), 1.0) * 1e-7
            here = value(rate)
            slope = (value(rate + width) - value(rate - width)) / (2 * width)
            step = here / slope
            rate = (rate - 1) / 2 if rate - step <= -1 else rate - step
            if abs(step) < near:
                return rate
    except (ArithmeticError, FailedError):
        pass
    raise NotComputed(_NO_END)


@function("RATE", "nnn?nno")
def _rate(
    count: float,
    payment: float,
    present: float,
    future: float = 0.0,
    kind: float = 0.0,
    guess: float | None = None,
) -> float:
    if count <= 0:
        raise FailedError(NUM)
    early = _early(kind)

    def missing(rate: float) -> float:
        return _worth(rate, count, payment, present, early) - future

    found = _newton(missing, 0.1 if guess is None else guess, _STEPS, _NEAR)
    scale = abs(payment) + abs(present) + abs(future)
    if abs(missing(found)) > 1e-6 * max(scale, 1.0) * max(1.0, _power(1 + found, count)):
        raise NotComputed(_NO_END)
    return found


@function("ISPMT", "nnnn")
def _ispmt(rate: float, period: float, count: float, present: float) -> float:
    if count == 0:
        raise FailedError(DIV0)
    return present * rate * (period / count - 1)


def _checked_loan(rate: float, count: float, present: float, first: float, last: float, kind: float) -> None:
    if rate <= 0 or count <= 0 or present <= 0 or first < 1 or last < first or kind not in {0, 1}:
        raise FailedError(NUM)
    if last > count:
        raise FailedError(NUM)


def _over_periods(part: Callable[[float], float], first: float, last: float) -> float:
    if last - first > 100_000:
        raise FailedError(NUM)
    return sum(part(float(period)) for period in range(math.ceil(first), math.floor(last) + 1))


@function("CUMIPMT", "pppppp")
def _cumipmt(rate: float, count: float, present: float, first: float, last: float, kind: float) -> float:
    _checked_loan(rate, count, present, first, last, kind)
    return _over_periods(lambda period: _interest(rate, period, count, present, 0.0, kind), first, last)


@function("CUMPRINC", "pppppp")
def _cumprinc(rate: float, count: float, present: float, first: float, last: float, kind: float) -> float:
    _checked_loan(rate, count, present, first, last, kind)
    payment = _payment(rate, count, present, 0.0, kind)
    return _over_periods(
        lambda period: payment - _interest(rate, period, count, present, 0.0, kind), first, last
    )


@function("EFFECT", "pp")
def _effect(nominal: float, times: float) -> float:
    if nominal <= 0 or times < 1:
        raise FailedError(NUM)
    return _power(1 + nominal / int(times), int(times)) - 1


@function("NOMINAL", "pp")
def _nominal(effective: float, times: float) -> float:
    if effective <= 0 or times < 1:
        raise FailedError(NUM)
    return (_power(1 + effective, 1 / int(times)) - 1) * int(times)


@function("RRI", "nnn")
def _rri(count: float, present: float, future: float) -> float:
    if count <= 0 or present == 0 or future / present < 0:
        raise FailedError(NUM)
    return _power(future / present, 1 / count) - 1


@function("PDURATION", "nnn")
def _pduration(rate: float, present: float, future: float) -> float:
    if rate <= 0 or present <= 0 or future <= 0:
        raise FailedError(NUM)
    return (math.log(future) - math.log(present)) / math.log1p(rate)


@function("FVSCHEDULE", "na")
def _fvschedule(principal: float, given: Given) -> float:
    array = array_of(given)
    array.refuse_errors()
    if any(not isinstance(value, float) and value is not None for value in array.flat()):
        raise FailedError(VALUE)
    return finite(principal * math.prod(1 + rate for rate in array.num.ravel().tolist()))


@function("NPV", "n(r)")
def _npv(rate: float, *given: Given) -> float:
    if rate == -1:
        raise FailedError(DIV0)
    amounts = numbers(*given).tolist()
    return finite(sum((amount / (1 + rate) ** n for n, amount in enumerate(amounts, start=1)), 0.0))


def _flow(given: Given) -> list[float]:
    """Amounts in order; what is no number is passed over. Raises FailedError for errors."""
    array = array_of(given)
    if array.has(ERROR):
        raise FailedError(VALUE)
    found: list[float] = array.num[array.kind == NUMBER].tolist()
    return found


@function("IRR", "a?o")
def _irr(given: Given, guess: float | None = None) -> float:
    flow = _flow(given)
    if guess is not None and guess <= -1:
        raise FailedError(VALUE)
    if not (any(amount > 0 for amount in flow) and any(amount < 0 for amount in flow)):
        raise FailedError(NUM)

    def worth(rate: float) -> float:
        return sum(amount / (1 + rate) ** n for n, amount in enumerate(flow))

    found = _newton(worth, 0.1 if guess is None else guess, _STEPS, _NEAR)
    if abs(worth(found)) > 1e-6 * sum(map(abs, flow)):
        raise NotComputed(_NO_END)
    return found


@function("MIRR", "ann")
def _mirr(given: Given, finance: float, again: float) -> float:
    flow = _flow(given)
    last = len(flow) - 1
    if last < 1:
        raise FailedError(DIV0)
    below = sum(-amount * (1 + finance) ** -n for n, amount in enumerate(flow) if amount < 0)
    if not any(amount < 0 for amount in flow) or below == 0:
        raise FailedError(DIV0)
    above = sum(amount * (1 + again) ** (last - n) for n, amount in enumerate(flow) if amount > 0)
    return _power(above / below, 1 / last) - 1


def _dated(amounts: Given, days: Given) -> tuple[list[float], list[int]]:
    """Amounts and their days. Raises FailedError, and NotComputed where some are no numbers."""
    if any(not isinstance(one, Ref | Arr) or array_of(one).size == 1 for one in (amounts, days)):
        raise NotComputed(Text("单个的金额或日期", "a single amount or day"))
    flow, dates = array_of(amounts), array_of(days)
    both = {value for array in (flow, dates) if array.has(ERROR) for value in array.obj[array.kind == ERROR]}
    if len(both) > 1:
        raise NotComputed(Text("一次调用中有不同的错误", "different errors in one call"))
    flow.refuse_errors()
    dates.refuse_errors()
    if flow.size != dates.size:
        raise FailedError(NUM)
    if not all((array.kind == NUMBER).all() for array in (flow, dates)):
        raise NotComputed(Text("金额或日期中有非数值", "amounts or days that are no numbers"))
    when = [math.floor(day) for day in dates.num.ravel().tolist()]
    if when[0] < 0 or any(day < when[0] for day in when):
        raise FailedError(NUM)
    return flow.num.ravel().tolist(), when


def _present(rate: float, flow: list[float], when: list[int]) -> float:
    shares = [(1 + rate) ** ((day - when[0]) / 365) for day in when]
    return float(sum(amount / share for amount, share in zip(flow, shares, strict=True)))


@function("XNPV", "paa")
def _xnpv(rate: float, amounts: Given, days: Given) -> float:
    flow, when = _dated(amounts, days)
    if rate <= 0:
        raise NotComputed(Text("XNPV 的利率不为正", "XNPV at a rate that is not positive"))
    found = finite(_present(rate, flow, when))
    if abs(found) < 1e-6 * sum(map(abs, flow)):
        raise NotComputed(Text("现值只剩舍入误差", "a present value of which only rounding is left"))
    return found


@function("XIRR", "aa?q")
def _xirr(amounts: Given, days: Given, guess: Scalar = None) -> float:
    if isinstance(guess, bool):
        raise FailedError(VALUE)
    flow, when = _dated(amounts, days)
    first = 0.1 if guess is None else as_number(guess)
    if first < 0:
        raise NotComputed(_NO_END)
    if first <= -1 or not (any(amount > 0 for amount in flow) and any(amount < 0 for amount in flow)):
        raise FailedError(NUM)
    found = _newton(lambda rate: _present(rate, flow, when), first, 100, 1e-9)
    if abs(_present(found, flow, when)) > 1e-6 * sum(map(abs, flow)):
        raise NotComputed(_NO_END)
    return found


def _fraction(number: float) -> int:
    if number < 0:
        raise FailedError(NUM)
    if number < 1:
        raise FailedError(DIV0)
    return int(number)


@function("DOLLARDE", "pp")
def _dollarde(price: float, parts: float) -> float:
    of = _fraction(parts)
    whole = math.trunc(price)
    return whole + (price - whole) * 10.0 ** math.ceil(math.log10(of)) / of


@function("DOLLARFR", "pp")
def _dollarfr(price: float, parts: float) -> float:
    of = _fraction(parts)
    whole = math.trunc(price)
    return whole + (price - whole) * of / 10.0 ** math.ceil(math.log10(of))
