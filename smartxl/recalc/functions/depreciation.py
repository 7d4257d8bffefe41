"""What a thing loses in value from period to period: SLN, SYD, DB, DDB, VDB."""

from __future__ import annotations

import math

from smartxl.recalc.registry import function
from smartxl.recalc.values import DIV0, NUM, FailedError, NotComputed
from smartxl.text import Text

__all__: list[str] = []


@function("SLN", "nnn")
def _sln(cost: float, salvage: float, life: float) -> float:
    if life == 0:
        raise FailedError(DIV0)
    return (cost - salvage) / life


@function("SYD", "nnnn")
def _syd(cost: float, salvage: float, life: float, period: float) -> float:
    if salvage < 0 or life <= 0 or period <= 0 or period > life:
        raise FailedError(NUM)
    return (cost - salvage) * (life - period + 1) * 2 / (life * (life + 1))


@function("DB", "nnnn?o")
def _db(cost: float, salvage: float, life: float, period: float, months: float | None = None) -> float:
    month = 12 if months is None else int(months)
    last = life + 1 if month < 12 else life
    if cost < 0 or salvage < 0 or life <= 0 or period < 1 or not 1 <= month <= 12 or period > last:
        raise FailedError(NUM)
    if period != int(period):
        raise NotComputed(Text("DB 的非整数期次", "DB of a period that is no whole number"))
    if cost == 0:
        return 0.0
    rate: float = math.floor((1 - (salvage / cost) ** (1 / life)) * 1000 + 0.5) / 1000
    lost = cost * rate * month / 12
    amount = lost
    for number in range(2, int(period) + 1):
        amount = (cost - lost) * rate
        if number > life:
            amount *= (12 - month) / 12
        lost += amount
    return amount


def _declined(cost: float, salvage: float, life: float, period: float, factor: float) -> float:
    """What is lost in one period when a share of the rest is lost each time."""
    rate = factor / life
    if rate >= 1:
        before, after = (cost if period == 1 else 0.0), 0.0
    else:
        before, after = cost * (1 - rate) ** (period - 1), cost * (1 - rate) ** period
        if after >= salvage:
            return float(before * rate)
    return max(before - max(after, salvage), 0.0)


@function("DDB", "nnnn?o")
def _ddb(cost: float, salvage: float, life: float, period: float, factor: float | None = None) -> float:
    times = 2.0 if factor is None else factor
    if cost < 0 or salvage < 0 or life <= 0 or period < 1 or period > life or times <= 0:
        raise FailedError(NUM)
    return _declined(cost, salvage, life, period, times)


def _switched(cost: float, salvage: float, life: float, period: float, factor: float) -> float:
    """The loss up to a period, straight from where that is more."""
    total, rest, straight, is_straight = 0.0, cost - salvage, 0.0, False
    last = math.ceil(period)
    for number in range(1, last + 1):
        if not is_straight:
            declined = _declined(cost, salvage, life, number, factor)
            straight = rest / (life - (number - 1))
            is_straight = straight > declined
            loss = straight if is_straight else declined
            rest -= declined
        else:
            loss = straight
        total += loss * (period + 1 - last) if number == last else loss
    return total


@function("VDB", "nnnnn?ob")
def _vdb(
    cost: float,
    salvage: float,
    life: float,
    start: float,
    end: float,
    factor: float | None = None,
    no_switch: bool = False,
) -> float:
    times = 2.0 if factor is None else factor
    if cost < 0 or salvage < 0 or life <= 0 or start < 0 or end < start or end > life or times < 0:
        raise FailedError(NUM)
    if start != int(start) or end != int(end):
        raise NotComputed(Text("VDB 的非整数期次", "VDB of periods that are no whole numbers"))
    if salvage > cost:
        raise NotComputed(Text("VDB 的残值高于原值", "VDB with a salvage above the cost"))
    first, last = math.floor(start), math.ceil(end)
    if not no_switch:
        return _switched(cost, salvage, life, end, times) - _switched(cost, salvage, life, start, times)
    total = 0.0
    for number in range(first + 1, last + 1):
        loss = _declined(cost, salvage, life, number, times)
        if number == first + 1:
            loss *= min(end, first + 1) - start
        elif number == last:
            loss *= end + 1 - last
        total += loss
    return total
