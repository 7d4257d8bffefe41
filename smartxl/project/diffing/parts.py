"""The changes of each part of a definition, field by field."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from smartxl.model.framework import Measure
from smartxl.model.identity import PARTS, IdentityPart
from smartxl.project.diffing.change import ChangedPart, ChangeKind, DefinitionChange, field_changes, shown
from smartxl.project.diffing.matching import match
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.model.definition import Definition, Item, Round, Unit
    from smartxl.model.framework import Framework, Node, UnitClass
    from smartxl.project.diffing.change import FieldChange
    from smartxl.project.diffing.matching import Matched

__all__ = ["item_changes", "node_changes", "round_changes", "system_changes", "unit_changes"]

Entry = TypeVar("Entry")
Key = TypeVar("Key", bound=Hashable)
Called = tuple[str, Text]
"""The code and the name of an entry."""

_KINDS = {
    **{"name": ChangeKind.RENAMED, "parent": ChangeKind.MOVED, "weight": ChangeKind.REWEIGHTED},
    **dict.fromkeys(
        ("rule", "params", "formula", "missing", "direction", "measure", "scale"), ChangeKind.RULE
    ),
}
_AS_WRITTEN = {
    "indicator.": "",
    "rule.params": "params",
    "rule.name": "rule",
    "rule.formula": "formula",
    "rule.options": "params",
    "weights": "weight",
    "combination": "combine",
    "minimum": "min",
    "maximum": "max",
    "unit_class": "class",
}
"""How a field of the model is written in the files."""
_SYSTEM = ("code", "version", "title", "channels")
_OF_SCALE = ("indicator.rule.params", "indicator.inputs")
"""What a survey has from its scale."""


def system_changes(old: Framework, new: Framework) -> Iterator[DefinitionChange]:
    """Code, version, title, channels, classes, conventions, scales."""
    for name in _SYSTEM:
        part = PARTS["Framework"][name]
        found = field_changes(getattr(old, name), getattr(new, name), part, (name,))
        yield from _changed(ChangedPart.FRAMEWORK, (new.code, new.title), found)
    classes = match(old.classes, new.classes, lambda c: c.code, lambda c: (c.name,), {})
    yield from _present(ChangedPart.CLASS, classes, _class_called)
    for was, now in classes.pairs:
        yield from _changed(ChangedPart.CLASS, _class_called(now), field_changes(was, now))
    found = field_changes(old.conventions, new.conventions, IdentityPart.SCORING)
    yield from _changed(ChangedPart.CONVENTION, ("conventions", Text("约定", "conventions")), found)
    for code in dict.fromkeys((*old.scales, *new.scales)):
        was_scale, now_scale = old.scales.get(code), new.scales.get(code)
        if was_scale and now_scale:
            found = field_changes(was_scale, now_scale)
            yield from _changed(ChangedPart.SCALE, (code, now_scale.title), found)
        elif there := now_scale or was_scale:
            kind = ChangeKind.ADDED if now_scale else ChangeKind.REMOVED
            yield DefinitionChange(kind, ChangedPart.SCALE, code, there.title)


def node_changes(nodes: Matched[str, Node], codes: Mapping[str, str]) -> Iterator[DefinitionChange]:
    """Nodes added, removed, changed in any field; `codes` are those of the first in the second."""
    for node in nodes.added:
        yield DefinitionChange(ChangeKind.ADDED, ChangedPart.NODE, *_node_called(node), forms=node.is_leaf)
    for node in nodes.removed:
        yield DefinitionChange(ChangeKind.REMOVED, ChangedPart.NODE, *_node_called(node), forms=node.is_leaf)
    for was, now in nodes.pairs:
        if was.code != now.code:
            told = Text(was.code, was.code), Text(now.code, now.code)
            yield DefinitionChange(
                ChangeKind.RECODED, ChangedPart.NODE, *_node_called(now), "code", *told, forms=now.is_leaf
            )
        as_now = replace(was, code=now.code, parent=codes.get(was.parent, was.parent), level=now.level)
        found = [change for change in field_changes(as_now, now) if _is_own(change, was, now)]
        yield from _changed(ChangedPart.NODE, _node_called(now), found)


def _is_own(change: FieldChange, was: Node, now: Node) -> bool:
    """Not what follows from another change: of a scale, or of a code."""
    path = ".".join(change.path)
    is_survey = now.indicator is not None and now.indicator.measure is Measure.SURVEY
    if is_survey and path.startswith(_OF_SCALE):
        return False
    return was.code == now.code or not path.startswith("indicator.checks")


def round_changes(old: Round, new: Round) -> Iterator[DefinitionChange]:
    """What assessment.yaml says."""
    yield from _changed(ChangedPart.ROUND, (new.id, new.title), field_changes(old, new))


def unit_changes(before: Definition, after: Definition) -> Iterator[DefinitionChange]:
    """Units added, removed, recoded, renamed, changed."""
    units = match(
        before.roster.units, after.roster.units, lambda u: u.code, lambda u: (u.name, u.unit_class), {}
    )
    yield from _present(ChangedPart.UNIT, units, _unit_called)
    for was, now in units.pairs:
        if was.code != now.code:
            told = Text(was.code, was.code), Text(now.code, now.code)
            yield DefinitionChange(ChangeKind.RECODED, ChangedPart.UNIT, *_unit_called(now), "code", *told)
        yield from _changed(
            ChangedPart.UNIT, _unit_called(now), field_changes(replace(was, code=now.code), now)
        )


def item_changes(
    items: Matched[tuple[str, str], Item], codes: Mapping[str, str]
) -> Iterator[DefinitionChange]:
    """Items added, removed, recoded, renamed, changed, unit by unit."""
    yield from _present(ChangedPart.ITEM, items, _item_called)
    for was, now in items.pairs:
        carried = replace(was, leaf=codes.get(was.leaf, was.leaf))
        if carried.key != now.key:
            told = Text(was.key, was.key), Text(now.key, now.key)
            yield DefinitionChange(ChangeKind.RECODED, ChangedPart.ITEM, *_item_called(now), "key", *told)
        found = field_changes(replace(was, leaf=now.leaf, code=now.code), now)
        yield from _changed(ChangedPart.ITEM, _item_called(now), found)


def _present(
    part: ChangedPart, entries: Matched[Key, Entry], called: Callable[[Entry], Called]
) -> Iterator[DefinitionChange]:
    for entry in entries.added:
        yield DefinitionChange(ChangeKind.ADDED, part, *called(entry))
    for entry in entries.removed:
        yield DefinitionChange(ChangeKind.REMOVED, part, *called(entry))


def _changed(part: ChangedPart, called: Called, found: Iterable[FieldChange]) -> Iterator[DefinitionChange]:
    for change in found:
        field = ".".join(change.path)
        for model, written in _AS_WRITTEN.items():
            field = field.replace(model, written)
        first = field.partition(".")[0]
        kind = (
            _KINDS.get(first, ChangeKind.CHANGED)
            if part is not ChangedPart.CONVENTION
            else ChangeKind.CHANGED
        )
        kept = None not in {change.before, change.after} if first == "weight" else False
        whom = change.part & ~IdentityPart.FORM if kept else change.part
        yield DefinitionChange(
            kind,
            part,
            *called,
            field,
            shown(change.before),
            shown(change.after),
            IdentityPart.FORM in whom,
            IdentityPart.SCORING in whom,
        )


def _class_called(entry: UnitClass) -> Called:
    return entry.code, entry.name


def _node_called(node: Node) -> Called:
    return node.code, node.name


def _unit_called(unit: Unit) -> Called:
    return unit.code, unit.name


def _item_called(item: Item) -> Called:
    return f"{item.unit} {item.key}", item.title
