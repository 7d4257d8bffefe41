"""`addin office` writes the add-in, or says why not."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

URL = "https://office.example.gov.cn/smartxl"


def test_it_tells_what_to_do_with_the_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "加载项"
    told = run("addin", "office", "--url", URL, "--write", folder).output
    assert str(folder) in told
    assert f"整个文件夹放到 {URL}" in told
    assert (folder / "manifest.xml").is_file()


def test_as_json(run: Run, tmp_path: Path) -> None:
    record = json.loads(
        run("addin", "office", "--url", f"{URL}/", "--write", tmp_path / "new", "--json").stdout
    )
    assert record["url"] == URL
    assert all((tmp_path / "new" / name).is_file() for name in record["files"])


def test_an_address_that_office_refuses(run: Run, tmp_path: Path) -> None:
    told = run(
        "addin", "office", "--url", "http://a.cn", "--write", tmp_path / "new", "--lang", "en", code=2
    ).output
    assert "Office takes add-ins from https only" in told
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_not_empty(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("x", "utf-8")
    assert "不是空文件夹" in run("addin", "office", "--url", URL, "--write", tmp_path, code=2).output
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]
