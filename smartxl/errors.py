"""What smartxl raises: trouble for the author or the caller, never for a respondent's file.

    SmartxlError
    ├── DefinitionError      a project's own files are wrong (all problems at once)
    ├── ProjectError         the folder is not a project, or lacks something
    ├── TemplateError        a template workbook cannot be followed
    ├── UnreadableFile       a file is no workbook of ours, or no workbook at all
    │   └── UnreadableTemplate   a template that is no workbook, a TemplateError too
    ├── WouldOverwrite       a command would replace a file that somebody changed
    ├── LedgerError          the ledger cannot be opened or written
    ├── BookError            a workbook cannot be used as it was asked: a formula set, a frame that does not fit
    ├── VerifyError          a workbook that cannot be recalculated faithfully
    └── UnknownName          a unit, node or file that was asked for does not exist

Trouble in what a respondent typed is a `Finding` (see `smartxl.findings`): returned, never raised.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from typing import NamedTuple

from smartxl.text import LANGUAGES, Lang, Text

__all__ = [
    "BookError",
    "DefinitionError",
    "FilePlace",
    "LedgerError",
    "Problem",
    "ProjectError",
    "SmartxlError",
    "TemplateError",
    "UnknownName",
    "UnreadableFile",
    "UnreadableTemplate",
    "VerifyError",
    "WouldOverwrite",
    "system_words",
]


class SmartxlError(Exception):
    """Says where (`where`), what (`what`) and what to do (`remedy`), in Chinese and in English.

    `where` is the name of a file, a cell or an option; a Text where words are needed. `str` gives both languages, a
    line each: whoever catches it has not said which one they read.
    """

    where: Text
    what: Text
    remedy: Text

    def __init__(self, where: str | Text, what: Text, remedy: Text) -> None:
        self.where = where if isinstance(where, Text) else Text(where)
        self.what = what
        self.remedy = remedy
        super().__init__(self.where, self.what, self.remedy)

    def __reduce__(self) -> tuple[object, ...]:
        """So that it comes whole out of another process."""
        return type(self), (self.where, self.what, self.remedy)

    @property
    def unreadable(self) -> bool:
        """Whether a file is in the way that is no workbook, or a damaged one."""
        return False

    def place(self, lang: Lang) -> str:
        """Where, in one language."""
        return self.where.get(lang)

    def said(self, lang: Lang) -> str:
        """Where, what and what to do, in one language."""
        return f"{self.where.get(lang)}: {self.what.get(lang)} → {self.remedy.get(lang)}"

    def __str__(self) -> str:
        return _in_both(self)


class FilePlace(NamedTuple):
    """Where in a project's files something stands: file, line or row, column; in a workbook sheet and letter of the column."""

    file: str
    line: int | None
    column: str
    sheet: str = ""
    letter: str = ""

    @property
    def where(self) -> str:
        """`framework.yaml:12 weight`: as an editor understands it; in a workbook `roster.xlsx 单位名册!C12 类别`."""
        if self.sheet:
            cell = f"!{self.letter or 'A'}{self.line}" if self.line else ""
            return f"{self.file} {self.sheet}{cell}" + (f" {self.column}" if self.column else "")
        line = f":{self.line}" if self.line else ""
        column = f" {self.column}" if self.column else ""
        return f"{self.file}{line}{column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a definition: file, line or row, column, value found, remedy; in a workbook sheet and column.

    `unreadable`: the file is no workbook, or a damaged one.
    """

    file: str
    line: int | None
    column: str
    what: Text
    remedy: Text
    sheet: str = ""
    letter: str = ""
    unreadable: bool = field(default=False, kw_only=True)

    @property
    def where(self) -> str:
        """As `FilePlace.where`."""
        return FilePlace(self.file, self.line, self.column, self.sheet, self.letter).where

    def place(self, _: Lang) -> str:
        """Where; names and numbers, which are the same in both languages."""
        return self.where

    def said(self, lang: Lang) -> str:
        """Where, what and what to do, in one language."""
        return f"{self.where}: {self.what.get(lang)} → {self.remedy.get(lang)}"

    def __str__(self) -> str:
        return _in_both(self)


def _in_both(told: SmartxlError | Problem) -> str:
    """In Chinese and below it in English; once where both say the same."""
    return "\n".join(dict.fromkeys(told.said(lang) for lang in LANGUAGES))


class DefinitionError(SmartxlError):
    """The definition has problems; `problems` holds all of them, in the order of files and lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        super().__init__(first.where, first.what, first.remedy)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.problems,)

    @property
    def unreadable(self) -> bool:
        """Whether any of its files is no workbook, or a damaged one."""
        return any(problem.unreadable for problem in self.problems)

    def said(self, lang: Lang) -> str:
        """All problems in one language, a line each."""
        return "\n".join(problem.said(lang) for problem in self.problems)


class ProjectError(SmartxlError):
    """A folder is not a project, or a step was asked for before the one it needs."""


class TemplateError(SmartxlError):
    """A template workbook lacks a row or a placeholder that the plan needs."""


class UnreadableFile(SmartxlError):
    """A file is not an .xlsx workbook, is damaged or encrypted, or carries no stamp of ours."""

    @property
    def unreadable(self) -> bool:
        """It is."""
        return True


class UnreadableTemplate(UnreadableFile, TemplateError):
    """A template is not an .xlsx workbook, or a damaged one."""


class WouldOverwrite(SmartxlError):
    """A file in the way was changed since smartxl wrote it; nothing was written."""


class LedgerError(SmartxlError):
    """The ledger cannot be opened, read or written."""


class BookError(SmartxlError):
    """A workbook cannot be used as it was asked: a formula would be set, or values do not fit where they are to stand."""


class VerifyError(SmartxlError):
    """A formula that cannot be recalculated faithfully, a circular reference, or LibreOffice failing."""


class UnknownName(SmartxlError):
    """A unit, node or edition that was named does not exist; the remedy lists near ones."""


_SYSTEM = {
    errno.EACCES: "没有权限",
    errno.EEXIST: "已经存在",
    errno.EISDIR: "是文件夹",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENOENT: "不存在",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "不是文件夹",
    errno.EPERM: "没有权限",
    errno.EROFS: "只能读，不能写",
}


def system_words(error: OSError) -> Text:
    """Why the system refused a file, in both languages."""
    said = error.strerror or str(error)
    return Text(_SYSTEM.get(error.errno or 0, f"系统错误 {error.errno}"), said)
