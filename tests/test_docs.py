"""The commands of the README and of the consultants' page run as they stand there; every command is documented."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner

from smartxl.cli.main import main
from smartxl.cli.told import ToldCommand, ToldOption
from tests.pages import code_blocks, page

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = code_blocks(README, "sh")
PROGRAM = Path(sys.executable).with_name("smartxl")


def smartxl(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(PROGRAM), *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )


def test_the_two_commands_are_those_of_ci() -> None:
    assert BLOCKS[0].strip() == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/smartxl demo"
    assert BLOCKS[1].strip().endswith(".venv/bin/python -m pytest")
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert 'pip" install -q "$work"/dist/*.whl' in script  # what `pip install .` builds, too
    assert 'smartxl" demo' in script
    assert 'python" -m pytest' in script


class Demo(NamedTuple):
    """The first command as it ran: in which folder, and what it said."""

    folder: Path
    stdout: str
    stderr: str


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    """CI has just run it, from the wheel, in the folder that is told."""
    if ran := os.environ.get("SMARTXL_DEMO"):
        return Demo(Path(ran), *(Path(ran, name).read_text("utf-8") for name in ("stdout", "stderr")))
    first = smartxl(["demo"], tmp_path)
    assert first.returncode == 0, first.stderr
    return Demo(tmp_path, first.stdout, first.stderr)


@pytest.mark.slow
def test_the_demo_runs_a_whole_round(demo: Demo) -> None:
    assert "市直部门 47" in demo.stdout
    assert "0 处差异" in demo.stdout.splitlines()[-1], "the proof comes after all is there to be opened"
    steps = re.findall(r"^\d\. (.*)$", demo.stderr, re.MULTILINE)
    assert [step[:2] for step in steps] == ["新建", "生成", "模拟", "收回", "退回", "改好", "计算"]
    assert "1 个传坏了" in steps[2]
    assert re.search(r"必须修改 [1-9]", steps[3])
    assert int(re.findall(r"退回 (\d+) 个单位", demo.stderr)[0]) >= 5
    assert "问题共 0 条" in steps[5]
    assert "returns/GAJ-" in demo.stdout
    paths = re.findall(r"^  (\S+\.(?:xlsx|docx|html|pdf))$", demo.stdout, re.MULTILINE)
    assert all((demo.folder / path).is_file() for path in paths)
    assert {"xlsx", "docx", "html"} <= {path.rpartition(".")[2] for path in paths}
    scores = json.loads(smartxl(["score", "smartxl-demo", "--json"], demo.folder).stdout)
    assert len(scores) == 47 + 8 + 2 + 1


@pytest.mark.slow
def test_the_consultants_commands_run_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line by line as their page has them, on the packaged example."""
    (block,) = code_blocks(page("for-consultants.md"), "sh")
    lines = [
        shlex.split(line, comments=True)[1:] for line in block.splitlines() if line.startswith("smartxl ")
    ]
    assert [line[0] for line in lines] == [
        "frameworks",
        "init",
        "define",
        "check",
        "diff",
        "needs",
        "scheme",
        "build",
        "fill",
        "collect",
        "status",
        "findings",
        "score",
        "whatif",
        "build",
        "build",
        "appeals",
        "robust",
        "audit",
        "methods",
        "report",
        "report",
        "workbench",
        "tasks",
    ]
    monkeypatch.chdir(tmp_path)
    for line in lines:
        done = CliRunner().invoke(main, line)
        assert done.exit_code == 0, (line, done.output, done.exception)
    district = next((tmp_path / "my-city" / "inbox").glob("YH-*.xlsx"))
    verified = CliRunner().invoke(main, ["verify", str(district)])
    assert verified.exit_code == 0, verified.output


@pytest.mark.parametrize("command", main.list_commands(click.Context(main)))
def test_every_command_is_documented_and_explains_itself(command: str) -> None:
    assert re.search(rf"^### smartxl {command}$", page("commands.md"), re.MULTILINE)
    entry = main.get_command(click.Context(main), command)
    assert isinstance(entry, ToldCommand)
    assert entry.told.zh
    assert entry.told.en
    for parameter in entry.params:
        if isinstance(parameter, click.Option):
            assert isinstance(parameter, ToldOption), parameter.name
            assert parameter.told.zh, parameter.name
            assert parameter.told.en, parameter.name
