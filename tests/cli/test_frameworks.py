"""The commands that show packaged indicator systems and start projects from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smartxl.cli.main import main
from smartxl_templates import framework_names


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.mark.parametrize(
    ("lang", "title"), [("zh", "智慧城市诊断评估指标体系"), ("en", "Smart City Diagnostic")]
)
def test_all_are_listed(lang: str, title: str) -> None:
    result = run("frameworks", "--lang", lang)
    assert result.exit_code == 0
    assert title in result.stdout
    assert all(name in result.stdout for name in framework_names())


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        (
            "zh",
            (
                "  用途：",
                "  出处：",
                "  权重：自定 70",
                "  模块 MED 智慧医疗",
                "    需求：",
                "目标区间",
                "自定/自定/自定",
            ),
        ),
        (
            "en",
            (
                "  For: ",
                "  Source: ",
                "  Weights: our own choice 70",
                "  Module MED Smart health",
                "our own choice/our own choice",
            ),
        ),
    ],
)
def test_one_is_shown_node_by_node(lang: str, shown: tuple[str, ...]) -> None:
    result = run("frameworks", "smart-domains", "--lang", lang)
    assert [text for text in shown if text not in result.stdout] == []


def test_json_has_every_node_in_the_order_of_the_tree() -> None:
    (record,) = json.loads(run("frameworks", "smart-domains", "--json").stdout)
    codes = [node["code"] for node in record["nodes"]]
    assert codes[:3] == ["MED", "MED1", "MED2"]
    assert len(codes) == sum(record["levels"])
    waiting = next(node for node in record["nodes"] if node["code"] == "MED9")
    assert (waiting["direction"], waiting["unit"], waiting["weight"]) == ("cost", "分钟", "10")


def test_a_project_starts_from_one(tmp_path: Path) -> None:
    assert run("init", tmp_path / "a", "--framework", "smart-domains", "--lang", "en").exit_code == 0
    assert run("check", tmp_path / "a").exit_code == 0
    assert run("init", tmp_path / "b", "--blank", "--with", "医疗=20").exit_code == 0
    assert run("check", tmp_path / "b").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--framework", "x"], "smart-2014"),
        (["--with", "x"], "MED 智慧医疗"),
        (["--with", "医疗=100"], "各模块共占"),
        (["--blank", "--framework", "smart-domains"], "--blank"),
    ],
    ids=["framework", "module", "share", "both"],
)
def test_what_cannot_be_leaves_nothing_behind(tmp_path: Path, arguments: list[str], told: str) -> None:
    result = run("init", tmp_path / "a", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (tmp_path / "a").exists()


def test_an_unknown_name_is_told_what_there_is() -> None:
    result = run("frameworks", "x")
    assert result.exit_code == 2
    assert "smart-domains" in result.stderr
