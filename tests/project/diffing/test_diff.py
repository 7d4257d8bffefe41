"""What differs between two definitions: each kind of change, what it bears on, and where old answers belong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import smartxl
from smartxl.define import load
from smartxl.errors import ProjectError
from smartxl.model.definition import Definition
from smartxl.project.diffing import ChangedPart, ChangeKind, DefinitionDiff, KeyMove
from smartxl.text import Text
from tests.define.advice.conftest import ASSESSMENT, FRAMEWORK, ITEMS, LEAF, ROSTER

Diff = Callable[[str], DefinitionDiff]
FILES = {
    "assessment.yaml": ASSESSMENT,
    "framework.yaml": FRAMEWORK,
    "roster.csv": ROSTER,
    "catalogue/01.csv": ITEMS,
}


def written(root: Path, edits: str = "") -> Path:
    """The small project after edits "old → new ; …"."""
    (root / "catalogue").mkdir(parents=True)
    files = dict(FILES)
    for edit in filter(None, edits.split(" ; ")):
        old, new = edit.split(" → ")
        name = next(name for name, text in files.items() if old in text)
        files[name] = files[name].replace(old, new, 1)
    for name, text in files.items():
        (root / name).write_text(text, "utf-8")
    return root


@pytest.fixture
def changed(tmp_path: Path) -> Diff:
    """The difference that edits make."""

    def found(edits: str) -> DefinitionDiff:
        return smartxl.diff(written(tmp_path / "old"), written(tmp_path / "new", edits))

    return found


# edits → part, kind, code, field, before, after, forms, scores
CASES: dict[str, tuple[str, tuple[str, str, str, str, str, str, bool, bool]]] = {
    "a node renamed": (
        "zh: 指标A1, en → zh: 指标甲一, en",
        ("node", "renamed", "A1", "name", "指标A1", "指标甲一", False, True),
    ),
    "a translation": (
        "en: Area A → en: Field A",
        ("node", "renamed", "A", "name", "领域A", "领域A", False, True),
    ),
    "a node recoded": ("code: A1 → code: A9", ("node", "recoded", "A9", "code", "A1", "A9", True, True)),
    "a group recoded": ("code: A\n → code: D\n", ("node", "recoded", "D", "code", "A", "D", False, True)),
    "a rule": (
        "worst: 0, best: 10 → worst: 0, best: 20",
        ("node", "rule", "A1", "params.best", "10", "20", False, True),
    ),
    "another rule": (
        "rule: goalposts\n        params: { worst: 0, best: 10 } → rule: target\n        params: { target: 10 }",
        ("node", "rule", "A1", "rule", "goalposts", "target", False, True),
    ),
    "another measure": (
        "measure: kpi\n        rule: goalposts → measure: given\n        rule: goalposts",
        ("node", "rule", "A1", "measure", "kpi", "given", True, True),
    ),
    "a limit": (
        "min: 0, max: 100 → min: 0, max: 90",
        ("node", "changed", "A1", "inputs.x.max", "100", "90", True, False),
    ),
    "a unit of measurement": (
        "unit: { zh: 个, en: things } → unit: { zh: 台, en: things }",
        ("node", "changed", "A1", "inputs.x.unit", "个", "台", True, True),
    ),
    "whom it asks": (
        "measure: kpi → units: [P1]\n        measure: kpi",
        ("node", "changed", "A1", "units", "", "P1", True, True),
    ),
    "a hint": (
        "measure: kpi → evidence: { zh: 清单 }\n        measure: kpi",
        ("node", "changed", "A1", "evidence", "", "清单", False, False),
    ),
    "an option's points": (
        "points: 0.5 → points: 0.6",
        ("scale", "changed", "depth", "options.2.points", "0.5", "0.6", False, True),
    ),
    "an option's words": (
        "zh: 查询, en → zh: 可查, en",
        ("scale", "changed", "depth", "options.2.label", "查询", "可查", True, True),
    ),
    "decimals": (
        "digits: 2 → digits: 1",
        ("convention", "changed", "conventions", "digits", "2", "1", False, True),
    ),
    "ties": (
        "digits: 2 → digits: 2\n  ranking: { ties: dense }",
        ("convention", "changed", "conventions", "ranking.ties", "competition", "dense", False, True),
    ),
    "stages": (
        "from: 60 → from: 65",
        ("convention", "changed", "conventions", "stages.thresholds", "0、60", "0、65", False, True),
    ),
    "the title": (
        "zh: 小指标体系 → zh: 体系",
        ("framework", "changed", "small", "title", "小指标体系", "体系", False, True),
    ),
    "a class renamed": (
        "name: { zh: 部门 → name: { zh: 市直部门",
        ("class", "renamed", "dep", "name", "部门", "市直部门", False, True),
    ),
    "the due date": (
        "2026-10-31 → 2026-11-30",
        ("round", "changed", "small", "due", "2026-10-31", "2026-11-30", False, True),
    ),
    "a unit renamed": (
        "市公安局 → 公安局",
        ("unit", "renamed", "P1", "name", "市公安局", "公安局", False, True),
    ),
    "a unit recoded": (
        "P1,市公安局 → PX,市公安局",
        ("unit", "recoded", "PX", "code", "P1", "PX", True, True),
    ),
    "an item renamed": (
        "低保申请 → 低保",
        ("item", "renamed", "P1 C3/Q1", "name", "低保申请", "低保", False, True),
    ),
    "an item recoded": (
        "C3,Q1 → C3,Q9",
        ("item", "recoded", "P1 C3/Q9", "key", "C3/Q1", "C3/Q9", True, True),
    ),
    "an item gone": (
        "@dep,C3,Q2,道路挖掘,Digging up a road\n → ",
        ("item", "removed", "P1 C3/Q2", "", "", "", True, True),
    ),
}


@pytest.mark.parametrize(("edits", "expected"), CASES.values(), ids=CASES)
def test_a_change(changed: Diff, edits: str, expected: tuple[object, ...]) -> None:
    change = changed(edits).changes[0]
    told = (
        *(change.part.value, change.kind.value, change.code, change.field),
        change.before.zh,
        change.after.zh,
    )
    assert (*told, change.forms, change.scores) == expected


def test_every_kind_and_part_has_words() -> None:
    for entry in (*ChangeKind, *ChangedPart):
        assert entry.label.zh
        assert entry.label.en


def test_a_definition_does_not_differ_from_itself(changed: Diff) -> None:
    found = changed("")
    assert (found.changes, found.weights, found.moves, found.undecided, found.fault) == ((), (), (), (), None)
    assert found.moved_yaml == ""


def test_a_node_that_moved_keeps_its_name(changed: Diff) -> None:
    last, first = LEAF.format(code="A3", weight=30), LEAF.format(code="B1", weight=40)
    lighter = LEAF.format(code="B1", weight=10)
    found = changed(f"{last} → {LEAF.format(code='A4', weight=30)} ; {first} → {lighter}{last}")
    kinds = {(change.kind, change.code) for change in found.changes if change.part is ChangedPart.NODE}
    assert (ChangeKind.ADDED, "A4") in kinds
    (moved,) = (change for change in found.changes if change.kind is ChangeKind.MOVED)
    assert (moved.code, moved.before.zh, moved.after.zh, moved.forms) == ("A3", "A", "B", False)


def test_weights_are_told_with_what_they_do_to_others(changed: Diff) -> None:
    found = changed(
        "weight: 40\n    children → weight: 50\n    children ; weight: 30\n    children → weight: 20\n    children"
    )
    own = [change for change in found.changes if change.kind is ChangeKind.REWEIGHTED]
    assert [(c.code, c.before.zh, c.after.zh, c.forms) for c in own] == [
        ("A", "40", "50", False),
        ("B", "30", "20", False),
    ]
    table = found.weight_table
    assert list(table.index.get_level_values("code")) == ["A", "A1", "A2", "A3", "B", "B1", "B2", "B3"]
    row = table.to_dict("index")["A1", "dep"]
    assert (row["share_before"], row["share_after"]) == pytest.approx((0.16, 0.2))
    assert [w.is_own for w in found.weights] == [True, False, False, False, True, False, False, False]


def test_an_unchanged_version_is_a_fault(changed: Diff) -> None:
    fault = changed("digits: 2 → digits: 1 ; points: 0.5 → points: 0.6").fault
    assert fault is not None
    assert (fault.version, fault.suggested, fault.changes) == ("1", "2", 2)
    assert 'version: "2"' in fault.remedy.zh


NO_FAULT = {
    "another version": 'digits: 2 → digits: 1 ; version: "1"\ntitle → version: "2"\ntitle ; version: "1" } → version: "2" }',
    "words that are told": "measure: kpi → evidence: { zh: 清单 }\n        measure: kpi",
    "other units and items": "P1,市公安局 → PX,市公安局 ; C3,Q1 → C3,Q9",
    "another round": "round: 2026-1 → round: 2027-1",
}


@pytest.mark.parametrize("edits", NO_FAULT.values(), ids=NO_FAULT)
def test_no_fault(changed: Diff, edits: str) -> None:
    found = changed(edits)
    assert found.changes
    assert found.fault is None


@pytest.mark.parametrize(
    ("version", "raised"), [("1.9", "1.10"), ("2026", "2027"), ("v2-draft", "v3-draft"), ("draft", "draft.1")]
)
def test_which_version_to_write(tmp_path: Path, version: str, raised: str) -> None:
    edits = f'version: "1"\ntitle → version: "{version}"\ntitle ; version: "1" }} → version: "{version}" }}'
    old, new = written(tmp_path / "a", edits), written(tmp_path / "b", f"{edits} ; digits: 2 → digits: 1")
    fault = smartxl.diff(old, new).fault
    assert fault is not None
    assert fault.suggested == raised


def test_moved_is_ready_to_paste(changed: Diff, tmp_path: Path) -> None:
    edits = "code: A1 → code: A9 ; code: x, name: { zh: 数A2 → code: y, name: { zh: 数A2 ; C3,Q1 → C3,Q9"
    found = changed(edits)
    assert found.moves[:2] == (
        KeyMove("A1", "A9", Text("指标A1", "Indicator A1")),
        KeyMove("A2/x", "A2/y", Text("数A2", "Number A2")),
    )
    assert [(move.unit, move.old, move.new) for move in found.moved_items] == [
        (unit, "C3/Q1", "C3/Q9") for unit in ("P1", "P2", "P3")
    ]
    assert found.moved_yaml == "moved:\n  A1: A9  # 指标A1\n  A2/x: A2/y  # 数A2\n"
    framework = tmp_path / "new" / "framework.yaml"
    framework.write_text(framework.read_text("utf-8") + found.moved_yaml, "utf-8")
    catalogue = tmp_path / "new" / "catalogue" / "01.csv"
    rows = catalogue.read_text("utf-8").splitlines()
    catalogue.write_text("\n".join([f"{rows[0]},moved_from", f"{rows[1]},Q1", f"{rows[2]},", ""]), "utf-8")
    again = smartxl.diff(tmp_path / "old", tmp_path / "new")
    assert (again.moves, again.undecided) == ((), ())
    assert again.changes == found.changes


def test_what_is_declared_as_moved_is_followed(changed: Diff) -> None:
    """Under another code and another name."""
    edits = "code: A1 → code: A9 ; zh: 指标A1, en → zh: 别的, en ; nodes: → moved: { A1: A9 }\nnodes:"
    kinds = [change.kind for change in changed(edits).changes]
    assert kinds == [ChangeKind.RECODED, ChangeKind.RENAMED]


def test_what_asks_otherwise_is_left_to_the_author(changed: Diff) -> None:
    found = changed("code: A1 → code: A9 ; unit: { zh: 个, en: things } → unit: { zh: 台, en: sets }")
    assert found.moves == ()
    (open_,) = found.undecided
    assert (open_.old, open_.candidates) == ("A1", ("A9",))
    assert found.moved_yaml == "moved:\n  # 名称相同，但所问不同（选项或计量单位）：A1 指标A1 → A9 ?\n"


def test_a_name_like_the_old_one_is_left_to_the_author(changed: Diff) -> None:
    found = changed("code: A1\n        name: { zh: 指标A1, → code: A9\n        name: { zh: 指标A1改,")
    assert {(c.kind, c.code) for c in found.changes} == {(ChangeKind.ADDED, "A9"), (ChangeKind.REMOVED, "A1")}
    (open_,) = found.undecided
    assert (open_.old, open_.candidates, open_.why.zh) == ("A1", ("A9",), "名称相近")


def test_several_of_one_name_are_left_to_the_author(changed: Diff) -> None:
    edits = "code: A1 → code: A9 ; code: A2 → code: A8 ; zh: 指标A2, en → zh: 指标A1, en"
    named, like = changed(edits).undecided
    assert (named.old, set(named.candidates), named.why.zh) == ("A1", {"A9", "A8"}, "有几个同名")
    assert (like.old, like.why.zh) == ("A2", "名称相近")


def test_names_packaged_definitions_projects_and_definitions_are_sources(tmp_path: Path) -> None:
    folder = written(tmp_path / "new")
    project, definition = smartxl.open_project(folder), load(folder)
    for source in (folder, str(folder), project, definition):
        assert smartxl.diff(source, definition).changes == ()
    assert smartxl.diff("cohen-wheel", definition).before.framework.code == "cohen-wheel"
    assert isinstance(smartxl.diff("icf", "icf").after, Definition)


def test_a_project_alone_is_compared_with_what_its_ledger_noted(tmp_path: Path) -> None:
    folder = written(tmp_path / "city")
    with pytest.raises(ProjectError, match="no ledger"):
        smartxl.diff(folder)
    with smartxl.open_project(folder).ledger():
        pass
    with pytest.raises(ProjectError, match="not changed"):
        smartxl.diff(folder)
    path = folder / "framework.yaml"
    path.write_text(path.read_text("utf-8").replace("digits: 2", "digits: 1"), "utf-8")
    found = smartxl.diff(folder)
    assert [(c.field, c.before.zh, c.after.zh) for c in found.changes] == [("digits", "2", "1")]
    assert found.fault is not None
    with pytest.raises(ProjectError, match="definition alone"):
        smartxl.diff(load(folder))


def test_the_frames(changed: Diff) -> None:
    found = changed("digits: 2 → digits: 1 ; code: A1 → code: A9")
    assert found.table.loc[["convention"]]["field"].to_list() == ["digits"]
    assert found.move_table.to_dict("records") == [
        {"unit": "", "old": "A1", "new": "A9", "name": "指标A1", "candidates": ""}
    ]


@pytest.mark.parametrize(("one", "other"), [("smart-2014", "xinxing-2016"), ("cohen-wheel", "website-2019")])
def test_the_other_way_round_what_was_added_is_removed(one: str, other: str) -> None:
    there, back = smartxl.diff(one, other), smartxl.diff(other, one)

    def of(found: DefinitionDiff, kind: ChangeKind) -> set[tuple[ChangedPart, str]]:
        return {(change.part, change.code) for change in found.changes if change.kind is kind}

    assert of(there, ChangeKind.ADDED) == of(back, ChangeKind.REMOVED)
    assert of(there, ChangeKind.REMOVED) == of(back, ChangeKind.ADDED)
    assert {(move.old, move.new) for move in there.moves} == {(move.new, move.old) for move in back.moves}
