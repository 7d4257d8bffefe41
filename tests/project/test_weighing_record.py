"""What the scheme tells of experts: consistency and agreement from the tables that collecting left, and whether it is used."""

from __future__ import annotations

from pathlib import Path

import pytest

import smartxl
from smartxl.model.weighing import Weighing
from smartxl.project import Project
from smartxl.project.weighing.record import weighing_records
from smartxl.scoring.weights import Judgements, ahp
from tests.cli.conftest import FRAMEWORK, write_project

JUDGED = "expert,branch,left,right,judgement\n"
PAIRS = {("B1", "B2"): 3.0, ("B1", "B3"): 5.0, ("B2", "B3"): 9.0}


@pytest.fixture
def town(tmp_path: Path) -> Project:
    folder = write_project(tmp_path / "town")
    (folder / "weights").mkdir()
    return smartxl.open_project(folder)


def kept(town: Project, **files: str) -> tuple[Weighing, ...]:
    for name, text in files.items():
        (town.root / "weights" / f"{name.replace('_', '-')}.csv").write_text(text, "utf-8")
    return weighing_records(smartxl.open_project(town.root))


def test_nobody_was_asked(town: Project) -> None:
    assert weighing_records(town) == ()


def test_judgements_of_pairs(town: Project) -> None:
    rows = "".join(f"E1,B@dep,{a},{b},{value:g}\n" for (a, b), value in PAIRS.items())
    rows += "E2,B@dep,B1,B2,1\nE2,B@dep,B1,B3,1\nE2,B@dep,B2,B3,1\n"
    weights = "class,parent,code,weight\ndep,B,B1,50\ndep,B,B2,30\ndep,B,B3,20\n"
    (found,) = kept(town, ahp_asked="node,classes\nB,dep\nA,dis\n", ahp_judgements=JUDGED + rows, ahp=weights)
    assert (found.method, found.experts, found.judgements, found.table) == ("ahp", 2, 6, "Saaty (1980)")
    judged, silent = found.branches
    worst = ahp(Judgements.from_pairs(["B1", "B2", "B3"], PAIRS)).consistency.ratio
    assert worst > 0.1
    assert (judged.experts, judged.inconsistent, judged.adopted) == (2, 1, True)
    assert judged.worst == pytest.approx(worst)
    assert judged.ratio is not None
    assert judged.ratio < worst
    assert (silent.experts, silent.ratio, silent.worst, silent.adopted) == (0, None, None, None)


def test_weights_that_the_scheme_does_not_have(town: Project) -> None:
    rows = "".join(f"E1,B@dep,{a},{b},{value:g}\n" for (a, b), value in PAIRS.items())
    weights = "class,parent,code,weight\ndep,B,B1,50.02\ndep,B,B2,29.98\ndep,B,B3,20\n"
    (found,) = kept(town, ahp_asked="node,classes\nB,dep\n", ahp_judgements=JUDGED + rows, ahp=weights)
    assert found.branches[0].adopted is False


def test_rounds_of_delphi(town: Project) -> None:
    first = "expert,item,rating,reason\n"
    rows = "".join(
        f"{expert},B@dep|{code},{value},\n"
        for expert, values in {"E1": (9, 5, 1), "E2": (8, 6, 2), "E3": (9, 4, 3)}.items()
        for code, value in zip(("B1", "B2", "B3"), values, strict=True)
    )
    asked = "node,classes\nB,dep\n"
    (found,) = kept(
        town, delphi_1_asked=asked, delphi_1=first + rows, delphi_2_asked=asked, delphi_2=first + rows
    )
    assert (found.method, found.rounds, found.experts) == ("delphi", 2, 3)
    assert found.branches[0].concordance == pytest.approx(1.0)


def test_nodes_that_are_gone_are_not_told_of(town: Project) -> None:
    rows = "".join(f"E1,B@dep,{a},{b},{value:g}\n" for (a, b), value in PAIRS.items())
    path = town.root / "framework.yaml"
    path.write_text(
        FRAMEWORK[: FRAMEWORK.index("  - code: B\n")].replace("dep: 60, dis: 100", "dep: 100, dis: 100"),
        "utf-8",
    )
    assert kept(town, ahp_asked="node,classes\nB,dep\n", ahp_judgements=JUDGED + rows) == ()
