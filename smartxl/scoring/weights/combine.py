"""Combined weights: experts' judgement and the data's spread together, with declared shares."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from smartxl.errors import SmartxlError
from smartxl.scoring.weights.result import FloatArray, Weights, normalised
from smartxl.text import Text

__all__ = ["additive", "multiplicative"]

_WHERE = "combined weights"


def additive(parts: Mapping[str, Weights], shares: Mapping[str, float]) -> Weights:
    """Σ share · weight (part name → weights, part name → share); shares are divided by their sum.

    Parts are matched by key. Raises SmartxlError for parts with different keys, or shares that do not name each part
    once with a number above 0.
    """
    keys, stacked = _stack(parts)
    declared = _shares(parts, shares)
    conventions = {"combination": "additive: Σ share · weight", **_declared(parts, declared)}
    return normalised(keys, declared @ stacked, "combined, additive", conventions, _notes(parts))


def multiplicative(parts: Mapping[str, Weights], shares: Mapping[str, float] | None = None) -> Weights:
    """Π weight^share, divided by the sum; without `shares` the plain product Π weight of the textbooks.

    With shares (divided by their sum) it is the weighted geometric mean, whose weights lie closer together than those
    of the product. A key with weight 0 in any part has 0. Errors as for `additive`, and when no key is above 0 in all.
    """
    keys, stacked = _stack(parts)
    exponents = np.ones(len(parts)) if shares is None else _shares(parts, shares)
    formula = "Π weight" if shares is None else "Π weight^share"
    conventions = {"combination": f"multiplicative: {formula}, divided by the sum"}
    conventions |= _declared(parts, None if shares is None else exponents)
    raw = np.prod(stacked ** exponents[:, None], axis=0)
    return normalised(keys, raw, "combined, multiplicative", conventions, _notes(parts))


def _stack(parts: Mapping[str, Weights]) -> tuple[tuple[str, ...], FloatArray]:
    """The keys of the first part, and the weights of all, shape (parts, keys)."""
    if not parts:
        raise SmartxlError(
            _WHERE,
            Text("没有可组合的权重", "there is nothing to combine"),
            Text("至少给出一组权重", "give at least one set of weights"),
        )
    first, keys = next((name, weights.keys) for name, weights in parts.items())
    for name, weights in parts.items():
        wrong = sorted(set(keys).symmetric_difference(weights.keys))
        if wrong:
            raise SmartxlError(
                f"{_WHERE}, {name}",
                Text(
                    f"{', '.join(wrong)} 只在 {first}、{name} 之一中",
                    f"{', '.join(wrong)} is in one of {first}, {name} only",
                ),
                Text("各组用同样的键", "weigh the same keys"),
            )
    return keys, np.stack([weights.aligned(keys) for weights in parts.values()])


def _shares(parts: Mapping[str, Weights], shares: Mapping[str, float]) -> FloatArray:
    wrong = sorted(set(parts).symmetric_difference(shares))
    if wrong:
        raise SmartxlError(
            _WHERE,
            Text(f"{', '.join(wrong)} 没有份额或没有权重", f"{', '.join(wrong)} has no share or no weights"),
            Text("每一部分写一个份额", "declare a share for each part"),
        )
    for name, share in shares.items():
        if not 0 < share < math.inf:
            raise SmartxlError(
                f"{_WHERE}, {name}",
                Text(f"份额是 {share!r}", f"the share is {share!r}"),
                Text("写大于 0 的数", "give a number above 0"),
            )
    raw = np.array([shares[name] for name in parts], dtype=np.float64)
    return np.asarray(raw / raw.sum(), dtype=np.float64)


def _declared(parts: Mapping[str, Weights], shares: FloatArray | None) -> dict[str, str]:
    """Each part's share, method and own conventions, under its name."""
    declared = {}
    for place, (name, weights) in enumerate(parts.items()):
        share = "" if shares is None else f"share {shares[place]:.4g}, "
        declared[name] = share + weights.method
        declared.update({f"{name}: {key}": value for key, value in weights.conventions.items()})
    return declared


def _notes(parts: Mapping[str, Weights]) -> list[str]:
    return [f"{name}: {note}" for name, weights in parts.items() for note in weights.notes]
