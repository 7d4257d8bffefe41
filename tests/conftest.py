"""What tests of several rooms need."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from smartxl.verify import find_soffice
from tests.merges import edges_found_once
from tests.office.office import Office, running_office
from tests.postgres import Server, find_programs, running_server

os.environ["LC_ALL"] = "C.UTF-8"  # what commands say must not hang on the machine
os.environ.pop("SMARTXL_LANG", None)

IN_CI = os.environ.get("SMARTXL_CI") == "1"

# The same commit gives the same result on every machine, with few examples of each law;
# `--hypothesis-profile=random`, a lane of CI, takes others every time, and more.
settings.register_profile("fixed", derandomize=True, deadline=None, max_examples=30)
settings.register_profile(
    "random", derandomize=False, deadline=None, max_examples=100, database=None, print_blob=True
)
settings.load_profile("fixed")


# Files whose tests take longest, in the order in which workers take them: else one works alone at the end.
LONGEST = (
    "test_ci_examples",
    "test_example_projects",
    "test_contributing",
    "test_docs",
    "test_tutorial",
    "test_declared_in_workbook",
    "test_python_page",
    "test_foreign_templates",
    "test_expectations",
    "test_foreign",
    "test_mutants",
    "test_looks_table",
    "test_engines_agree",
    "test_workbook",
    "test_frameworks",
    "test_sureness",
    "test_template",
    "test_damage_in_calc",
    "test_jobs",
    "test_valid_openxml",
    "test_gallery",
    "test_site",
    "test_workbench",
    "test_workbench_in_calc",
    "test_vectors",
)
PROGRAMS = {"soffice", "ooxml_validator", "postgres", "browser"}
"""Fixtures that start a program: a test with one of them is slow."""
LONG = 2.0
"""Seconds from which a test that is not marked slow is told of at the end."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Iterator[None]:
    """Hardly anything is garbage while tests are collected, and looking for it takes a fifth of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where the laws alone are wanted, files that have none are not imported."""
    if config.option.markexpr != "hypothesis" or collection_path.suffix != ".py":
        return None
    return None if "hypothesis" in collection_path.read_text("utf-8") else True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))
    for item in items:
        if PROGRAMS & set(getattr(item, "fixturenames", ())) and "slow" not in item.keywords:
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """What is imported and collected lives as long as the tests: looking through it for garbage takes long, each time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tells which tests of the fast lane are not fast."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    long = [
        report
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        if report.duration > LONG and "slow" not in report.keywords
    ]
    if long:
        terminalreporter.section(f"over {LONG:g} s and not marked slow")
    for report in sorted(long, key=lambda report: -report.duration):
        terminalreporter.write_line(f"{report.duration:6.1f} s {report.nodeid}")


@pytest.fixture(scope="session", autouse=True)
def _definitions(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Definitions are kept for this session: all workers share them, and none comes from or goes to the user's cache."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    os.environ["SMARTXL_CACHE"] = str(shared / "definitions")


@pytest.fixture(scope="session", autouse=True)
def _merges() -> Iterator[None]:
    with edges_found_once():
        yield


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice; a test marked `libreoffice` skips without it and fails in CI."""
    path = find_soffice()
    if path is None:
        (pytest.fail if IN_CI else pytest.skip)("LibreOffice is not installed")
    return path


@pytest.fixture(scope="session")
def office(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A LibreOffice that runs, to convert and recalculate workbooks."""
    with running_office(soffice, tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture(scope="session")
def poppler() -> None:
    """A test that reads PDF skips without pdftotext and pdfinfo, and fails in CI."""
    if not (shutil.which("pdftotext") and shutil.which("pdfinfo")):
        (pytest.fail if IN_CI else pytest.skip)("poppler-utils is not installed")


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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a ledger that does not exist yet, in each of the two databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    server: Server = request.getfixturevalue("postgres")
    return server.new_url()
