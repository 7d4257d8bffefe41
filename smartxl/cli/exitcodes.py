"""What a command ends with, which programs go by; docs/ci.md lists the same."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

from smartxl.errors import SmartxlError
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ExitCode", "gravest", "refusal_code"]


class _FileJudgement(Protocol):
    """A report on a file."""

    @property
    def ok(self) -> bool:
        """Whether nothing has to be done."""
        ...


class ExitCode(IntEnum):
    """The gravest of what happened; a command that did what it was asked, and found nothing, ends with 0."""

    CLEAN = 0
    FOUND = 1
    REFUSED = 2
    UNREADABLE = 3
    INTERRUPTED = 130

    @property
    def meaning(self) -> Text:
        """When a command ends with it."""
        return _MEANINGS[self]


_MEANINGS = {
    ExitCode.CLEAN: Text("没有发现问题", "nothing was found"),
    ExitCode.FOUND: Text("完成，发现了问题", "done, and something was found"),
    ExitCode.REFUSED: Text(
        "没有做：命令用法有误、定义有误、缺少项目或单位、会覆盖改动过的文件",
        "not done: the command or the definition has a mistake, a project or unit is missing, a changed file is in the way",
    ),
    ExitCode.UNREADABLE: Text(
        "有文件读不了：不存在、损坏、加密或不是 .xlsx",
        "a file cannot be read: it is missing, damaged, encrypted or no .xlsx",
    ),
    ExitCode.INTERRUPTED: Text("被中断（Ctrl-C）", "interrupted (Ctrl-C)"),
}


def refusal_code(error: SmartxlError) -> ExitCode:
    """What a command ends with that could not do what it was asked."""
    return ExitCode.UNREADABLE if error.unreadable else ExitCode.REFUSED


def gravest(outcomes: Iterable[_FileJudgement | SmartxlError]) -> ExitCode:
    """The gravest of what files came to: a report that is `ok` or not, or why there is none; of no files CLEAN."""
    return max(map(_code, outcomes), default=ExitCode.CLEAN)


def _code(outcome: _FileJudgement | SmartxlError) -> ExitCode:
    if isinstance(outcome, SmartxlError):
        return refusal_code(outcome)
    return ExitCode.CLEAN if outcome.ok else ExitCode.FOUND
