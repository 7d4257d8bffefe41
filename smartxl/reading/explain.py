"""What a row's note says: a reason, or the explanation that settles a question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode, Severity
from smartxl.model.answers import Field
from smartxl.typed.cleaned import plain, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from smartxl.model.answers import Scalar

__all__ = ["explained", "note_of"]

_SAYS_NOTHING = frozenset({"", "无", "没有", "暂无", "none", "no", "na", "nil"})
_LENGTH = 2
"""An explanation has at least so many letters, digits or characters."""


def note_of(fields: Mapping[Field, Scalar]) -> str:
    """What a row's note says, or the evaluator's; "" for a stroke, a full stop or "none"."""
    for field in (Field.NOTE, Field.REVIEW_NOTE):
        text = str(fields.get(field, ""))
        said = "".join(c for c in plain(text).casefold() if c.isalnum())
        if said not in _SAYS_NOTHING:
            return text
    return ""


def explained(findings: Iterable[Finding], note: str) -> tuple[Finding, ...]:
    """The findings of a row: those that may be explained are settled by a note, and keep it.

    What is left of a settled one is its code, what was found, and the explanation. A text that is too long explains nothing.
    """
    if sum(c.isalnum() for c in note) < _LENGTH:
        return tuple(findings)
    return tuple(_settled(f, note) if _may_be_explained(f) else f for f in findings)


def _may_be_explained(finding: Finding) -> bool:
    return finding.severity is Severity.FIX_OR_EXPLAIN and finding.code is not FindingCode.TOO_LONG


def _settled(finding: Finding, note: str) -> Finding:
    what = f"{finding.code.partition('-')[0]} {finding.found}".rstrip()
    return replace(finding, code=FindingCode.EXPLAINED, found=what, expected=show(note))
