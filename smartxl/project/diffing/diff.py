"""Two definitions compared: nodes, weights, rules, conventions, units and items; and where old answers belong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.model.framework import ROOT
from smartxl.project.diffing.change import ChangeKind, DefinitionChange
from smartxl.project.diffing.matching import Matched, match
from smartxl.project.diffing.moves import KeyMove, OpenMove, item_moves, moved_yaml, node_moves, row_moves
from smartxl.project.diffing.parts import (
    item_changes,
    node_changes,
    round_changes,
    system_changes,
    unit_changes,
)
from smartxl.project.diffing.weights import WeightShift, weight_shifts
from smartxl.text import CountOf, Text

if TYPE_CHECKING:
    import pandas as pd

    from smartxl.model.definition import Definition, Item
    from smartxl.model.framework import Node
    from smartxl.text import Lang

__all__ = ["DefinitionDiff", "VersionFault", "compare_definitions"]

_LAST_NUMBER = re.compile(r"([0-9]+)(?!.*[0-9])")


@dataclass(frozen=True, slots=True)
class VersionFault:
    """The indicator system changed, and its version did not: `version` is that of both, `suggested` one to write."""

    framework: str
    version: str
    suggested: str
    changes: int

    @property
    def what(self) -> Text:
        """What is wrong."""
        return Text(
            f"指标体系 {self.framework} 有 {self.changes} 处影响表或得分的改动，版本却都是 {self.version}",
            f"{CountOf(self.changes):change bears|changes bear} on forms or scores of the indicator system {self.framework}, "
            f"but both have the version {self.version}",
        )

    @property
    def remedy(self) -> Text:
        """What to do."""
        return Text(
            f'把新的一份改为 version: "{self.suggested}"（framework.yaml 和 assessment.yaml 两处；'
            "工作簿中为“设置”的（体系）版本）",
            f'write version: "{self.suggested}" in the new one (in framework.yaml and in assessment.yaml; '
            "in a workbook on its sheet of settings)",
        )


@dataclass(frozen=True)
class DefinitionDiff:
    """What differs between two definitions; `changes` of all parts, `weights` of all nodes.

    `moves` are keys whose answers certainly belong elsewhere, without those that the second definition declares; `undecided`
    have several candidates or ask something else. `fault` is None unless a version is missing.
    """

    before: Definition
    after: Definition
    changes: tuple[DefinitionChange, ...]
    weights: tuple[WeightShift, ...]
    moves: tuple[KeyMove, ...]
    undecided: tuple[OpenMove, ...]
    fault: VersionFault | None
    lang: Lang = "zh"

    @property
    def moved_yaml(self) -> str:
        """`moved` for framework.yaml, "" where no key moved."""
        return moved_yaml(self.moves, self.undecided)

    @property
    def moved_items(self) -> tuple[KeyMove, ...]:
        """Moves that belong into the column `moved_from` of the catalogues."""
        return tuple(move for move in self.moves if move.unit)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One change a row, by part and code: kind, name, field, before, after, whether forms or scores are others."""
        import pandas as pd

        lang = self.lang
        rows = [
            (
                *(c.part.value, c.code, c.kind.value, c.name.get(lang), c.field),
                *(c.before.get(lang), c.after.get(lang), c.forms, c.scores),
            )
            for c in self.changes
        ]
        heads = ["part", "code", "kind", "name", "field", "before", "after", "forms", "scores"]
        return pd.DataFrame(rows, columns=heads).set_index(["part", "code"])

    @cached_property
    def weight_table(self) -> pd.DataFrame:
        """One node of a class a row: its weight and its share of the total, before and after."""
        import pandas as pd

        rows = [
            (
                *(w.code, w.unit_class, w.name.get(self.lang)),
                *(w.before, w.after, w.share_before, w.share_after),
            )
            for w in self.weights
        ]
        heads = ["code", "class", "name", "before", "after", "share_before", "share_after"]
        return pd.DataFrame(rows, columns=heads).set_index(["code", "class"])

    @cached_property
    def move_table(self) -> pd.DataFrame:
        """One key a row: unit ("" for all), old key, new key ("" where it is not certain), name, candidates."""
        import pandas as pd

        rows = [(m.unit, m.old, m.new, m.name.get(self.lang), "") for m in self.moves]
        rows += [(m.unit, m.old, "", m.name.get(self.lang), " ".join(m.candidates)) for m in self.undecided]
        return pd.DataFrame(rows, columns=["unit", "old", "new", "name", "candidates"])


def compare_definitions(before: Definition, after: Definition, lang: Lang = "zh") -> DefinitionDiff:
    """Compares two definitions.

    Nodes and items are the same by code, as `moved` of the second declares, or by a name that stands once; units by code or
    name.
    """
    old, new = before.framework, after.framework
    nodes = match(
        old.nodes, new.nodes, lambda n: n.code, lambda n: (n.name, str(n.is_leaf)), after.moved.keys
    )
    leaves = {was.code: now.code for was, now in nodes.pairs} | {ROOT: ROOT}
    items = _items(before, after, leaves)
    changes = (
        *system_changes(old, new),
        *_in_order(node_changes(nodes, leaves)),
        *round_changes(before.round, after.round),
        *unit_changes(before, after),
        *item_changes(items, leaves),
    )
    pairs = [*nodes.pairs, *((n, None) for n in nodes.removed), *((None, n) for n in nodes.added)]
    moves, undecided = _moves(before, after, nodes, items, leaves)
    return DefinitionDiff(
        before,
        after,
        changes,
        tuple(weight_shifts(old, new, pairs)),
        moves,
        undecided,
        _fault(before, after, changes),
        lang,
    )


def _in_order(changes: Iterator[DefinitionChange]) -> list[DefinitionChange]:
    """By kind, else as they come."""
    kinds = list(ChangeKind)
    return sorted(changes, key=lambda change: kinds.index(change.kind))


def _items(before: Definition, after: Definition, leaves: dict[str, str]) -> Matched[tuple[str, str], Item]:
    """Items by unit and key; the keys of the first as they are under the indicators of the second."""

    def carried(item: Item) -> tuple[str, str]:
        return item.unit, item.key

    declared = {
        (item.unit, item.key): (item.unit, new)
        for item in before.catalogue.items
        if (new := after.moved.key(item.unit, item.key) or _under(item, leaves)) != item.key
    }
    own = {leaf: leaf for leaf in leaves.values()}
    return match(
        before.catalogue.items,
        after.catalogue.items,
        carried,
        lambda item: (item.name, item.unit, leaves.get(item.leaf, "") or own.get(item.leaf, "")),
        declared,
    )


def _under(item: Item, leaves: dict[str, str]) -> str:
    return replace(item, leaf=leaves.get(item.leaf, item.leaf)).key


def _moves(
    before: Definition,
    after: Definition,
    nodes: Matched[str, Node],
    items: Matched[tuple[str, str], Item],
    leaves: dict[str, str],
) -> tuple[tuple[KeyMove, ...], tuple[OpenMove, ...]]:
    old, new = before.framework, after.framework
    found = [
        *node_moves(old, new, nodes),
        *(move for pair in nodes.pairs for move in row_moves(old, new, *pair)),
        *item_moves(items, leaves),
    ]
    fresh = [move for move in found if not after.moved.key(move.unit, move.old)]
    certain = tuple(move for move in fresh if isinstance(move, KeyMove))
    return certain, tuple(move for move in fresh if isinstance(move, OpenMove))


def _fault(
    before: Definition, after: Definition, changes: tuple[DefinitionChange, ...]
) -> VersionFault | None:
    old, new = before.framework, after.framework
    bearing = [change for change in changes if change.part.is_system and (change.forms or change.scores)]
    if (old.code, old.version) != (new.code, new.version) or not bearing:
        return None
    return VersionFault(new.code, new.version, _next_version(new.version), len(bearing))


def _next_version(version: str) -> str:
    """With its last number raised by one: 1.0 → 1.1."""
    raised = _LAST_NUMBER.sub(lambda found: str(int(found[1]) + 1), version)
    return raised if raised != version else f"{version}.1"
