"""The files of an inbox: which are read, in which order, and their bytes. Nothing outside of it is ever opened."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from smartxl.collecting.ownlists import is_own_list
from smartxl.errors import ProjectError
from smartxl.findings import Finding, FindingCode
from smartxl.model.received import ReceivedFile
from smartxl.text import Text
from smartxl.xlsx.gate import BUDGET, FileRefused, check_size
from smartxl.xlsx.open import digest_of

__all__ = ["Inbox", "InboxFile", "is_link", "load", "look_into", "named_file", "shown_name"]

_LOCK = "~$"
_WORKBOOKS = "xlsx xlsm xltx xltm xls xlt xlsb et ett ods fods ots"
_TEXTS = "csv tsv txt htm html mht mhtml xml"  # read so that the sender is told to save as a workbook
_SUFFIX = re.compile(rf".\.({'|'.join(f'{_WORKBOOKS} {_TEXTS}'.split())})\Z", re.IGNORECASE | re.DOTALL)
_UNKNOWN = "\ufffd"
_HASHED = 2**30  # bytes of a file of which at least a digest is taken: larger files would delay all others


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file to read: `name` as it is shown, when it was last changed; `named`: by the user, not found in a folder.

    `is_form`: it is read, other files are only listed.
    """

    path: Path
    name: str
    changed_at: float
    named: bool
    is_form: bool = True


@dataclass(frozen=True, slots=True)
class Inbox:
    """Files to read, oldest first, and the names of those left alone: lock files, lists that smartxl wrote, and what is no
    spreadsheet by its name."""

    entries: tuple[InboxFile, ...]
    skipped: tuple[str, ...]


def look_into(source: Path | Iterable[Path]) -> Inbox:
    """The files of a folder and of all folders in it, or the files and folders that are named.

    A file that is named is read whatever it is called. Raises ProjectError when the folder does not exist.
    """
    if isinstance(source, Path) and not source.exists() and not source.is_symlink():
        what = Text("没有这个文件夹", "there is no such folder")
        remedy = Text("新建它，把收回的文件放进去", "create it and put the files that came back into it")
        raise ProjectError(str(source), what, remedy)
    sources = [source] if isinstance(source, Path) else source
    found = [entry for path in sources for entry in _entries(path)]
    found.sort(key=lambda entry: (entry.changed_at, entry.name))
    others = (e for e in found if not e.is_form and (e.path.name[0] != "." or _SUFFIX.search(e.path.name)))
    return Inbox(
        tuple(entry for entry in found if entry.is_form), tuple(sorted(entry.name for entry in others))
    )


def named_file(path: Path) -> InboxFile:
    """A file that the user names: it is read whatever it is called."""
    return _entry(path, path.name, named=True)


def load(entry: InboxFile, note: str = "") -> ReceivedFile:
    """The bytes of a file, with a note; of one that is too big to read only its digest.

    Raises FileRefused for a link, a folder or a device, or a file too big even for that, OSError for what cannot be opened.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if not entry.named:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    _check(entry, entry.path.stat() if entry.named else entry.path.lstat())
    with open(os.open(entry.path, flags), "rb") as file:  # noqa: PTH123  (a descriptor)
        now = os.fstat(file.fileno())
        _check(entry, now)  # it may have been exchanged since
        source = str(entry.path)
        if now.st_size > _HASHED:
            check_size(now.st_size, entry.name)
        if now.st_size > BUDGET.file_bytes:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return ReceivedFile(entry.name, digest, now.st_size, b"", source, note)
        content = file.read(BUDGET.file_bytes)
    return ReceivedFile(entry.name, digest_of(content), len(content), content, source, note)


def _check(entry: InboxFile, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        found = _kind(status.st_mode)
        raise FileRefused(Finding(FindingCode.NO_PLAIN_FILE, found=found, file=entry.name))


def _kind(mode: int) -> str:
    kinds = (
        (stat.S_ISLNK, "链接 link"),
        (stat.S_ISDIR, "文件夹 folder"),
        (stat.S_ISFIFO, "管道 pipe"),
        (stat.S_ISSOCK, "套接字 socket"),
    )
    return next((name for is_kind, name in kinds if is_kind(mode)), "设备 device")


def _entries(path: Path) -> Iterator[InboxFile]:
    if not path.is_dir():
        yield named_file(path)
        return
    closed: list[OSError] = []
    for folder, folders, files in os.walk(path, onerror=closed.append):
        links = [name for name in folders if is_link(Path(folder) / name)]
        odd = [*links, *(name for name in folders if _SUFFIX.search(name) and name not in links)]
        folders[:] = [name for name in folders if name not in odd]
        for name in (*files, *odd):
            inside = Path(folder) / name
            yield _entry(inside, inside.relative_to(path).as_posix(), linked=name in links)
    for error in closed:  # read like a file, which tells that the folder cannot be opened
        place = Path(error.filename)
        yield _entry(place, place.relative_to(path).as_posix(), named=True)


def _entry(path: Path, name: str, *, named: bool = False, linked: bool = False) -> InboxFile:
    """A file of the inbox; a link to a folder is read too, which tells that it is not followed."""
    try:
        changed_at = path.lstat().st_mtime
    except OSError:
        changed_at = 0.0
    is_form = bool(_SUFFIX.search(path.name)) and not path.name.startswith((_LOCK, "."))
    is_read = (is_form or named or linked) and not (path.suffix.casefold() == ".csv" and is_own_list(path))
    return InboxFile(path, shown_name(name), changed_at, named, is_read)


def shown_name(name: str) -> str:
    """A file's name to be kept and printed: decoded as Chinese Windows packs it, without control characters."""
    try:
        text = os.fsencode(name).decode()
    except UnicodeDecodeError:
        text = os.fsencode(name).decode("gb18030", "replace")
    return "".join(c if c.isprintable() else _UNKNOWN for c in text)


def is_link(path: Path) -> bool:
    """Whether it is a link; a path that is too long for the system to look at is none."""
    try:
        return path.is_symlink()
    except OSError:
        return False
