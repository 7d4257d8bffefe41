"""What bringing a workbench back changes: weights and scores one by one, totals and ranks that follow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from smartxl.text import Text

__all__ = ["BenchChange", "BroughtKind", "TotalMove", "WorkbenchImport", "alike"]

_SAME = 1e-9


class BroughtKind(StrEnum):
    """What was changed in the workbench."""

    WEIGHT = "weight"
    SHARE = "share"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class BenchChange:
    """A number that was changed: of a class and a node, or a unit and an indicator; as the project has it, and as it was typed.

    `of` is the code of the class or the unit. `place` is the cell of the workbench. `refused` says why it is not brought back,
    None where it is; `remark` what else is to be known of it.
    """

    kind: BroughtKind
    of: str
    node: str
    old: float | None
    new: float | None
    place: str
    refused: Text | None = None
    remark: Text | None = None


@dataclass(frozen=True, slots=True)
class TotalMove:
    """The total and the rank of a unit, a class (`@dep`) or the city (`@city`), before and after; None where there is none."""

    code: str
    name: str
    before: float | None
    after: float | None
    rank_before: float | None
    rank_after: float | None


@dataclass(frozen=True, slots=True)
class WorkbenchImport:
    """What was changed in a workbench, what is odd in it, which totals and ranks move, and which files were written.

    `written` is empty of a dry run, and where nothing was changed.
    """

    changes: tuple[BenchChange, ...]
    told: tuple[Text, ...]
    moves: tuple[TotalMove, ...]
    written: tuple[Path, ...]
    dry_run: bool

    @property
    def brought(self) -> tuple[BenchChange, ...]:
        """The changes that are brought back."""
        return tuple(change for change in self.changes if change.refused is None)


def alike(one: float | None, other: float | None) -> bool:
    """Whether two numbers are the same but for rounding in Excel, or neither is there."""
    return one is other or (one is not None and other is not None and abs(one - other) <= _SAME)
