"""Random calls of the rules: SX_SCORE and SX_NORMALIZE with parameters that mostly fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from smartxl.rules import PEER_RULES, RULES
from tests.addin.office.cells import (
    Call,
    Range,
    Scalar,
    digits,
    laid,
    mostly,
    one_of,
    reading,
    rising,
    score,
    shape,
    share_spoilt,
    spoilt,
    table,
)

__all__ = ["normalized", "scored"]


def parameters_of(random: Random, rule: str) -> list[float]:
    """Parameters of a leaf rule in their order, mostly such as fit."""
    low = round(random.uniform(-20, 60), 1)
    high = low + round(random.uniform(0, 80), 1)
    flag = float(random.random() < 0.4)
    ends = [low, high] if random.random() < 0.6 else [high, low]
    per = one_of(random, [], [100.0], [1.0])
    standards = rising(random, random.randint(1, 5))
    points = [float(random.randint(0, 100)) for _ in standards]
    fitting: Mapping[str, list[float]] = {
        "goalposts": [*ends, *per],
        "bands": [flag, one_of(random, 1.0, 100.0), *standards, *points],
        "survey": [random.random() for _ in range(random.randint(1, 6))],
        "direct": one_of(random, [], [float(random.randint(0, 120))]),
        "target": [abs(high), *one_of(random, [], [flag], [flag, 90.0, 1.0])],
        "range": [low, low + 5, low + 5 + flag, high + 10, *per],
        "efficacy": [*ends, *one_of(random, [], [60.0, 40.0, flag]), *one_of(random, [], [0.0, 100.0])],
        "piecewise": [5.0, 95.0, 100.0, *standards, *points],
        "loggoalposts": [abs(low) + one_of(random, 0.0, 1.0), abs(high) + 1, *per],
        "criteria": [float(random.randint(1, 120)), flag, *points],
        "count": [float(random.randint(0, 9)), float(random.randint(1, 60)), *one_of(random, [], [50.0])],
        "deduction": [100.0, *[point / 10 for point in points]],
        "bonus": [abs(high), 10.0, 20.0, *one_of(random, [], [100.0, 50.0, flag])],
        "panel": [float(random.randint(2, 5)), *one_of(random, [], [100.0])],
    }
    given = list(fitting.get(rule, []))
    if random.random() < 0.08:
        given = given[: random.randrange(len(given) + 1)]
    if random.random() < 0.05:
        given.append(score(random))
    return given


def values_of(random: Random, rule: str, given: Sequence[float]) -> list[Scalar]:
    """As many numbers as the rule takes, mostly."""
    sizes = {
        "ratio": 2,
        "survey": len(given),
        "criteria": len(given) - 2,
        "deduction": len(given) - 1,
        "rubric": 1,
        "count": 1,
        "direct": 1,
    }
    count = sizes.get(rule, random.randint(3, 12) if rule == "panel" else random.choice((1, 1, 2)))
    values: Mapping[str, Callable[[Random], float]] = {
        "survey": lambda r: float(r.randint(0, 50)),
        "criteria": lambda r: float(r.random() < 0.6),
        "deduction": lambda r: float(r.randint(0, 4)),
        "count": lambda r: float(r.randint(-1, 20)),
        "rubric": lambda r: r.choice((0.0, 0.25, 0.5, 1.0)),
    }
    value = values.get(rule, reading if random.random() < 0.5 else score)
    spoil = one_of(random, 0.0, 0.0, 0.2)
    return [spoilt(random, value(random), spoil) for _ in range(max(1, count + (random.random() < 0.04)))]


def scored(random: Random) -> Call:
    rule = one_of(random, *RULES)
    given: list[Scalar] = [*parameters_of(random, rule)]
    values: Range = laid(random, values_of(random, rule, [v for v in given if isinstance(v, float)]))
    if rule == "coverage":
        values = table(random, *shape(random), lambda r: float(r.randint(0, 5)), share_spoilt(random))
        full = [[5.0 if value is not None else None for value in row] for row in values]
        return [rule, values, full, digits(random)]
    if given and random.random() < 0.05:
        given[random.randrange(len(given))] = one_of(random, None, "x", "#N/A")
    parameters = laid(random, given) if given else None
    called: list[object] = [rule, values] if random.random() < 0.9 else [values, rule]
    if random.random() < 0.03:
        called[0] = one_of(random, "unknown", 5.0, None, "it's")
    return [*called, parameters, digits(random)]


_OPTIONS: Mapping[str, tuple[tuple[str, tuple[Scalar, ...]], ...]] = {
    "minmax": (("low", (0.0, 50.0, 60.0)), ("high", (100.0, 90.0, 55.0)), ("cost", (0.0, 1.0, 1.0, 1.0, 2.0))),
    "zscore": (("centre", (50.0,)), ("spread", (10.0, 10.0, 10.0, 0.0)), ("ddof", (0.0, 1.0, 0.0, 1.0, 3.0)), ("cost", (1.0,))),
    "rank": (("ties", ("competition", "dense", "mid", "mid", "other")), ("first", (0.0, 1.0)), ("cost", (1.0,))),
    "percentile": (("of", ("inclusive", "share", "inclusive", "share", "of")), ("cost", (1.0,))),
    "aroundmean": (
        ("p", (0.2, 0.1, 0.3, 0.05, 0.0, 1.0)), ("above", (100.0,)), ("within", (60.0,)), ("below", (0.0, 20.0, 80.0)),
        ("cost", (1.0,)),
    ),
    "distance": (
        ("to", ("best", "worst", "mean", "target", "reference")),
        ("form", ("scaled", "ratio", "difference")),
        ("reference", ("0", "2", "x", 1.0)),
        ("target", (50.0, 0.0)),
        ("full", (100.0, 100.0, 10.0, 0.0)),
        ("cap", (1.0,)),
        ("cost", (1.0,)),
    ),
    "categories": (("of", ("inclusive", "share")), ("thresholds", (0.0,)), ("points", (60.0,)), ("upper", (1.0,))),
}  # fmt: skip
_NEEDED = {"of", "p", "to", "thresholds", "points"}


def named_parameters(random: Random, method: str) -> Range:
    options = _OPTIONS.get(
        method, (("worst", (0.0,)), ("best", (50.0,)), ("target", (40.0,)), ("cost", (1.0,)))
    )
    kept = [pair for pair in options if random.random() < (0.9 if pair[0] in _NEEDED else 0.35)]
    rows: Range = [[name, one_of(random, *values)] for name, values in kept]
    if method == "aroundmean" and random.random() < 0.9:  # the three points belong together
        points: list[Scalar] = [100.0, one_of(random, 60.0, 100.0), one_of(random, 0.0, 60.0)]
        rows = [row for row in rows if row[0] not in {"above", "within", "below"}]
        rows += [list(pair) for pair in zip(("above", "within", "below"), points, strict=True)]
    if method == "distance" and random.random() < 0.9:  # target and reference need what they belong to
        to = next((row[1] for row in rows if row[0] == "to"), None)
        rows = [row for row in rows if row[0] not in {"target", "reference"} - {to}]
        rows += [[name, value] for name, value in (("target", 40.0), ("reference", "0")) if name == to]
    if random.random() < 0.06:
        rows.append([one_of(random, "other", "cost", "ties"), one_of(random, 1.0, "word", "", None)])
    return rows


def normalized(random: Random) -> Call:
    rows, columns = random.randint(1, 8), random.randint(1, 3)
    values = table(random, rows, columns, one_of(random, score, reading), one_of(random, 0.0, 0.15))
    of_one = [
        rule
        for rule in RULES
        if rule not in {"coverage", "ratio", "criteria", "deduction", "panel", "own", "survey"}
    ]
    method = mostly(random, *PEER_RULES, *PEER_RULES, *of_one, seldom=tuple(RULES))
    parameters: Range | None = None
    if method in PEER_RULES:
        parameters = named_parameters(random, method) if random.random() < 0.9 else [[1.0, 2.0]]
    elif random.random() < 0.9:
        parameters = laid(random, [*parameters_of(random, method)])
    else:
        parameters = named_parameters(random, method)
    if not parameters or not parameters[0]:
        parameters = None
    directions: Range | None = None
    if method in PEER_RULES and ["cost", 1.0] not in (parameters or ()) and random.random() < 0.4:
        directions = [[random.choice((1.0, -1.0, None)) for _ in range(columns)]]
    if random.random() < 0.03:
        directions = [[1.0, 2.0]] if random.random() < 0.5 else [[-1.0] * columns]
    if random.random() < 0.04:
        return [values, one_of(random, "unknown", 1.0, None, ""), parameters, directions, digits(random)]
    return [values, method, parameters, directions, digits(random)]
