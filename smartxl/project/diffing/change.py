"""One change between two definitions: what of which part, and whether forms or scores are others for it."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.model.framework import Input, ScaleOption, UnitClass
from smartxl.model.identity import PARTS, IdentityPart
from smartxl.text import Text, number_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["ChangeKind", "ChangedPart", "DefinitionChange", "FieldChange", "field_changes", "shown"]


class ChangeKind(StrEnum):
    """What happened; in the order in which it is told."""

    ADDED = "added"
    REMOVED = "removed"
    RECODED = "recoded"  # the same name under another code
    RENAMED = "renamed"  # the same code with another name
    MOVED = "moved"  # below another node
    REWEIGHTED = "reweighted"
    RULE = "rule"  # how an answer scores
    CHANGED = "changed"

    @property
    def label(self) -> Text:
        """The kind in words."""
        return _KINDS[self]


_KINDS = {
    ChangeKind.ADDED: Text("新增", "added"),
    ChangeKind.REMOVED: Text("删去", "removed"),
    ChangeKind.RECODED: Text("改代码", "recoded"),
    ChangeKind.RENAMED: Text("改名", "renamed"),
    ChangeKind.MOVED: Text("换上级", "moved"),
    ChangeKind.REWEIGHTED: Text("改权重", "re-weighted"),
    ChangeKind.RULE: Text("改规则", "rule changed"),
    ChangeKind.CHANGED: Text("有改动", "changed"),
}


class ChangedPart(StrEnum):
    """What a change is of."""

    FRAMEWORK = "framework"
    CLASS = "class"
    CONVENTION = "convention"
    SCALE = "scale"
    NODE = "node"
    ROUND = "round"
    UNIT = "unit"
    ITEM = "item"

    @property
    def label(self) -> Text:
        """The part in words."""
        return _PARTS[self]

    @property
    def is_system(self) -> bool:
        """Whether it belongs to the indicator system, whose version tells it apart from others."""
        return self not in {ChangedPart.ROUND, ChangedPart.UNIT, ChangedPart.ITEM}


_PARTS = {
    ChangedPart.FRAMEWORK: Text("体系", "system"),
    ChangedPart.CLASS: Text("类别", "class"),
    ChangedPart.CONVENTION: Text("约定", "convention"),
    ChangedPart.SCALE: Text("量表", "scale"),
    ChangedPart.NODE: Text("指标", "node"),
    ChangedPart.ROUND: Text("评估轮次", "round"),
    ChangedPart.UNIT: Text("单位", "unit"),
    ChangedPart.ITEM: Text("事项", "item"),
}
_NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """What differs: of the part with a code (that of the second definition, unless it was removed), in a field of it.

    `forms` and `scores`: whether forms ask something else, answers are worth something else, for it (`model/identity.py`).
    """

    kind: ChangeKind
    part: ChangedPart
    code: str
    name: Text
    field: str = ""
    before: Text = _NOTHING
    after: Text = _NOTHING
    forms: bool = True
    scores: bool = True


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs, by the names on the way to it; `part` says to which identity it belongs."""

    path: tuple[str, ...]
    before: object
    after: object
    part: IdentityPart


def field_changes(
    old: object, new: object, part: IdentityPart = IdentityPart.BOTH, path: tuple[str, ...] = ()
) -> Iterator[FieldChange]:
    """Every field in which two values of the model differ; entries with codes are told apart by these."""
    if old == new:
        return
    if is_dataclass(old) and type(old) is type(new) and not isinstance(old, Text):
        declared = PARTS[type(old).__name__]
        for field in fields(old):
            was, now = getattr(old, field.name), getattr(new, field.name)
            yield from field_changes(was, now, part & declared[field.name], (*path, field.name))
    elif (entries := _entries(old, new)) is not None:
        before, after = entries
        for key in dict.fromkeys((*before, *after)):
            yield from field_changes(before.get(key), after.get(key), part, (*path, key))
    else:
        is_translation = isinstance(old, Text) and isinstance(new, Text) and old.zh == new.zh
        yield FieldChange(path, old, new, part & ~IdentityPart.FORM if is_translation else part)


def _entries(old: object, new: object) -> tuple[Mapping[str, object], Mapping[str, object]] | None:
    """Both as mappings, where they are mappings or lists of entries; else None."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old, new
    if isinstance(old, tuple) and isinstance(new, tuple) and all(map(is_dataclass, (*old, *new))):
        if any(isinstance(entry, Text) for entry in (*old, *new)):
            return None
        return _by_code(old), _by_code(new)
    return None


def _by_code(entries: tuple[object, ...]) -> Mapping[str, object]:
    return {str(getattr(entry, "code", number)): entry for number, entry in enumerate(entries, 1)}


def shown(value: object) -> Text:
    """A value of the model, short, in both languages; "" for none."""
    if value is None or isinstance(value, Text):
        return value or _NOTHING
    if isinstance(value, tuple):
        return _joined([shown(entry) for entry in value])
    if isinstance(value, dict):
        return _joined([_named(str(key), entry) for key, entry in value.items()])
    if isinstance(value, Input | ScaleOption | UnitClass):
        return value.label if isinstance(value, ScaleOption) else value.name
    if is_dataclass(value) and not isinstance(value, type):
        given = ((field.name, getattr(value, field.name), field.default) for field in fields(value))
        return _joined(
            [_named(name, entry) for name, entry, default in given if entry not in (default, {}, ())]
        )
    return _word(value)


def _word(value: object) -> Text:
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    word = number_text(value) if isinstance(value, int | float) else str(value)
    return Text(word, word)


def _named(name: str, value: object) -> Text:
    text = shown(value)
    return Text(f"{name}={text.zh}", f"{name}={text.get('en')}")


def _joined(texts: list[Text]) -> Text:
    return Text("、".join(t.get("zh") for t in texts), ", ".join(t.get("en") for t in texts))
