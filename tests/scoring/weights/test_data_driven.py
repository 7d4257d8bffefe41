from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.errors import SmartxlError
from smartxl.scoring.weights import (
    Scaling,
    UnitRule,
    Weights,
    critic,
    entropy,
    merec,
    standard_deviation,
)

SETTINGS = settings(max_examples=25, deadline=None)
ANY = UnitRule(2)
KEYS = ["i1", "i10", "i2", "i3"]
METHODS = [entropy, standard_deviation, critic, merec]
Method = Callable[..., Weights]


def frame(rows: Sequence[Sequence[float]]) -> pd.DataFrame:
    names = [f"i{k}" for k in (1, 10, 2, 3, 4, 5)][: len(rows[0])]
    return pd.DataFrame(rows, columns=names, index=[f"U{k}" for k in range(len(rows))], dtype=float)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]],
            [0.4630, 0.3992, 0.1378, 0.0000],
            id="Xu 2004",
        ),
        pytest.param(
            [[3.0, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]],
            [0.1146, 0.1981, 0.4185, 0.2689],
            id="Zavadskas & Podvezko 2016",
        ),
    ],
)
def test_published_entropy_weights(rows: list[list[float]], expected: list[float]) -> None:
    weights = entropy(frame(rows), rule=ANY)
    assert [round(w, 4) for w in weights.values.values()] == expected


def test_published_critic_weights() -> None:
    """Tuş & Aytaç Adalı 2019, six criteria of five systems; their numbers leave the cost as it is."""
    rows = [[5000, 3, 3, 4, 3, 2], [680, 5, 3, 2, 2, 1], [2000, 3, 2, 3, 4, 3]]
    rows += [[600, 4, 3, 1, 2, 2], [800, 2, 4, 3, 3, 4]]
    weights = critic(frame(rows), rule=ANY)
    assert [round(w, 3) for w in weights.values.values()] == [0.157, 0.249, 0.168, 0.121, 0.154, 0.151]


def test_published_merec_weights() -> None:
    """Keshavarz-Ghorabaee et al. 2021, the worked example: two benefits, two costs."""
    rows = [[450, 8000, 54, 145], [10, 9100, 2, 160], [100, 8200, 31, 153], [220, 9300, 1, 162]]
    rows += [[5, 8400, 23, 158]]
    weights = merec(frame(rows), costs=["i2", "i3"], rule=ANY)
    assert [round(w, 4) for w in weights.values.values()] == [0.5752, 0.0141, 0.4016, 0.0091]
    assert weights.conventions["costs"] == "i2, i3"


def test_critic_and_deviation_by_hand() -> None:
    """Min-max columns (0, ½, 1), (0, 1, ½), (1, ½, 0) all deviate by ½; r is ½, -1 and -½."""
    table = frame([[1, 10, 9], [2, 30, 6], [3, 20, 3]])
    conflict = [Fraction(1, 2) + 2, Fraction(1, 2) + Fraction(3, 2), 2 + Fraction(3, 2)]
    expected = [float(c / sum(conflict)) for c in conflict]
    assert list(critic(table, rule=ANY).values.values()) == pytest.approx(expected)
    assert list(standard_deviation(table, rule=ANY).values.values()) == pytest.approx([1 / 3] * 3)
    given_units = standard_deviation(table, scaling=Scaling.AS_GIVEN, rule=ANY)
    assert list(given_units.values.values()) == pytest.approx([1 / 14, 10 / 14, 3 / 14])
    turned = critic(table, costs=["i2"], rule=ANY)  # now r(i1, i2) = 1 and r(i10, i2) = ½
    assert list(turned.values.values()) == pytest.approx([0.5 / 2, 1 / 2, 0.5 / 2])


def test_entropy_after_min_max_takes_zeros() -> None:
    weights = entropy(frame([[0, 5], [1, -5], [3, 0]]), scaling=Scaling.MIN_MAX, costs=["i10"], rule=ANY)
    first = 1 + (1 / 4 * math.log(1 / 4) + 3 / 4 * math.log(3 / 4)) / math.log(3)
    second = 1 + (2 / 3 * math.log(2 / 3) + 1 / 3 * math.log(1 / 3)) / math.log(3)
    assert weights.values == pytest.approx({"i1": first / (first + second), "i10": second / (first + second)})


numbers = st.integers(1, 99).map(float)


@st.composite
def usable(draw: st.DrawFn) -> pd.DataFrame:
    """Four to eight units; columns that vary, and that are not all multiples of each other's order.

    What is drawn is made so, none is thrown away: a run that throws away too much fails by its seed.
    """
    rows = draw(st.lists(st.lists(numbers, min_size=4, max_size=4), min_size=4, max_size=8))
    values = np.array(rows)
    values[0] = np.where(np.ptp(values, axis=0) > 0, values[0], values[0] % 99 + 1)
    if (np.corrcoef(values, rowvar=False) >= 0.999).all():
        values[:, 0] = 100 - values[:, 0]
    return frame(values.tolist())


@pytest.mark.parametrize("method", METHODS)
@SETTINGS
@given(table=usable(), columns=st.permutations(KEYS), data=st.data())
def test_weights_follow_their_keys(
    method: Method, table: pd.DataFrame, columns: list[str], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(list(table.index)))
    first, second = method(table, rule=ANY), method(table.loc[order, columns], rule=ANY)
    assert math.fsum(first.values.values()) == pytest.approx(1, abs=1e-12)
    assert second.keys == tuple(columns)
    assert {k: second.values[k] for k in KEYS} == pytest.approx(dict(first.values), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("method", METHODS)
@SETTINGS
@given(table=usable(), key=st.sampled_from(KEYS), factor=st.sampled_from([0.001, 0.3, 7.0, 1e6]))
def test_the_unit_of_measurement_does_not_matter(
    method: Method, table: pd.DataFrame, key: str, factor: float
) -> None:
    scaled = table.assign(**{key: table[key] * factor})
    expected = dict(method(table, costs=["i2"], rule=ANY).values)
    assert dict(method(scaled, costs=["i2"], rule=ANY).values) == pytest.approx(expected, rel=1e-7, abs=1e-12)


@pytest.mark.parametrize("method", [entropy, standard_deviation])
@SETTINGS
@given(table=usable(), times=st.integers(2, 3))
def test_units_that_come_several_times_change_no_deviation(
    method: Method, table: pd.DataFrame, times: int
) -> None:
    """Population repeated: deviations keep their ratios; entropy keeps its order (its divisor ln n grows)."""
    repeated = pd.concat([table.set_axis([f"{u}.{t}" for u in table.index]) for t in range(times)])
    first, second = method(table, rule=ANY).values, method(repeated, rule=ANY).values
    assert dict(second) == pytest.approx(dict(first), rel=1e-7, abs=1e-9)


@SETTINGS
@given(table=usable())
def test_an_indicator_that_comes_twice_conflicts_with_nothing_new(table: pd.DataFrame) -> None:
    """A twin adds no conflict of its own to its first: both get the same weight."""
    twin = table.assign(i11=table["i1"] * 2 + 1)
    weights = critic(twin, rule=ANY).values
    assert weights["i11"] == pytest.approx(weights["i1"], rel=1e-9)


def varied(units: int, keys: int) -> pd.DataFrame:
    values = np.random.default_rng(3).uniform(1, 2, (units, keys))
    return pd.DataFrame(values, index=[f"U{u}" for u in range(units)], columns=[f"i{k}" for k in range(keys)])


@pytest.mark.parametrize(
    ("method", "units", "keys", "needed"),
    [
        (entropy, 9, 3, 10),
        (standard_deviation, 9, 3, 10),
        (merec, 9, 30, 10),
        (critic, 29, 30, 30),
        (critic, 9, 3, 10),
    ],
)
def test_too_few_units_are_refused_with_the_number_needed(
    method: Method, units: int, keys: int, needed: int
) -> None:
    with pytest.raises(SmartxlError, match=f"{units} units are too few.*{needed} are needed") as error:
        method(varied(units, keys))
    assert "expert or equal weights" in error.value.remedy.en
    assert len(method(varied(needed, keys)).values) == keys
    assert f"{needed}; needed: at least 10" in method(varied(needed, keys)).conventions["units"]


def spoilt(**changes: object) -> pd.DataFrame:
    table = varied(12, 3)
    return table.assign(**{key: [value, *table[key].tolist()[1:]] for key, value in changes.items()})


@pytest.mark.parametrize(
    ("method", "table", "named"),
    [
        (entropy, spoilt(i1=math.nan), "U0/i1"),
        (critic, spoilt(i1=math.inf), "U0/i1"),
        (entropy, spoilt(i1=None), "U0/i1"),
        (entropy, spoilt(i2=-1.0), "U0/i2"),
        (merec, spoilt(i2=0.0), "U0/i2"),
        (critic, varied(12, 3).assign(i1=0.1), "i1: all units"),
        (standard_deviation, varied(12, 3).assign(i1=0.1), "i1: all units"),
        (entropy, varied(12, 3).assign(i1=0.0), "U0/i1"),
        (entropy, spoilt(i1="five"), "i1: the column is not numeric"),
        (entropy, varied(12, 3).assign(i1=True), "i1: the column is not numeric"),
        (critic, varied(12, 2).set_axis(["i1", "i1"], axis=1), "indicator i1 comes twice"),
        (critic, varied(12, 2).set_axis(["U1"] * 12), "unit U1 comes twice"),
        (critic, varied(12, 0), "no indicator"),
        (critic, varied(12, 1), "weight 0"),
        (critic, varied(12, 1).assign(b=lambda t: t["i0"] * 3), "weight 0"),
        (entropy, varied(12, 2).assign(i0=1.0, i1=2.0), "weight 0"),
    ],
    ids=[
        *("missing", "infinite", "None", "negative", "zero under logarithms", "constant, correlation"),
        *(
            "constant, min-max",
            "nothing but zeros",
            "text",
            "booleans",
            "key twice",
            "unit twice",
            "no column",
        ),
        *("one indicator", "twins alone", "nothing differs"),
    ],
)
def test_bad_data_is_refused_by_name(method: Method, table: pd.DataFrame, named: str) -> None:
    with pytest.raises(SmartxlError, match=named):
        method(table)


def test_an_indicator_in_which_all_are_alike_weighs_nothing_and_is_named() -> None:
    table = varied(12, 3).assign(i1=0.1)
    for weights in (entropy(table), merec(table), standard_deviation(table, scaling=Scaling.AS_GIVEN)):
        assert weights.values["i1"] == 0
        assert "i1" in weights.notes[0]


def test_a_cost_must_be_a_column() -> None:
    with pytest.raises(SmartxlError, match="i7 is no column"):
        critic(varied(12, 3), costs=["i7"])


def test_many_bad_cells_are_counted() -> None:
    with pytest.raises(SmartxlError, match=r"\(\+7\)"):
        entropy(varied(12, 3).assign(i0=math.nan))
