"""Theil and Gini by group beside other programs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring.evaluation import gini, theil

VALUES = pd.Series([3, 5, 9, 14, 20, 2, 6, 6, 30, 11.0])
GROUPS = pd.Series(list("NNNSSSSWWW"))
PEOPLE = pd.Series([5, 2, 7, 1, 4, 3, 6, 2, 1, 8.0])


def test_the_published_example_of_theil() -> None:
    """`theil0_g` in the reference of the R package mathmodels 0.0.11: T, between, within, and those of both groups."""
    values = pd.Series([10, 10, *[8] * 4, *[6] * 6, *[4] * 4, 2, 2], dtype=float)
    groups = pd.Series(["A"] * 2 + ["B"] * 10 + ["A"] * 6)
    found = theil(values, groups)
    assert (found.total, found.between, found.within) == pytest.approx(
        (0.07907822, 0.01127992, 0.06779830), abs=5.1e-9
    )
    assert found.groups["index"].to_dict() == pytest.approx({"A": 0.16568710, "B": 0.01021666}, abs=5.1e-9)
    shares = found.groups["contribution"] / found.total
    assert shares.to_dict() == pytest.approx({"A": 0.77601127, "B": 0.08134615}, abs=5.1e-9)
    counted = pd.DataFrame({"y": values, "g": groups}).value_counts(sort=False).reset_index()
    heads = theil(counted["y"], counted["g"], population=counted["count"].astype(float))
    assert (heads.total, heads.between) == pytest.approx((found.total, found.between))


def test_another_program() -> None:
    """PySAL's inequality 1.1.2, TheilD; dineq 0.1.0 (R), theil.wtd and mld_decomp with weights."""
    found = theil(VALUES, GROUPS)
    assert (found.total, found.between, found.within) == pytest.approx(
        (0.27385989654610615, 0.0690341, 0.2048258), abs=5.1e-8
    )
    weighted = theil(VALUES, GROUPS, population=PEOPLE)
    assert weighted.total == pytest.approx(0.1977058047, abs=5.1e-11)
    logs = theil(VALUES, GROUPS, population=PEOPLE, index="l")
    assert (logs.total, logs.within, logs.between) == pytest.approx(
        (0.2131103287, 0.179998383, 0.03311194577), abs=5.1e-10
    )
    assert logs.groups["index"].tolist() == pytest.approx(
        [0.11738596275, 0.31274150034, 0.09074113197], abs=5.1e-11
    )
    assert logs.groups["contribution"].tolist() == pytest.approx(
        [0.04213855073, 0.11226617961, 0.02559365261], abs=5.1e-11
    )


def test_gini_of_another_program() -> None:
    """`gini_decomp` of dineq 0.1.0 (R), without and with weights: ten digits; PySAL's inequality 1.1.2 has the same total."""
    found = gini(VALUES, GROUPS)
    assert (found.total, found.within, found.between, found.overlap) == pytest.approx(
        (0.4094339623, 0.1150943396, 0.1981132075, 0.09622641509), abs=5.1e-11
    )
    heads = gini(VALUES, GROUPS, population=PEOPLE)
    assert (heads.total, heads.within, heads.between, heads.overlap) == pytest.approx(
        (0.34202520643, 0.09401709402, 0.13385484572, 0.11415326670), abs=5.1e-11
    )
    assert heads.groups["index"].tolist() == pytest.approx(
        [0.2321428571, 0.3844537815, 0.1958041958], abs=5.1e-11
    )
    assert heads.groups["contribution"].tolist() == pytest.approx(
        [0.02071563089, 0.05302042590, 0.02028103723], abs=5.1e-11
    )


def test_gini_without_groups() -> None:
    """The example of `gini0` in the reference of mathmodels 0.0.11."""
    assert gini(pd.Series([10, 20, 30, 40, 100.0])).total == pytest.approx(0.4)


def test_the_extended_gini_of_two_groups() -> None:
    """Dagum's formula over all pairs of units, written out; the whole is made of all pairs of groups."""
    found = gini(VALUES, GROUPS, population=PEOPLE)
    north, south = (GROUPS == "N").to_numpy(), (GROUPS == "S").to_numpy()
    y, w = VALUES.to_numpy(), PEOPLE.to_numpy()
    p, q = w[north] / w[north].sum(), w[south] / w[south].sum()
    apart = p @ np.abs(y[north][:, None] - y[south][None, :]) @ q
    assert found.pairs.loc["N", "S"] == pytest.approx(apart / (p @ y[north] + q @ y[south]))
    whole = found.groups["population"] @ found.pairs @ found.groups["value"]
    assert whole == pytest.approx(gini(VALUES, population=PEOPLE).total)


def test_units_without_a_value_take_no_part() -> None:
    gone = VALUES.copy()
    gone[3] = math.nan
    assert theil(gone, GROUPS).left_out == (3,)
    assert gini(gone, GROUPS).total == pytest.approx(gini(VALUES.drop(3), GROUPS.drop(3)).total)


@pytest.mark.parametrize(
    ("values", "options"),
    [
        ([1.0, -1.0], {}),
        ([0.0, 0.0], {}),
        ([1.0, 2.0], {"population": pd.Series([1.0, 0.0])}),
        ([1.0, 2.0], {"groups": pd.Series(["a", None])}),
        ([1.0, 2.0], {"groups": ["a", "b"]}),
    ],
    ids=["negative", "nothing at all", "nobody", "no group", "a list"],
)
def test_what_is_refused(values: list[float], options: dict[str, Any]) -> None:
    for measure in (theil, gini):
        with pytest.raises(SmartxlError):
            measure(pd.Series(values), **options)


def test_other_units_and_zeros_under_logarithms() -> None:
    with pytest.raises(UnknownName):
        theil(VALUES, GROUPS.drop(0))
    with pytest.raises(SmartxlError, match="above 0"):
        theil(pd.Series([0.0, 1.0]), index="l")
    assert theil(pd.Series([0.0, 1.0])).total == pytest.approx(math.log(2))


@given(
    st.lists(
        st.tuples(st.floats(0.01, 1e6), st.sampled_from("abc"), st.floats(0.1, 100)), min_size=1, max_size=20
    )
)
def test_bounds_and_parts(rows: list[tuple[float, str, float]]) -> None:
    """Within and between add up, all lie in their bounds, and neither a change of currency nor the order of rows matters."""
    frame = pd.DataFrame(rows, columns=["y", "g", "p"])
    for kind in ("t", "l"):
        found = theil(frame["y"], frame["g"], population=frame["p"], index=kind)
        assert found.within >= 0
        assert found.between >= 0
        assert found.total == pytest.approx(
            theil(frame["y"], population=frame["p"], index=kind).total, abs=1e-9
        )
    found_gini = gini(frame["y"], frame["g"], population=frame["p"])
    assert 0 <= found_gini.total < 1
    assert found_gini.overlap >= -1e-12
    turned = frame.iloc[::-1]
    again = gini(1000 * turned["y"], turned["g"], population=turned["p"])
    assert again.total == pytest.approx(found_gini.total, abs=1e-12)
