"""A definition in one workbook: the same advice, at the cells where things stand; and no difference from its files."""

from __future__ import annotations

from pathlib import Path

import pytest

import smartxl
from smartxl.define.advice import Advice
from smartxl.define.load import Loaded, load_advised
from smartxl.filenames import DEFINITION
from smartxl_templates import framework_folder
from tests.define.advice.conftest import Edit
from tests.define.authoring.books import written


def as_workbook(folder: Path, root: Path) -> Path:
    """The project of a folder as one workbook."""
    root.mkdir()
    (root / DEFINITION).write_bytes(written(folder, "zh"))
    return root


def told(loaded: Loaded) -> list[str]:
    return sorted(f"{advice.code} {advice.message('en')}" for advice in loaded.advice)


@pytest.mark.parametrize("name", ["cohen-wheel", "website-2019"])
def test_the_same_is_advised_and_nothing_differs(name: str, tmp_path: Path) -> None:
    folder = framework_folder(name)
    root = as_workbook(folder, tmp_path / "book")
    book, files = load_advised(root), load_advised(folder)
    assert told(book) == told(files)
    assert smartxl.diff(folder, root).changes == ()


def test_two_workbooks_in_one_folder_are_compared(folder: Path, advised: Edit, tmp_path: Path) -> None:
    books = [tmp_path / f"指标定义{number}.xlsx" for number in (1, 2)]
    books[0].write_bytes(written(folder, "zh"))
    advised("digits: 2 → digits: 1")
    books[1].write_bytes(written(folder, "zh"))
    assert [change.field for change in smartxl.diff(*books).changes] == ["digits"]
    books[1].write_bytes(b"not a workbook")
    with pytest.raises(smartxl.DefinitionError, match="指标定义2"):
        smartxl.diff(*books)


def test_places_are_cells(folder: Path, advised: Edit, tmp_path: Path) -> None:
    advised("from: 60 → from: 101 ; best: 10 → best: 200 ; P2,市教育局,Education → P2,市教育局,")
    found: dict[str, Advice] = {}
    for advice in load_advised(as_workbook(folder, tmp_path / "book")).advice:
        found[advice.code.value[:3]] = advice
    assert found.keys() == {"T01", "U01", "U07"}
    for advice in found.values():
        assert advice.place.file == DEFINITION
        assert advice.place.sheet
        assert f"!{advice.place.letter}{advice.place.line}" in advice.where
