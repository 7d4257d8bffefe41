"""What the rows of a template may and must hold: two tables beside this module, read once.

`template_rows.csv` lists the roles of each sheet, `template_placeholders.csv` what may stand in their cells. A test plans
the example city and compares what planning offers and asks for with these tables.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from smartxl.model.layout import PLAIN_ROLES
from smartxl.text import Text

__all__ = [
    "OPTIONAL_SHEETS",
    "UNIT_SHEETS",
    "Kind",
    "Placeholder",
    "Role",
    "RolePlace",
    "SheetTable",
    "template_table",
]

UNIT_SHEETS = ("cover", "guide", "sampling", "scores")
"""The sheets of a respondent's workbook: all that a template of one class of respondents needs."""
OPTIONAL_SHEETS = ("evidence", "paper", "paper_evidence", "paper_guide", "report")
"""Sheets that a template needs only for what some rounds declare, the print edition, and the looks of report sheets."""
_HERE = Path(__file__).resolve().parent
_EVERY = "*"


class RolePlace(StrEnum):
    """How often a row of a role comes out, and where."""

    ONCE = "once"  # where it stands in the template
    EACH = "each"  # where it stands, once for every link, level …
    BAND = "band"  # above the rows of every section
    BODY = "body"  # the rows that the sheet is about, one below the other
    OWN = "own"  # the same; knows only its own placeholders


class Kind(StrEnum):
    """What a placeholder stands for. Only texts and numbers can stand inside a sentence."""

    TEXT = "text"
    NUMBER = "number"
    INPUT = "input"
    FORMULA = "formula"
    ANSWER = "answer"
    LINK = "link"
    CHART = "chart"

    @property
    def in_sentences(self) -> bool:
        """Whether other text may stand beside it in its cell."""
        return self in {Kind.TEXT, Kind.NUMBER}


@dataclass(frozen=True, slots=True)
class Role:
    """A role of one sheet. `single`: it may stand once only. `after`: roles that must stand above it, if present."""

    name: str
    place: RolePlace
    single: bool
    needed: bool
    after: tuple[str, ...]
    meaning: Text


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder of one sheet: the roles of the rows it may stand in, and of those that must have it."""

    name: str
    kind: Kind
    rows: frozenset[str]
    needed: frozenset[str]
    meaning: Text


@dataclass(frozen=True)
class SheetTable:
    """All roles and placeholders of one sheet; a name has several entries when it differs by row."""

    name: str
    roles: Mapping[str, Role]
    placeholders: tuple[Placeholder, ...]

    def of(self, role: str) -> dict[str, Placeholder]:
        """What may stand in rows of a role, by name."""
        return {entry.name: entry for entry in self.placeholders if role in entry.rows}

    def body(self) -> tuple[str, ...]:
        """The roles that stand together in the middle of the sheet; none where every row comes where it stands."""
        places = {RolePlace.BAND, RolePlace.BODY, RolePlace.OWN}
        return tuple(role.name for role in self.roles.values() if role.place in places)


@cache
def template_table() -> Mapping[str, SheetTable]:
    """Sheet → what it may and must hold."""
    rows, names = _read("template_rows.csv"), _read("template_placeholders.csv")
    sheets = dict.fromkeys(row["sheet"] for row in rows if row["sheet"] != _EVERY)
    return {sheet: _sheet(sheet, rows, names) for sheet in sheets}


def _read(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _sheet(sheet: str, rows: list[dict[str, str]], names: list[dict[str, str]]) -> SheetTable:
    roles = {row["role"]: _role(row) for row in rows if row["sheet"] in {sheet, _EVERY}}
    entries = [row for row in names if row["sheet"] == _EVERY or sheet in row["sheet"].split()]
    return SheetTable(sheet, roles, tuple(_placeholder(row, roles) for row in entries))


def _role(row: Mapping[str, str]) -> Role:
    return Role(
        row["role"],
        RolePlace(row["place"]),
        row["times"] == "one",
        row["needed"] == "yes",
        tuple(row["after"].split()),
        Text(row["zh"], row["en"]),
    )


def _placeholder(row: Mapping[str, str], roles: Mapping[str, Role]) -> Placeholder:
    places = frozenset(name for word in row["rows"].split() for name in _roles_of(word, roles))
    needed = {"yes": places, "no": frozenset[str]()}.get(row["needed"], frozenset(row["needed"].split()))
    return Placeholder(row["name"], Kind(row["kind"]), places, needed, Text(row["zh"], row["en"]))


def _roles_of(word: str, roles: Mapping[str, Role]) -> frozenset[str]:
    """A role; `once`: all rows that come once; `*`: all but those that know only their own."""
    if word == RolePlace.ONCE:
        once = {role.name for role in roles.values() if role.place is RolePlace.ONCE}
        return frozenset(once) | PLAIN_ROLES
    if word == _EVERY:
        general = {role.name for role in roles.values() if role.place is not RolePlace.OWN}
        return frozenset(general) | PLAIN_ROLES
    return frozenset({word})
