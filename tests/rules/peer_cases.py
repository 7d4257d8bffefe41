"""Every rule over peers with every option, for benefit and for cost, and readings to try them on."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smartxl.model.framework import RuleSpec

__all__ = ["BOUNDS", "CASES", "NAN", "readings", "spec"]

NAN = math.nan
_STEPS: Mapping[str, float | tuple[float, ...]] = {
    "thresholds": (0.0, 20.0, 50.0, 80.0),
    "points": (0.0, 40.0, 60.0, 100.0),
}


def spec(
    name: str, params: Mapping[str, float | tuple[float, ...]] | None = None, **options: str
) -> RuleSpec:
    """A rule over peers by name, parameters and options."""
    return RuleSpec(name, params or {}, options=options)


_BENEFIT: Mapping[str, RuleSpec] = {
    "minmax": spec("minmax"),
    "minmax 1 to 7": spec("minmax", {"low": 1.0, "high": 7.0}),
    "zscore": spec("zscore"),
    "zscore of a population": spec("zscore", {"centre": 50.0, "spread": 10.0, "ddof": 0.0}),
    "rank": spec("rank"),
    "rank mid": spec("rank", ties="mid"),
    "rank dense": spec("rank", ties="dense"),
    "borda": spec("rank", {"first": 0.0}),
    "percentile inclusive": spec("percentile", of="inclusive"),
    "percentile share": spec("percentile", of="share"),
    "categories": spec("categories", _STEPS, of="share"),
    "categories inclusive upper": spec("categories", {**_STEPS, "upper": 1.0}, of="inclusive"),
    "aroundmean": spec("aroundmean", {"p": 0.2}),
    "aroundmean with points": spec("aroundmean", {"p": 0.0, "above": 100.0, "within": 60.0, "below": 0.0}),
    "to best": spec("distance", to="best"),
    "to mean": spec("distance", to="mean"),
    "to mean capped": spec("distance", {"cap": 1.0}, to="mean"),
    "to target": spec("distance", {"target": 30.0}, to="target"),
    "to target capped": spec("distance", {"target": 4.0, "cap": 1.0, "full": 10.0}, to="target"),
    "to reference": spec("distance", to="reference", reference="U2"),
    "to reference capped": spec("distance", {"cap": 1.0}, to="reference", reference="U2"),
    "ratio to best": spec("distance", {"full": 1.0}, to="best", form="ratio"),
    "ratio to worst": spec("distance", to="worst", form="ratio"),
    "ratio to mean capped": spec("distance", {"cap": 1.0}, to="mean", form="ratio"),
    "ratio to target": spec("distance", {"target": 10.0, "cap": 1.0}, to="target", form="ratio"),
    "ratio to reference": spec("distance", to="reference", form="ratio", reference="U2"),
    "difference to best": spec("distance", to="best", form="difference"),
    "difference to worst": spec("distance", to="worst", form="difference"),
    "difference to mean": spec("distance", {"full": 1.0}, to="mean", form="difference"),
    "difference to target": spec("distance", {"target": -4.0}, to="target", form="difference"),
    "difference to reference": spec("distance", to="reference", form="difference", reference="U2"),
}
CASES: Mapping[str, RuleSpec] = {
    **_BENEFIT,
    **{
        f"{case}, cost": RuleSpec(rule.name, {**rule.params, "cost": 1.0}, options=rule.options)
        for case, rule in _BENEFIT.items()
    },
}
"""What is tried → the rule; the reference unit is always U2."""

BOUNDS = {
    "minmax": (0, 100),
    "minmax 1 to 7": (1, 7),
    "percentile": (0, 100),
    "categories": (0, 100),
    "to best": (0, 100),
}
"""Beginning of a case's name → the lowest and the highest score."""

_numbers = st.one_of(
    st.integers(0, 5).map(float),
    st.sampled_from([-12.5, -1.0, 10.0, 30.0, 0.3, 0.1 + 0.2]),
    st.floats(-200, 200).map(lambda value: round(value, 6)),
)


def readings(units: int, columns: int | None = None) -> st.SearchStrategy[np.ndarray]:
    """Arrays (units,) or (units, columns) with ties and with gaps (NaN)."""
    shape = units if columns is None else (units, columns)
    return arrays(np.float64, shape, elements=st.one_of(st.just(NAN), _numbers, _numbers, _numbers))
