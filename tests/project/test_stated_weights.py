"""The weights that single experts stated, from the tables that collecting left."""

from __future__ import annotations

from pathlib import Path

import pytest

import smartxl
from smartxl.project.weighing.stated import stated_weights
from smartxl.scoring.weights import Judgements, Priority, ahp
from tests.cli.conftest import write_project

PAIRS = {("B1", "B2"): 3.0, ("B1", "B3"): 5.0, ("B2", "B3"): 2.0}


@pytest.fixture
def town(tmp_path: Path) -> Path:
    folder = write_project(tmp_path / "town")
    (folder / "weights").mkdir()
    rows = "".join(f"E1,B@dep,{a},{b},{value:g}\n" for (a, b), value in PAIRS.items())
    rows += "E2,B@dep,B1,B2,1\nE2,B@dep,B1,B3,1\nE2,B@dep,B2,B3,1\nE3,B@dep,B1,B2,1\n"
    files = {
        "ahp-asked.csv": "node,classes\nB,dep\n",
        "ahp-judgements.csv": "expert,branch,left,right,judgement\n" + rows,
        "delphi-1-asked.csv": "node,classes\nA,dep\n",
        "delphi-1.csv": "expert,item,rating\nE1,A@dep/A1,60\nE1,A@dep/A2,40\nE2,A@dep/A1,70\n",
    }
    for name, text in files.items():
        (folder / "weights" / name).write_text(text, "utf-8")
    return folder


def test_experts_stated_weights(town: Path) -> None:
    found = stated_weights(smartxl.open_project(town))
    shares = ahp(Judgements.from_pairs(["B1", "B2", "B3"], PAIRS), Priority.GEOMETRIC_MEAN).weights.values
    assert found["ahp"]["E1"] == pytest.approx({f"{code}@dep": 100 * share for code, share in shares.items()})
    assert found["ahp"]["E2"] == pytest.approx(dict.fromkeys(("B1@dep", "B2@dep", "B3@dep"), 100 / 3))
    assert found["ahp"].keys() == {"E1", "E2"}  # E3 leaves open how B3 compares


def test_nobody_stated_anything(tmp_path: Path) -> None:
    assert stated_weights(smartxl.open_project(write_project(tmp_path / "town"))) == {}
