"""Which function looks for what: every code of the catalogue has one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from smartxl.lint.book import OF_BOOK
from smartxl.lint.formulas import OF_FORMULAS
from smartxl.lint.linted import LintBook
from smartxl.lint.remark import Remark

__all__ = ["RULE_FUNCTIONS", "RuleFunction"]

RuleFunction: TypeAlias = Callable[[LintBook], Iterator[Remark]]

RULE_FUNCTIONS: Mapping[str, RuleFunction] = {**OF_FORMULAS, **OF_BOOK}
"""Code → what looks for it, in the order of codes."""
