"""Questionnaires pass the gate that forms pass: types by first bytes, Strict, passwords; JSON and exit codes tell the rest."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from pydantic import TypeAdapter

from smartxl.cli.present.schemas import RECORDS
from tests.cli.conftest import Run
from tests.cli.test_survey import asked as asked  # noqa: PLC0414  (a fixture)
from tests.cli.test_survey import filled
from tests.xlsx.otherforms import ods, table
from tests.xlsx.packages import as_strict, renamed

PASSWORD = ("--password", "示例 2026")


def encrypted(content: bytes) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(PASSWORD[1], out)
    return out.getvalue()


def collected(run: Run, *arguments: str | Path) -> tuple[dict[str, Any], int]:
    """What `survey collect --json` prints, which is the record of the command, and its exit code."""
    result = run("survey", "collect", *arguments, "--json", code=None)
    data: dict[str, Any] = json.loads(result.stdout)
    if "ok" not in data:
        strict = TypeAdapter(RECORDS["survey-collect"])
        assert json.loads(strict.dump_json(strict.validate_python(data))) == data
    return data, result.exit_code


SENT: dict[str, tuple[Callable[[bytes], bytes], int, int]] = {
    "as it was": (lambda data: data, 0, 3),
    "Strict": (as_strict, 0, 3),
    "other part names": (lambda data: renamed(data, {"xl/workbook.xml": "xl/workbook2.xml"}), 0, 3),
    "encrypted": (encrypted, 0, 3),
    "an .ods": (lambda _: ods(table()), 3, 0),
    "a table of text": (lambda _: "1,满意\n".encode(), 3, 0),
    "half of it": (lambda data: data[: len(data) // 2], 3, 0),
    "software that encrypts": (lambda _: b"%TSD-Header-###%" + bytes(99), 3, 0),
}


@pytest.mark.slow
@pytest.mark.parametrize(("make", "code", "count"), SENT.values(), ids=SENT)
def test_a_tally_passes_the_gate(
    asked: Path, run: Run, make: Callable[[bytes], bytes], code: int, count: int
) -> None:
    path = filled(asked, "GA", 1, ["满意"] * 3)
    path.write_bytes(make(path.read_bytes()))
    data, exit_code = collected(run, asked, *PASSWORD)
    assert exit_code == code
    assert sum(entry["count"] for entry in data["counts"]) == count
    assert any(notice["unreadable"] for notice in data["notices"]) == (code == 3)


def test_one_bad_file_hides_no_other(asked: Path, run: Run) -> None:
    filled(asked, "GA", 1, ["满意"] * 3)
    filled(asked, "JY", 1, ["满意"]).write_bytes(b"PK\3\4 and no more")
    data, exit_code = collected(run, asked)
    assert (exit_code, sum(entry["count"] for entry in data["counts"])) == (3, 3)


def test_counts_stay_where_nothing_is_recognised(asked: Path, run: Run) -> None:
    path = filled(asked, "GA", 1, ["满意"] * 3)
    assert collected(run, asked)[1] == 0
    before = (asked / "surveys" / "counts.csv").read_bytes()
    path.unlink()
    data, exit_code = collected(run, asked)
    assert (exit_code, data["counts"]) == (1, [])
    assert (asked / "surveys" / "counts.csv").read_bytes() == before


def test_trouble_is_json(asked: Path, run: Run) -> None:
    data, exit_code = collected(run, asked, "nowhere")
    assert (data["ok"], exit_code) == (False, 2)
