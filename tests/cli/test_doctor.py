"""`doctor`: a table in one language, a record, exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartxl.doctor import DoctorRow
from smartxl.doctor.rows import fails, fine, warns
from smartxl.text import Text
from tests.cli.conftest import Run

ROWS = (
    fine("a", Text("甲", "First"), Text("很好", "well")),
    warns("b", Text("乙", "Second"), Text("不太好", "not so well"), Text("看看", "look at it")),
)
BAD = fails("c", Text("丙", "Third"), Text("坏了", "broken"), Text("修好", "mend it"))


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> list[DoctorRow]:
    listed = list(ROWS)

    def told(_: object) -> Iterator[DoctorRow]:
        yield from listed

    monkeypatch.setattr("smartxl.doctor.examining._rows", told)
    return listed


def test_warnings_do_not_fail(run: Run, rows: list[DoctorRow]) -> None:
    told = run("doctor", "--lang", "zh").output
    assert "注意" in told
    assert "→ 看看" in told
    assert "2 项：0 项有误，1 项注意" in told
    assert json.loads(run("doctor", "--json").stdout)["ok"] is True


def test_what_fails_is_told_by_the_exit_code(run: Run, rows: list[DoctorRow]) -> None:
    rows.append(BAD)
    assert "→ mend it" in run("doctor", "--lang", "en", code=1).output
    record = json.loads(run("doctor", "--lang", "en", "--json", code=1).stdout)
    assert record["rows"][2] == {
        "code": "c",
        "name": "Third",
        "grade": "fail",
        "found": "broken",
        "remedy": "mend it",
    }


def test_this_machine_and_a_project(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartxl.verify.find_soffice", lambda: None)
    record = json.loads(run("doctor", project, "--json", code=None).stdout)
    codes = [row["code"] for row in record["rows"]]
    assert {
        "python",
        "smartxl",
        "font",
        "libreoffice",
        "pdf",
        "console",
        "timezone",
        "project.ledger",
    } <= set(codes)
    assert len(codes) == len(set(codes))
