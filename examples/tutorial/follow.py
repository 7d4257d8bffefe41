"""Follows docs/tutorial.md: runs its commands in order and compares what they print with what the page says they print.

    python examples/tutorial/follow.py               # writes what was printed into the page, Chinese and English
    python examples/tutorial/follow.py --pictures    # and draws its pictures (LibreOffice, poppler, a Chinese font)

Blocks marked `sh` are run, the block marked `text` behind one is what it prints; a line `…` in it stands for lines left out.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from smartxl.cli.main import main as smartxl

sys.path.insert(0, str(Path(__file__).parents[1]))

from tutorial.typing_in import STEPS

__all__ = ["Step", "blocks", "differences", "follow", "rewritten"]

_PAGES = tuple(Path(__file__).parents[2] / "docs" / name for name in ("tutorial.md", "en/tutorial.md"))
_BLOCK = re.compile(r"```sh\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.DOTALL)
_LEFT_OUT = "…"
_CHANGING = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "日期"),
    (re.compile(r"\d\d:\d\d:\d\d"), "时刻"),
    (re.compile(r"\b[0-9a-f]{8,}\b"), "标识"),
    (re.compile(r"\d+\.\d 秒"), "几秒"),
)
"""What differs from day to day, and what depends on it."""


@dataclass(frozen=True)
class Step:
    """A block of commands: what they print as the page has it, and what they printed."""

    commands: str
    said: str
    printed: str


def blocks(page: str) -> list[tuple[str, str]]:
    """The commands of each block of a page, and what they print by it."""
    return [(found[1], found[2] or "") for found in _BLOCK.finditer(page)]


def follow(page: str, folder: Path, after: Callable[[str], None] = lambda _: None) -> Iterator[Step]:
    """Runs the blocks of a page in a folder, in order; `after` is told each command line that was run."""
    for block in _BLOCK.finditer(page):
        printed = []
        for line in block[1].splitlines():
            if words := shlex.split(line, comments=True):
                with chdir(folder):
                    printed.append(_run(words))
                after(line)
        yield Step(block[1], block[2] or "", _tidy("".join(printed), folder))


def _run(words: list[str]) -> str:
    """What one command prints, whatever its exit code is."""
    if words[0] == "smartxl":
        done = CliRunner(env={"SMARTXL_LANG": "zh"}).invoke(smartxl, words[1:])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output
    if words[:3] == ["python", "-m", "zipfile"]:
        subprocess.run([sys.executable, *words[1:]], check=True, capture_output=True)
        return ""
    STEPS[words[2]](Path(words[3]))
    return ""


def _tidy(text: str, folder: Path) -> str:
    """A text as the page has it: without the folder's name and blanks at the ends of lines."""
    lines = text.replace(f"{folder}{os.sep}", "").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def differences(step: Step) -> list[str]:
    """The lines that the page says and that were not printed, in their order."""
    printed = iter(_settled(line) for line in step.printed.splitlines())
    missing, skipping = [], False
    for line in step.said.rstrip("\n").splitlines():
        if line.strip() == _LEFT_OUT:
            skipping = True
            continue
        found = (
            any(_settled(line) == each for each in printed)
            if skipping
            else next(printed, None) == _settled(line)
        )
        skipping = False
        if not found:
            missing.append(line)
    return missing


def _settled(line: str) -> str:
    for pattern, word in _CHANGING:
        line = pattern.sub(word, line)
    return line.rstrip()


def rewritten(page: str, steps: Iterator[Step]) -> str:
    """The page with what was printed; a block in which lines are left out keeps its first and last lines as many as it has."""
    found = iter(steps)

    def block(match: re.Match[str]) -> str:
        step = next(found)
        if match[2] is None:
            return match[0]
        return f"```sh\n{match[1]}```\n\n```text\n{_shortened(match[2], step.printed)}\n```"

    return _BLOCK.sub(block, page)


def _shortened(said: str, printed: str) -> str:
    """What was printed, with as many lines before and behind the lines left out as the page has."""
    if _LEFT_OUT not in (lines := said.rstrip("\n").splitlines()):
        return printed
    at, now = lines.index(_LEFT_OUT), printed.splitlines()
    last = len(lines) - at - 1
    return "\n".join([*now[:at], _LEFT_OUT, *now[len(now) - last :]])


def _main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = _PAGES[0].read_text("utf-8")
        if "--pictures" in sys.argv[1:]:
            from tutorial.shots import Shots

            shots = Shots(folder)
            steps = list(follow(page, folder, shots.after))
            shots.draw(_PAGES[0].parent / "images")
        else:
            steps = list(follow(page, folder))
    for path in _PAGES:
        path.write_text(rewritten(path.read_text("utf-8"), iter(steps)), "utf-8")


if __name__ == "__main__":
    _main()
