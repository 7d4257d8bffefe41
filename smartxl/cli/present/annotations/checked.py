"""What checking a definition found, as annotations with file and line: its mistakes, or advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.cli.present.annotations.annotation import (
    AnnotatedFile,
    Annotation,
    AnnotationLevel,
    AnnotationRule,
    in_both,
)
from smartxl.cli.present.annotations.refused import refused_file
from smartxl.define.advice import CATALOGUE
from smartxl.errors import DefinitionError, FilePlace
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from smartxl.define.advice import Advice
    from smartxl.errors import SmartxlError

__all__ = ["annotated_advice", "annotated_trouble"]

_MISTAKE = AnnotationRule(
    "definition",
    Text("定义有误", "a mistake in the definition"),
    Text("按提示改正定义文件", "correct the files of the definition as each message says"),
)


def annotated_trouble(folder: Path, error: SmartxlError) -> AnnotatedFile:
    """Why the definition in a folder cannot be used: its mistakes, or what stands in the way of all."""
    if not isinstance(error, DefinitionError):
        return refused_file(str(folder), error)
    found = (
        _at(folder, FilePlace(each.file, each.line, each.column, each.sheet, each.letter), _MISTAKE)(
            AnnotationLevel.ERROR, each.what, each.remedy
        )
        for each in error.problems
    )
    return AnnotatedFile(str(folder), (_MISTAKE,), tuple(found))


def annotated_advice(folder: Path, remarks: Iterable[Advice], *, strict: bool) -> AnnotatedFile:
    """Advice on the definition in a folder: notes, warnings where `strict` makes the command fail for them."""
    level = AnnotationLevel.WARNING if strict else AnnotationLevel.NOTE
    rules = {
        code: AnnotationRule(f"advice-{code}", kind.title, kind.title, level)
        for code, kind in CATALOGUE.items()
    }
    found = (
        _at(folder, each.place, rules[each.code])(level, in_both(each.message), in_both(each.remedy))
        for each in remarks
    )
    return AnnotatedFile(str(folder), (_MISTAKE, *rules.values()), tuple(found))


def _at(
    folder: Path, place: FilePlace, rule: AnnotationRule
) -> Callable[[AnnotationLevel, Text, Text], Annotation]:
    """Makes annotations at a place: a line of a text file, or a cell of a workbook."""
    path = str(folder / place.file)
    line, area = place.line, ""
    if place.sheet:
        line, area = None, f"{place.letter or 'A'}{place.line}" if place.line else ""

    def made(level: AnnotationLevel, what: Text, remedy: Text) -> Annotation:
        return Annotation(path, rule, level, what, remedy, place.sheet, area, line, label=place.column)

    return made
