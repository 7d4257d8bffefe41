"""Checked definitions and the packaged template's layout, kept between runs: what has not changed is not read again.

A definition is found by the bytes of all files that it was read from and by the program's own files, so that neither an edited
project nor a changed program ever meets an old one. What is kept is a pickle, which runs what it says when it is loaded: it is
only read from a folder that this user alone may write to.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar
from uuid import uuid4

from smartxl.filenames import ASSESSMENT, catalogue_files, definition_workbooks, roster_files
from smartxl.model.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from smartxl.define.load import Loaded
    from smartxl.model.definition import Definition

__all__ = [
    "KeptDefinition",
    "cache_folder",
    "kept_as",
    "kept_layout",
    "load_cached",
    "load_kept",
    "program_mark",
]

_Kept = TypeVar("_Kept")
_KEPT = 200_000_000
"""Bytes, as much as some hundred cities take; what was used longest ago goes first."""
_SOURCES = Path(__file__).parents[1]
_FAILURES = (
    OSError,
    pickle.PickleError,
    EOFError,
    AttributeError,
    ImportError,
    IndexError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class KeptDefinition:
    """A definition, the name and digest of its framework's file, which `assessment.yaml` names, and the rest packed up.

    Most commands want the definition alone, and what the rest is made of takes longer to import than all that they do.
    """

    definition: Definition
    framework_file: str
    digest: str
    rest: bytes

    @classmethod
    def of(cls, loaded: Loaded, digest: str) -> Self:
        """What is kept of what was loaded."""
        rest = loaded.advice, loaded.conventions, loaded.notes
        packed = pickle.dumps(rest, pickle.HIGHEST_PROTOCOL)
        return cls(loaded.definition, loaded.framework_file, digest, packed)

    @property
    def loaded(self) -> Loaded:
        """All that was loaded."""
        from smartxl.define.load import Loaded

        rest = pickle.loads(self.rest)  # noqa: S301  (see above)
        return Loaded(self.definition, self.framework_file, *rest)


def cache_folder() -> Path | None:
    """Where definitions are kept: the user's own cache or, where SMARTXL_CACHE is set, the folder it names; None for `off`."""
    named = os.environ.get("SMARTXL_CACHE", "")
    if named == "off":
        return None
    from platformdirs import user_cache_path

    return Path(named) if named else user_cache_path("smartxl") / "definitions"


def load_cached(folder: Path, cache: Path | None) -> Definition:
    """The definition of a project folder, from `cache` where it was loaded before; None: nothing is kept.

    Raises ProjectError where the folder is no project, DefinitionError with all problems of all its files.
    """
    return load_kept(folder, cache).definition


def load_kept(folder: Path, cache: Path | None) -> KeptDefinition:
    """The same with what else its files say."""
    kept_at = _place(folder, cache) if cache else None
    found = _read(kept_at, KeptDefinition) if kept_at else None
    if found and found.digest == _digest_of(folder / found.framework_file):
        return found
    # Only now: its schemas take longer to import than a kept definition to load.
    from smartxl.define.load import load_advised

    loaded = load_advised(folder)
    kept = KeptDefinition.of(loaded, _digest_of(folder / loaded.framework_file))
    if kept_at and kept_at == _place(folder, cache):  # no file changed while it was read
        _write(kept_at, kept)
    return kept


def kept_layout(template: Path, cache: Path | None) -> Layout:
    """What a template that comes with the program says, from `cache` where it was read before: openpyxl reads it slowly."""

    def read() -> Layout:
        from smartxl.define.template import read_layout

        return read_layout(template)

    return kept_as(Layout, _digest_of(template), cache, read)


def kept_as(kind: type[_Kept], digest: str, cache: Path | None, make: Callable[[], _Kept]) -> _Kept:
    """What follows from the program and from what has a digest: from `cache` where it was made before."""
    kept_at = _place_of(digest, cache) if cache and _is_private(cache) else None
    found = _read(kept_at, kind) if kept_at else None
    if found is None:
        found = make()
        if kept_at:
            _write(kept_at, found)
    return found


def _place_of(digest: str, cache: Path) -> Path:
    """Where something is kept that follows from some bytes and the program."""
    named = hashlib.sha256("\0".join((program_mark(), digest)).encode())
    return cache / f"{named.hexdigest()}.pickle"


def _place(folder: Path, cache: Path | None) -> Path | None:
    """Where the definition of a folder is kept; None where its files or the cache cannot be read."""
    if cache is None or not _is_private(cache):
        return None
    digest = hashlib.sha256(program_mark().encode())
    try:
        named = (*definition_workbooks(folder), *roster_files(folder), *catalogue_files(folder))
        for path in (folder / ASSESSMENT, *named):
            digest.update(f"\0{path.name}\0{_digest_of(path)}".encode())
    except OSError:
        return None
    return cache / f"{digest.hexdigest()}.pickle"


def _digest_of(path: Path) -> str:
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


@lru_cache(maxsize=1)
def program_mark() -> str:
    """What the program is made of: its files by name, size and time, and the Python that runs them."""
    return "\n".join((sys.version, *sorted(source_files(_SOURCES))))


def source_files(folder: Path) -> Iterator[str]:
    """The modules in a folder and below, each by name, size and time."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from source_files(Path(entry.path))
        elif entry.name.endswith(".py"):
            status = entry.stat()
            yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"


def _is_private(cache: Path) -> bool:
    """Whether the folder exists, or could be made, and only this user may write to it."""
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = cache.lstat()
    except OSError:
        return False
    owner = getattr(os, "getuid", lambda: status.st_uid)()
    return status.st_uid == owner and (os.name == "nt" or not status.st_mode & 0o022)


def _read(path: Path, kind: type[_Kept]) -> _Kept | None:
    try:
        found = pickle.loads(path.read_bytes())  # noqa: S301  (written by this user's program, see above)
        os.utime(path)
    except _FAILURES:
        return None
    return found if isinstance(found, kind) else None


def _write(path: Path, kept: object) -> None:
    """Keeps something as a whole or not at all, and removes what was used longest ago."""
    fresh = path.with_name(f"{uuid4().hex}.part")
    with suppress(OSError):
        fresh.write_bytes(pickle.dumps(kept, pickle.HIGHEST_PROTOCOL))
        fresh.replace(path)
        _forget(path.parent)


def _forget(cache: Path) -> None:
    """Removes what was used longest ago, so that what is kept takes no more room than it may."""
    files = [
        (status.st_mtime, status.st_size, file) for file in cache.glob("*.pickle") if (status := file.stat())
    ]
    kept = 0
    for _, size, file in sorted(files, reverse=True):
        kept += size
        if kept > _KEPT:
            file.unlink(missing_ok=True)
