"""The tables of the ledger: plain SQL types only, so that another database can hold them.

A column that is newer than the first schema has a default of the server, so that an older ledger can be given it. Numbers
of receipts, submissions and events are given out under the lock of `database.writing`: without gaps, in order.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
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
    "attachments",
    "events",
    "files",
    "findings",
    "metadata",
    "properties",
    "receipts",
    "submissions",
]

SCHEMA_VERSION = "4"
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
    Column("size", BigInteger, nullable=False),
    Column("first_name", Text, nullable=False),
    Column("received_at", _TIME, nullable=False),
    Column("program", Text, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("digest", _DIGEST, ForeignKey("files.digest"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("received_at", _TIME, nullable=False),
    Column("source", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("who", Text, nullable=False, server_default=""),
)

# One row for every reading of a file: a file that was refused is read again when the definition has changed.
submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
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
    Column("edition", Text, nullable=False, server_default="unit"),
    Column("arrival", Integer, nullable=False, server_default="0"),  # the first receipt of its file
    Column("saved_by", Text, nullable=False, server_default=""),
    Column("rows", Integer, nullable=False, server_default="0"),
    Column("blank", Integer, nullable=False, server_default="0"),
    Column("must_fix", Integer, nullable=False, server_default="0"),
)

# What happened to a unit in a round: rows are only ever added.
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("assessment", Text, nullable=False),
    Column("round", Text, nullable=False),
    Column("unit", Text, nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("at", _TIME, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("digest", _DIGEST, nullable=False),
    Column("after", Integer, nullable=False),
)

# Files of evidence; their bytes lie among the files.
attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("assessment", Text, nullable=False),
    Column("round", Text, nullable=False),
    Column("unit", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("digest", _DIGEST, ForeignKey("files.digest"), nullable=False, index=True),
    Column("form", _DIGEST, nullable=False),
    Column("received_at", _TIME, nullable=False),
    Column("source", Text, nullable=False),
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
