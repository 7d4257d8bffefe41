"""Bad input: a clear message, the right exit code, nothing lost, never a traceback."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from smartxl.errors import ProjectError, WouldOverwrite
from smartxl.project.outputs import Outputs, Written, write_whole

Run = Callable[..., Result]


def test_a_folder_that_is_no_project(run: Run, tmp_path: Path) -> None:
    for command in ("check", "build", "fill", "collect", "status", "score", "report"):
        output = run(command, tmp_path, code=2).output
        assert "该文件夹不是项目" in output
        assert "→" in output


def test_init_refuses_a_folder_with_something_in_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me", "utf-8")
    assert "文件夹不是空的" in run("init", tmp_path, code=2).output
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.slow
def test_init_gives_a_project_that_checks_clean(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "city")
    report = json.loads(run("check", tmp_path / "city", "--json").stdout)
    assert report["ok"]
    assert report["profile"]["items"] >= 1200
    assert (tmp_path / "city" / "schema" / "framework.schema.json").is_file()


def test_ten_mistakes_are_told_in_one_pass(run: Run, project: Path) -> None:
    framework = (project / "framework.yaml").read_text("utf-8")
    for old, new in {
        "digits: 2": "digits: two",
        "dep: 60, dis: 100": "dep: 50, dis: 100",
        "scale: likert": "scale: likart",
        "code: B3": "code: A1",
        "rule: ratio": "rule: ration",
        "element: T": "element: X",
    }.items():
        assert old in framework
        framework = framework.replace(old, new, 1)
    (project / "framework.yaml").write_text(framework, "utf-8")
    roster = (project / "roster.csv").read_text(
        "utf-8"
    ) + "GA,重复局,Double,dep,,1\nXX,某局,Some,nowhere,,1\n"
    (project / "roster.csv").write_text(roster, "utf-8")
    catalogue = (project / "catalogue" / "01.csv").read_text(
        "utf-8"
    ) + "ZZ,A1,9,没有单位,,\nGA,A9,9,没有指标,,\n"
    (project / "catalogue" / "01.csv").write_text(catalogue, "utf-8")
    output = run("check", project, code=2).output
    problems = [line for line in output.splitlines() if "→" in line]
    assert len(problems) >= 10, output
    assert all(
        re.match(r"(framework\.yaml|roster\.csv|catalogue/01\.csv|assessment\.yaml)", p) for p in problems
    ), output
    record = json.loads(run("check", project, "--json", code=2).stdout)
    assert len(record["problems"]) == len(problems)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.xlsx", b"Dear colleagues, please find attached"),
        ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)),
        ("empty.xlsx", b""),
    ],
    ids=["text", "old-xls", "empty"],
)
def test_an_unreadable_file_is_said_and_kept_and_stops_nothing(
    run: Run, filled: Path, name: str, content: bytes
) -> None:
    (filled / "inbox" / name).write_bytes(content)
    output = run("collect", filled, code=3).output
    assert name in output
    assert "已读过 3" in output
    assert (filled / "inbox" / name).read_bytes() == content


def test_a_file_of_another_round_is_refused(run: Run, filled: Path) -> None:
    text = (filled / "assessment.yaml").read_text("utf-8").replace("round: 2026-1", "round: 2027-1")
    (filled / "assessment.yaml").write_text(text, "utf-8")
    (filled / "ledger.sqlite").unlink()
    record = json.loads(run("collect", filled, "--json", code=1).stdout)
    assert [f["outcome"] for f in record["files"]] == ["refused"] * 3
    assert {f["findings"][0]["code"] for f in record["files"]} == {"S02-other-round"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["score", "{project}", "--unit", "张三"], "没有名为“张三”的单位"),
        (["score", "{project}", "--trace", "Z9"], "没有节点“Z9”"),
        (["collect", "{project}", "nowhere"], "没有这个文件或文件夹"),
        (["build", "{project}", "--lang", "fr"], "不在可选之列"),
        (["frobnicate"], "没有命令“frobnicate”"),
    ],
    ids=["unit", "node", "path", "language", "command"],
)
def test_unknown_names_are_refused(run: Run, filled: Path, arguments: list[str], message: str) -> None:
    output = run(*[a.format(project=filled) for a in arguments], code=2).output
    assert message in output


def test_verify_of_a_missing_and_of_a_foreign_file(run: Run, filled: Path) -> None:
    assert "没有这个文件" in run("verify", filled / "nothing.xlsx", code=3).output
    stranger = filled / "letter.xlsx"
    stranger.write_bytes(b"not a workbook")
    assert "→" in run("verify", stranger, code=3).output
    assert "0 个与文件中的值不同" in run("verify", _outside(filled)).output


def _outside(filled: Path) -> Path:
    source = next((filled / "inbox").glob("*.xlsx"))
    target = filled.parent / source.name
    target.write_bytes(source.read_bytes())
    return target


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xlsx"
    write_whole(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("smartxl.project.outputs.os.fsync", full)
    with pytest.raises(ProjectError, match="No space left on device"):
        write_whole(path, b"new" * 1000)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["book.xlsx"]


def test_outputs_tell_their_own_files_from_changed_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with Outputs(tmp_path) as outputs:
        assert outputs.write(path, b"1") is Written.NEW
    with Outputs(tmp_path) as outputs:
        assert outputs.write(path, b"1") is Written.SAME
        assert outputs.write(path, b"2") is Written.REPLACED
        path.write_bytes(b"mine")
        with pytest.raises(WouldOverwrite):
            outputs.write(path, b"3")
    with Outputs(tmp_path, force=True) as outputs:
        assert outputs.write(path, b"3") is Written.KEPT_OLD
    assert (tmp_path / "a.old1.txt").read_bytes() == b"mine"


@pytest.mark.slow
def test_verify_of_a_form_whose_sheet_was_renamed(run: Run, filled: Path) -> None:
    path = next((filled / "inbox").glob("GA-*.xlsx"))
    book = load_workbook(path)
    book["采样表"].title = "我们单位的表"
    book.save(path)
    output = run("verify", path, code=1).output
    assert "工作簿 我们单位的表，方案 采样表" in output, "the cause is named first"
    assert "引用了不存在的工作表" in output
    assert "我们单位的表" in run("collect", filled).output, "intake finds the rows by their keys"


@pytest.mark.parametrize(("name", "value"), [("unit", "ZZ"), ("edition", "poster")])
def test_verify_of_a_form_whose_stamp_was_changed(run: Run, filled: Path, name: str, value: str) -> None:
    path = next((filled / "inbox").glob("GA-*.xlsx"))
    book = load_workbook(path)
    book.custom_doc_props[f"smartxl.{name}"].value = value  # type: ignore[attr-defined]
    for row in book["_smartxl"].iter_rows():
        if row[0].value == f"smartxl.{name}":
            row[1].value = value
    book.save(path)
    output = run("verify", path, code=2).output
    assert f"“{value}”" in output
    assert "→" in output


def test_the_demo_leaves_a_project_of_ones_own_alone(run: Run, project: Path) -> None:
    assert "文件夹不是空的" in run("demo", project, code=2).output
    assert not (project / "inbox").exists()


@pytest.mark.parametrize("manifest", ["[]", "not json"])
def test_a_damaged_manifest_is_as_none(tmp_path: Path, manifest: str) -> None:
    (tmp_path / ".smartxl").mkdir()
    (tmp_path / ".smartxl" / "outputs.json").write_text(manifest, "utf-8")
    with Outputs(tmp_path) as outputs:
        assert outputs.write(tmp_path / "a.txt", b"1") is Written.NEW


def test_a_folder_in_the_way_of_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with (
        Outputs(tmp_path, force=True) as outputs,
        pytest.raises(WouldOverwrite, match="a folder has the name"),
    ):
        outputs.write(tmp_path / "a.xlsx", b"1")
