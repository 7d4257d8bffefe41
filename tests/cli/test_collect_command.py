"""`collect` at the command line: passwords, what is named and cannot be read, and coming back to it."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook

from smartxl.cli.main import main
from tests.cli.conftest import write_project

Run = Callable[..., Result]
PASSWORD = "示例 2026"  # noqa: S105  (of a test)


def lock(path: Path) -> None:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(path.read_bytes())).encrypt(PASSWORD, out)
    path.write_bytes(out.getvalue())


@pytest.fixture(scope="module")
def returned_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("returned") / "town")
    for command in ("build", "fill"):
        assert CliRunner().invoke(main, [command, str(folder)]).exit_code == 0
    return folder


@pytest.fixture
def returned(returned_once: Path, tmp_path: Path) -> Path:
    """A project to which filled workbooks came back, not collected yet; each test has a copy of its own."""
    return Path(shutil.copytree(returned_once, tmp_path / "town"))


def outcomes(result: Result) -> dict[str, str]:
    return {file["file"][:2]: file["outcome"] for file in json.loads(result.stdout)["files"]}


@pytest.mark.slow
@pytest.mark.parametrize("way", ["option", "variable"])
def test_a_password_opens_an_encrypted_file(
    way: str, run: Run, returned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock(next((returned / "inbox").glob("GA*")))
    closed = run("collect", returned, "--json", code=3)
    assert outcomes(closed) == {"GA": "unreadable", "JY": "accepted", "DQ": "accepted"}
    assert "--password" in closed.stdout
    assert "密码都不对" in run("collect", returned, "--password", "wrong", code=3).output
    if way == "variable":
        monkeypatch.setenv("SMARTXL_PASSWORD", PASSWORD)
    given = [] if way == "variable" else ["--password", "wrong", "--password", PASSWORD]
    opened = run("collect", returned, "--json", *given, code=None)
    assert outcomes(opened) == {"GA": "accepted", "JY": "again", "DQ": "again"}
    assert PASSWORD not in opened.output


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("附件.pdf", b"%PDF-1.7", "PDF"),
        ("~$表.xlsx", b"\x05admin".ljust(165), "锁文件"),
        ("表.csv", "编码,答案\n".encode("gb18030"), "WPS"),
        ("表.et", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(999), "另存为"),
    ],
    ids=["pdf", "lock file", "csv", "et"],
)
def test_what_is_named_and_cannot_be_read_is_said(
    name: str, content: bytes, words: str, run: Run, returned: Path
) -> None:
    path = returned / name
    path.write_bytes(content)
    assert words in run("collect", returned, path, code=3).output


def test_a_folder_lists_what_is_left_alone(run: Run, returned: Path) -> None:
    (returned / "inbox" / "附件.pdf").write_bytes(b"%PDF-1.7")
    (returned / "inbox" / "~$表.xlsx").write_bytes(b"x")
    output = run("collect", returned).output
    assert "附件.pdf" in output
    assert "~$表.xlsx" in output


def test_what_was_read_before_is_explained(run: Run, returned: Path) -> None:
    run("collect", returned)
    assert "没有重复读取" in run("collect", returned).output
    assert "not read again" in run("collect", returned, "--lang", "en").output


def test_one_bad_file_does_not_stop_the_others(run: Run, returned: Path) -> None:
    (returned / "inbox" / "aa.xlsx").write_bytes(b"PK\3\4" + bytes(500))
    found = outcomes(run("collect", returned, "--json", code=3))
    assert found == {"aa": "unreadable", "GA": "accepted", "JY": "accepted", "DQ": "accepted"}


@pytest.mark.slow
def test_it_ends_with_what_to_do_next(run: Run, returned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartxl.cli.hints._at_a_terminal", lambda: True)
    assert f"smartxl status {returned}" in run("collect", returned).stderr.splitlines()[-1]
    form = next((returned / "inbox").glob("GA*"))
    book = load_workbook(form)
    sheet = book["采样表"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "A2/n")
    sheet.cell(row, 8).value = "很多"
    book.save(form)
    spaced = returned.rename(returned.with_name("my town"))
    (spaced / "ledger.sqlite").unlink()
    told = run("collect", spaced, "--lang", "en", code=1).stderr.splitlines()[-1]
    assert all(f'smartxl {command} "{spaced}"' in told for command in ("findings", "return"))
