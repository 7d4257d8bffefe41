"""One thing edited at random in a form, in forty ways: it is found, and named at its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from smartxl.bookdiff import BookDiff, diff_books
from smartxl.cli.main import main
from smartxl.xlsx.saved import open_saved
from smartxl_udfs import FUNCTIONS
from tests.cli.conftest import write_project
from tests.verify.mutants import KINDS, Package, mutants

if TYPE_CHECKING:
    from pathlib import Path

    from tests.verify.mutants import Mutant


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A form that is filled in."""
    folder: Path = write_project(tmp_path_factory.mktemp("mutants") / "town")
    assert CliRunner().invoke(main, ["fill", str(folder)]).exit_code == 0
    return next((folder / "inbox").glob("GA*.xlsx")).read_bytes()


def is_named(found: BookDiff, mutant: Mutant) -> bool:
    """Whether a difference lies on the sheet that was edited; whether there is one, of an edit of the whole workbook."""
    places = [place for change in found.changes for place in (change.before_at, change.after_at)]
    return bool(places) and (not mutant.sheet or any(mutant.sheet in place for place in places))


@pytest.mark.slow
def test_every_edit_is_found(form: bytes) -> None:
    before = open_saved(form, "form.xlsx")
    missed = []
    for mutant in mutants(Package.of(form), 14, 2 * len(KINDS), KINDS):
        after = open_saved(mutant.package.content(), "form.xlsx")
        if not is_named(diff_books(before, after, (), FUNCTIONS), mutant):
            missed.append((mutant.kind, mutant.sheet, mutant.places, mutant.reference, mutant.told))
    assert missed == []
