"""What `import smartxl` and `smartxl --help` give, and what they do not load for it."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import click
import pytest

import smartxl
from smartxl.cli.main import main
from smartxl.cli.spoken import settle
from smartxl.project import init_project

HEAVY = {"numpy", "pandas", "scipy", "formulas", "openpyxl", "sqlalchemy", "lxml", "matplotlib", "xlwings"}


def loaded(code: str) -> set[str]:
    """The heavy packages that a fresh Python holds after running some code."""
    told = f"{code}\nimport sys\nprint(*sys.modules, file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in run.stderr.split()} & HEAVY


def test_the_names_are_sorted_few_and_all_there() -> None:
    assert smartxl.__all__ == sorted(smartxl.__all__)
    assert len(smartxl.__all__) <= 24
    assert dir(smartxl) == smartxl.__all__
    for name in smartxl.__all__:
        assert getattr(smartxl, name) is not None


def test_every_error_is_one_of_smartxl() -> None:
    errors = [value for name in smartxl.__all__ if inspect.isclass(value := getattr(smartxl, name))]
    raised = [error for error in errors if issubclass(error, Exception)]
    assert len(raised) == 10
    assert all(issubclass(error, smartxl.SmartxlError) for error in raised)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = smartxl.nothing


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import smartxl", id="import"),
        pytest.param("import smartxl; smartxl.__version__; smartxl.SmartxlError", id="errors"),
        pytest.param("from smartxl.cli.main import main; main(['--help'], standalone_mode=False)", id="help"),
        pytest.param(
            "from smartxl.cli.main import main; main(['--version'], standalone_mode=False)", id="version"
        ),
    ],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    assert loaded(code) == set()


@pytest.mark.slow
def test_the_status_of_a_round_needs_the_ledger_and_no_numbers(tmp_path: Path) -> None:
    """The definition was read before, as by any command since it was changed."""
    init_project(tmp_path / "city").status()
    run = f"from smartxl.cli.main import main; main(['status', {str(tmp_path / 'city')!r}], standalone_mode=False)"
    assert loaded(f"try: {run}\nexcept SystemExit: pass") == {"sqlalchemy"}


def test_verifying_loads_only_what_calculates() -> None:
    assert loaded("import smartxl.cli.present.verified, smartxl.project.verifying") <= {
        *("numpy", "formulas", "openpyxl", "lxml")
    }


def test_building_loads_what_writes_workbooks_and_no_database() -> None:
    assert loaded("import smartxl.project.build, smartxl.project.project") <= {"numpy", "openpyxl", "lxml"}


def test_it_runs_as_a_module() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "smartxl", "--version"], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip().endswith(smartxl.__version__)


def test_every_command_says_in_help_what_it_does() -> None:
    settle(())
    context = click.Context(main)
    listed = main.list_commands(context)
    assert len(listed) == len(set(listed)) >= 21
    told = main.get_help(context)
    for name in listed:
        command = main.get_command(context, name)
        assert command is not None
        assert command.name == name
        zh = command.get_short_help_str()
        assert zh in " ".join(told.split()), name


@pytest.mark.parametrize(
    ("command", "verb"),
    [
        *(
            (name, name)
            for name in ("check", "build", "fill", "collect", "status", "history", "mark", "choose")
        ),
        *(
            (name, name)
            for name in (
                "compare",
                "findings",
                "appeals",
                "needs",
                "report",
                "scheme",
                "verify",
                "weights",
                "tasks",
                "workbench",
            )
        ),
        ("init", "init_project"),
        ("lint", "lint"),
        ("explain", "explain"),
        ("diff-book", "diff_workbooks"),
        ("diff", "diff"),
        ("return", "give_back"),
        ("fresh", "carry_over"),
        ("score", "scores"),
        ("survey", "surveys"),
        ("template", "check_templates"),
    ],
)
def test_every_command_is_a_verb(command: str, verb: str) -> None:
    assert main.get_command(click.Context(main), command) is not None
    owner = smartxl if hasattr(smartxl, verb) else smartxl.Project
    assert inspect.getdoc(getattr(owner, verb))
