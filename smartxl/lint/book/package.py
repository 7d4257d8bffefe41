"""Faults of the package as remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from smartxl.lint.catalogue import LINT_RULES, remark
from smartxl.lint.linted import LintBook
from smartxl.lint.remark import Remark
from smartxl.xlsx.faults import FaultKind

__all__ = ["OF_PACKAGE"]

_PREFIX = "package-"
"""Begins the names of rules that are about a kind of fault; the kind follows."""


def _rule(code: str, kind: FaultKind) -> Callable[[LintBook], Iterator[Remark]]:
    def found(book: LintBook) -> Iterator[Remark]:
        for fault in book.faults:
            if fault.kind is kind:
                excerpt = fault.excerpt or fault.part
                yield remark(code, fault.sheet, fault.spans, fault.what, excerpt=excerpt)

    return found


OF_PACKAGE: Mapping[str, Callable[[LintBook], Iterator[Remark]]] = {
    code: _rule(code, FaultKind(rule.name.removeprefix(_PREFIX)))
    for code, rule in LINT_RULES.items()
    if rule.name.startswith(_PREFIX)
}
"""Code → what looks for it."""
