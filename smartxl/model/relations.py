"""What the numbers of a unit must have to do with each other, declared by the author of a framework."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from smartxl.text import Text

__all__ = ["Relation", "RelationKind"]


class RelationKind(StrEnum):
    """How numbers are compared."""

    AT_MOST = "at-most"  # the sum of the parts is no more than the whole
    SUM = "sum"  # the sum of the parts is the whole
    JUMP = "jump"  # each number is near that of the last round


@dataclass(frozen=True, slots=True)
class Relation:
    """A check over numbers of one unit; `parts` and `whole` are row keys, also of other indicators.

    `tolerance` is in the numbers' own unit; of a jump it is the percentage by which a number may change. `must_fix`: an
    explanation is not enough. `words` say what is expected, in place of our own.
    """

    kind: RelationKind
    parts: tuple[str, ...]
    whole: str = ""
    tolerance: float = 0.0
    must_fix: bool = False
    words: Text = Text("")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all rows that it looks at."""
        return (*self.parts, self.whole) if self.whole else self.parts
