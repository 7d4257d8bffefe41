"""What was found in files that came back, as annotations of these files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smartxl.cli.present.annotations.annotation import (
    AnnotatedFile,
    Annotation,
    AnnotationLevel,
    AnnotationRule,
    in_both,
)
from smartxl.findings import CATALOGUE, Severity
from smartxl.text import LANGUAGES, Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from smartxl.findings import Finding, FindingCode

__all__ = ["annotated_findings"]

_SLOT = re.compile(r"\{\w+\}")
_LEVELS = {
    Severity.MUST_FIX: AnnotationLevel.ERROR,
    Severity.FIX_OR_EXPLAIN: AnnotationLevel.WARNING,
    Severity.NOTE: AnnotationLevel.NOTE,
    Severity.FIXED: AnnotationLevel.NOTE,
}


def annotated_findings(inbox: Path, findings: Iterable[Finding]) -> tuple[AnnotatedFile, ...]:
    """The findings of each file, as it lies in the inbox."""
    by_file: dict[str, list[Annotation]] = {}
    for each in findings:
        path = str(inbox / each.file)
        what, remedy = in_both(each.message), in_both(each.remedy)
        level, place = _LEVELS[each.severity], (each.sheet, each.cell)
        told = Annotation(path, _rule(each.code), level, what, remedy, *place, label=each.item)
        by_file.setdefault(path, []).append(told)
    return tuple(AnnotatedFile(path, (), tuple(found)) for path, found in by_file.items())


def _rule(code: FindingCode) -> AnnotationRule:
    kind = CATALOGUE[code]
    title, remedy = (
        Text(*(_SLOT.sub("…", words.get(lang)) for lang in LANGUAGES))
        for words in (kind.message, kind.remedy)
    )
    return AnnotationRule(code.value, title, remedy, _LEVELS[kind.severity])
