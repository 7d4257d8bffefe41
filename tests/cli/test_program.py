"""The program ends at once, with its exit code, and only when all that is to be done at the end is done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import atexit, sys
import smartxl.cli.main
from smartxl.cli.program import run

class Memory:
    def __del__(self): print("taken apart")

def command(prog_name):
    atexit.register(print, "done at the end")
    print("said")
    {ending}

smartxl.cli.main.main, smartxl.cli.main.memory = command, Memory()
run()
"""


@pytest.mark.parametrize(
    ("ending", "code", "said"),
    [
        pytest.param("sys.exit(0)", 0, ["said", "done at the end"], id="well"),
        pytest.param("sys.exit()", 0, ["said", "done at the end"], id="without a code"),
        pytest.param("sys.exit(3)", 3, ["said", "done at the end"], id="with what it found"),
        pytest.param("raise OSError", 1, ["said", "done at the end", "taken apart"], id="failing"),
    ],
)
def test_it_ends_with_its_code_and_all_that_it_said(ending: str, code: int, said: list[str]) -> None:
    program = PROGRAM.format(ending=ending)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.split("\n")[:-1]) == (code, said)


def test_what_was_typed_is_done() -> None:
    typed = [sys.executable, "-m", "smartxl", "no-such-command"]
    ended = subprocess.run(typed, capture_output=True, text=True, check=False)
    assert (ended.returncode, "no-such-command" in ended.stderr) == (2, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file that takes nothing is Linux's")
@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(["frameworks"], id="a table, line by line"),
        pytest.param(["frameworks", "--json"], id="a record"),
        pytest.param(["--version"], id="a few letters, at the end"),
    ],
)
def test_that_the_output_takes_no_more_is_told_in_words(typed: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "smartxl", *typed]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, ended.stderr.splitlines()) == (
        2,
        ["输出写不下去：磁盘已满", "  → 腾出空间，或把输出写到别处，再运行一次"],
    )
