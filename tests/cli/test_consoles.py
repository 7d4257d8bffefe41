"""Consoles of other encodings: what they cannot show is shown as its code, and JSON stays JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from smartxl.cli.main import main
from tests.cli.conftest import write_project

EMOJI = "审批\U0001f600完成\uffff"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form in which somebody answered with an emoji where a number is asked, collected."""
    folder = write_project(tmp_path_factory.mktemp("console") / "city")
    assert CliRunner().invoke(main, ["fill", str(folder)]).exit_code == 0
    forms = sorted((folder / "inbox").glob("*.xlsx"), key=lambda path: path.stat().st_size)
    for path in forms[1:]:
        path.unlink()
    book = load_workbook(forms[0])
    sheet = book["采样表"]
    rules = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    first = str(rules[0].sqref).split()[0].split(":")[0]
    sheet[first].value = EMOJI.replace("\uffff", "")
    book.save(forms[0])
    CliRunner().invoke(main, ["collect", str(folder)])
    return folder


@pytest.mark.parametrize("encoding", ["gbk", "cp1252"])
def test_a_code_stands_for_what_it_cannot_show(city: Path, encoding: str) -> None:
    run = CliRunner(charset=encoding)
    shown = run.invoke(main, ["findings", str(city)])
    assert shown.exit_code == 1
    assert "\\U0001f600" in shown.stdout_bytes.decode(encoding)
    listed = run.invoke(main, ["findings", str(city), "--json"])
    assert "\U0001f600" in json.dumps(json.loads(listed.stdout_bytes.decode(encoding)), ensure_ascii=False)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["gbk", "cp1252"])
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["findings"], id="findings"),
        pytest.param(["findings", "--json"], id="findings-json"),
        pytest.param(["collect"], id="collect"),
    ],
)
def test_no_traceback(city: Path, encoding: str, arguments: list[str]) -> None:
    command, *rest = arguments
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    run = subprocess.run(
        [sys.executable, "-m", "smartxl", command, str(city), *rest],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert b"Traceback" not in run.stderr
    assert run.returncode in {0, 1}
    if "--json" in rest:
        text = json.dumps(json.loads(run.stdout.decode(encoding)), ensure_ascii=False)
        assert command != "findings" or "\U0001f600" in text


COMMANDS = (
    "check",
    "status",
    "history",
    "findings",
    "score",
    "tasks",
    "appeals",
    "audit",
    "methods",
    "whatif --weight A=40",
)
ELSEWHERE = ("frameworks", "frameworks u4ssc", "doctor", "addin doctor", "completion bash")


@pytest.mark.parametrize("command", [*COMMANDS, *ELSEWHERE])
def test_every_table_is_shown_on_a_chinese_console_of_windows(city: Path, command: str) -> None:
    """Code page 936: what is drawn around tables is told in characters that it has; nothing ends in a traceback."""
    words = command.split()
    folder = [str(city)] if command in COMMANDS else []
    run = CliRunner(charset="gbk").invoke(main, [*words[:1], *folder, *words[1:]])
    assert run.exit_code in {0, 1, 2}, run.exception
    assert run.exception is None or isinstance(run.exception, SystemExit)
    told = run.stdout_bytes.decode("gbk") + run.stderr_bytes.decode("gbk")
    assert told.strip()
    assert "\\u" not in told.replace("\\U0001f600", "")  # the answer with an emoji


def test_every_help_is_shown_on_a_chinese_console_of_windows() -> None:
    context = click.Context(main)
    for name in main.list_commands(context):
        run = CliRunner(charset="gbk").invoke(main, [name, "--help"])
        assert run.exit_code == 0, name
        assert "\\u" not in run.stdout_bytes.decode("gbk"), name
