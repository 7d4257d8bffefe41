"""Where a command looks for files that came back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from smartxl.errors import ProjectError

__all__ = ["sources"]


def sources(root: Path, paths: Iterable[Path]) -> list[Path]:
    """The files and folders that are named: each as it stands, else inside the project.

    Raises ProjectError for what does not exist.
    """
    return [_find(root, path) for path in paths]


def _find(root: Path, path: Path) -> Path:
    for candidate in (path, root / path):
        if candidate.exists():
            return candidate
    remedy = f"name a file or folder that exists; what came back is expected in {root / path}"
    raise ProjectError(str(path), "there is no such file or folder", remedy)
