"""A file that could not be checked at all, as an annotation: it is an error, whatever else was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.cli.present.annotations.annotation import (
    AnnotatedFile,
    Annotation,
    AnnotationLevel,
    AnnotationRule,
)
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.errors import SmartxlError

__all__ = ["refused_file"]

_UNREADABLE = AnnotationRule(
    "file-unreadable",
    Text("文件读不了", "the file cannot be read"),
    Text("换成完好的 .xlsx 文件", "put a sound .xlsx file in its place"),
)
_REFUSED = AnnotationRule(
    "file-refused",
    Text("文件没有检查", "the file was not checked"),
    Text("按提示处理后再检查", "follow the message and check it again"),
)


def refused_file(path: str, error: SmartxlError) -> AnnotatedFile:
    """A file, and why it was not checked."""
    rule = _UNREADABLE if error.unreadable else _REFUSED
    told = Annotation(path, rule, AnnotationLevel.ERROR, error.what, error.remedy, refusal=True)
    return AnnotatedFile(path, (rule,), (told,))
