"""Faults of the package as remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from smartxl.lint.catalogue import remark
from smartxl.lint.linted import LintBook
from smartxl.lint.remark import Remark
from smartxl.xlsx.faults import FaultKind

__all__ = ["OF_PACKAGE"]

_CODES = {
    f"SXL{number}": kind
    for number, kind in enumerate(
        (
            *(FaultKind.XML, FaultKind.PARTS, FaultKind.ORDER, FaultKind.SHEETS, FaultKind.NAMES),
            *(FaultKind.CELLS, FaultKind.VALUES, FaultKind.LENGTHS, FaultKind.FORMULAS, FaultKind.STYLES),
            *(FaultKind.COLUMNS, FaultKind.MERGES, FaultKind.VALIDATIONS, FaultKind.CONDITIONS),
            *(
                FaultKind.TABLES,
                FaultKind.FILTERS,
                FaultKind.LINKS,
                FaultKind.PROPERTIES,
                FaultKind.CALCULATION,
            ),
        ),
        start=301,
    )
}


def _rule(code: str, kind: FaultKind) -> Callable[[LintBook], Iterator[Remark]]:
    def found(book: LintBook) -> Iterator[Remark]:
        for fault in book.faults:
            if fault.kind is kind:
                excerpt = fault.excerpt or fault.part
                yield remark(code, fault.sheet, fault.spans, fault.what, excerpt=excerpt)

    return found


OF_PACKAGE: Mapping[str, Callable[[LintBook], Iterator[Remark]]] = {
    code: _rule(code, kind) for code, kind in _CODES.items()
}
"""Code → what looks for it."""
