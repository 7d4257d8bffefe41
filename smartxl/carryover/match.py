"""Which row of the current form an old one is: by its key, by what the definition says has moved, by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smartxl.carryover.oldform import OldRow
from smartxl.carryover.outcome import CellOutcome
from smartxl.model.definition import Definition
from smartxl.model.keys import UNSCORED
from smartxl.model.plan import Line
from smartxl.text import fold

__all__ = ["NewRow", "match_rows"]

_SETTLED = frozenset({CellOutcome.CONFLICT, CellOutcome.OTHER_UNIT})
"""What no likeness of names changes."""


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row of the new form, and its indicator and sheet."""

    line: Line
    leaf: str
    sheet: str


def match_rows(
    rows: Sequence[OldRow], targets: Mapping[str, NewRow], definition: Definition, unit: str
) -> list[tuple[str, CellOutcome]]:
    """The key that each row has now, "" for none, and how it was found."""
    names: dict[str, list[str]] = defaultdict(list)
    for key, target in targets.items():
        if not key.startswith(UNSCORED):
            names[fold(target.line.name)].append(key)
    found = [_by_key(row, targets, names, definition, unit) for row in rows]
    taken = {key for key, _ in found if key}
    return [
        known if known[0] or known[1] in _SETTLED else _by_name(row, targets, names, taken)
        for row, known in zip(rows, found, strict=True)
    ]


def _by_key(
    row: OldRow,
    targets: Mapping[str, NewRow],
    names: Mapping[str, list[str]],
    definition: Definition,
    unit: str,
) -> tuple[str, CellOutcome]:
    if row.unit != unit and row.unit in definition.roster.by_code:
        return "", CellOutcome.OTHER_UNIT
    if row.key in targets:
        own = targets[row.key].line.name
        other = fold(row.name) != fold(own) and fold(row.name) in names and not row.key.startswith(UNSCORED)
        return ("", CellOutcome.CONFLICT) if other else (row.key, CellOutcome.MOVED)
    moved = definition.moved.key(unit, row.key) if row.key else ""
    return (moved, CellOutcome.RENAMED) if moved in targets else ("", CellOutcome.NO_PLACE)


def _by_name(
    row: OldRow, targets: Mapping[str, NewRow], names: Mapping[str, list[str]], taken: set[str]
) -> tuple[str, CellOutcome]:
    """The only row of this name that no key has claimed; under the row's own indicator before others."""
    free = [key for key in names.get(fold(row.name), ()) if key not in taken] if row.name else []
    own = [key for key in free if targets[key].leaf == row.leaf]
    chosen = own or free
    return (chosen[0], CellOutcome.BY_NAME) if len(chosen) == 1 else ("", CellOutcome.NO_PLACE)
