"""Workbooks of any origin that their owner asks about: each read in a process of its own, within limits of time and memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from smartxl.collecting import load, named_file
from smartxl.collecting.pool import ReaderPool
from smartxl.collecting.worker import Limits, Reader
from smartxl.errors import SmartxlError, UnreadableFile
from smartxl.filenames import is_left_by_editor
from smartxl.findings import Finding, FindingCode
from smartxl.project.progress import Progress, ticks
from smartxl.text import Text
from smartxl.xlsx import FileRefused

__all__ = ["OWNERS_LIMITS", "OwnersReader", "content_of", "pooled", "read_apart", "workbooks_in"]

T = TypeVar("T")
OWNERS_LIMITS = Limits(work_seconds=300.0, all_seconds=900.0, memory_bytes=6 * 2**30)
"""What a workbook may cost that its owner asks about, who may wait; one that came from a respondent gets far less."""
_PASSWORD = Text(
    "用 --password 或环境变量 SMARTXL_PASSWORD 给出打开它的密码",
    "give the password that opens it: --password, or the variable SMARTXL_PASSWORD",
)
_REMEDIES = {
    FindingCode.ENCRYPTED: _PASSWORD,
    FindingCode.WRONG_PASSWORD: _PASSWORD,
    FindingCode.TOO_BIG: Text(
        "删去多余的内容、图片和远处的单元格后保存",
        "delete superfluous contents, pictures and far cells, and save it",
    ),
    FindingCode.TOO_COSTLY: Text(
        "删去多余的内容后保存，或分成几个文件",
        "delete what is superfluous and save it, or divide it into several files",
    ),
    FindingCode.PROTECTED: Text(
        "请有权限的人解密后另存为普通 .xlsx",
        "have it decrypted by somebody with rights, and saved as a plain .xlsx",
    ),
}
_SAVE_ANEW = Text(
    "用 Excel、WPS 或 LibreOffice 打开，另存为“Excel 工作簿（.xlsx）”；打不开的，换成完好的文件",
    "open it in Excel, WPS or LibreOffice and save it as an Excel workbook (.xlsx); if none opens it, put a sound "
    "file in its place",
)
_ENDINGS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
_AHEAD = 32  # files for each process that are loaded before they are wanted: one that takes long keeps none waiting
_LOADED = 2**27  # bytes of files that wait


class OwnersReader:
    """What all readers of such files have in common. They are given the path of a file as its name."""

    __slots__ = ()

    def prepare(self) -> None:
        """There is nothing that all files need."""

    def failed(self, code: FindingCode, found: str, name: str) -> SmartxlError:
        """The refusal of a file that could not be read."""
        return FileRefused(Finding(code, found=found, file=Path(name).name))


def read_apart(reader: Reader[T], name: str, content: bytes) -> T:
    """What a reader makes of one file, in a process of its own. Raises SmartxlError."""
    with ReaderPool(reader, 1, OWNERS_LIMITS) as pool:
        pool.submit(0, name, content)
        try:
            found: T = pool.result(0)
        except FileRefused as error:
            raise _for_the_owner(Path(error.finding.file or name), error) from error
        return found


def pooled(
    paths: Sequence[Path], reader: Reader[T], processes: int, progress: Progress | None = None
) -> Iterator[tuple[Path, T | SmartxlError]]:
    """What the reader makes of each file, some at once, in their order, or why it makes nothing: that stops no other.

    Few files are in memory at a time: `paths` may be many. `progress` is told of each when it has been read, before those that
    take longer.
    """
    size = max(1, min(processes, len(paths)))
    waiting: deque[_WaitingFile] = deque()
    with ReaderPool(reader, size, OWNERS_LIMITS, ticks(progress, len(paths))) as pool:
        try:
            for number, path in enumerate(paths):
                waiting.append(_submitted(pool, number, path))
                while len(waiting) > _AHEAD * size or sum(file.size for file in waiting) > _LOADED:
                    yield waiting[0].path, waiting[0].result(pool)
                    waiting.popleft()
            while waiting:
                yield waiting[0].path, waiting[0].result(pool)
                waiting.popleft()
        except KeyboardInterrupt:  # it loses none that was read behind one that takes long
            yield from [(file.path, file.result(pool)) for file in waiting if file.is_read(pool)]
            raise


class _WaitingFile:
    """A file that was handed in, or why it was not."""

    def __init__(self, path: Path, number: int, size: int, refused: SmartxlError | None = None) -> None:
        self.path, self.size = path, size
        self._number, self._refused = number, refused

    def is_read(self, pool: ReaderPool[T]) -> bool:
        """Whether its result need not be waited for."""
        return self._refused is not None or pool.has_read(self._number)

    def result(self, pool: ReaderPool[T]) -> T | SmartxlError:
        """What the reader made of it; to be asked for once."""
        if self._refused is not None:
            return self._refused
        try:
            return pool.result(self._number)
        except FileRefused as error:
            return _for_the_owner(self.path, error)
        except SmartxlError as error:
            return error


def _for_the_owner(path: Path, error: FileRefused) -> UnreadableFile:
    """A refusal with what the owner of a file can do, who sent it to nobody."""
    remedy = _REMEDIES.get(error.finding.code, _SAVE_ANEW)
    return UnreadableFile(str(path), error.what, remedy)


def _submitted(pool: ReaderPool[T], number: int, path: Path) -> _WaitingFile:
    try:
        content = content_of(path)
    except SmartxlError as error:
        pool.finished()
        return _WaitingFile(path, number, 0, error)
    pool.submit(number, str(path), content)
    return _WaitingFile(path, number, len(content))


def workbooks_in(paths: Iterable[Path]) -> list[Path]:
    """Files as they are named, and the workbooks in folders and below, by name; none that a program keeps beside one."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (
                each for each in path.rglob("*") if each.suffix.casefold() in _ENDINGS and each.is_file()
            )
            found += sorted(
                each
                for each in inside
                if not any(is_left_by_editor(part) for part in each.relative_to(path).parts)
            )
        else:
            found.append(path)
    return list(dict.fromkeys(found))


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
