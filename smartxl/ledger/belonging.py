"""Whose a round in a ledger is: two projects with one id and one round at one database would share their answers.

A ledger remembers, by round, the names of the city that its definitions had, and the folders that have used it. A folder that
has used it may change whatever it likes. Another one, of a second collector or the same project moved, must speak of a
city that the ledger knows, of the same framework, and not of other units under the same codes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from smartxl.ledger import tables as t
from smartxl.ledger.scorings import read_definition, read_scorings
from smartxl.model.definition import Definition
from smartxl.text import Text, fold

__all__ = ["RoundOwner", "other_project", "read_owner", "remember"]

_MOST = 200  # folders that are remembered: one that drops out is compared again


@dataclass(frozen=True, slots=True)
class RoundOwner:
    """The names that the city of a round had, and marks of the folders that have used the ledger, the last ones last."""

    cities: tuple[str, ...]
    folders: tuple[str, ...]

    def knows(self, definition: Definition, folder: str) -> bool:
        """Whether there is nothing to look into or to remember."""
        return folder in self.folders and _city(definition) in self.cities


def read_owner(connection: Connection, definition: Definition) -> RoundOwner:
    """What the ledger remembers of a round; nothing in one that is new, or of a version before it remembered."""
    return RoundOwner(*(_kept(connection, name) for name in _names(definition)))


def other_project(connection: Connection, definition: Definition, folder: str) -> Text | None:
    """Why a round in the ledger is that of another project; None where it is not.

    Names of cities are those remembered, never those of the definitions noted, which do not tell that a city was renamed.
    """
    owner = read_owner(connection, definition)
    if folder in owner.folders:
        return None
    own, noted = definition, list(_noted(connection, definition))
    city = _city(own)
    if owner.cities and city not in owner.cities:
        last = owner.cities[-1]
        return Text(f"城市是“{last}”，不是“{city}”", f"its city is {last!r}, not {city!r}")
    codes = [each.framework.code for each in noted]
    if codes and own.framework.code not in codes:
        return Text(
            f"指标体系是“{codes[-1]}”，不是“{own.framework.code}”",
            f"its framework is {codes[-1]!r}, not {own.framework.code!r}",
        )
    if noted and not any(_shares_units(own, each) for each in noted):
        return Text("同样代码的单位都是另外的单位", "the units with the same codes are all other ones")
    return None


def remember(connection: Connection, definition: Definition, folder: str) -> None:
    """Remembers that a folder uses the ledger for a round of this city, in a transaction that writes."""
    owner, (cities, folders) = read_owner(connection, definition), _names(definition)
    _keep(connection, cities, owner.cities, _city(definition))
    _keep(connection, folders, owner.folders, folder)


def _city(definition: Definition) -> str:
    name = definition.round.city
    return fold(name.zh or name.en)


def _shares_units(own: Definition, other: Definition) -> bool:
    """Whether a unit has the same code and name in both, or no code stands in both: then no answer can be taken for another."""
    mine, theirs = own.roster.by_code, other.roster.by_code
    both = mine.keys() & theirs.keys()
    return not both or any(fold(mine[code].name.zh) == fold(theirs[code].name.zh) for code in both)


def _noted(connection: Connection, definition: Definition) -> Iterator[Definition]:
    """The definitions by which the round was scored, each once."""
    round_ = definition.round
    for digest in dict.fromkeys(
        each.definition for each in read_scorings(connection, round_.id, round_.name)
    ):
        found = read_definition(connection, digest)
        if found is not None:
            yield found


def _names(definition: Definition) -> tuple[str, str]:
    """Under which names the ledger keeps cities and folders of a round."""
    named = json.dumps([definition.round.id, definition.round.name], ensure_ascii=False)
    digest = hashlib.sha256(named.encode()).hexdigest()[:32]
    return f"cities:{digest}", f"folders:{digest}"


def _kept(connection: Connection, name: str) -> tuple[str, ...]:
    value = connection.execute(select(t.properties.c.value).where(t.properties.c.name == name)).scalar()
    return tuple(json.loads(value)) if value is not None else ()


def _keep(connection: Connection, name: str, before: tuple[str, ...], one: str) -> None:
    if one in before:
        return
    value = json.dumps([*before, one][-_MOST:], ensure_ascii=False)
    if before:
        connection.execute(update(t.properties).where(t.properties.c.name == name).values(value=value))
    else:
        connection.execute(insert(t.properties).values(name=name, value=value))
