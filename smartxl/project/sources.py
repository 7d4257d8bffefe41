"""Where a command looks for files that came back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from smartxl.errors import ProjectError
from smartxl.text import Text

__all__ = ["COLLECT_FIRST", "sources"]

COLLECT_FIRST = Text(
    "先收回填好的工作簿；用以前的定义生成的不计入",
    "collect filled workbooks first; those made from an earlier definition do not count",
)
"""What to do where nothing counts yet."""


def sources(root: Path, paths: Iterable[Path]) -> list[Path]:
    """The files and folders that are named: each as it stands, else inside the project.

    Raises ProjectError for what does not exist.
    """
    return [_find(root, path) for path in paths]


def _find(root: Path, path: Path) -> Path:
    for candidate in (path, root / path):
        if candidate.exists():
            return candidate
    there = path if path.is_relative_to(root) else root / path
    remedy = Text(
        f"写已有的文件或文件夹；收回的文件应在 {there}",
        f"name a file or folder that exists; what came back is expected in {there}",
    )
    raise ProjectError(str(path), Text("没有这个文件或文件夹", "there is no such file or folder"), remedy)
