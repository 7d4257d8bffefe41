"""Under `--json` trouble of every command is one JSON document on stdout; the words of it go to stderr."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result
from openpyxl import Workbook
from pydantic import TypeAdapter

from smartxl.cli.main import main
from smartxl.cli.present.jsonout import Refusal
from tests.cli.conftest import Run, write_project

ROOT = Path(__file__).parent.parent.parent
REFUSAL = TypeAdapter(Refusal)
ARGUMENTS: dict[str, list[str]] = {
    "addin doctor": [],
    "addin install": [],
    "addin libreoffice": ["--write", "smartxl.oxt"],
    "addin office": ["--url", "https://office.example.org/smartxl", "--write", "addin"],
    "addin uninstall": [],
    "appeals": ["{town}"],
    "audit": ["{town}"],
    "build": ["{town}"],
    "campaign build": ["{town}"],
    "campaign collect": ["{town}"],
    "campaign export": ["{town}"],
    "campaign fill": ["{town}"],
    "campaign init": ["new"],
    "campaign report": ["{town}"],
    "campaign robust": ["{town}"],
    "campaign score": ["{town}"],
    "campaign status": ["{town}"],
    "campaign verify": ["{town}"],
    "check": ["{town}"],
    "choose": ["{town}", "a.xlsx", "--why", "x"],
    "collect": ["{town}"],
    "compare": ["{town}", "a.xlsx", "b.xlsx"],
    "completion": ["bash"],
    "define export": ["{town}", "new.xlsx"],
    "define import": ["{book}", "new"],
    "define new": ["new.xlsx"],
    "demo": ["new"],
    "diff": ["{town}", "{town}"],
    "diff-book": ["{book}", "{book}"],
    "doctor": [],
    "explain": ["{book}", "Sheet!A1"],
    "fill": ["{town}"],
    "findings": ["{town}"],
    "frameworks": [],
    "fresh": ["{book}", "--project", "{town}"],
    "history": ["{town}"],
    "init": ["new"],
    "lint": ["{book}"],
    "mark": ["{town}", "GA", "accepted"],
    "methods": ["{town}"],
    "needs collect": ["{town}"],
    "needs write": ["{town}"],
    "report": ["{town}"],
    "return": ["{town}"],
    "scheme": ["{town}"],
    "robust": ["{town}"],
    "score": ["{town}"],
    "status": ["{town}"],
    "survey ask": ["{town}"],
    "survey collect": ["{town}"],
    "survey forms": ["{town}"],
    "tasks collect": ["{town}"],
    "tasks write": ["{town}"],
    "template check": ["{town}"],
    "template export": ["{town}"],
    "verify": ["{book}", "--project", "{town}"],
    "weights ask": ["{town}", "--method", "ahp"],
    "weights collect": ["{town}"],
    "weights set": ["{town}", "table.csv"],
    "whatif": ["{town}", "--equal"],
    "workbench import": ["{book}", "{town}"],
    "workbench write": ["{town}"],
}
"""Every command with arguments that fit."""
OF_EXCEL = {"addin doctor", "addin install", "addin libreoffice", "addin office", "addin uninstall"}
"""Commands that look after the Excel of this machine."""
OF_NO_PROJECT = {
    "campaign init",
    "completion",
    "define import",
    "define new",
    "demo",
    "diff-book",
    "doctor",
    "explain",
    "frameworks",
    "init",
    "lint",
    "template export",
} | OF_EXCEL
"""Commands that read no project that is there."""


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """The commands themselves, by their whole names."""
    context = click.Context(group, resilient_parsing=True)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        elif command is not None:
            yield " ".join((*path, name)), command


COMMANDS = dict(leaves(main))
TAKES_JSON = {
    name for name, command in COMMANDS.items() if any("--json" in each.opts for each in command.params)
}


ASKS = {
    name
    for name, command in COMMANDS.items()
    if any(isinstance(each, click.Argument) and each.required for each in command.params)
}
"""Commands that need an argument."""


def test_every_command_is_here() -> None:
    assert set(ARGUMENTS) == set(COMMANDS)


def refusal_of(result: Result) -> Refusal:
    """The refusal, which is all that stands on stdout; stderr says the same in words, and no traceback."""
    read = REFUSAL.validate_python(json.loads(result.stdout))
    assert not read.ok
    assert all(problem.what and problem.remedy for problem in read.problems)
    assert read.problems[0].what in result.stderr
    assert "Traceback" not in result.stderr
    return read


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that holds the common indicators of a campaign in the same folder."""
    folder = write_project(tmp_path / "town")
    (folder / "campaign.yaml").write_text("id: many\ntitle: { zh: 多市 }\ncommon: .\n", "utf-8")
    (folder / "cities.csv").write_text("code,name\nc1,甲市\n", "utf-8")
    return folder


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "book.xlsx"
    Workbook().save(path)
    return path


def arguments_of(name: str, town: Path, book: Path) -> list[str]:
    return [*name.split(), *(each.format(town=town, book=book) for each in ARGUMENTS[name]), "--json"]


@pytest.mark.parametrize("name", COMMANDS)
def test_an_unknown_option(run: Run, name: str) -> None:
    told = refusal_of(run(*name.split(), "--json", "--nonsense", code=2))
    assert told.problems[0].where.endswith(f" {name}")
    assert "--nonsense" in told.problems[0].what or name not in TAKES_JSON


@pytest.mark.parametrize("name", sorted(TAKES_JSON & ASKS))
def test_a_missing_argument(run: Run, name: str) -> None:
    assert f" {name} --help" in refusal_of(run(*name.split(), "--json", code=2)).problems[0].remedy


@pytest.mark.parametrize("name", sorted(set(ARGUMENTS) - OF_NO_PROJECT))
def test_a_project_that_is_not_there(run: Run, name: str, tmp_path: Path, book: Path) -> None:
    refusal_of(run(*arguments_of(name, tmp_path / "nowhere", book), code=2))


@pytest.mark.parametrize("name", sorted(set(ARGUMENTS) - OF_NO_PROJECT))
def test_a_broken_project(run: Run, name: str, project: Path, book: Path) -> None:
    (project / "framework.yaml").write_text("code: [\n", "utf-8")
    told = refusal_of(run(*arguments_of(name, project, book), code=2))
    assert name not in TAKES_JSON or "framework.yaml" in told.problems[0].where


@pytest.mark.parametrize("name", ARGUMENTS)
def test_an_interruption(
    run: Run, name: str, project: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(COMMANDS[name], "callback", interrupted)
    result = run(*arguments_of(name, project, book), code=130 if name in TAKES_JSON else 2)
    told = refusal_of(result).problems[0]
    assert "中断" in told.what or name not in TAKES_JSON


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["frobnicate", "--json"], id="command"),
        pytest.param(["define", "--json"], id="command-of-a-group"),
        pytest.param(["--nonsense", "--json"], id="option-before-the-command"),
        pytest.param(["--lang", "fr", "check", ".", "--json"], id="language"),
        pytest.param(["collect", ".", "--password", "--json"], id="value"),
    ],
)
def test_other_mistakes_in_what_is_typed(run: Run, arguments: list[str], tmp_path: Path) -> None:
    refusal_of(run(*arguments, code=2))


def test_after_two_dashes_a_name_is_no_option(run: Run, tmp_path: Path) -> None:
    assert run("verify", "--", "--json", code=3).stdout.startswith("--json")


@pytest.mark.parametrize("option", ["--xlsx", "--csv"])
@pytest.mark.parametrize("name", ["check", "findings", "appeals"])
def test_a_file_that_cannot_be_written_leaves_one_document(
    run: Run, name: str, option: str, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    told = refusal_of(run(name, project, "--json", option, tmp_path / "file" / "a", code=2))
    assert str(tmp_path / "file" / "a") in told.problems[0].where


VERIFY = """
import signal
import sys
from smartxl.collecting.pool import ReaderPool
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background starts without it
result = ReaderPool.result
def told(pool, number):
    print("waiting for a process", file=sys.stderr, flush=True)
    return result(pool, number)
ReaderPool.result = told
import smartxl.__main__
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing there")
def test_ctrl_c_while_processes_work(tmp_path: Path) -> None:
    """SIGINT goes to all processes of the group, as the terminal sends it."""
    book = Workbook()
    for row in range(1, 20_001):
        book.worksheets[0].append([row, f"=SUM(A$1:A{row})", f'=SUMIFS(A:A,A:A,">"&A{row})'])
    book.save(tmp_path / "large.xlsx")
    path = os.pathsep.join(str(ROOT / part) for part in ("", "generators", "udfs", "workbook_templates"))
    with subprocess.Popen(
        [sys.executable, "-c", VERIFY, "verify", "large.xlsx", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, start_new_session=True,
        env={**os.environ, "PYTHONPATH": path, "SMARTXL_LANG": "en"},
    ) as process:  # fmt: skip
        assert process.stderr is not None
        assert process.stderr.readline() == b"waiting for a process\n"
        os.killpg(process.pid, signal.SIGINT)
        out, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in REFUSAL.validate_python(json.loads(out)).problems[0].what
    assert b"Traceback" not in error, error.decode()
