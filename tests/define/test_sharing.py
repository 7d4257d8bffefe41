"""What a sampled table declares of shared data: what it becomes, what is wrong with it, whom names mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smartxl.define import load, profile
from smartxl.model.parties import Party, parties
from smartxl.model.sharing import Sharing, SharingColumn, SharingKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.define.conftest import Spoiled

    Spoil = Callable[[Path, str], list[Spoiled]]

SCALE = "scale: depth\n"
DECLARED = f"{SCALE} → {SCALE}        sharing: "
UNIT, ITEM, KIND, AUDIENCE = SharingColumn


def declaring(folder: Path, sharing: str) -> Path:
    path = folder / "framework.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(SCALE, f"{SCALE}        sharing: {sharing}\n", 1), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        pytest.param("{ kind: supply }", Sharing(SharingKind.SUPPLY, UNIT), id="supply"),
        pytest.param(
            "{ kind: supply, consumer: audience }", Sharing(SharingKind.SUPPLY, UNIT, AUDIENCE), id="for whom"
        ),
        pytest.param(
            "{ kind: demand, provider: kind, met: 办理 }",
            Sharing(SharingKind.DEMAND, KIND, UNIT, met=2),
            id="demand",
        ),
        pytest.param(
            "{ kind: demand, provider: kind, met: guide }",
            Sharing(SharingKind.DEMAND, KIND, UNIT, met=1),
            id="an English label",
        ),
        pytest.param(
            "{ kind: demand, consumer: kind, provider: unit, item: audience }",
            Sharing(SharingKind.DEMAND, UNIT, KIND, AUDIENCE),
            id="a list kept by the providers",
        ),
    ],
)
def test_what_is_declared(folder: Path, said: str, meant: Sharing) -> None:
    indicator = load(declaring(folder, said)).framework.by_code["A1"].indicator
    assert indicator is not None
    assert indicator.sharing == meant


@pytest.mark.parametrize(
    ("edits", "column", "what", "remedy"),
    [
        pytest.param(
            f"{DECLARED}{{ kind: demand }}\n", "provider", "do not say who has", "provider: kind", id="from whom"
        ),
        pytest.param(
            f"{DECLARED}{{ kind: demand, provider: unit }}\n", "consumer", "one column: unit", "another column", id="same"
        ),
        pytest.param(
            f"{DECLARED}{{ kind: supply, item: kind, consumer: kind }}\n", "item", "one column: kind", "another", id="item"
        ),
        pytest.param(
            f"{DECLARED}{{ kind: supply, met: 全部 }}\n", "met", "no level '全部'", "指南, 办理", id="unknown level"
        ),
        pytest.param(
            f"Guide }}, points: 0.5 → Guide }}, points: 0 ; {DECLARED}{{ kind: supply, met: 指南 }}\n",
            "met", "earns no points", "use one of: 办理", id="a level without points",
        ),
        pytest.param(f"{DECLARED}{{ kind: sale }}\n", "kind", "'sale'", "supply", id="unknown kind"),
        pytest.param(f"{DECLARED}{{ kind: demand, provider: leaf }}\n", "provider", "'leaf'", "audience", id="column"),
        pytest.param(
            "rule: rubric\n → rule: rubric\n        sharing: { kind: supply }\n", "sharing", "no meaning", "only samples",
            id="no sample",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong(folder: Path, spoil: Spoil, edits: str, column: str, what: str, remedy: str) -> None:
    (found,) = spoil(folder, edits)
    assert found.column == column
    assert what in found.what
    assert remedy in found.remedy


def test_a_column_that_no_row_fills_in(folder: Path, spoil: Spoil) -> None:
    table = folder / "catalogue" / "01.csv"
    text = table.read_text("utf-8").replace("行政确认", "").replace("行政许可", "")
    table.write_text(text, "utf-8")
    (found,) = spoil(folder, f"{DECLARED}{{ kind: demand, provider: kind }}\n")
    assert (found.column, "fills in kind" in found.what) == ("provider", True)


def test_sharing_and_aliases_change_no_identity(folder: Path) -> None:
    before = load(folder).identity
    roster = folder / "roster.csv"
    lines = roster.read_text("utf-8").splitlines()
    lines = [f"{lines[0]},aliases", f"{lines[1]},市局；110", *(f"{line}," for line in lines[2:])]
    roster.write_text("\n".join(lines), "utf-8")
    after = load(declaring(folder, "{ kind: demand, provider: kind }"))
    assert after.identity == before
    assert after.roster.by_code["P1"].aliases == ("市局", "110")


@pytest.mark.parametrize("alias", ["市教育局", "p2", "EDUCATION"])
def test_an_alias_of_two_units(folder: Path, spoil: Spoil, alias: str) -> None:
    edits = f"contact,weight\nP1 → contact,weight,aliases\nP1 ; example.org,1 → example.org,1,{alias} ; P2,市教育局,, → "
    roster = folder / "roster.csv"
    roster.write_text(roster.read_text("utf-8").replace("P2,市教育局,,", "P2,市教育局,Education,"), "utf-8")
    (found,) = spoil(folder, edits.rpartition(" ; ")[0])
    assert (found.column, "P2 too (row 3)" in found.what) == ("aliases", True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("", (), id="blank"),
        pytest.param("市公安局", ("P1",), id="name"),
        pytest.param(" 市公安局　", ("P1",), id="blanks"),
        pytest.param("p1", ("P1",), id="code"),
        pytest.param("POLICE", ("P1",), id="English"),
        pytest.param("公安局", ("P1",), id="part"),
        pytest.param("公安", ("公安",), id="too short a part"),
        pytest.param("市局", ("P2",), id="alias"),
        pytest.param("市教育委员会", ("市教育委员会",), id="another name"),
        pytest.param("市公安局、市局，市海关", ("P1", "P2", "市海关"), id="several"),
        pytest.param("市公安局；市公安局", ("P1",), id="twice"),
        pytest.param("市供电公司、", ("市供电公司",), id="a comma at the end"),
    ],
)
def test_whom_a_name_means(folder: Path, text: str, meant: tuple[str, ...]) -> None:
    roster = folder / "roster.csv"
    lines = roster.read_text("utf-8").splitlines()
    roster.write_text(
        "\n".join([f"{lines[0]},aliases", f"{lines[1]},", f"{lines[2]},市局", f"{lines[3]},"]), "utf-8"
    )
    found = parties(load(folder).roster, text)
    assert tuple(party.unit.code if party.unit else party.name for party in found) == meant


def test_check_tells_the_names_that_no_unit_has(folder: Path) -> None:
    facts = profile(load(declaring(folder, "{ kind: demand, provider: kind }")))
    assert facts.strangers == ("行政确认", "行政许可")
    assert "aliases" in facts.lines("zh")[-1]
    assert "行政确认, 行政许可" in facts.lines("en")[-1]
    assert Party("x").unit is None
