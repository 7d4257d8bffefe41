"""Workbooks of any origin that their owner asks about: each read in a process of its own, within limits of time and memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from smartxl.collecting import load, named_file
from smartxl.collecting.pool import ReaderPool
from smartxl.collecting.worker import Limits, Reader
from smartxl.errors import SmartxlError, UnreadableFile
from smartxl.findings import Finding, FindingCode
from smartxl.text import Text
from smartxl.verify import BookReport, recalculated
from smartxl.xlsx import FileRefused
from smartxl.xlsx.gate import LARGE_BUDGET
from smartxl.xlsx.saved import open_saved

__all__ = ["OWNERS_LIMITS", "OwnersReader", "content_of", "read_apart", "recalculated_files"]

T = TypeVar("T")
OWNERS_LIMITS = Limits(work_seconds=300.0, all_seconds=900.0, memory_bytes=6 * 2**30)
"""What a workbook may cost that its owner asks about, who may wait; one that came from a respondent gets far less."""


class OwnersReader:
    """What all readers of such files have in common."""

    __slots__ = ()

    def prepare(self) -> None:
        """There is nothing that all files need."""

    def failed(self, code: FindingCode, found: str, name: str) -> FileRefused:
        """The refusal of a file that could not be read."""
        return FileRefused(Finding(code, found=found, file=name))


def read_apart(reader: Reader[T], name: str, content: bytes) -> T:
    """What a reader makes of one file, in a process of its own. Raises SmartxlError."""
    with ReaderPool(reader, 1, OWNERS_LIMITS) as pool:
        pool.submit(0, name, content)
        found: T = pool.result(0)
        return found


@dataclass(frozen=True, slots=True)
class _Recalculator(OwnersReader):
    """Recalculates a file and sends what differs, which is little, where a file is large."""

    passwords: tuple[str, ...] = field(default=(), repr=False)

    def read(self, content: bytes, name: str) -> BookReport:
        """What recalculating a file comes to. Raises FileRefused."""
        return recalculated(open_saved(content, name, passwords=self.passwords, budget=LARGE_BUDGET))


def recalculated_files(
    paths: Sequence[Path], passwords: Iterable[str], processes: int
) -> Iterator[tuple[Path, BookReport | SmartxlError]]:
    """Recalculates files, some at once, in their order; what is wrong with one stops none."""
    reader = _Recalculator(tuple(passwords))
    with ReaderPool(reader, max(1, min(processes, len(paths))), OWNERS_LIMITS) as pool:
        refused: dict[int, SmartxlError] = {}
        for number, path in enumerate(paths):
            try:
                pool.submit(number, path.name, content_of(path))
            except SmartxlError as error:
                refused[number] = error
        for number, path in enumerate(paths):
            try:
                yield path, refused[number] if number in refused else pool.result(number)
            except SmartxlError as error:
                yield path, error


def content_of(path: Path) -> bytes:
    """The bytes of a workbook. Raises UnreadableFile."""
    if not path.exists():
        what = Text("没有这个文件", "there is no such file")
        raise UnreadableFile(str(path), what, Text("指定一个工作簿", "name a workbook"))
    try:
        return load(named_file(path)).content
    except OSError as error:
        what = Text(f"文件打不开（{error.strerror}）", f"the file cannot be opened ({error.strerror})")
        raise UnreadableFile(str(path), what, Text("关闭占用它的程序", "close it elsewhere")) from error
