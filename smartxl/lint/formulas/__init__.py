"""Rules about formulas and the values that they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from smartxl.lint.formulas.functions import foreign_functions, unknown_functions
from smartxl.lint.formulas.lookups import duplicate_keys, padded_keys, unsorted_lookups
from smartxl.lint.formulas.masks import masked_errors, swallowed_errors
from smartxl.lint.formulas.moving import moving_tables
from smartxl.lint.formulas.operands import blank_inputs, blank_operands, numbers_passed_over
from smartxl.lint.formulas.patterns import differing_formulas, typed_among_formulas
from smartxl.lint.formulas.ranges import counted_twice, left_out, unequal_ranges
from smartxl.lint.formulas.style import hard_coded_numbers, volatile_functions
from smartxl.lint.formulas.values import (
    broken_references,
    circular_references,
    error_values,
    stale_values,
    text_formulas,
)
from smartxl.lint.linted import LintBook
from smartxl.lint.remark import Remark

__all__ = ["OF_FORMULAS"]

OF_FORMULAS: Mapping[str, Callable[[LintBook], Iterator[Remark]]] = {
    "SXL101": error_values,
    "SXL102": broken_references,
    "SXL103": stale_values,
    "SXL104": circular_references,
    "SXL105": typed_among_formulas,
    "SXL106": differing_formulas,
    "SXL107": left_out,
    "SXL108": counted_twice,
    "SXL109": unequal_ranges,
    "SXL110": blank_operands,
    "SXL111": numbers_passed_over,
    "SXL112": masked_errors,
    "SXL113": unsorted_lookups,
    "SXL114": duplicate_keys,
    "SXL115": padded_keys,
    "SXL116": foreign_functions,
    "SXL117": unknown_functions,
    "SXL118": moving_tables,
    "SXL119": text_formulas,
    "SXL121": hard_coded_numbers,
    "SXL122": volatile_functions,
    "SXL123": swallowed_errors,
    "SXL124": blank_inputs,
}
"""Code → what looks for it."""
