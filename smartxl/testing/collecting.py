"""Files of expectations and sheets `expect` as what pytest collects, their cases as its items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from smartxl.testing.cases import ExpectCase
    from smartxl.testing.running import CaseRun

__all__ = ["CaseCollector", "CaseFailed", "FileOfCases", "SheetOfCases", "WorkbookCase", "is_of_cases"]

_KEYS = frozenset({"cases", "expect", "inputs", "override", "tables", "tolerance", "workbook"})
_KEY = re.compile(r"^([^\s#:'\"-][^:\n]*):(?:\s|$)", re.MULTILINE)
_READ = 65_536


def is_of_cases(path: Path) -> bool:
    """Whether a file of expectations is ours: a workbook lies beside it, or it has our keys at the top and no others."""
    stem = path.name.partition(".expect.")[0]
    if any((path.parent / f"{stem}{end}").is_file() for end in (".xlsx", ".xlsm")):
        return True
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            keys = set(_KEY.findall(file.read(_READ)))
    except OSError:
        return False
    return bool(keys & {"cases", "expect", "workbook"}) and keys <= _KEYS


class CaseFailed(Exception):
    """A workbook does not show what is expected; says what differs."""


class CaseCollector(pytest.File):
    """A file with cases."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ANN401, ARG002
        """What is wrong with the file, in words."""
        return _words(excinfo.value, self.config) or super().repr_failure(excinfo)


class FileOfCases(CaseCollector):
    """`NAME.expect.yaml`, which `written` is the path of."""

    written: Path

    @classmethod
    def reading(cls, written: Path, parent: pytest.Collector, path: Path) -> FileOfCases:
        """The file as what is collected for a path: itself, or its workbook."""
        file: FileOfCases = cls.from_parent(parent, path=path)
        file.written = written
        return file

    def collect(self) -> Iterable[WorkbookCase]:
        """Its cases. Raises DefinitionError for what is wrong with the file."""
        from smartxl.testing.expectfile import read_cases

        book, cases = read_cases(self.written)
        for case in cases:
            yield WorkbookCase.of(self, case, book)


class SheetOfCases(CaseCollector):
    """A workbook with a sheet `expect`; one without has no cases."""

    def collect(self) -> Iterable[WorkbookCase]:
        """Its cases. Raises SmartxlError for what is wrong with the file or the sheet."""
        from smartxl.testing.books import book_of
        from smartxl.testing.expectsheet import sheet_cases

        for case in sheet_cases(book_of(self.path, self.config)):
            yield WorkbookCase.of(self, case, self.path)


class WorkbookCase(pytest.Item):
    """A case: calculated while it is set up, so that what cannot be computed is an error and no failure."""

    case: ExpectCase
    book: Path
    done: CaseRun | None = None

    @classmethod
    def of(cls, parent: pytest.File, case: ExpectCase, book: Path) -> WorkbookCase:
        """An item for a case."""
        item: WorkbookCase = cls.from_parent(parent, name=case.name)
        item.case, item.book = case, book
        return item

    def setup(self) -> None:
        """Calculates the case; what stands in its way is told without a traceback."""
        from smartxl.errors import SmartxlError
        from smartxl.testing.books import book_of, checked
        from smartxl.testing.running import CaseRefused, prepared

        try:
            book = checked(book_of(self.book, self.config), self.book, self.config)
            self.done = prepared(book, self.case)
        except (CaseRefused, SmartxlError) as error:
            raise pytest.fail.Exception(_words(error, self.config), pytrace=False) from None

    def runtest(self) -> None:
        """Compares. Raises CaseFailed with what is not as expected."""
        from smartxl.testing.books import spoken_in
        from smartxl.testing.running import told_differences

        assert self.done is not None  # noqa: S101  (it was set up)
        told = told_differences(self.done, spoken_in(self.config))
        if told:
            raise CaseFailed(told)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ANN401  (pytest's)
        """What differs, or why the case cannot be run, in words and without a traceback."""
        return _words(excinfo.value, self.config) or super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the case is written."""
        line = self.case.line - 1 if self.case.line else None
        return self.path, line, f"{self.book.name}: {self.name}"


def _words(error: BaseException, config: pytest.Config) -> str:
    """What one of our errors says, "" for all others."""
    from smartxl.errors import SmartxlError
    from smartxl.testing.books import spoken_in
    from smartxl.testing.running import CaseRefused

    if isinstance(error, CaseFailed):
        return str(error)
    errors = (
        error.errors
        if isinstance(error, CaseRefused)
        else (error,)
        if isinstance(error, SmartxlError)
        else ()
    )
    return "\n".join(each.said(spoken_in(config)) for each in errors)
