"""The authoring workbook as a file: read back it says the same, also after another program saved it; its checks are right."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from smartxl.cells import Cell
from smartxl.define.authoring import flatten, read_trees
from smartxl.text import LANGUAGES, Lang
from smartxl.verify.grid import Value, read_grid
from smartxl.xlsx import open_book
from smartxl_generators.authoring import write_authoring
from tests.define.authoring.books import normal_trees, packaged, trees_of
from tests.office.office import Office

MOMENT = datetime(2026, 1, 1)


def written(name: str, lang: Lang) -> bytes:
    """A packaged definition as a workbook, without its units and items."""
    return write_authoring(flatten(*trees_of(packaged()[name]), (), (), lang), lang, MOMENT)


def said(content: bytes) -> tuple[object, object]:
    """What a workbook says, which must be without problems."""
    read = read_trees("方案.xlsx", open_book(content, "方案.xlsx"))
    assert not read.problems
    return normal_trees(read.framework.tree, read.assessment.tree)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", packaged())
def test_a_workbook_says_what_went_into_it(name: str, lang: Lang) -> None:
    assert said(written(name, lang)) == normal_trees(*trees_of(packaged()[name]))


@pytest.mark.libreoffice
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", packaged())
def test_another_program_changes_nothing_and_calculates_the_same(
    name: str, lang: Lang, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(written(name, lang))
    saved = office.convert(path, tmp_path / "saved").read_bytes()
    assert said(saved) == normal_trees(*trees_of(packaged()[name]))
    assert shown(saved) == shown(path.read_bytes())


def shown(content: bytes) -> dict[Cell, Value]:
    """What formulas show; nothing is an empty text."""
    return {cell: "" if value is None else value for cell, value in read_grid(content).cached.items()}
