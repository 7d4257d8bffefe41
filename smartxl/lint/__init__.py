"""What a reviewer would say about a workbook, whoever made it.

    report = lint_book(LintBook(open_saved(content, name)))

In: a `RawBook` read with its settings, the plan where it is ours, what is switched off. Out: a `LintReport` of `Remark`s.
Start at `registry.py`: each rule is a function of a `LintBook` (`linted.py`), its words stand in `rules.csv` under its code.
"""

from smartxl.lint.catalogue import LINT_RULES, LintRule
from smartxl.lint.linted import LintBook, LintSheet
from smartxl.lint.profile import ProgramProfile
from smartxl.lint.remark import Remark, RemarkSeverity
from smartxl.lint.report import LintReport
from smartxl.lint.run import RuleChoice, lint_book
from smartxl.lint.switches import Switch

__all__ = [
    "LINT_RULES",
    "LintBook",
    "LintReport",
    "LintRule",
    "LintSheet",
    "ProgramProfile",
    "Remark",
    "RemarkSeverity",
    "RuleChoice",
    "Switch",
    "lint_book",
]
