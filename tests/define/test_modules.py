"""Modules join a definition: what is there keeps its proportions and its text, what is new finds its scales."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from smartxl.define import load
from smartxl.define.modules import Joining, with_modules
from smartxl.errors import ProjectError
from smartxl.model.framework import ROOT
from smartxl_templates import BLANK, STANDARD, framework_folder
from tests.define.conftest import page_project

DOMAINS = framework_folder("smart-domains")
TEXT = (DOMAINS / "framework.yaml").read_text("utf-8")


def joined(folder: Path, *joining: Joining) -> Path:
    """The project with modules in its framework.yaml."""
    framework = folder / "framework.yaml"
    text = with_modules(framework.read_text("utf-8"), load(folder).framework, TEXT, joining)
    framework.write_text(text, "utf-8")
    return folder


def copy_of(name: str, folder: Path) -> Path:
    shutil.copytree(framework_folder(name), folder)
    return folder


@pytest.mark.parametrize("name", [STANDARD, BLANK])
def test_the_others_keep_their_proportions(tmp_path: Path, name: str) -> None:
    before = load(framework_folder(name)).framework
    now = load(joined(copy_of(name, tmp_path / "a"), Joining("MED", 10), Joining("IND", 15))).framework
    assert [n.code for n in now.nodes if n.parent == ROOT][-2:] == ["MED", "IND"]
    for unit_class in (c.code for c in before.classes):
        assert {n.code: n.weights[unit_class] for n in now.basis(ROOT, unit_class)} == {
            **{n.code: n.weights[unit_class] * 0.75 for n in before.basis(ROOT, unit_class)},
            "MED": 10,
            "IND": 15,
        }
    assert set(before.scales) <= set(now.scales)
    assert len(now.scales["ladder"].options) == 4


def test_only_weights_change_in_what_was_there(tmp_path: Path) -> None:
    folder = joined(copy_of(STANDARD, tmp_path / "a"), Joining("TRA", 20))
    lines = (folder / "framework.yaml").read_text("utf-8").splitlines()
    before = (framework_folder(STANDARD) / "framework.yaml").read_text("utf-8").splitlines()
    gone = [line for line in before if line not in lines]
    assert gone
    assert all(line.lstrip().startswith("weight:") for line in gone)


def test_a_module_stands_before_what_adjusts_the_total_and_brings_points_where_points_are_counted(
    tmp_path: Path,
) -> None:
    folder = page_project(tmp_path / "pipeline", 0)
    now = load(joined(folder, Joining("GOV", 50))).framework
    assert [n.code for n in now.nodes if n.parent == ROOT] == ["A", "B", "GOV", "V", "K", "J"]
    assert [n.weights["department"] for n in now.basis(ROOT, "department")] == [30, 20, 50]


def test_the_same_scale_is_not_written_twice(tmp_path: Path) -> None:
    folder = joined(copy_of(BLANK, tmp_path / "a"), Joining("MED", 10))
    again = load(joined(folder, Joining("COM", 10))).framework
    assert (folder / "framework.yaml").read_text("utf-8").count("ladder:\n") == 1
    assert {"MED", "COM"} <= set(again.by_code)


@pytest.mark.parametrize(
    "joining",
    [
        (Joining("MED", 100),),
        (Joining("MED", 0),),
        (Joining("MED", 60), Joining("COM", 60)),
        (Joining("MED", -5),),
    ],
    ids=["all", "nothing", "too much together", "less than nothing"],
)
def test_a_share_must_leave_something_to_the_others(tmp_path: Path, joining: tuple[Joining, ...]) -> None:
    with pytest.raises(ProjectError, match="percent"):
        joined(copy_of(BLANK, tmp_path / "a"), *joining)


def test_a_module_joins_once(tmp_path: Path) -> None:
    folder = joined(copy_of(BLANK, tmp_path / "a"), Joining("MED", 10))
    with pytest.raises(ProjectError, match="MED is there already"):
        joined(folder, Joining("MED", 10))
