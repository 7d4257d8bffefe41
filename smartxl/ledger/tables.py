"""The tables of the ledger, and how values stand in their columns: plain SQL types, so that any database can hold them.

A column that is newer than the first schema has a default of the server, so that an older ledger can be given it. Numbers
of receipts, submissions and events are given out under the lock of a writing transaction: without gaps, in order.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Dialect,
    Enum,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

from smartxl.findings import FindingCode
from smartxl.ledger.events import EventKind
from smartxl.model.answers import Choice, Field, Scalar, State
from smartxl.model.received import FileState

__all__ = [
    "NO_FIELDS",
    "SCHEMA_VERSION",
    "answers",
    "as_json",
    "attachments",
    "definitions",
    "events",
    "files",
    "findings",
    "metadata",
    "properties",
    "receipts",
    "scorings",
    "storable",
    "submissions",
]

NO_FIELDS = "{}"
"""How the fields of a blank answer are written."""
_FIELDS = {field.value: field for field in Field}
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@lru_cache(4096)  # the same keys, sheets and choices come again in every file
def storable(text: str) -> str:
    """A text that every database takes: no NUL, no half characters of a file name in another encoding."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


class _SafeText(TypeDecorator[str]):
    """Text of unknown origin."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  (SQLAlchemy's own signature)
        return None if value is None else storable(value)


class _Time(TypeDecorator[datetime]):
    """A time as the clock gave it, in ISO 8601: databases differ in what they do with time zones."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002  (SQLAlchemy's own signature)
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  (SQLAlchemy's own signature)
        return None if value is None else datetime.fromisoformat(value)


class _JsonText(str):
    """A text that is JSON already."""

    __slots__ = ()


def as_json(value: object) -> str:
    """A value in JSON, as the ledger writes it."""
    return value if isinstance(value, _JsonText) else _JSON.encode(value)


def _written(field: Field, entry: Scalar) -> str:
    """A field of an answer, of which thousands stand in a file."""
    if isinstance(entry, str) and not isinstance(entry, Choice):
        return f'"{field}":{_JSON.encode(storable(entry))}'
    return _written_known(field, entry)


@lru_cache(4096, typed=True)  # the same choices, days and numbers come again in every file
def _written_known(field: Field, entry: Choice | float | date) -> str:
    value: object = entry
    if isinstance(entry, Choice):
        value = {"choice": storable(entry)}
    elif isinstance(entry, date):
        value = {"date": entry.isoformat()}
    elif not math.isfinite(entry):
        value = {"number": str(entry)}
    return f'"{field}":{_JSON.encode(value)}'


class _AnswerFields(TypeDecorator[Mapping[Field, Scalar]]):
    """The fields of an answer as JSON; dates and infinite numbers, which JSON has not, as an object that names their kind.

    So are choices: a plain text in a list is the word that a reading had before choices were codes (`ChoiceWords.coded`).
    """

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self,
        value: Mapping[Field, Scalar] | None,
        dialect: Dialect,  # noqa: ARG002  (SQLAlchemy's own signature)
    ) -> _JsonText:
        return _JsonText(f"{{{','.join([_written(*entry) for entry in (value or {}).items()])}}}")

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> dict[Field, Scalar]:  # noqa: ARG002  (SQLAlchemy's own signature)
        return {_FIELDS[name]: _from_json(entry) for name, entry in (value or {}).items()}


def _from_json(value: str | float | dict[str, str]) -> Scalar:
    if isinstance(value, dict):
        if "choice" in value:
            return Choice(value["choice"])
        return float(value["number"]) if "number" in value else date.fromisoformat(value["date"])
    return value if isinstance(value, str) else float(value)


def _one_of(kind: type[StrEnum], length: int = 20) -> Enum:
    """A value of an enumeration, by its text."""
    return Enum(
        kind, native_enum=False, length=length, values_callable=lambda members: [m.value for m in members]
    )


SCHEMA_VERSION = "5"
_DIGEST = String(64)

metadata = MetaData()

properties = Table(
    "ledger",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("digest", _DIGEST, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("first_name", _SafeText, nullable=False),
    Column("received_at", _Time, nullable=False),
    Column("program", Text, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("digest", _DIGEST, ForeignKey("files.digest"), nullable=False, index=True),
    Column("name", _SafeText, nullable=False),
    Column("received_at", _Time, nullable=False),
    Column("source", _SafeText, nullable=False, server_default=""),
    Column("note", _SafeText, nullable=False, server_default=""),
    Column("who", _SafeText, nullable=False, server_default=""),
)

# One row for every reading of a file: a file that was refused is read again when the definition has changed.
submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("digest", _DIGEST, ForeignKey("files.digest"), nullable=False, index=True),
    Column("name", _SafeText, nullable=False),
    Column("read_at", _Time, nullable=False),
    Column("state", _one_of(FileState), nullable=False),
    Column("unit", _SafeText, nullable=False, index=True),
    Column("assessment", _SafeText, nullable=False),
    Column("round", _SafeText, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("form", _SafeText, nullable=False),
    Column("program", Text, nullable=False),
    Column("edition", _SafeText, nullable=False, server_default="unit"),
    Column("arrival", Integer, nullable=False, server_default="0"),  # the first receipt of its file
    Column("saved_by", _SafeText, nullable=False, server_default=""),
    Column("rows", Integer, nullable=False, server_default="0"),
    Column("blank", Integer, nullable=False, server_default="0"),
    Column("must_fix", Integer, nullable=False, server_default="0"),
    Column("scoring", _SafeText, nullable=False, server_default=""),
)

# What happened to a unit in a round: rows are only ever added.
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("assessment", _SafeText, nullable=False),
    Column("round", _SafeText, nullable=False),
    Column("unit", _SafeText, nullable=False, index=True),
    Column("kind", _one_of(EventKind), nullable=False),
    Column("at", _Time, nullable=False),
    Column("who", _SafeText, nullable=False),
    Column("why", _SafeText, nullable=False),
    Column("digest", _DIGEST, nullable=False),
    Column("after", Integer, nullable=False),
)

# Files of evidence; their bytes lie among the files.
attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("assessment", _SafeText, nullable=False),
    Column("round", _SafeText, nullable=False),
    Column("unit", _SafeText, nullable=False, index=True),
    Column("name", _SafeText, nullable=False),
    Column("digest", _DIGEST, ForeignKey("files.digest"), nullable=False, index=True),
    Column("form", _DIGEST, nullable=False),
    Column("received_at", _Time, nullable=False),
    Column("source", _SafeText, nullable=False),
)

# Definitions as compressed JSON; and by which of them a round was scored since when: the digest of its scoring, the numbers of
# the last reading and the last event that the ledger held then. Rows are only ever added.
definitions = Table(
    "definitions",
    metadata,
    Column("digest", _DIGEST, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("program", Text, nullable=False),
)

scorings = Table(
    "scorings",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("assessment", _SafeText, nullable=False),
    Column("round", _SafeText, nullable=False),
    Column("digest", _DIGEST, nullable=False),
    Column("definition", _DIGEST, ForeignKey("definitions.digest"), nullable=False),
    Column("at", _Time, nullable=False),
    Column("submissions", Integer, nullable=False),
    Column("events", Integer, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("submission", ForeignKey("submissions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("unit", _SafeText, nullable=False),
    Column("key", _SafeText, nullable=False),
    Column("state", _one_of(State), nullable=False),
    Column("score_input", Float),
    Column("fields", _AnswerFields, nullable=False),
    Column("sheet", _SafeText, nullable=False),
    Column("cell", String(10), nullable=False),
)

findings = Table(
    "findings",
    metadata,
    Column("submission", ForeignKey("submissions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", _one_of(FindingCode, 60), nullable=False),
    Column("unit", _SafeText, nullable=False),
    Column("sheet", _SafeText, nullable=False),
    Column("cell", _SafeText, nullable=False),
    Column("item", _SafeText, nullable=False),
    Column("found", _SafeText, nullable=False),
    Column("expected", _SafeText, nullable=False),
    Column("file", _SafeText, nullable=False),
)
