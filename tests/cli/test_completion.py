"""What a shell completes: by click's own machinery for three shells, and in a real bash."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from smartxl.cli.commandlist import COMMANDS
from smartxl.cli.completing import COMPLETED
from smartxl.cli.completion import VARIABLE
from smartxl.cli.main import main
from tests.cli.conftest import Run
from tests.cli.test_help import ALL

ROOT = Path(__file__).parents[2]


def offered(*typed: str) -> list[str]:
    """What is offered for the last word; folders and files are left to the shell."""
    *words, incomplete = typed
    found = ShellComplete(main, {}, "smartxl", VARIABLE).get_completions(words, incomplete)
    return [item.value if item.type == "plain" else f"<{item.type}>" for item in found]


CASES = {
    "commands": (["ch"], ["check", "choose"]),
    "all commands": ([""], list(COMMANDS)),
    "commands of a group": (["weights", ""], ["ask", "collect", "set"]),
    "options": (["check", "--st"], ["--strict"]),
    "options of the program": (["--ver"], ["--version"]),
    "choices": (["build", "{town}", "--edition", "a"], ["appeal"]),
    "languages": (["check", "{town}", "--lang", ""], ["zh", "en"]),
    "frameworks": (["init", "x", "--framework", "smart"], ["smart-2014", "smart-domains"]),
    "a framework by name": (["frameworks", "u"], ["u4ssc"]),
    "a framework or a folder": (["diff", "smart-d"], ["smart-domains"]),
    "no framework but a folder": (["diff", "my-"], ["<dir>"]),
    "what a definition starts from": (["define", "new", "x.xlsx", "--from", "smart-2"], ["smart-2014"]),
    "a definition from a folder": (["define", "new", "x.xlsx", "--from", "my-"], ["<dir>"]),
    "a project": (["check", "m"], ["<dir>"]),
    "a project for a group that writes": (["tasks", "m"], ["<dir>"]),
    "files": (["verify", "m"], ["<file>"]),
    "a file to write": (["check", "{town}", "--xlsx", "m"], ["<file>"]),
    "unit codes": (["findings", "{town}", "--unit", "G"], ["GA"]),
    "unit names": (["mark", "{town}", "市"], ["市公安局", "市教育局"]),
    "units of no project": (["history", "nowhere", ""], []),
    "nodes": (["score", "{town}", "--trace", "B"], ["B", "B1", "B2", "B3"]),
    "classes": (["audit", "{town}", "--class", ""], ["dep", "dis"]),
    "states": (["mark", "{town}", "GA", "ex"], ["exempt"]),
    "nothing": (["findings", "{town}", "--unit", "Z"], []),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_offered(name: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SMARTXL_LANG", raising=False)
    typed, expected = CASES[name]
    assert offered(*(word.format(town=project) for word in typed)) == expected


def test_a_broken_project_offers_nothing(project: Path) -> None:
    (project / "roster.csv").write_bytes(b"\xff\xfe\x00")
    assert offered("mark", str(project), "") == []


def test_names_of_an_english_project_have_no_blanks(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTXL_LANG", "en")
    assert offered("mark", str(project), "") == ["GA", "JY", "DQ", "Education", "East"]


def test_what_is_declared_is_there() -> None:
    options = {name for command in ALL.values() for param in command.params for name in param.opts}
    parameters = {f"{command.name} {param.name}" for command in ALL.values() for param in command.params}
    assert set(COMPLETED) <= options | parameters


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_script_asks_for_completions(run: Run, shell: str) -> None:
    told = run("completion", shell, code=None)
    assert told.exit_code == 0 or (shell == "powershell" and "click" in told.output)
    if told.exit_code == 0:
        assert f"{VARIABLE}" in told.stdout
        assert f"{shell}_complete" in told.stdout


def test_a_real_bash_completes(run: Run, project: Path, tmp_path: Path) -> None:
    script = tmp_path / "completion"
    script.write_text(run("completion", "bash").stdout, "utf-8")
    program = tmp_path / "smartxl"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m smartxl "$@"\n')
    program.chmod(0o755)
    typed = f"""
        source {script}
        COMP_WORDS=(smartxl mark {project} 市); COMP_CWORD=3
        _smartxl_completion smartxl
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "SMARTXL_LANG": "zh"}
    done = subprocess.run(
        ["bash", "--norc", "-c", typed], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["市公安局", "市教育局"], done.stderr
