"""`verify --engine`: a table of the cells in which engines, the file and the scoring engine differ."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from pydantic import TypeAdapter

from smartxl.cli.present.schemas import RECORDS
from tests.verify.engines.conftest import book_bytes

Run = Callable[..., Result]


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "预算.xlsx"
    path.write_bytes(book_bytes())
    return path


def test_a_table_tells_the_file_the_engines_and_the_formula(run: Run, foreign: Path) -> None:
    told = run("verify", foreign, "--engine", "smartxl, formualizer", "--lang", "en", code=1).output
    assert "12 formulas, in 10 cells the values differ" in told
    heads = next(line for line in told.splitlines() if "formula" in line and "file" in line)
    assert heads.split("┃")[1:4] != []
    assert [part.strip() for part in heads.split("┃")] == [
        "cell",
        "file",
        "smartxl",
        "formualizer",
        "formula",
    ]
    row = next(line for line in told.splitlines() if "'甲 表'!D1" in line)
    assert [part.strip() for part in row.split("│")] == ["'甲 表'!D1", "777", "9.5", "9.5", "=SUM(B1:B4)"]


def test_json_has_every_value_and_reason_and_fits_its_schema(run: Run, foreign: Path) -> None:
    told = json.loads(run("verify", foreign, "--engine", "formulas", "--json", "--lang", "en", code=1).stdout)
    TypeAdapter(RECORDS["verify"]).validate_python(told)
    record = told[str(foreign)]
    assert [record[key] for key in ("ok", "formulas", "unsaved", "scored")] == [False, 12, 2, False]
    (engine,) = record["engines"]
    assert (engine["name"], engine["computed"], engine["differs"], engine["failure"]) == (
        "formulas",
        11,
        9,
        None,
    )
    assert engine["not_computed"] == [{"cell": "'it''s'!C2", "why": "a reference to a table"}]
    assert {row["cell"]: row["values"] for row in record["differences"]}["'甲 表'!D4"] == {
        "formulas": "#DIV/0!"
    }


@pytest.mark.parametrize("typed", ["excel", "smartxl,excel", ",", ""])
def test_another_engine_is_refused_with_those_that_there_are(run: Run, foreign: Path, typed: str) -> None:
    told = run("verify", foreign, "--engine", typed, "--lang", "en", code=2).output
    assert "smartxl, formulas, formualizer, libreoffice" in told


def test_an_engine_that_is_not_installed_is_refused_with_what_to_install(
    run: Run, foreign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smartxl.verify.engines.libre.find_soffice", lambda: None)
    assert "libreoffice-calc" in run("verify", foreign, "--engine", "libreoffice", code=2).output


def test_a_file_that_cannot_be_read_is_told_and_ends_with_3(run: Run, foreign: Path, tmp_path: Path) -> None:
    told = run("verify", foreign, tmp_path / "none.xlsx", "--engine", "smartxl", code=3).output
    assert "没有这个文件" in told


def test_differences_are_annotations_too(run: Run, foreign: Path, tmp_path: Path) -> None:
    run("verify", foreign, "--engine", "smartxl,formualizer", "--sarif", tmp_path / "a.sarif", code=1)
    (found,) = json.loads((tmp_path / "a.sarif").read_text("utf-8"))["runs"]
    assert {each["ruleId"] for each in found["results"]} == {"verify-engines"}
    assert len(found["results"]) == 10
    github = run("verify", foreign, "--engine", "smartxl", "--github", "--lang", "en", code=1).stdout
    assert "the file 777, smartxl 9.5, formula =SUM(B1:B4)" in github


def test_a_form_agrees_with_the_scoring_engine(run: Run, filled: Path) -> None:
    form = next((filled / "inbox").glob("*.xlsx"))
    told = run("verify", form, "--engine", "smartxl,formualizer", "--lang", "en").output
    assert "in 0 cells the values differ" in told
    record = json.loads(run("verify", form, "--engine", "formualizer", "--json").stdout)[str(form)]
    assert record["scored"]
    assert record["ok"]
