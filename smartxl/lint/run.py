"""All rules over one workbook."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smartxl.lint.registry import RULE_FUNCTIONS
from smartxl.lint.remark import Remark, RemarkSeverity, grouped
from smartxl.lint.report import LintReport
from smartxl.lint.switches import Switch, ignored_in_file, switched_off
from smartxl.xlsx.labels import CellLabels

if TYPE_CHECKING:
    from smartxl.lint.linted import LintBook

__all__ = ["RuleChoice", "lint_book"]

_ORDER = tuple(RemarkSeverity)


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """Which rules are asked: those whose codes begin with one of `select` (all where it is empty) and none of `ignore`."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def takes(self, code: str) -> bool:
        """Whether a rule is asked."""
        return (not self.select or code.startswith(self.select)) and not code.startswith(self.ignore)


def lint_book(
    book: LintBook,
    choice: RuleChoice | None = None,
    switches: Iterable[Switch] = (),
    clock: Callable[[], float] = time.perf_counter,
) -> LintReport:
    """What the rules say of a workbook, but for what is switched off here or in the file itself."""
    start = clock()
    chosen = choice or RuleChoice()
    off = (*switches, *ignored_in_file(book))
    kept: list[Remark] = []
    hidden = 0
    for remark in _found(book, chosen):
        left = switched_off(remark, off)
        hidden += (remark.cells or 1) - (left.cells if left else 0) if left is not remark else 0
        if left is not None:
            kept.append(left)
    sheets = {name: place for place, name in enumerate(book.raw.sheets)}
    ordered = sorted(
        _labelled(grouped(kept), book),
        key=lambda each: (_ORDER.index(each.severity), each.code, sheets.get(each.sheet, -1)),
    )
    return LintReport(
        tuple(ordered), len(book.loaded.formulas), hidden, book.plan is not None, clock() - start
    )


def _found(book: LintBook, choice: RuleChoice) -> Iterator[Remark]:
    for code, rule in RULE_FUNCTIONS.items():
        if choice.takes(code):
            yield from rule(book)


def _labelled(remarks: Iterable[Remark], book: LintBook) -> Iterator[Remark]:
    """Remarks with what is written beside the first cell of each."""
    labels = {name: CellLabels(sheet) for name, sheet in book.raw.sheets.items()}
    for each in remarks:
        around = labels.get(each.sheet) if each.spans else None
        yield replace(each, label=around.of(*each.spans[0][:2])) if around else each
