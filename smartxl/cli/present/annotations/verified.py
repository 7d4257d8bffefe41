"""What verifying found, as annotations: of our own workbooks, of any other, and of files that could not be verified."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from smartxl.cells import Cell, joined
from smartxl.cells import a1 as address
from smartxl.cli.present.annotations.annotation import (
    AnnotatedFile,
    Annotation,
    AnnotationLevel,
    AnnotationRule,
    in_both,
)
from smartxl.cli.present.annotations.refused import refused_file
from smartxl.text import Text
from smartxl.verify import BookReport, Difference, DifferenceKind, NotRecalculated, VerifyReport
from smartxl.verify.engines.beside import EnginesReport

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from smartxl.cli.present.verified import Verified

__all__ = ["annotated_verification"]

_RESTORE = Text(
    "恢复为生成时的样子，或由 smartxl build 重新生成后转入答复",
    "restore it as it was built, or build it again and move the answers over",
)
_RESAVE = Text(
    "在 Excel 中全部重算（Ctrl+Alt+F9）后保存；仍不同则检查公式和它引用的单元格",
    "calculate everything in Excel (Ctrl+Alt+F9) and save; if it stays, look at the formula and what it refers to",
)
_BY_HAND = Text("这个值没有核对，请人工核对", "this value is not verified: check it by hand")
_FOLLOWS = Text(
    "先处理其他差异，这一处多半随之消失", "mend the other differences first: this one most likely follows"
)
_REMEDIES = {DifferenceKind.VALUE: _RESAVE, DifferenceKind.CACHED: _RESAVE}
_OF_KINDS: Mapping[DifferenceKind, AnnotationRule] = {
    kind: AnnotationRule(f"verify-{kind}", kind.label, _REMEDIES.get(kind, _RESTORE))
    for kind in DifferenceKind
}
_STORED = AnnotationRule(
    "verify-stored",
    Text("文件中的值与重算结果不同", "the value in the file is not what its formula gives"),
    _RESAVE,
)
_MISSING = AnnotationRule(
    "verify-not-recalculated",
    Text("公式未重算", "the formula is not recalculated"),
    _BY_HAND,
    AnnotationLevel.NOTE,
)

_ENGINES = AnnotationRule(
    "verify-engines", Text("几个引擎的值不一致", "the values of several engines differ"), _BY_HAND
)
_FAILED = AnnotationRule("verify-engine-failed", Text("引擎没有结果", "an engine came to nothing"), _BY_HAND)


def annotated_verification(path: Path, outcome: Verified) -> AnnotatedFile:
    """What verifying a file came to. What follows from other differences, and what is not recalculated, are notes."""
    name = str(path)
    if isinstance(outcome, BookReport):
        return AnnotatedFile(name, (_STORED, _MISSING), tuple(_of_book(name, outcome)), outcome.seconds)
    if isinstance(outcome, VerifyReport):
        rules = tuple(_OF_KINDS.values())
        return AnnotatedFile(name, rules, tuple(_of_ours(name, outcome)), outcome.seconds)
    if isinstance(outcome, EnginesReport):
        seconds = sum(each.seconds for each in outcome.engines)
        return AnnotatedFile(name, (_ENGINES, _FAILED), tuple(_of_engines(name, outcome)), seconds)
    return refused_file(name, outcome)


def _of_engines(path: str, report: EnginesReport) -> Iterator[Annotation]:
    for each in report.engines:
        if each.failure is not None:
            yield Annotation(path, _FAILED, AnnotationLevel.ERROR, each.message, each.failure.remedy)
    for cell in report.cells:
        around = cell.cell.sheet, address(cell.cell.row, cell.cell.column), None, cell.formula, ""
        yield Annotation(path, _ENGINES, AnnotationLevel.ERROR, in_both(cell.message), _BY_HAND, *around)


def _of_book(path: str, report: BookReport) -> Iterator[Annotation]:
    for each in report.differences:
        area, level = address(each.cell.row, each.cell.column), AnnotationLevel.ERROR
        what, around = in_both(each.message), (each.cell.sheet, area, None, each.formula, each.label)
        yield Annotation(path, _STORED, level, what, _RESAVE, *around)
    yield from _missing(path, report)


def _missing(path: str, report: BookReport) -> Iterator[Annotation]:
    """What is not recalculated, the cells of a column that lie together and have the same reason as one."""
    alike: dict[tuple[str, Text], dict[tuple[int, int], NotRecalculated]] = defaultdict(dict)
    for each in report.missing:
        alike[each.cell.sheet, each.why][each.cell.column, each.cell.row] = each
    for (sheet, why), found in alike.items():
        for column, first, last in joined((column, row, row) for column, row in found):
            area = address(first, column) + ("" if first == last else f":{address(last, column)}")
            each, level = found[column, first], AnnotationLevel.NOTE
            yield Annotation(
                path, _MISSING, level, why, _BY_HAND, sheet, area, None, each.formula, each.label
            )


def _of_ours(path: str, report: VerifyReport) -> Iterator[Annotation]:
    for each in report.causes:
        yield _difference(path, each, AnnotationLevel.ERROR)
    for each in report.consequences:
        yield _difference(path, each, AnnotationLevel.NOTE)


def _difference(path: str, each: Difference, level: AnnotationLevel) -> Annotation:
    sheet = each.cell.sheet
    area = address(each.cell.row, each.cell.column) if isinstance(each.cell, Cell) else each.cell.reference
    rule = _OF_KINDS[each.kind]
    remedy = _FOLLOWS if level is AnnotationLevel.NOTE else rule.help
    label = " ".join(map(str, each.quantity)) if each.quantity else ""
    return Annotation(
        path, rule, level, in_both(each.message), remedy, sheet, area, None, each.formula, label
    )
