"""How files are named in reports: as seen from the folder in which the command runs, which in CI is the repository."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

__all__ = ["artifact_uri", "seen_path"]


def seen_path(path: str, start: Path | None = None) -> str:
    """The path from `start` (the working folder), with forward slashes; absolute for a file that lies outside."""
    base = os.path.abspath(start or Path.cwd())  # noqa: PTH100  (links are kept as they were named)
    whole = os.path.normpath(os.path.join(base, path))  # noqa: PTH118
    inside = Path(whole).is_relative_to(base)
    return (Path(whole).relative_to(base) if inside else Path(whole)).as_posix()


def artifact_uri(path: str, start: Path | None = None) -> str:
    """The same as a URI: relative, or file:///…; what is no plain letter is percent-encoded, as UTF-8."""
    seen = seen_path(path, start)
    encoded = quote(os.fsencode(seen), safe="/")
    if not Path(seen).is_absolute():
        return encoded
    return "file://" + ("" if encoded.startswith("/") else "/") + encoded
