"""Answers and findings as rows of the ledger, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Answer, Field, Scalar, State

if TYPE_CHECKING:
    from sqlalchemy import Row

__all__ = ["answer_from", "answer_row", "finding_from", "finding_row"]

Values = dict[str, object]


def answer_row(submission: int, position: int, answer: Answer) -> Values:
    """An answer as a row of its table."""
    return {
        "submission": submission,
        "position": position,
        "unit": answer.unit,
        "key": answer.key,
        "state": answer.state.value,
        "score_input": answer.score_input,
        "fields": {entry.value: _plain(value) for entry, value in answer.fields.items()},
        "sheet": answer.sheet,
        "cell": answer.cell,
    }


def _plain(value: Scalar) -> object:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def answer_from(row: Row[Any]) -> Answer:
    """A row of the table as an answer."""
    fields = {Field(name): _scalar(value) for name, value in row.fields.items()}
    return Answer(row.unit, row.key, State(row.state), row.score_input, fields, row.sheet, row.cell)


def _scalar(value: str | float | Mapping[str, str]) -> Scalar:
    if isinstance(value, Mapping):
        return date.fromisoformat(value["date"])
    return value if isinstance(value, str) else float(value)


def finding_row(submission: int, position: int, finding: Finding) -> Values:
    """A finding as a row of its table."""
    return {"submission": submission, "position": position, **asdict(finding), "code": finding.code.value}


def finding_from(row: Row[Any]) -> Finding:
    """A row of the table as a finding."""
    code = FindingCode(row.code)
    return Finding(code, row.unit, row.sheet, row.cell, row.item, row.found, row.expected, row.file)
