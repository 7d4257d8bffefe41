"""Methods side by side: each as its own function has it, what is refused is said."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from smartxl.errors import SmartxlError
from smartxl.scoring import copeland
from smartxl.scoring.evaluation import (
    METHOD_TITLES,
    EvaluationMethod,
    Vikor,
    compare_methods,
    coupling,
    dea,
    fuzzy,
    grey_relation,
    memberships,
    rsr,
    topsis,
    vikor,
)
from smartxl.scoring.weights import entropy

WEIGHTS = {"x": 3.0, "y": 2.0, "z": 1.0}


@pytest.fixture
def scores() -> pd.DataFrame:
    values = np.random.default_rng(8).uniform(20, 100, (12, 3)).round(1)
    return pd.DataFrame(values, index=[f"u{n}" for n in range(12)], columns=list(WEIGHTS))


def test_each_is_its_own_function(scores: pd.DataFrame) -> None:
    areas = scores[["x", "y"]]
    found = compare_methods(scores, WEIGHTS, areas=areas)
    points = {"1": 10, "2": 30, "3": 50, "4": 70, "5": 90}
    told = {
        "mean": scores @ (pd.Series(WEIGHTS) / 6),
        "topsis": topsis(scores, WEIGHTS).closeness,
        "topsis-distance": topsis(scores, WEIGHTS, scale="min-max", weighed="distance").closeness,
        "entropy-topsis": topsis(scores, entropy(scores).values).closeness,
        "grey": grey_relation(scores, WEIGHTS).grades,
        "rsr": rsr(scores, WEIGHTS).table["rsr"],
        "rsr-values": rsr(scores, WEIGHTS, ranking="non-integer").table["rsr"],
        "vikor": 1 - vikor(scores, WEIGHTS).table["q"],
        "fuzzy": fuzzy(memberships(scores, points), WEIGHTS, values=points).value,
        "copeland": copeland(scores, WEIGHTS),
        "dea": dea(pd.DataFrame({"one": 1.0}, index=scores.index), scores).efficiency,
        "coupling": coupling(areas, full=100).table["d"],
    }
    assert (
        list(found.results)
        == list(told)
        == [str(method) for method in EvaluationMethod]
        == list(METHOD_TITLES)
    )
    for name, numbers in told.items():
        np.testing.assert_allclose(found.results[name], numbers, atol=1e-9, err_msg=name)
    assert found.refused == {}
    assert isinstance(found.details["vikor"], Vikor)
    assert list(found.details) == list(told)
    assert found.ranks["mean"].tolist() == found.results["mean"].rank(ascending=False).tolist()


def test_what_is_refused_is_said_and_the_others_go_on(scores: pd.DataFrame) -> None:
    found = compare_methods(scores.iloc[:5] - 50, WEIGHTS)
    assert set(found.refused) == {"entropy-topsis", "dea", "coupling"}
    assert set(found.results) == {str(method) for method in EvaluationMethod} - set(found.refused)


def test_who_lacks_a_score(scores: pd.DataFrame) -> None:
    scores.loc["u3", "y"] = math.nan
    found = compare_methods(scores, WEIGHTS, methods=["topsis", "vikor", "topsis"])
    assert found.left_out == {"u3": ("y",)}
    assert list(found.ranks) == ["topsis", "vikor"]
    assert found.ranks.loc[["u3"]].isna().to_numpy().all()
    assert found.ranks.drop("u3").notna().to_numpy().all()


def test_what_is_wrong_for_all_is_raised(scores: pd.DataFrame) -> None:
    with pytest.raises(SmartxlError, match="no method"):
        compare_methods(scores, methods=["electre"])
    with pytest.raises(SmartxlError):
        compare_methods(scores, {"x": 1.0})
