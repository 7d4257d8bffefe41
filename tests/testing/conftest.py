"""A folder with workbooks and tests, in which pytest is run with the plugin."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from _pytest.pytester import SysModulesSnapshot

from tests.bookmodel.books import LOAN, book

__all__ = ["Run"]

Run = Callable[..., pytest.RunResult]

PLUGIN = ("-p", "no:smartxl", "-p", "smartxl.testing.plugin", "-p", "no:cacheprovider")
"""Whether it is installed or not: the entry point is left out, the module is named."""


class ModulesOfLibraries(SysModulesSnapshot):
    """After a run of pytest in pytest only the modules of its tests are forgotten: two copies of a library do not agree."""

    def restore(self) -> None:
        kept = {name: module for name, module in sys.modules.items() if not _is_of_a_run(module)}
        super().restore()
        sys.modules.update(kept)


def _is_of_a_run(module: object) -> bool:
    return str(getattr(module, "__file__", None) or "").startswith(tempfile.gettempdir())


@pytest.fixture
def _modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("_pytest.pytester.SysModulesSnapshot", ModulesOfLibraries)


@pytest.fixture
def run(_modules: None, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs pytest in a folder with loan.xlsx and some files, in this process; English is spoken."""
    monkeypatch.setenv("SMARTXL_LANG", "en")

    def run_in(
        files: Mapping[str, str], *arguments: str, books: Mapping[str, Mapping[str, Any]] | None = None
    ) -> pytest.RunResult:
        for name, cells in (books or {"loan.xlsx": LOAN}).items():
            names = {"Rate": "Loan!$B$2"} if cells.get("Loan!B2") else None
            (pytester.path / name).parent.mkdir(parents=True, exist_ok=True)
            (pytester.path / name).write_bytes(book(cells, names=names))
        for name, text in files.items():
            path = pytester.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return pytester.runpytest_inprocess(*PLUGIN, *arguments)

    return run_in
