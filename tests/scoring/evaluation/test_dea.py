"""DEA beside published examples and another program."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring.evaluation import Dea, dea, scale_efficiency

INPUTS, OUTPUTS = ["doctors", "nurses"], ["outpatients", "inpatients"]
NAN = math.nan
# The R package deaR 1.4.1, nine digits; for the output orientation it prints φ.
HOSPITALS = {
    (
        "constant",
        "input",
        False,
    ): "1 1 0.882708333 1 0.763499482 0.834771242 0.901960784 0.796333820 0.960392157 0.870646766 "
    "0.955098039 0.958204334",
    ("variable", "input", False): "1 1 0.895833333 1 0.881818182 0.938935574 1 0.798833194 0.989333333 1 1 1",
    (
        "constant",
        "output",
        False,
    ): "1 1 1.13287704 1 1.30975858 1.19793298 1.10869565 1.25575478 1.04124132 1.14857143 "
    "1.04701293 1.04361874",
    ("variable", "output", False): "1 1 1.08160828 1 1.30440328 1.04739130 1 1.21078325 1.01016518 1 1 1",
    (
        "constant",
        "input",
        True,
    ): "1.408467153 1.184210526 0.882708333 1.015966387 0.763499482 0.834771242 0.901960784 "
    "0.796333820 0.960392157 0.870646766 0.955098039 0.958204334",
    (
        "variable",
        "input",
        True,
    ): "1.422839197 1.271929825 0.895833333 1.048511905 0.881818182 0.938935574 1.001078878 "
    "0.798833194 0.989333333 1.059701493 nan 1.263157895",
    (
        "variable",
        "output",
        True,
    ): "0.614814815 nan 1.081608280 0.965493256 1.304403280 1.047391304 0.999214797 1.210783252 "
    "1.010165184 0.961379310 0.816326531 0.897312326",
}
TABLED = "1.000 1.000 0.883 1.000 0.763 0.835 0.902 0.796 0.960 0.871 0.955 0.958"
"""The CCR efficiencies of the hospitals in chapter 1 of Cooper, Seiford & Tone."""


def of(hospitals: pd.DataFrame, returns: str, orientation: str, *, beyond: bool = False) -> Dea:
    shuffled = hospitals[OUTPUTS].sample(frac=1.0, random_state=3)
    return dea(hospitals[INPUTS], shuffled, returns=returns, orientation=orientation, super_efficiency=beyond)


@pytest.mark.parametrize(("returns", "orientation", "beyond"), HOSPITALS, ids=str)
def test_twelve_hospitals(hospitals: pd.DataFrame, returns: str, orientation: str, beyond: bool) -> None:
    found = of(hospitals, returns, orientation, beyond=beyond)
    told = np.array(HOSPITALS[returns, orientation, beyond].split(), float)
    assert found.table["factor"].to_numpy() == pytest.approx(told, abs=5.1e-9, nan_ok=True)
    assert found.infeasible == tuple(hospitals.index[np.isnan(told)])
    efficiency = told if orientation == "input" else 1 / told
    assert found.efficiency.to_numpy() == pytest.approx(efficiency, abs=1e-8, nan_ok=True)


def test_the_tabled_efficiencies(hospitals: pd.DataFrame) -> None:
    found = of(hospitals, "constant", "input").efficiency
    assert [f"{x:.3f}" for x in found] == TABLED.split()


def test_slacks(hospitals: pd.DataFrame) -> None:
    """deaR 1.4.1, `slacks` of the variable returns, input-oriented: seven digits, those that are not 0."""
    found = of(hospitals, "variable", "input")
    doctors = {"C": 0.7291667, "F": 8.2128852}
    nurses = {"E": 0.3272727, "I": 20.8906667}
    every = dict.fromkeys(hospitals.index, 0.0)
    assert found.input_slacks["doctors"].to_dict() == pytest.approx(every | doctors, abs=5.1e-8)
    assert found.input_slacks["nurses"].to_dict() == pytest.approx(every | nurses, abs=5.1e-7)
    assert found.output_slacks["outpatients"].to_dict() == pytest.approx(every | {"E": 36.0}, abs=1e-7)
    assert found.output_slacks["inpatients"].to_dict() == pytest.approx(
        every | {"C": 2.333333, "F": 2.0}, abs=5.1e-7
    )


def test_power_plants() -> None:
    """Super-efficiency of six power plants: Tone (2002), European Journal of Operational Research 143, p. 38, as deaR 1.4.1."""
    plants = pd.DataFrame(
        [[80, 600, 54, 8, 90, 5], [65, 200, 97, 1, 58, 1], [83, 400, 72, 4, 60, 7],
         [40, 1000, 75, 7, 80, 10], [52, 600, 20, 3, 72, 8], [94, 700, 36, 5, 96, 6]],
        index=[f"D{n}" for n in range(1, 7)],
        columns=["x1", "x2", "x3", "x4", "y1", "y2"],
    )  # fmt: skip
    inputs, outputs = plants[["x1", "x2", "x3", "x4"]], plants[["y1", "y2"]]
    constant = dea(inputs, outputs, super_efficiency=True)
    told = [1.02825413, 2.41666667, 1.31250000, 1.62500000, 2.40256959, 1.06278851]
    assert constant.efficiency.tolist() == pytest.approx(told, abs=5.1e-9)
    variable = dea(inputs, outputs, super_efficiency=True, returns="variable")
    assert variable.infeasible == ("D4", "D6")
    told = [1.08043478, 3.0, 1.35714286, NAN, 2.775, NAN]
    assert variable.efficiency.tolist() == pytest.approx(told, abs=5.1e-9, nan_ok=True)


def test_peers() -> None:
    """The example of `basic_DEA` of the R package mathmodels 0.0.11: efficiencies and λ as printed."""
    data = pd.DataFrame(
        {
            "x1": [20, 60, 40, 60, 70, 30, 50],
            "x2": [151, 200, 120, 170, 250, 210, 90],
        },
        index=range(1, 8),
    )
    found = dea(data, pd.DataFrame({"y1": [100, 210, 150, 240, 220, 80, 200]}, index=data.index))
    told = [1, 0.8203125, 0.8910124, 0.9570042, 0.7295271, 0.5437352, 1]
    assert found.efficiency.tolist() == pytest.approx(told, abs=5.1e-8)
    assert found.peers.T[2][[1, 7]].tolist() == pytest.approx([0.6562500, 0.72187500], abs=1e-8)
    assert found.peers.T[6][[1, 7]].tolist() == pytest.approx([0.7375887, 0.03120567], abs=5.1e-8)


def test_scale_efficiency(hospitals: pd.DataFrame) -> None:
    found = scale_efficiency(hospitals[INPUTS], hospitals[OUTPUTS])
    assert found.loc["C", "scale"] == pytest.approx(0.882708333 / 0.895833333)
    assert found["returns"].to_dict() == dict.fromkeys("ABD", 0) | {"E": 1} | dict.fromkeys("CFGHIJKL", -1)


def test_who_lacks_a_number_takes_no_part(hospitals: pd.DataFrame) -> None:
    missing = hospitals.astype(float)
    missing.loc["B", "nurses"] = NAN
    found = of(missing, "constant", "input")
    fewer = of(hospitals.drop("B"), "constant", "input")
    assert found.left_out == {"B": ("nurses",)}
    pd.testing.assert_frame_equal(found.table.drop("B"), fewer.table)
    assert found.table.T["B"].isna().all()


@pytest.mark.parametrize(
    ("inputs", "outputs", "error"),
    [
        ({"x": [-1.0, 1.0]}, {"y": [1.0, 1.0]}, SmartxlError),
        ({"x": [0.0, 1.0]}, {"y": [1.0, 1.0]}, SmartxlError),
        ({"x": [1.0, 1.0]}, {"x": [1.0, 1.0]}, SmartxlError),
        ({"x": [1.0, 1.0]}, {}, SmartxlError),
        ({"x": [1.0, 1.0]}, {"y": [1.0]}, UnknownName),
    ],
    ids=["negative", "all inputs 0", "input and output", "no output", "other units"],
)
def test_what_is_refused(
    inputs: dict[str, list[float]], outputs: dict[str, list[float]], error: type[SmartxlError]
) -> None:
    units = ["a", "b"]
    given = pd.DataFrame(outputs, index=units[: len(outputs.get("y", units))])
    with pytest.raises(error):
        dea(pd.DataFrame(inputs, index=units), given)


def test_one_unit() -> None:
    alone = pd.DataFrame({"x": [3.0]}, index=["a"]), pd.DataFrame({"y": [2.0]}, index=["a"])
    assert dea(*alone).efficiency.tolist() == [1]
    assert dea(*alone, super_efficiency=True).infeasible == ("a",)


@st.composite
def productions(draw: st.DrawFn) -> pd.DataFrame:
    units = draw(st.integers(1, 5))
    values = draw(arrays(float, (units, 4), elements=st.integers(1, 30).map(float)))
    return pd.DataFrame(values, index=[f"u{n}" for n in range(units)], columns=["x1", "x2", "y1", "y2"])


@pytest.mark.slow
@settings(max_examples=8)
@given(
    table=productions(),
    returns=st.sampled_from(["constant", "variable", "non-increasing", "non-decreasing"]),
    orientation=st.sampled_from(["input", "output"]),
)
def test_laws(table: pd.DataFrame, returns: str, orientation: str) -> None:
    """Efficiency lies in (0, 1], somebody has 1, units of measurement and the order of units do not matter; BCC ≥ CCR; who is
    efficient has at least 1 without itself, the others what they have.
    """
    inputs, outputs = table[["x1", "x2"]], table[["y1", "y2"]]
    found = dea(inputs, outputs, returns=returns, orientation=orientation).efficiency
    assert found.between(0, 1 + 1e-9).all()
    assert found.max() == pytest.approx(1)
    turned = dea(
        (inputs * [1e4, 0.01]).iloc[::-1], outputs[["y2", "y1"]] * 7, returns=returns, orientation=orientation
    )
    np.testing.assert_allclose(turned.efficiency[found.index], found, atol=1e-7)
    constant = dea(inputs, outputs, orientation=orientation).efficiency
    assert (found >= constant - 1e-7).all()
    beyond = dea(inputs, outputs, returns=returns, orientation=orientation, super_efficiency=True).efficiency
    inside = found < 1 - 1e-7
    np.testing.assert_allclose(beyond[inside], found[inside], atol=1e-7)
    assert (beyond[~inside].dropna() >= 1 - 1e-7).all()
