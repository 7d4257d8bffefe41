"""What pytest asks of its plugins. It is loaded in every project of whoever installed smartxl: nothing heavy stands here."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING

import pytest

from smartxl.testing.options import ENGINE, FILES, LANG, OWN, UPDATE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from smartxl.testing.books import CheckedBook

__all__ = [
    "pytest_addoption",
    "pytest_collect_file",
    "pytest_configure",
    "workbook",
]

_EXPECT = (".expect.yaml", ".expect.yml")
_BOOKS = (".xlsx", ".xlsm")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, and what pytest.ini or pyproject.toml may say."""
    group = parser.getgroup("smartxl", "workbooks (smartxl)")
    group.addoption(
        "--smartxl-engine",
        dest=ENGINE,
        default=OWN,
        metavar="ENGINE",
        help="what calculates workbooks: smartxl (default), formulas, formualizer, libreoffice",
    )
    group.addoption(
        "--smartxl-update",
        dest=UPDATE,
        action="store_true",
        help="write the snapshots of workbooks anew in place of comparing with them",
    )
    parser.addini(
        FILES,
        "workbooks whose sheet `expect` is collected: patterns relative to the root, such as models/*.xlsx",
        type="args",
        default=[],
    )
    parser.addini(LANG, "the language in which workbooks are told of: en or zh", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Refuses an engine that is not there before anything is run."""
    if config.getoption(ENGINE) != OWN:
        from smartxl.testing.engines import check_engine

        check_engine(config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Files of expectations beside their workbook; workbooks where the project asks for their sheet `expect`.

    A workbook that is named on the command line stands for its file of expectations too.
    """
    name = file_path.name
    if name.endswith(_EXPECT):
        return _expectations(file_path, parent)
    if not name.endswith(_BOOKS) or name.startswith("~$"):
        return None
    if _is_asked_for(file_path, parent.config):
        from smartxl.testing.collecting import SheetOfCases

        return SheetOfCases.from_parent(parent, path=file_path)
    if parent.session.isinitpath(file_path):
        beside = [file_path.with_name(file_path.stem + end) for end in _EXPECT]
        found = [path for path in beside if path.is_file()]
        return _expectations(found[0], parent, file_path) if found else None
    return None


def _expectations(path: Path, parent: pytest.Collector, named: Path | None = None) -> pytest.Collector | None:
    """The cases of a file, under its own name or that of the workbook that was named."""
    from smartxl.testing.collecting import FileOfCases, is_of_cases

    return FileOfCases.reading(path, parent, named or path) if is_of_cases(path) else None


def _is_asked_for(path: Path, config: pytest.Config) -> bool:
    patterns = config.getini(FILES)
    if not patterns or not path.is_relative_to(config.rootpath):
        return False
    relative = path.relative_to(config.rootpath).as_posix()
    return any(fnmatch(relative, pattern) for pattern in patterns)


@pytest.fixture
def workbook(request: pytest.FixtureRequest) -> Callable[..., CheckedBook]:
    """`workbook("loan.xlsx")`: a workbook, by its path from the folder of the test, as `smartxl.workbook` gives it.

    It has `.snapshot()` besides, and is calculated by the engine that `--smartxl-engine` names.
    """
    from smartxl.testing.books import opener

    return opener(request)
