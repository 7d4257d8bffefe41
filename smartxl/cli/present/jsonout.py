"""What `--json` prints: each command's record, a frozen dataclass, as JSON; docs/schemas has the schema of each.

pydantic is asked for schemas only, so that a command that prints JSON needs not load it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, is_dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smartxl.errors import Problem, SmartxlError
    from smartxl.text import Lang

__all__ = ["ProblemRecord", "Refusal", "echo_json", "schema"]


@dataclass(frozen=True, slots=True)
class ProblemRecord:
    """Where, what, and what to do."""

    where: str
    what: str
    remedy: str

    @classmethod
    def of(cls, problem: Problem | SmartxlError, lang: Lang) -> ProblemRecord:
        """The record of a problem or an error, in one language."""
        return cls(problem.place(lang), problem.what.get(lang), problem.remedy.get(lang))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command did nothing: printed in place of its record."""

    ok: bool
    problems: tuple[ProblemRecord, ...]

    @classmethod
    def of(cls, problems: Iterable[Problem | SmartxlError], lang: Lang) -> Refusal:
        """The record of all problems, in one language."""
        return cls(False, tuple(ProblemRecord.of(problem, lang) for problem in problems))


def echo_json(record: Any) -> None:  # noqa: ANN401  (any of the records, or several by name)
    """Prints a record, a sequence of them, or records by name; as ASCII where the output cannot hold its characters."""
    plain = _plain(record)
    text = json.dumps(plain, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(plain, indent=2)
    click.echo(text)


def _plain(record: Any) -> object:  # noqa: ANN401
    if isinstance(record, dict):
        return {name: _plain(entry) for name, entry in record.items()}
    if isinstance(record, tuple | list):
        return [_plain(entry) for entry in record]
    return asdict(record) if is_dataclass(record) and not isinstance(record, type) else record


def schema(record: Any) -> dict[str, Any]:  # noqa: ANN401  (a type form)
    """The JSON schema of a record type."""
    from pydantic import TypeAdapter

    return TypeAdapter(record).json_schema(mode="serialization")
