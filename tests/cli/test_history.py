"""The commands around the ledger: history, mark, choose, compare, evidence, and a ledger by its address."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from smartxl.text import CountOf
from tests.cli.test_review import column_of, rows_of

Run = Callable[..., Result]


def form_of(project: Path, unit: str = "GA") -> Path:
    return next((project / "inbox").glob(f"**/{unit}-*.xlsx"))


def send(project: Path, name: str, keep: slice, provided: str | None = None) -> Path:
    """Another version of GA's form: only some of its rows, the first of them changed."""
    book = load_workbook(form_of(project))
    sheet = book["采样表"]
    keys = [(key, row) for key, row in rows_of(sheet).items() if not key.startswith("~")]
    heads = [column_of(sheet, head) for head in ("是否适用", "说明")]
    for _, row in [entry for entry in keys if entry not in keys[keep]]:
        for column in range(heads[0], heads[1] + 1):
            if isinstance(cell := sheet.cell(row, column), Cell):  # not the covered part of a merged one
                cell.value = None
    if provided:
        sheet.cell(keys[keep][0][1], column_of(sheet, "是否提供")).value = provided
    path = project / "inbox" / name
    book.save(path)
    return path


def history(run: Run, project: Path, unit: str = "GA") -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(run("history", project, unit, "--json").stdout)
    return found


@pytest.mark.slow
def test_history_tells_files_decisions_what_counts_and_the_rule(run: Run, filled: Path) -> None:
    run("mark", filled, "GA", "returned", "--why", "地址缺失", "--by", "李四")
    send(filled, "补报.xlsx", slice(0, 1), "否")
    run("collect", filled, code=None)
    shown = run("history", filled, "GA").stdout
    for words in ("收到", "退回 · 李四 · 地址缺失", "再次提交", "补报.xlsx", "计入规则", "补充未填的行"):
        assert words in shown
    found = history(run, filled)
    events = [entry["event"] for entry in found["entries"] if "event" in entry]
    assert events == ["received", "returned", "resubmitted"]
    (counting,) = found["counting"]
    files = counting["files"]
    assert isinstance(files, list)
    assert [file["name"] for file in files] == ["补报.xlsx", form_of(filled).name]
    english = run("history", filled, "--lang", "en").stdout
    assert "Which file counts" in english
    assert "Public Security" in english


@pytest.mark.slow
def test_marks_follow_the_table_and_need_a_reason(run: Run, filled: Path) -> None:
    assert "现为“通过”" in run("mark", filled, "市公安局", "accepted", "--why", "核对无误").output
    assert "不能恢复填报（asked）" in run("mark", filled, "GA", "asked", "--why", "x", code=2).output
    assert "没有理由" in run("mark", filled, "GA", "returned", "--why", " ", code=2).output
    assert "--why" in run("mark", filled, "GA", "returned", code=2).output
    before = run("score", filled, "--json").stdout
    send(filled, "通过之后.xlsx", slice(0, None), "否")
    run("collect", filled, code=None)
    assert run("score", filled, "--json").stdout == before
    assert "M04" in str(history(run, filled)["counting"])


@pytest.mark.slow
def test_an_exempt_unit_is_not_scored(run: Run, filled: Path) -> None:
    run("mark", filled, "GA", "exempt", "--why", "机构撤并")
    covered = {row["code"]: row["coverage"] for row in json.loads(run("score", filled, "--json").stdout)}
    assert not covered["GA"]
    assert covered["JY"] == 1
    assert "没有文件计入" in run("history", filled, "GA").stdout


@pytest.mark.slow
def test_a_file_is_chosen_by_name_or_digest_and_the_choice_withdrawn(run: Run, filled: Path) -> None:
    first = form_of(filled).name
    send(filled, "空表.xlsx", slice(0, 1))
    run("collect", filled, code=None)
    assert f"现计入 {first}" in run("choose", filled, first, "--why", "确认").output
    digest = next(str(e["digest"]) for e in history(run, filled)["entries"] if e.get("file") == "空表.xlsx")
    assert "现计入 空表.xlsx" in run("choose", filled, digest[:10], "--why", "更正").output
    assert history(run, filled)["counting"][0]["why"] == "chosen"
    assert f"现计入 {first}" in run("choose", filled, "GA", "--withdraw", "--why", "误操作").output
    assert "没有收到过这个文件" in run("choose", filled, "没有.xlsx", "--why", "x", code=2).output
    shutil.copy(form_of(filled, "JY"), filled / "inbox" / "sub.xlsx")
    (filled / "inbox" / "a").mkdir()
    send(filled, "a/空表.xlsx", slice(1, 2))
    run("collect", filled, code=None)
    assert "几个同名的文件" in run("choose", filled, "空表.xlsx", "--why", "x", code=2).output


@pytest.mark.slow
def test_two_files_are_compared_cell_by_cell(run: Run, filled: Path) -> None:
    first = form_of(filled).name
    send(filled, "v2.xlsx", slice(0, None), "否")
    run("collect", filled, code=None)
    changes = json.loads(run("compare", filled, first, "v2.xlsx", "--json").stdout)
    assert "provided" in {change["field"] for change in changes}
    assert {change["after"] for change in changes if change["field"] == "provided"} == {"否"}
    shown = run("compare", filled, first, "v2.xlsx", "--lang", "en").stdout
    assert f"{CountOf(len(changes)):cell differs|cells differ}" in shown
    assert "0 个单元格不同" in run("compare", filled, first, first).stdout
    other = form_of(filled, "JY").name
    assert "两个文件属于两个单位" in run("compare", filled, first, other, code=2).output


@pytest.mark.slow
def test_a_file_may_be_named_by_its_path(run: Run, filled: Path) -> None:
    (name,) = [path.name for path in (filled / "inbox").glob("GA-*.xlsx")]
    for given in (str(filled / "inbox" / name), f"C:\\round\\inbox\\{name}"):
        assert "0 cells differ" in run("compare", filled, name, given, "--lang", "en").output


def test_what_was_refused_cannot_be_compared(run: Run, filled: Path) -> None:
    (filled / "inbox" / "坏.xlsx").write_bytes(b"PK broken")
    run("collect", filled, code=None)
    assert "该文件已被拒收" in run("compare", filled, "坏.xlsx", form_of(filled).name, code=2).output


def test_evidence_beside_a_form_is_kept_when_it_is_collected(run: Run, filled: Path) -> None:
    folder = filled / "inbox" / "公安局"
    (folder / "证据").mkdir(parents=True)
    form_of(filled).rename(folder / "GA-x.xlsx")
    for name in ("1.png", "同.png"):
        (folder / "证据" / name).write_bytes(b"picture")
    first = run("collect", filled, code=None).output
    assert "M07" in run("collect", filled, "--json", code=None).stdout
    assert "同.png" in first


@pytest.mark.slow
def test_a_ledger_may_lie_in_a_database_of_its_own(
    run: Run, filled: Path, ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run("score", filled, "--json").stdout
    monkeypatch.setenv("SMARTXL_LEDGER", ledger_url)
    (filled / "ledger.sqlite").unlink()
    assert run("score", filled, "--json").stdout != before
    run("collect", filled)
    assert run("score", filled, "--json").stdout == before
    assert not (filled / "ledger.sqlite").exists()
    monkeypatch.setenv("SMARTXL_LEDGER", "postgresql://me:secret@127.0.0.1:1/x")
    refused = run("status", filled, code=2).output
    assert "连不上数据库服务器" in refused
    assert "secret" not in refused
