"""What linting a workbook comes to."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.lint.remark import Remark, RemarkSeverity

__all__ = ["LintReport"]


@dataclass(frozen=True)
class LintReport:
    """The remarks of a workbook, gravest first, then by code and place; those alike are one.

    `hidden`: how many cells, or sheets, were passed over where a rule is switched off. `with_plan`: whether it was linted
    beside the plan of its project. `seconds`: how long it took.
    """

    remarks: tuple[Remark, ...]
    formulas: int
    hidden: int
    with_plan: bool
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether there is nothing but notes."""
        return not self.asking

    @property
    def asking(self) -> tuple[Remark, ...]:
        """The errors and warnings."""
        return tuple(each for each in self.remarks if each.severity is not RemarkSeverity.NOTE)

    @property
    def notes(self) -> tuple[Remark, ...]:
        """The notes."""
        return tuple(each for each in self.remarks if each.severity is RemarkSeverity.NOTE)

    def count(self, severity: RemarkSeverity) -> int:
        """How many remarks are of a severity."""
        return sum(each.severity is severity for each in self.remarks)
