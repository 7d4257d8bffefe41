"""What smartxl raises: trouble for the author or the caller, never for a respondent's file.

    SmartxlError
    ├── DefinitionError      a project's own files are wrong (all problems at once)
    ├── ProjectError         the folder is not a project, or lacks something
    ├── TemplateError        a template workbook cannot be followed
    ├── UnreadableFile       a file is no workbook of ours, or no workbook at all
    ├── WouldOverwrite       a command would replace a file that somebody changed
    ├── LedgerError          the ledger cannot be opened or written
    ├── VerifyError          a workbook that cannot be recalculated faithfully
    └── UnknownName          a unit, node or file that was asked for does not exist

Trouble in what a respondent typed is a `Finding` (see `smartxl.findings`): returned, never raised.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "DefinitionError",
    "LedgerError",
    "Problem",
    "ProjectError",
    "SmartxlError",
    "TemplateError",
    "UnknownName",
    "UnreadableFile",
    "VerifyError",
    "WouldOverwrite",
]


class SmartxlError(Exception):
    """Says where (`where`), what (`what`) and what to do (`remedy`)."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        self.where = where
        self.what = what
        self.remedy = remedy
        super().__init__(f"{where}: {what} → {remedy}")

    def __reduce__(self) -> tuple[object, ...]:
        """So that it comes whole out of another process."""
        return type(self), (self.where, self.what, self.remedy)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a definition: file, line or row, column, value found, remedy; in a workbook the sheet and column's letter."""

    file: str
    line: int | None
    column: str
    what: str
    remedy: str
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

    def __str__(self) -> str:
        return f"{self.where}: {self.what} → {self.remedy}"


class DefinitionError(SmartxlError):
    """The definition has problems; `problems` holds all of them, in the order of files and lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        super().__init__(first.where, first.what, first.remedy)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.problems,)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class ProjectError(SmartxlError):
    """A folder is not a project, or a step was asked for before the one it needs."""


class TemplateError(SmartxlError):
    """A template workbook lacks a row or a placeholder that the plan needs."""


class UnreadableFile(SmartxlError):
    """A file is not an .xlsx workbook, is damaged or encrypted, or carries no stamp of ours."""


class WouldOverwrite(SmartxlError):
    """A file in the way was changed since smartxl wrote it; nothing was written."""


class LedgerError(SmartxlError):
    """The ledger cannot be opened, read or written."""


class VerifyError(SmartxlError):
    """A formula that cannot be recalculated faithfully, a circular reference, or LibreOffice failing."""


class UnknownName(SmartxlError):
    """A unit, node or edition that was named does not exist; the remedy lists near ones."""
