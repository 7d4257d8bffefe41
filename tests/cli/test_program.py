"""The program ends at once, with its exit code, and only when all that is to be done at the end is done."""

from __future__ import annotations

import subprocess
import sys

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
