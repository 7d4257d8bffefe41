"""Reading whole workbooks in processes of their own: for all that reads files and keeps no ledger of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from smartxl.collecting.inbox import InboxFile, load
from smartxl.collecting.pool import InProcessReader, ReaderPool
from smartxl.collecting.worker import Limits
from smartxl.errors import SmartxlError
from smartxl.findings import Finding, FindingCode
from smartxl.model.received import ReceivedFile
from smartxl.xlsx import FileRefused, RawBook, open_any, open_book
from smartxl.xlsx.gate import BUDGET, check_size, is_encrypted, unlocked

__all__ = ["BookReader", "OpenedFile", "open_files"]

_AHEAD = 4  # files for each process that are loaded before they are wanted


@dataclass(frozen=True)
class BookReader:
    """Reads the sheets of a file. `passwords` are tried on encrypted ones; `any_format`: also .ods .xls .csv; `settings`: of
    an .xlsx also how it is set (`RawBook.settings`)."""

    passwords: tuple[str, ...] = field(default=(), repr=False)
    any_format: bool = False
    settings: bool = False

    def prepare(self) -> None:
        """There is nothing that all files need."""

    def read(self, content: bytes, name: str) -> RawBook:
        """The sheets of a file, all of them read. Raises FileRefused, whatever the file does to the reader."""
        try:
            book = self._opened(content, name)
        except (SmartxlError, MemoryError):
            raise
        except Exception as error:  # a fault of ours must not cost the other files
            raise self.failed(FindingCode.READER_FAILED, type(error).__name__, name) from error
        return replace(book, sheets=dict(book.sheets))

    def _opened(self, content: bytes, name: str) -> RawBook:
        if self.settings:
            from smartxl.xlsx.saved import open_saved  # for few commands, and openpyxl loads slowly

            return open_saved(content, name, passwords=self.passwords)
        opened = open_any if self.any_format else open_book
        return opened(content, name, passwords=self.passwords)

    def failed(self, code: FindingCode, found: str, name: str) -> FileRefused:
        """The refusal of a file that could not be read."""
        return FileRefused(Finding(code, found=found, file=name))


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that was looked at: its bytes, of an encrypted one as they are without the password, and what is in it or why
    it is not read."""

    entry: InboxFile
    content: bytes
    book: RawBook | FileRefused


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file that is loaded, and is being read or was refused."""

    entry: InboxFile
    loaded: ReceivedFile | FileRefused
    number: int


def open_files(
    entries: Iterable[InboxFile],
    passwords: Iterable[str] = (),
    *,
    any_format: bool = False,
    settings: bool = False,
    processes: int = 1,
    limits: Limits | None = None,
) -> Iterator[OpenedFile]:
    """Reads files in that many processes of their own, each within the `limits`; with 0 in this one. In their order.

    A file that cannot be read stops none: its refusal stands in place of its sheets.
    """
    reader = BookReader(tuple(passwords), any_format, settings)
    pool = ReaderPool(reader, processes, limits or Limits()) if processes else None
    waiting: deque[_Waiting] = deque()
    with pool or nullcontext(InProcessReader(reader)) as readers:
        for number, entry in enumerate(entries):
            waiting.append(_loaded(entry, number))
            if isinstance(received := waiting[-1].loaded, ReceivedFile):
                readers.submit(number, entry.name, received.content)
            while len(waiting) > _AHEAD * processes or _size(waiting) > BUDGET.file_bytes:
                yield _finished(waiting.popleft(), readers, reader.passwords)
        while waiting:
            yield _finished(waiting.popleft(), readers, reader.passwords)


def _loaded(entry: InboxFile, number: int) -> _Waiting:
    try:
        received = load(entry)
        check_size(received.size, entry.name)
    except FileRefused as error:
        return _Waiting(entry, error, number)
    except OSError as error:
        why = Finding(FindingCode.CANNOT_BE_OPENED, found=error.strerror or str(error), file=entry.name)
        return _Waiting(entry, FileRefused(why), number)
    return _Waiting(entry, received, number)


def _size(waiting: Iterable[_Waiting]) -> int:
    return sum(file.loaded.size for file in waiting if isinstance(file.loaded, ReceivedFile))


def _finished(
    file: _Waiting, readers: ReaderPool[RawBook] | InProcessReader[RawBook], passwords: Iterable[str]
) -> OpenedFile:
    if isinstance(file.loaded, FileRefused):
        return OpenedFile(file.entry, b"", file.loaded)
    content = file.loaded.content
    try:
        book = readers.result(file.number)
    except FileRefused as error:
        return OpenedFile(file.entry, content, error)
    return OpenedFile(file.entry, unlocked(content, passwords) if is_encrypted(content) else content, book)
