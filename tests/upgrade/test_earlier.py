"""Projects and ledgers of every released version are read by this one, with the same numbers (`freeze.py` keeps them)."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

import smartxl
from smartxl.project import Project
from tests.upgrade.freeze import found

HERE = Path(__file__).parent
VERSIONS = sorted(path.parent.name for path in HERE.glob("*/expected.json"))
MOST = 300_000
"""Bytes of an example: it stays in the repository for ever."""


@pytest.fixture(scope="module", params=VERSIONS)
def earlier(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project of an earlier version; the original is never written to."""
    return Path(shutil.copytree(HERE / request.param, tmp_path_factory.mktemp("earlier") / request.param))


def expected(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    return {key: value for key, value in told.items() if key != "version"}


@pytest.mark.parametrize("version", VERSIONS)
def test_an_example_is_small(version: str) -> None:
    sizes = [path.stat().st_size for path in (HERE / version).rglob("*") if path.is_file()]
    assert sum(sizes) < MOST


def test_the_ledger_of_then_gives_the_same_numbers(earlier: Path) -> None:
    assert found(Project.open(earlier, "zh")) == expected(earlier)


def test_forms_that_came_back_then_are_collected_anew(earlier: Path, tmp_path: Path) -> None:
    anew = Path(shutil.copytree(earlier, tmp_path / "anew", ignore=shutil.ignore_patterns("ledger.sqlite")))
    with closing(sqlite3.connect(earlier / "ledger.sqlite")) as ledger:
        kept = dict(ledger.execute("SELECT first_name, content FROM files").fetchall())
    came = [tmp_path / name for name in sorted(kept)]
    for path in came:
        path.write_bytes(kept[path.name])
    project = Project.open(anew, "zh")
    last_day = datetime.combine(project.definition.round.due, time(9)).astimezone()
    (blank,) = anew.glob("workbooks/*/MZ-*.xlsx")  # as it was handed out
    files = project.collect(blank, *came, processes=0, clock=lambda: last_day).files
    assert sorted(files["unit"]) == ["JY", "MZ", "MZ"]
    assert files["outcome"].tolist() == ["accepted"] * 3
    again, before = found(project), expected(earlier)
    for told in ("scores", "stages", "findings"):
        assert again[told] == before[told]


def test_a_form_handed_out_then_is_proven(earlier: Path) -> None:
    project = Project.open(earlier, "zh")
    (form,) = earlier.glob("workbooks/*/MZ-*.xlsx")
    proof = project.verify(form)
    assert proof.ok
    assert proof.formulas > 20


def test_the_result_workbook_of_then_still_calculates(earlier: Path) -> None:
    (result,) = earlier.glob("reports/*.xlsx")
    proof = smartxl.verify_workbook(result)
    assert proof.ok
    assert proof.formulas > 100
