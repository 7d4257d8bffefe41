"""The editions of a workbook: who it is made for, and what may be done in it."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Edition"]


class Edition(StrEnum):
    """What a workbook is made for. The values stand in stamps, in the ledger and on the command line.

    A stamp holds any text: `Edition.of` says which edition that is. Questionnaires have texts of their own.
    """

    UNIT = "unit"  # a unit fills it in
    EVALUATOR = "evaluator"  # the same with the unit's answers, and open columns for the review
    APPEAL = "appeal"  # a unit says what it contests of the result; its answers cannot be changed
    PRINT = "print"  # filled in by hand
    CITY = "city"  # all units, blank
    RESULT = "result"  # all units with their scores, gaps and findings
    RESULT_UDF = "result-udf"  # the same, calculated by the SX_ functions

    @classmethod
    def of(cls, text: str) -> Edition | None:
        """The edition of this name, None for any other text."""
        return next((edition for edition in cls if edition == text), None)

    @property
    def of_unit(self) -> bool:
        """Whether it is the workbook of one unit, not of them all."""
        return self not in {Edition.CITY, Edition.RESULT, Edition.RESULT_UDF}

    @property
    def comes_back(self) -> bool:
        """Whether it is a form whose file is read when it comes back."""
        return self in {Edition.UNIT, Edition.EVALUATOR, Edition.APPEAL}

    @property
    def printed(self) -> bool:
        """Whether it is for paper: nothing is typed into the file, nothing is calculated in it or read from it."""
        return self is Edition.PRINT

    @property
    def shows_review(self) -> bool:
        """Whether it has the columns of the review: all have but those in which units answer."""
        return self not in {Edition.UNIT, Edition.PRINT}

    @property
    def before_due(self) -> bool:
        """Whether its scores are as before the due date, whenever it is made: units answer in it."""
        return self in {Edition.UNIT, Edition.PRINT}

    @property
    def contests(self) -> bool:
        """Whether the unit says in it what it contests, and can change nothing else."""
        return self is Edition.APPEAL

    @property
    def has_result(self) -> bool:
        """Whether it lists gaps and findings beside the scores."""
        return self in {Edition.RESULT, Edition.RESULT_UDF}

    @property
    def calls_functions(self) -> bool:
        """Whether its formulas call the SX_ functions."""
        return self is Edition.RESULT_UDF

    @property
    def inputs_of(self) -> Edition:
        """The edition of a form whose cells can be filled in as in this one."""
        if self.contests:
            return Edition.APPEAL
        return Edition.EVALUATOR if self.shows_review else Edition.UNIT
