"""`verify` of several files: each has its own result, and the exit code tells of the gravest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from smartxl.cli.exitcodes import ExitCode
from smartxl.cli.main import main
from smartxl.project import verifying
from smartxl.project.verifying import Verified
from smartxl.verify import VerifyReport
from tests.cli.conftest import write_project


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three filled forms: as they are, with a formula that was changed, cut off in the middle; and one of nobody."""
    folder = write_project(tmp_path_factory.mktemp("batch") / "city")
    assert CliRunner().invoke(main, ["fill", str(folder)]).exit_code == 0
    inbox = folder / "inbox"
    smallest = sorted(inbox.glob("*.xlsx"), key=lambda path: path.stat().st_size)[:2]
    for path in set(inbox.glob("*.xlsx")) - set(smallest):
        path.unlink()
    right, changed = smallest
    book = load_workbook(changed)
    sheet = next(sheet for sheet in book if any(str(c.value).startswith("=") for row in sheet for c in row))
    cell = next(c for row in sheet for c in row if str(c.value).startswith("="))
    cell.value = "=1+1"
    book.save(inbox / "b-changed.xlsx")
    changed.unlink()
    shutil.move(right, inbox / "c-right.xlsx")
    (inbox / "a-broken.xlsx").write_bytes((inbox / "c-right.xlsx").read_bytes()[:3000])
    foreign = Workbook()
    foreign.save(inbox / "d-foreign.xlsx")
    return folder


def test_one_bad_file_hides_no_other(city: Path) -> None:
    files = sorted((city / "inbox").glob("*.xlsx"))
    result = CliRunner().invoke(main, ["verify", *map(str, files), "--json"])
    found = {Path(path).name: entry for path, entry in json.loads(result.stdout).items()}
    assert {name: entry["ok"] for name, entry in found.items()} == {
        "a-broken.xlsx": False,
        "b-changed.xlsx": False,
        "c-right.xlsx": True,
        "d-foreign.xlsx": False,
    }
    assert found["b-changed.xlsx"]["differences"]
    assert found["a-broken.xlsx"]["problems"][0]["remedy"]
    assert result.exit_code == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a-broken.xlsx", 3),
        ("b-changed.xlsx", 1),
        ("c-right.xlsx", 0),
        ("d-foreign.xlsx", 3),
        ("none.xlsx", 3),
    ],
)
def test_the_exit_code_is_that_of_the_gravest(city: Path, name: str, code: int) -> None:
    right = city / "inbox" / "c-right.xlsx"
    result = CliRunner().invoke(main, ["verify", str(right), str(city / "inbox" / name)])
    assert result.exit_code == code
    assert ("未能核对" in result.stdout) == (code == 3)


def test_a_broken_file_is_3_in_any_folder(city: Path, tmp_path: Path) -> None:
    broken = shutil.copy(city / "inbox" / "a-broken.xlsx", tmp_path / "x.xlsx")
    assert CliRunner().invoke(main, ["verify", str(broken)]).exit_code == 3
    outside = shutil.copy(city / "inbox" / "c-right.xlsx", tmp_path / "y.xlsx")
    assert CliRunner().invoke(main, ["verify", str(outside)]).exit_code == 0, "by its own formulas"


def test_ctrl_c_loses_nothing_that_is_finished(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = city / "inbox" / "c-right.xlsx", city / "inbox" / "b-changed.xlsx"

    def stopped(paths: list[Path], *_: object, **__: object) -> Iterator[tuple[Path, Verified]]:
        yield paths[0], VerifyReport(4, 3, 2, ())
        raise KeyboardInterrupt

    monkeypatch.setattr(verifying, "verify_files", stopped)
    result = CliRunner().invoke(main, ["verify", str(first), str(second), "--lang", "en"])
    assert result.exit_code == ExitCode.INTERRUPTED
    assert "2 computed cells checked" in result.stdout
    assert "1 of 2 files were verified" in result.stderr
    result = CliRunner().invoke(main, ["verify", str(first), str(second), "--json"])
    assert result.exit_code == ExitCode.INTERRUPTED
    assert [Path(path).name for path in json.loads(result.stdout)] == ["c-right.xlsx"]
