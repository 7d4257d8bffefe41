"""Writing files: whole or not at all, and never over something that somebody changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from smartxl.errors import ProjectError, WouldOverwrite, system_words
from smartxl.text import Text

__all__ = ["Built", "Outputs", "Written", "check_empty", "free_name", "write_whole"]


class Written(StrEnum):
    """What happened to a file."""

    NEW = "new"
    SAME = "same"
    REPLACED = "replaced"
    KEPT_OLD = "kept-old"  # replaced by force; the old one stands beside it


@dataclass(frozen=True, slots=True)
class Built:
    """A file that a step wrote, and whether it was new."""

    path: Path
    written: Written


def write_whole(path: Path, content: bytes) -> None:
    """Writes to a temporary name beside `path`, then renames: a full disk or Ctrl-C leaves no half file.

    What is no file, such as /dev/stdout or a pipe, is written to as it is. Raises ProjectError when the system refuses.
    """
    handle = None
    try:
        if _is_stream(path):
            with path.open("ab") as stream:
                stream.write(content)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".~", delete=False) as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        made = Path(handle.name)
        made.chmod(0o644)
        made.replace(path)
        handle = None
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        if handle is not None:
            with contextlib.suppress(OSError):
                Path(handle.name).unlink(missing_ok=True)


def check_empty(folder: Path) -> None:
    """Raises ProjectError for a folder in which something is, and for a file."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = Text("文件夹不是空的", "the folder is not empty")
        remedy = Text("另指定新文件夹，或清空它", "name a new folder, or empty this one")
        raise ProjectError(str(folder), what, remedy)


def _refused(path: Path, error: OSError) -> ProjectError:
    """A file that the system does not let write: on Windows most often because a program has it open."""
    said = system_words(error)
    what = Text(f"文件无法写入（{said.zh}）", f"the file cannot be written ({said.en})")
    if isinstance(error, PermissionError):
        remedy = Text(
            "它在 Excel、WPS 或 Word 中打开着的，关闭后再运行一次；否则请检查文件夹的写入权限。此前写好的文件是完整的",
            "close it where Excel, WPS or Word has it open, and run the command again; else see whether you may write there. "
            "Files written before are whole",
        )
    else:
        remedy = Text(
            "腾出空间或换一个文件夹；此前写好的文件是完整的",
            "make room or choose another folder; files written before are whole",
        )
    return ProjectError(str(path), what, remedy)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system refuses about a file that is there becomes a ProjectError."""
    try:
        yield
    except OSError as error:
        raise _refused(path, error) from error


def _is_stream(path: Path) -> bool:
    """Whether a path is a device or a pipe, which nothing may replace."""
    is_device = path.is_absolute() and path.is_relative_to("/dev") and path.exists()
    return not path.is_dir() and (is_device or path.is_fifo() or path.is_char_device())


@dataclass
class Outputs:
    """Remembers the digest of every file it wrote, to tell a file that somebody changed from one of its own."""

    root: Path
    force: bool = False
    _digests: dict[str, str] = field(default_factory=dict)

    @property
    def _manifest(self) -> Path:
        return self.root / ".smartxl" / "outputs.json"

    def __enter__(self) -> Self:
        with contextlib.suppress(OSError, ValueError):
            known = json.loads(self._manifest.read_text("utf-8"))
            self._digests = known if isinstance(known, dict) else {}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        text = json.dumps(self._digests, ensure_ascii=False, indent=0, sort_keys=True)
        write_whole(self._manifest, text.encode())

    def write(self, path: Path, content: bytes) -> Written:
        """Writes a file. Raises WouldOverwrite when a changed file is in the way and `force` is off."""
        name, digest = self._name(path), _digest(content)
        result = self._meet(path, name, digest)
        if result is not Written.SAME:
            write_whole(path, content)
        self._digests[name] = digest
        return result

    def accept(self, path: Path, digest: str) -> None:
        """Lets a file be replaced whose content (SHA-256 `digest`) was taken in."""
        if path.is_file() and _digest(path.read_bytes()) == digest:
            self._digests[self._name(path)] = digest

    def foresee(self, path: Path, content: bytes) -> Written:
        """What writing these bytes will do to a file, before anything is written. Raises WouldOverwrite where it would."""
        name, digest = self._name(path), _digest(content)
        return self._standing(path, name, digest)

    def _name(self, path: Path) -> str:
        """What a file is called from the root."""
        return path.resolve().relative_to(self._resolved).as_posix()

    @cached_property
    def _resolved(self) -> Path:
        return self.root.resolve()

    def _meet(self, path: Path, name: str, digest: str) -> Written:
        standing = self._standing(path, name, digest)
        if standing is Written.KEPT_OLD:
            with _told(path):
                path.replace(free_name(path))
        return standing

    def _standing(self, path: Path, name: str, digest: str) -> Written:
        """What writing a file means for the one that is there. Raises WouldOverwrite."""
        if not path.exists():
            return Written.NEW
        if path.is_dir():
            what = Text("有同名的文件夹", "a folder has the name of the file to write")
            raise WouldOverwrite(str(path), what, Text("把文件夹改名或移走", "rename or remove the folder"))
        with _told(path):
            present = _digest(path.read_bytes())
        if present == digest:
            return Written.SAME
        if present == self._digests.get(name):
            return Written.REPLACED
        if not self.force:
            what = Text(
                "文件写出后被改动过，没有写入",
                "the file was changed since smartxl wrote it; nothing was written",
            )
            remedy = Text(
                "把它移走，或加 --force：旧文件会另存在旁边",
                "move it away, or give --force: the old file is then kept beside the new one",
            )
            raise WouldOverwrite(str(path), what, remedy)
        return Written.KEPT_OLD


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def free_name(path: Path) -> Path:
    """What an old file is called beside a new one: a name that no file has."""
    number = 1
    while (candidate := path.with_name(f"{path.stem}.old{number}{path.suffix}")).exists():
        number += 1
    return candidate
