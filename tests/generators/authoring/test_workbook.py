"""The authoring workbook as a file: it holds the definition, also after another program saved it; its checks are right."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path
from time import process_time

import pytest

from smartxl.cells import Cell
from smartxl.define import load
from smartxl.define.authoring import AuthoringSheet, flatten, read_authoring
from smartxl.define.check import check
from smartxl.define.yamlfile import Tree
from smartxl.text import LANGUAGES, Lang
from smartxl.verify.grid import Value, read_grid
from smartxl_generators.authoring import write_authoring
from tests.define.authoring.books import MOMENT, definition_of, packaged, trees_of, written
from tests.office.office import Office


@cache
def book_of(name: str, lang: Lang) -> bytes:
    """A packaged definition as a workbook."""
    return written(packaged()[name], lang)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", packaged())
def test_a_workbook_holds_the_definition_that_went_into_it(name: str, lang: Lang, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(book_of(name, lang))
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
    path.write_bytes(book_of(name, lang))
    saved = office.convert(path, tmp_path / "saved")
    assert definition_of(saved) == load(packaged()[name])
    assert shown(saved) == shown(path)


def shown(path: Path) -> dict[Cell, Value]:
    """What formulas show; nothing is an empty text."""
    return {
        cell: "" if value is None else value for cell, value in read_grid(path.read_bytes()).cached.items()
    }


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_other_formats_are_read(suffix: str, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(book_of("miit-2012", "zh"))
    assert definition_of(office.convert(path, tmp_path / "saved", suffix)) == load(packaged()["miit-2012"])


@pytest.mark.openxml
@pytest.mark.parametrize("name", ["smart-2014", "blank"])
def test_the_file_is_valid(name: str, ooxml_validator: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(book_of(name, "zh"))
    done = subprocess.run(
        [ooxml_validator, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert json.loads(done.stdout)["errors"] == []


def large() -> tuple[AuthoringSheet, ...]:
    """A thousand indicators with a number each, in a hundred groups, for fifty units."""
    framework, assessment = trees_of(packaged()["blank"])
    assert isinstance(framework, dict)
    groups: list[Tree] = []
    for group in range(1, 101):
        leaves: list[Tree] = [_leaf(f"{group}.{number}") for number in range(1, 11)]
        name: Tree = {"zh": f"方面{group}", "en": f"Area {group}"}
        groups.append({"code": str(group), "name": name, "weight": "1", "children": leaves})
    units = [{"code": f"U{n}", "name": f"第{n}单位", "class": "unit"} for n in range(50)]
    return flatten({**framework, "nodes": groups}, assessment, units, (), "zh")


def _leaf(code: str) -> Tree:
    words: Tree = {"zh": f"指标{code}", "en": f"Indicator {code}"}
    number: Tree = {"code": "x", "name": words, "unit": {"zh": "个", "en": "items"}, "min": "0"}
    params: Tree = {"worst": "0", "best": "100"}
    rule: dict[str, Tree] = {"measure": "kpi", "rule": "goalposts", "params": params, "inputs": [number]}
    return {"code": code, "name": words, "weight": "10", **rule}


@pytest.mark.slow
def test_a_thousand_indicators_take_less_than_three_seconds(tmp_path: Path) -> None:
    start = process_time()
    content = write_authoring(large(), "zh", MOMENT)
    written_in = process_time() - start
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    start = process_time()
    book = read_authoring(path)
    assert not check(book.files)
    assert written_in < 3
    assert process_time() - start < 3
