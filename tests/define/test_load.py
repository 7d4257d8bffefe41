"""From files to the frozen definition: what is read, what is derived, what the digest covers."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from smartxl.define import load, profile
from smartxl.errors import DefinitionError, ProjectError
from smartxl.model.combination import Boundary
from smartxl.model.framework import ROOT, Element, Measure
from smartxl.model.unanswered import Missing
from smartxl.text import Text
from smartxl_templates import example_folder

if TYPE_CHECKING:
    from pathlib import Path


def edit(path: Path, old: str, new: str) -> None:
    """Replaces a text that must be there."""
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")


def problems_of(folder: Path) -> list[str]:
    """What load complains about."""
    with pytest.raises(DefinitionError) as caught:
        load(folder)
    return [problem.said("en") for problem in caught.value.problems]


@pytest.mark.slow
def test_the_packaged_example() -> None:
    definition = load(example_folder())
    facts = profile(definition)
    departments, districts = facts.classes
    assert (departments.units, districts.units) == (47, 8)
    assert len({(item.unit, item.leaf, item.code) for item in definition.catalogue.items}) == facts.items
    assert facts.items - districts.items + districts.items // 8 >= 1200
    assert facts.largest.items > 120
    assert facts.smallest.items < 5
    assert definition.framework.by_code["D3"].indicator is not None
    assert all(any(definition.leaves(unit)) for unit in definition.roster.units)
    for entry in definition.framework.classes:
        leaves = definition.framework.leaves(entry.code)
        weights = [definition.framework.effective_weight(leaf.code, entry.code) for leaf in leaves]
        assert sum(weights) == pytest.approx(1)


def test_round(folder: Path) -> None:
    round_ = load(folder).round
    assert (round_.id, round_.name, round_.revision) == ("small", "2026-1", 1)
    assert (round_.start.isoformat(), round_.due.isoformat()) == ("2026-09-01", "2026-10-31")
    assert round_.languages == ("zh", "en")
    assert round_.contact == "010-0000 0000"
    assert round_.protect


def test_nodes(folder: Path) -> None:
    framework = load(folder).framework
    assert framework.version == "1.10"
    a, a1, b, b1 = (framework.by_code[code] for code in ("A", "A1", "B", "B1"))
    assert (a.parent, a.level, a1.parent, a1.level) == (ROOT, 1, "A", 2)
    assert dict(a1.weights) == {"dep": 50.0, "dis": 100.0}
    assert dict(b.weights) == {"dep": 40.0}
    assert dict(b1.weights) == {"dep": 25.0}, "classes come from the parent"
    assert a1.element is Element.SERVICE
    assert [node.code for node in framework.nodes] == ["A", "A1", "A2", "A3", "B", "B1", "B2", "B3", "B4"]
    assert framework.conventions.stages.boundary is Boundary.LOWER
    assert framework.channels == (Text("网站", "Website"), Text("APP", "APP"))


def test_indicators(folder: Path) -> None:
    nodes = load(folder).framework.by_code
    sample, bands, survey, given, cost = (nodes[code].indicator for code in ("A1", "A3", "B2", "B3", "B4"))
    assert sample
    assert bands
    assert survey
    assert given
    assert cost
    assert (sample.measure, sample.scale, sample.missing) == (Measure.SAMPLE, "depth", Missing.ZERO)
    assert dict(sample.heads) == {"level": Text("办理深度", "How deep")}
    assert bands.rule.params == {"thresholds": (0.0, 5.0, 10.0), "points": (0.0, 60.0, 100.0)}
    assert survey.rule.params == {"points": (1.0, 0.0)}
    assert [(i.code, i.name.zh, i.unit, i.minimum) for i in survey.inputs] == [
        ("o1", "满意", Text("份", "answers"), 0.0),
        ("o2", "不满意", Text("份", "answers"), 0.0),
    ]
    assert (given.units, given.specific, given.inputs[0].maximum) == (("P1",), True, 10.0)
    assert (given.direction, cost.direction) == (1, -1)


def test_roster_and_catalogue(folder: Path) -> None:
    definition = load(folder)
    assert [(u.code, u.weight, u.contact) for u in definition.roster.units] == [
        ("P1", 1.0, "p1@example.org"),
        ("P2", 2.5, ""),
        ("D1", 1.0, ""),
    ]
    first, second, third = definition.catalogue.of("P1", "A1")
    assert (first.code, first.points, second.points) == ("X1", 1.0, 2.0)
    assert second.name == third.name
    assert third.code == f"{second.code}-2", "the same name twice under one indicator is no mistake"
    assert [item.code for item in definition.catalogue.of("D1", "A1")] == ["Q1"]


def test_made_codes_do_not_depend_on_the_order(folder: Path) -> None:
    before = {item.name: item.code for item in load(folder).catalogue.items}
    table = folder / "catalogue" / "01.csv"
    head, *rows = table.read_text("utf-8").splitlines()
    rows.append("P1,A1,,新事项,,,")
    (folder / "catalogue" / "00.csv").write_text("\n".join([head, *reversed(rows)]), "utf-8")
    table.unlink()
    after = {item.name: item.code for item in load(folder).catalogue.items}
    assert before.items() <= {**after, "户口迁移": before["户口迁移"]}.items()
    assert after["户口迁移"].split("-")[0] == before["户口迁移"].split("-")[0]


def test_a_class_row_reaches_only_units_that_are_named(folder: Path) -> None:
    edit(folder / "roster.csv", "D1,云湖区,Yunhu,dis,,", "D1,云湖区,Yunhu,dis,,\nD2,临江区,,dis,,")
    edit(folder / "framework.yaml", "missing: zero", "units: [P1, P2, D1]")
    edit(folder / "framework.yaml", "weight: { dep: 50, dis: 100 }", "weight: { dep: 50, dis: 60 }")
    edit(folder / "framework.yaml", "classes: [dep]\n        weight: 30", "weight: { dep: 30, dis: 40 }")
    definition = load(folder)
    assert definition.catalogue.of("D1", "A1")
    assert not definition.catalogue.of("D2", "A1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_tables_and_yaml(folder: Path, encoding: str) -> None:
    expected = load(folder)
    for path in [*folder.glob("*.*"), *folder.glob("catalogue/*")]:
        path.write_bytes(path.read_text("utf-8").replace("\n", "\r\n").encode(encoding))
    assert load(folder) == expected


CHANGES = {
    "weight of a node": ("framework.yaml", "weight: 30\n", "weight: 30.0000001\n", True),
    "scale": ("framework.yaml", "Guide }, points: 0.5", "Guide }, points: 0.4", True),
    "name of a unit": ("roster.csv", "云湖区", "云海区", True),
    "weight of a unit": ("roster.csv", "2.5", "2.6", True),
    "item": ("catalogue/01.csv", "教师资格认定", "教师资格证认定", True),
    "revision": ("assessment.yaml", "revision: 1", "revision: 2", True),
    "comment": ("framework.yaml", "nodes:\n", "nodes:  # the tree\n", False),
    "number as written": ("framework.yaml", "weight: 30\n", "weight: 30.00\n", False),
    "flow as block": (
        "framework.yaml",
        "{ dep: 50, dis: 100 }",
        "\n          dis: 100\n          dep: 50",
        False,
    ),
    "contact of a unit": ("roster.csv", "p1@example.org", "p2@example.org", False),
    "due": ("assessment.yaml", "due: 2026-10-31", "due: 2026-11-30", False),
    "blank rows": ("catalogue/01.csv", "P2,A1", ",,,,,,\n\nP2,A1", False),
}


@pytest.mark.parametrize("name", CHANGES)
def test_digest(folder: Path, name: str) -> None:
    file, old, new, changes = CHANGES[name]
    before = load(folder).identity.earlier
    edit(folder / file, old, new)
    assert (load(folder).identity.earlier != before) is changes
    assert len(before) == 64


def test_no_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no such folder"):
        load(tmp_path / "none")
    with pytest.raises(ProjectError, match=r"no assessment\.yaml"):
        load(tmp_path)


def test_missing_files_are_all_named(folder: Path) -> None:
    (folder / "framework.yaml").unlink()
    (folder / "roster.csv").unlink()
    shutil.rmtree(folder / "catalogue")
    first, second = problems_of(folder)
    assert first.startswith("assessment.yaml:12 file: 'framework.yaml' is not in the project folder")
    assert second.startswith("roster.csv: the file is missing")


def test_a_project_without_catalogue_lacks_items(folder: Path) -> None:
    shutil.rmtree(folder / "catalogue")
    assert any("asked about A1" in problem for problem in problems_of(folder))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("02.xlsx", "The file 02.xlsx is damaged"),
        ("03.TSV", "a table in this format is not read"),
        ("~$02.xlsx", ""),
        (".~lock.01.csv#", ""),
        ("readme.md", ""),
    ],
)
def test_other_files_in_the_catalogue(folder: Path, name: str, words: str) -> None:
    (folder / "catalogue" / name).write_bytes(b"PK\x03\x04")
    if words:
        assert f"catalogue/{name}: {words}" in problems_of(folder)[0]
    else:
        assert load(folder)


UNREADABLE = {
    "no UTF-8 and no GB18030": (b"\xff\xff\xff\x81", "neither UTF-8 nor GB18030"),
    "UTF-16": ("unit,leaf".encode("utf-16"), "neither UTF-8 nor GB18030"),
    "empty": (b"", "empty"),
    "too large": (b"x" * 5_000_001, "larger than 5 MB"),
    "one huge cell": (b'"' + b"x" * 200_000 + b'"', "field larger"),
    "another separator": (b"unit;leaf;item_code;item_name\nP1;A1;X;Y\n", "column unit is missing"),
}


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("file", ["roster.csv", "catalogue/01.csv"])
def test_unreadable_tables(folder: Path, file: str, name: str) -> None:
    content, words = UNREADABLE[name]
    (folder / file).write_bytes(content)
    expected = words.replace("unit", "code") if file == "roster.csv" else words
    assert any(problem.startswith(file) and expected in problem for problem in problems_of(folder))


def test_a_folder_in_place_of_a_file(folder: Path) -> None:
    (folder / "roster.csv").unlink()
    (folder / "roster.csv").mkdir()
    assert any(p.startswith("roster.csv: the file cannot be read") for p in problems_of(folder))
