"""`fill` of some units: the same answers as among all, and no other files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def all_filled(run: Run, project: Path) -> dict[str, bytes]:
    run("fill", project)
    content = {path.name[:2]: path.read_bytes() for path in (project / "inbox").iterdir()}
    for path in (project / "inbox").iterdir():
        path.unlink()
    return content


def test_some_units_answer_as_among_all(run: Run, project: Path, all_filled: dict[str, bytes]) -> None:
    run("fill", project, "--unit", "GA", "--unit", "东区")
    found = {path.name[:2]: path.read_bytes() for path in (project / "inbox").iterdir()}
    assert found == {code: all_filled[code] for code in ("GA", "DQ")}


def test_some_units_type_carelessly(run: Run, project: Path, all_filled: dict[str, bytes]) -> None:
    run("fill", project, "--seed", "7")
    run("fill", project, "--messy", "--unit", "GA", "--unit", "JY", "--unit", "DQ", "--seed", "3")
    found = {path.name[:2]: path.read_bytes() for path in (project / "inbox").iterdir()}
    assert any(found[code] != all_filled[code] for code in found)


def test_a_unit_that_there_is_not(run: Run, project: Path) -> None:
    assert "没有名为“nobody”的单位" in run("fill", project, "--unit", "nobody", code=2).output
    assert not (project / "inbox").exists()
