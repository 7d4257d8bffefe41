"""Files that a command writes beside its screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.project.outputs import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from smartxl.cli.console import Screen

__all__ = ["write_and_say"]


def write_and_say(screen: Screen, path: Path, content: bytes) -> None:
    """Writes a file, whole or not at all, and names it on stderr. Raises ProjectError when the system refuses."""
    write_whole(path, content)
    screen.say(f"已写出 {path}", f"Wrote {path}")
