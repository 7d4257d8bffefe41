"""The tables of the ledger: plain SQL types only, so that another database can hold them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

__all__ = [
    "SCHEMA_VERSION",
    "answers",
    "files",
    "findings",
    "metadata",
    "properties",
    "receipts",
    "submissions",
]

SCHEMA_VERSION = "3"
_TIME = String(40)  # ISO 8601, as the clock gave it
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
    Column("size", Integer, nullable=False),
    Column("first_name", Text, nullable=False),
    Column("received_at", _TIME, nullable=False),
    Column("program", Text, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", _DIGEST, ForeignKey("files.digest"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("received_at", _TIME, nullable=False),
)

# One row for every reading of a file: a file that was refused is read again when the definition has changed.
submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", _DIGEST, ForeignKey("files.digest"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("read_at", _TIME, nullable=False),
    Column("state", String(20), nullable=False),
    Column("unit", Text, nullable=False, index=True),
    Column("assessment", Text, nullable=False),
    Column("round", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("form", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("edition", String(20), nullable=False, server_default="unit"),
)

answers = Table(
    "answers",
    metadata,
    Column("submission", ForeignKey("submissions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("score_input", Float),
    Column("fields", JSON, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("cell", String(10), nullable=False),
)

findings = Table(
    "findings",
    metadata,
    Column("submission", ForeignKey("submissions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", String(60), nullable=False),
    Column("unit", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("expected", Text, nullable=False),
    Column("file", Text, nullable=False),
)
