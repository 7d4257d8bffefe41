"""Notes: what a row's note says, and the findings that it explains."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from smartxl.findings import Finding, FindingCode, Severity
from smartxl.model.answers import Field, Scalar
from smartxl.text import plain
from smartxl.typed import says_nothing, show

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["explained", "explained_by", "names", "note_of"]

_EXPLAINS = 2
"""An explanation has at least so many letters, digits or characters."""
_NOTES = (Field.NOTE, Field.REVIEW_NOTE)


def note_of(fields: Mapping[Field, Scalar]) -> str:
    """What a row's note says, or the evaluator's; "" for a stroke, 无 or 见附件."""
    texts = (str(fields.get(entry, "")) for entry in _NOTES)
    return next((text for text in texts if not says_nothing(text)), "")


def explained(findings: Iterable[Finding], note: str) -> tuple[Finding, ...]:
    """The findings of a row: those that may be explained are settled by a note, and keep it.

    What is left of a settled one is its code, what was found, and the explanation. A text that is too long explains nothing.
    """
    if sum(c.isalnum() for c in note) < _EXPLAINS:
        return tuple(findings)
    return tuple(_settled(finding, note) for finding in findings)


def _settled(finding: Finding, note: str) -> Finding:
    if finding.severity is not Severity.FIX_OR_EXPLAIN or finding.code is FindingCode.TOO_LONG:
        return finding
    return explained_by(finding, note)


def explained_by(finding: Finding, note: str) -> Finding:
    """The finding that is left of one that a note explains."""
    what = f"{finding.code.partition('-')[0]} {finding.found}".rstrip()
    return replace(finding, code=FindingCode.EXPLAINED, found=what, expected=show(note))


def names(note: str, said: str) -> bool:
    """Whether a note gives what was answered, a number not as a part of another; a single character says nothing."""
    words = rf"(?<![0-9.]){re.escape(said)}(?!\.?[0-9])" if said[-1:].isdigit() else re.escape(said)
    return (len(said) > 1 or said.isdigit()) and re.search(words, plain(note)) is not None
