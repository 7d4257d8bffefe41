"""The authoring workbook as a file: it holds the definition, also after another program saved it; its checks are right."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from smartxl.cells import Cell
from smartxl.define import load
from smartxl.text import LANGUAGES, Lang
from smartxl.verify.grid import Value, read_grid
from tests.define.authoring.books import definition_of, packaged, written
from tests.office.office import Office


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", packaged())
def test_a_workbook_holds_the_definition_that_went_into_it(name: str, lang: Lang, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(written(packaged()[name], lang))
    found, wanted = definition_of(path), load(packaged()[name])
    assert found == wanted
    assert found.identity == wanted.identity


@pytest.mark.libreoffice
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", packaged())
def test_another_program_changes_nothing_and_calculates_the_same(
    name: str, lang: Lang, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(written(packaged()[name], lang))
    saved = office.convert(path, tmp_path / "saved")
    assert definition_of(saved) == load(packaged()[name])
    assert shown(saved) == shown(path)


def shown(path: Path) -> dict[Cell, Value]:
    """What formulas show; nothing is an empty text."""
    return {
        cell: "" if value is None else value for cell, value in read_grid(path.read_bytes()).cached.items()
    }


@pytest.mark.openxml
@pytest.mark.parametrize("name", ["smart-2014", "blank"])
def test_the_file_is_valid(name: str, ooxml_validator: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(written(packaged()[name], "zh"))
    done = subprocess.run(
        [ooxml_validator, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert json.loads(done.stdout)["errors"] == []
