"""What tests of several rooms need."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from smartxl.verify import find_soffice
from tests.postgres import Server, find_programs, running_server

IN_CI = os.environ.get("SMARTXL_CI") == "1"

# The same commit gives the same result on every machine, with few examples of each law;
# `--hypothesis-profile=random`, a lane of CI, takes others every time, and more.
settings.register_profile("fixed", derandomize=True, deadline=None, max_examples=30)
settings.register_profile(
    "random", derandomize=False, deadline=None, max_examples=100, database=None, print_blob=True
)
settings.load_profile("fixed")


@pytest.fixture(scope="session", autouse=True)
def _definitions(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Definitions are kept for this session: all workers share them, and none comes from or goes to the user's cache."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    os.environ["SMARTXL_CACHE"] = str(shared / "definitions")


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice; a test marked `libreoffice` skips without it and fails in CI."""
    path = find_soffice()
    if path is None:
        (pytest.fail if IN_CI else pytest.skip)("LibreOffice is not installed")
    return path


@pytest.fixture(scope="session")
def ooxml_validator() -> str:
    """The path of the Open XML SDK's validator; a test that asks for it skips without it and fails in CI."""
    path = os.environ.get("OOXML_VALIDATOR_CLI") or shutil.which("ooxml-validator")
    if path is None:
        (pytest.fail if IN_CI else pytest.skip)("ooxml-validator is not installed")
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of the tests' own; a test that asks for it skips without the programs and fails in CI."""
    programs = find_programs()
    if programs is None:
        (pytest.fail if IN_CI else pytest.skip)("PostgreSQL is not installed")
    with running_server(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a ledger that does not exist yet, in each of the two databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    server: Server = request.getfixturevalue("postgres")
    return server.new_url()
