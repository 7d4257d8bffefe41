"""Rules about the book itself: links, what is hidden, names, locks, validations, keys, conditional formats, its package."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from smartxl.lint.book import (
    calculation,
    conditions,
    hidden,
    links,
    locks,
    merges,
    names,
    textnumbers,
    validations,
)
from smartxl.lint.book.package import OF_PACKAGE
from smartxl.lint.linted import LintBook
from smartxl.lint.remark import Remark

__all__ = ["OF_BOOK"]

OF_BOOK: Mapping[str, Callable[[LintBook], Iterator[Remark]]] = {
    "SXL201": links.external_links,
    "SXL202": hidden.hidden_sheets,
    "SXL203": hidden.hidden_cells,
    "SXL204": names.hidden_names,
    "SXL205": names.broken_names,
    "SXL206": names.unused_names,
    "SXL207": names.shadowed_names,
    "SXL208": locks.unlocked_formulas,
    "SXL209": locks.locked_inputs,
    "SXL210": locks.unprotected_sheets,
    "SXL211": locks.protection_options,
    "SXL212": locks.open_structure,
    "SXL213": validations.gaps,
    "SXL214": validations.list_faults,
    "SXL215": validations.shifted_lists,
    "SXL216": validations.silent,
    "SXL217": textnumbers.text_numbers,
    "SXL220": merges.merged_data,
    "SXL221": conditions.condition_gaps,
    "SXL222": conditions.shifted_conditions,
    "SXL223": calculation.manual_calculation,
    "SXL224": calculation.displayed_precision,
    "SXL225": calculation.iteration,
    "SXL226": calculation.print_areas,
    "SXL227": names.function_names,
    **OF_PACKAGE,
}
"""Code → what looks for it."""
