"""What `--json` prints: each command's record, a frozen dataclass, as JSON; docs/schemas has the schema of each.

pydantic is asked for schemas only, so that a command that prints JSON needs not load it.
"""

from __future__ import annotations

import json
import math
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from smartxl.errors import Problem, SmartxlError
    from smartxl.text import Lang

__all__ = ["ProblemRecord", "Refusal", "echo_json", "schema", "told_at_the_end"]

_HELD = "smartxl.record"


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
    """Prints a record, a sequence of them, or records by name; as ASCII where the output cannot hold its characters.

    In a command it is printed at the end (`told_at_the_end`), so that in trouble the refusal stands in its place.
    """
    context = click.get_current_context(silent=True)
    if context is not None and _HELD in context.meta:
        context.meta[_HELD] = record
    else:
        _echo(record)


@contextmanager
def told_at_the_end(context: click.Context) -> Iterator[None]:
    """Holds the record of a command until it has ended, well or with an exit code of its own."""
    context.meta[_HELD] = nothing = object()
    try:
        yield
    except click.exceptions.Exit:
        _echo_held(context, nothing)
        raise
    except BaseException:
        del context.meta[_HELD]
        raise
    _echo_held(context, nothing)


def _echo_held(context: click.Context, nothing: object) -> None:
    record = context.meta.pop(_HELD)
    if record is not nothing:
        _echo(record)


def _echo(record: Any) -> None:  # noqa: ANN401
    plain = _plain(record)
    try:
        text = json.dumps(plain, ensure_ascii=False, indent=2, allow_nan=False)
    except ValueError:
        plain = _finite(plain)
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


def _finite(plain: object) -> object:
    """The same with null for numbers that JSON does not have: infinite ones, and none at all."""
    if isinstance(plain, dict):
        return {name: _finite(entry) for name, entry in plain.items()}
    if isinstance(plain, tuple | list):
        return [_finite(entry) for entry in plain]
    return None if isinstance(plain, float) and not math.isfinite(plain) else plain


def schema(record: Any) -> dict[str, Any]:  # noqa: ANN401  (a type form)
    """The JSON schema of a record type."""
    from pydantic import TypeAdapter

    return TypeAdapter(record).json_schema(mode="serialization")
