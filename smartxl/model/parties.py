"""Whom a name in a table means: units of the roster, and others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from smartxl.model.roster import Item, Roster, Unit
from smartxl.model.sharing import SharingColumn
from smartxl.text import fold

__all__ = ["Party", "column_text", "parties", "unit_named"]

_BETWEEN = re.compile(r"[、，,；;／/\n]")
_LEAST_PART = 3
"""A shorter part of a name could be part of too many."""


def column_text(item: Item, column: SharingColumn) -> str:
    """What stands in a column of an item, "" where it is blank."""
    found = {
        SharingColumn.UNIT: item.unit,
        SharingColumn.ITEM: item.name,
        SharingColumn.KIND: item.kind,
        SharingColumn.AUDIENCE: item.audience,
    }
    return found[column]


@dataclass(frozen=True, slots=True)
class Party:
    """Who a name in a table means: a unit, or somebody who is not in the roster (`unit` None) by the name that was written."""

    name: str
    unit: Unit | None = None

    @property
    def key(self) -> str:
        """The same for all names of one unit, and for one name however it is written."""
        return f"@{self.unit.code}" if self.unit else fold(self.name)


def parties(roster: Roster, text: str) -> tuple[Party, ...]:
    """Whom a cell names: one, or several with 、 or a comma between them; nobody where it is blank."""
    name = " ".join(text.split())
    if not name:
        return ()
    whole = unit_named(roster, name)
    if whole is not None:
        return (Party(name, whole),)
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    return tuple(dict.fromkeys(Party(part, unit_named(roster, part)) for part in parts))


def unit_named(roster: Roster, name: str) -> Unit | None:
    """The unit with this code, name or alias, however wide or large the letters; or the only one whose name has this part.

    None where no unit or more than one is meant: 市住建局 is not looked for in 市住房和城乡建设局, an alias says so.
    """
    wanted = fold(name)
    exact = roster.by_any_name.get(wanted, ())
    if exact or len(wanted) < _LEAST_PART:
        return exact[0] if len(exact) == 1 else None
    if wanted not in roster.parts_met:
        part = {unit.code: unit for known, unit in roster.full_names if wanted in known}
        roster.parts_met[wanted] = next(iter(part.values())) if len(part) == 1 else None
    return roster.parts_met[wanted]
