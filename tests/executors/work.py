"""Work that goes to other processes."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from smartxl.errors import ProjectError
from smartxl.text import Text

__all__ = ["doubled", "ended_after", "killed_always", "killed_once", "noted"]


def doubled(number: int) -> int:
    """Twice a number; 13 is refused, 14 is a mistake of the program."""
    if number == 13:
        raise ProjectError("13", Text("不吉利", "unlucky"), Text("换一个", "take another"))
    if number == 14:
        raise KeyError(number)
    return 2 * number


def killed_once(folder: Path) -> int:
    """Is killed where nobody was before."""
    mark = folder / "was-here"
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 1


def killed_always(number: int) -> int:
    """Takes its process down, but for 0."""
    if number:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def noted(task: tuple[Path, int, float]) -> int:
    """Says that it begins, takes its time, and says that it is done; a file for each number."""
    folder, number, seconds = task
    (folder / f"begun-{number}").write_text(str(os.getppid()), "utf-8")
    time.sleep(seconds)
    with (folder / f"done-{number}").open("a", encoding="utf-8") as file:
        file.write("x")
    return number


def ended_after(number: int) -> int:
    """Gives its result, and takes its process down a moment later, while nobody waits for it; 0 does not."""
    if number:
        signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, 0.05)
    return number
