"""A random call of each function that is ported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from smartxl_udfs.modules import declared_functions
from tests.addin.office.cells import (
    Call,
    Range,
    Scalar,
    digits,
    laid,
    matched,
    mostly,
    one_of,
    reading,
    rising,
    score,
    shape,
    share_spoilt,
    table,
    weights,
)
from tests.addin.office.rules import normalized, scored

__all__ = ["CALLS"]


def weighted(random: Random) -> Call:
    scores, factors = matched(random)
    methods = ("mean", "sum", "geometric", "harmonic", "power", "worst", "WORST")
    missing = ("leave-out", "zero", "leave_out", "peer mean", "")
    unscored = mostly(random, None, *missing, seldom=("other", 3.0))
    return [
        scores,
        factors,
        digits(random),
        unscored,
        mostly(random, None, None, *methods, seldom=("other", 3.0)),
    ]


def tree(random: Random) -> Call:
    """Codes of two or three levels, told by their beginning or with a column of parents; seldom no tree at all."""
    codes: list[str] = [one_of(random, "A", "一", "P1")] if random.random() < 0.5 else []
    root = codes[0] if codes else ""
    above = [""] * len(codes)
    for branch in range(random.randint(1, 3)):
        name = f"{root}{one_of(random, 'B', 'C', '.')}{branch + 1}"
        codes.append(name)
        above.append(root)
        for leaf in range(random.randint(0, 4)):
            codes.append(f"{name}{one_of(random, '.', '-', 'x')}{leaf + 1}")
            above.append(name)
    named: Range = [[code] for code in codes]
    if random.random() < 0.4:
        named = [[code, parent] for code, parent in zip(codes, above, strict=True)]
    if random.random() < 0.1:
        named[random.randrange(len(named))][-1] = one_of(random, "", codes[0], "X", 7.0, None, "#REF!")
    units = random.randint(1, 4)
    scores = table(random, len(codes), units, score, share_spoilt(random))
    factors = laid(random, weights(random, len(codes) + (random.random() < 0.05)))
    method = mostly(random, None, "mean", "sum", "geometric", "harmonic", "worst", "power", seldom=("x",))
    missing = mostly(random, None, "zero", "peer-mean", "peer-median", "leave-out", seldom=("x",))
    return [named, scores, factors, method, missing, digits(random)]


def matrix(random: Random) -> Range:
    """Judgements: consistent or not, one triangle or both, with gaps and headings; seldom wrong."""
    size = one_of(random, 1, 2, 3, 3, 4, 5, 6, 8, 15 if random.random() < 0.3 else 4)
    cells: Range = [[1.0 if i == j else None for j in range(size)] for i in range(size)]
    gaps = one_of(random, 0.0, 0.0, 0.0, 0.25)
    style = random.random()
    importance = [random.randint(1, 4) for _ in range(size)]
    for i in range(size):
        for j in range(i + 1, size):
            if random.random() < gaps:
                continue
            step = random.randint(1, 9)
            value = (
                importance[i] / importance[j]
                if style < 0.25
                else float(step)
                if random.random() < 0.5
                else 1 / step
            )
            cells[i][j] = value
            if style < 0.7:
                cells[j][i] = 1 / value if random.random() < 0.8 else round(1 / value, 2)
    if random.random() < 0.06:
        wrong: tuple[Scalar, ...] = (12.0, -1.0, 0.0, "x", 2.0, "#N/A")
        cells[random.randrange(size)][random.randrange(size)] = one_of(random, *wrong)
    if random.random() < 0.3 and size > 1:
        names: list[Scalar] = [f"指标{place}" for place in range(size)]
        order = random.sample(range(size), size)
        if random.random() < 0.2:
            names[0] = names[-1]
        return [
            ["", *(names[j] for j in order)],
            *([names[i], *(cells[i][j] for j in order)] for i in range(size)),
        ]
    return cells if random.random() < 0.97 else cells[: size - 1] or [[1.0, 2.0]]


def ahp_weights(random: Random) -> Call:
    words = (None, "eigenvector", "geometric-mean", "normalised-columns", "Geometric Mean")
    return [matrix(random), mostly(random, *words, seldom=("x",))]


def ahp_ratio(random: Random) -> Call:
    return [matrix(random), mostly(random, None, "alonso-lamata-2006", "SAATY_TRAN_2007", seldom=("other",))]


def data_weights(random: Random) -> Call:
    rows, columns = mostly(random, 10, 12, 16, seldom=(9,)), random.randint(1, 5)
    positive = random.random() < 0.9

    def value(r: Random) -> float:
        return score(r) + 1 if positive else reading(r)

    data = table(random, rows, columns, value, mostly(random, 0.0, seldom=(0.02,)))
    if random.random() < 0.1:
        for row in data:
            row[0] = one_of(random, 5.0, 5.0)
    if random.random() < 0.2:
        data = [["", *(f"k{k}" for k in range(columns))], *([f"u{u}", *row] for u, row in enumerate(data))]
    words = (None, "entropy", "critic", "merec", "deviation", "equal", "")
    directions = one_of(random, None, [[random.choice((1.0, -1.0, None)) for _ in range(columns)]])
    return [data, mostly(random, *words, seldom=("other",)), directions]


def combined(random: Random) -> Call:
    count = random.randint(1, 6)
    first, second = laid(random, weights(random, count)), laid(random, weights(random, count))
    if random.random() < 0.05:
        second = laid(random, weights(random, count + 1))
    share = mostly(random, None, 0.5, 0.3, 0.0, 1.0, "", seldom=(1.5, "x"))
    return [first, second, share, mostly(random, None, "additive", "multiplicative", seldom=("x",))]


def staged(random: Random) -> Call:
    scores = table(random, *shape(random), score, share_spoilt(random))
    limits: list[Scalar] = [*rising(random, random.randint(1, 4))]
    names: list[Scalar] = [one_of(random, "低", "中", "高", 1.0, None, True) for _ in limits]
    boundary = mostly(random, None, "lower", "upper", seldom=("middle",))
    way = random.random()
    if way < 0.4:
        return [scores, one_of(random, None, [[""]], [[None]]), None, boundary]
    if way < 0.6:
        return [scores, [list(pair) for pair in zip(limits, names, strict=True)], None, boundary]
    if way < 0.7:
        limits[-1] = one_of(random, limits[0], None, "x")
    return [scores, laid(random, limits), laid(random, names if way < 0.95 else names[:-1] or [""]), boundary]


def ranked(random: Random) -> Call:
    return [
        table(random, *shape(random), score, share_spoilt(random)),
        mostly(random, None, "competition", "dense", "mid", "MID", "", seldom=("none",)),
        digits(random),
    ]


def covered(random: Random) -> Call:
    return [table(random, *shape(random), score, one_of(random, 0.0, 0.5, 0.9))]


def gaps(random: Random) -> Call:
    rows, columns = shape(random)
    given = table(random, rows, columns, score, share_spoilt(random))
    target = mostly(
        random,
        [[80.0]],
        80.0,
        table(random, rows, columns, score, share_spoilt(random)),
        seldom=([[1.0, 2.0, 3.0]],),
    )
    weight = one_of(random, None, 5.0, [[None]], [[20.0]], [weights(random, columns) for _ in range(rows)])
    return [given, target, weight]


def obstacles(random: Random) -> Call:
    return list(matched(random))


def tornado(random: Random) -> Call:
    return [*matched(random), mostly(random, None, 0.1, 0.25, 0.0, "", seldom=(2.0, "x"))]


def bands(random: Random) -> Call:
    n = mostly(random, 1.0, 10.0, 50.0, 100.0, seldom=(1.5, 0.0))
    seed = mostly(random, None, 1.0, 7.0, 2.0**31, seldom=(-1.0, 0.5))
    return [*matched(random), n, seed, mostly(random, None, 0.25, 0.0, 1.0, seldom=(2.0, "x"))]


_TYPED = (
    "３５", "1,200", "三万五", "约50", "85%", "85％", "12.5", "1 200 300", "105 234", "(5)", "-3", "负三", "１．５万",
    "1.2E+05", "3×10^4", "1亿2000万", "3万5000", "3万5", "一百二十", "二〇二六", "一二", "十二点五", "50-60", "5户",
    "百分之五", "百分之5万", "", "  7 ", "1\n2", "1，200", "7。", "0.1.2", "五千万", "一亿零三万", "两百五", "贰佰叁拾",
    "abc", "约约3", "近 20 左右", "1e-20", "1e20", "+8", "−8", "12,34", ".5", "5.", "1万亿", "99999999999999999", "十",
    "廿", "0", "00012", "3 万", "12.50元", "½", "\u200b5\u3000", "TRUE",
)  # fmt: skip
_PIECES = (
    "1",
    "2",
    "0",
    "5",
    ".",
    ",",
    "万",
    "亿",
    "千",
    "百",
    "十",
    "三",
    "五",
    "零",
    "点",
    "约",
    "-",
    " ",
    "%",
    "两",
    "２",
    "E",
    "+",
    "\u200b",
    "\u3000",
    "\n",
)


def cleaned(random: Random) -> Call:
    def text(r: Random) -> Scalar:
        if r.random() < 0.3:
            return one_of(r, *_TYPED)
        if r.random() < 0.2:
            number = one_of(
                r,
                f"{r.randint(0, 9999)}",
                f"{r.uniform(0, 1e6):,.2f}",
                f"{r.uniform(0, 1e4):.3e}",
                str(r.randint(0, 10**16)),
            )
            return number + one_of(r, "", "", "万", "亿", " 千", "百万", "个", "％")
        return "".join(r.choice(_PIECES) for _ in range(r.randint(1, 7)))

    rows, columns = one_of(random, (1, 1), (1, 4), (4, 1), (3, 3))
    return [
        [
            [
                text(random) if random.random() < 0.95 else one_of(random, 3.0, None, True, "#N/A", 0.5)
                for _ in range(columns)
            ]
            for _ in range(rows)
        ]
    ]


def helped(random: Random) -> Call:
    return [
        one_of(random, None, "", *declared_functions(), *map(str.lower, declared_functions()), "nothing", 3.0)
    ]


CALLS: Mapping[str, tuple[Callable[[Random], Call], int]] = {
    "SX_AHP_ADVICE": (lambda random: [matrix(random)], 2),
    "SX_AHP_CR": (ahp_ratio, 3),
    "SX_AHP_WEIGHTS": (ahp_weights, 3),
    "SX_BANDS": (bands, 2),
    "SX_CLEAN": (cleaned, 6),
    "SX_COMBINE": (combined, 3),
    "SX_COVERAGE": (covered, 2),
    "SX_GAP": (gaps, 3),
    "SX_HELP": (helped, 1),
    "SX_NORMALIZE": (normalized, 12),
    "SX_OBSTACLE": (obstacles, 3),
    "SX_RANK": (ranked, 3),
    "SX_ROLLUP": (tree, 5),
    "SX_SCORE": (scored, 20),
    "SX_STAGE": (staged, 4),
    "SX_TORNADO": (tornado, 3),
    "SX_WEIGHTED": (weighted, 8),
    "SX_WEIGHTS": (data_weights, 6),
}
"""Function → a random call of it, and how many of a hundred calls are its."""
