"""What differs between two definitions, and where the answers of the first belong in the second.

In: two definitions, or what names them. Out: a `DefinitionDiff`: changes one by one, weights side by side, keys that moved.
Start reading at `diff.compare_definitions`.
"""

from smartxl.project.diffing.change import ChangedPart, ChangeKind, DefinitionChange
from smartxl.project.diffing.diff import DefinitionDiff, VersionFault, compare_definitions
from smartxl.project.diffing.moves import KeyMove, OpenMove
from smartxl.project.diffing.sources import diff
from smartxl.project.diffing.weights import WeightShift

__all__ = [
    "ChangeKind",
    "ChangedPart",
    "DefinitionChange",
    "DefinitionDiff",
    "KeyMove",
    "OpenMove",
    "VersionFault",
    "WeightShift",
    "compare_definitions",
    "diff",
]
