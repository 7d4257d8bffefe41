"""The checks beside the rows: what the file shows is what LibreOffice calculates, also where much is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from smartxl.cells import Cell
from smartxl.define.authoring import AuthoringSheet
from smartxl.define.authoring.flatten import Cell as Content
from smartxl.text import LANGUAGES, Lang
from smartxl.verify.grid import Value, read_grid
from smartxl_generators.authoring import write_authoring
from tests.define.authoring.books import MOMENT, packaged, sheets_of
from tests.office.office import Office

Edits = Mapping[str, Mapping[int, Mapping[str, Content]]]

WRONG: Edits = {
    "tree": {
        1: {"weight": 35.0},
        2: {"code": "A1"},
        3: {"weight": None},
        5: {"parent": "ZZ"},
        9: {"code": None},
        12: {"classes": "department、district"},
        22: {"weight": 24.5},
        25: {"weight": 1.0},
    },
    "weights": {0: {"code": "Z9"}, 1: {"code": "B"}, 4: {"class:district": 31.0}},
    "classes": {1: {"share": 30.0}},
    "roster": {1: {"code": "gaj"}, 2: {"class": "office"}},
    "items": {0: {"unit": "XX"}, 1: {"leaf": "B99"}, 2: {"unit": "@department"}},
}
POINTS: Edits = {
    "tree": {0: {"combine": "分值相加"}, 7: {"combine": "sum"}, 1: {"weight": 7.0}, 8: {"weight": 7.0}}
}


def changed(sheets: tuple[AuthoringSheet, ...], edits: Edits) -> list[AuthoringSheet]:
    return [
        replace(
            sheet,
            rows=tuple(
                replace(row, cells={**row.cells, **edits.get(sheet.sheet, {}).get(number, {})})
                for number, row in enumerate(sheet.rows)
            ),
        )
        for sheet in sheets
    ]


def shown(path: Path) -> dict[Cell, Value]:
    """What formulas show; nothing is an empty text."""
    cached = read_grid(path.read_bytes()).cached
    return {cell: "" if value is None else value for cell, value in cached.items()}


@pytest.mark.libreoffice
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("edits", [WRONG, POINTS], ids=["wrong", "points"])
def test_what_is_shown_is_what_is_calculated(
    edits: Edits, lang: Lang, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(write_authoring(changed(sheets_of(packaged()["smart-2014"], lang), edits), lang, MOMENT))
    assert shown(office.convert(path, tmp_path / "saved")) == shown(path)


def test_what_is_wrong_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(write_authoring(changed(sheets_of(packaged()["smart-2014"], "zh"), WRONG), "zh", MOMENT))
    found = {str(value) for value in shown(path).values()}
    told = {"代码重复", "缺权重", "缺代码", "没有上级 ZZ", "没有此代码", "没有此类别", "没有此单位"}
    assert told <= found
    assert any(text.startswith("同级权重合计 ") for text in found)
    assert any(text.endswith("合计 90，应为 100") for text in found)
    assert any("处要改" in text for text in found)


def test_where_all_is_well_nothing_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(write_authoring(sheets_of(packaged()["smart-2014"], "zh"), "zh", MOMENT))
    assert not [
        text
        for text in map(str, shown(path).values())
        if "处要改" in text or text.startswith(("没有", "缺", "同级"))
    ]
