"""Drop-downs and limits: one data validation for all the cells that share a check."""

from __future__ import annotations

from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from smartxl.model.plan import Check, CheckKind
from smartxl_generators.ooxml.xml import literal

__all__ = ["validation"]


def validation(check: Check, error: str, error_title: str) -> DataValidation:
    """A check as a validation that no cell has yet; `error` is what a wrong answer meets."""
    found = _condition(check)
    found.error, found.errorTitle = literal(error), literal(error_title)
    found.prompt = literal(check.prompt)
    found.showInputMessage = bool(check.prompt)
    found.showErrorMessage = True
    return found


def _condition(check: Check) -> DataValidation:
    if check.kind is CheckKind.LIST:
        return DataValidation(type="list", formula1=str(check.source), allow_blank=True)
    if check.kind is CheckKind.TEXT:
        return DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=_number(check.maximum), allow_blank=True
        )
    kind: Literal["date", "decimal"] = "date" if check.kind is CheckKind.DATE else "decimal"
    low, high = check.minimum, check.maximum
    if low is not None and high is not None:
        return DataValidation(
            type=kind, operator="between", formula1=_number(low), formula2=_number(high), allow_blank=True
        )
    if low is not None:
        return DataValidation(
            type=kind, operator="greaterThanOrEqual", formula1=_number(low), allow_blank=True
        )
    # With an open lower limit Excel still needs a comparison to insist on a number.
    return DataValidation(
        type=kind,
        operator="lessThanOrEqual",
        formula1=_number(high if high is not None else 1e15),
        allow_blank=True,
    )


def _number(value: float | None) -> str:
    return f"{value:.15g}" if value is not None else ""
