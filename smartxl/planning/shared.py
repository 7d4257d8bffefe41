"""What all workbooks of a framework and a round have in common, worked out once: lists, and the forms of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar, cast

from smartxl.model.definition import Definition, Round
from smartxl.model.edition import Edition
from smartxl.model.framework import Framework
from smartxl.model.plan import SheetPlan
from smartxl.planning.lists import Lists, plan_lists
from smartxl.planning.place import KeptRows
from smartxl.planning.rowform import RowForm
from smartxl.text import Lang
from smartxl_templates import wording

__all__ = ["Shared", "shared"]

_RECENT = 64
"""Sets of indicators of which what their units have in common is kept."""

_Made = TypeVar("_Made")
_Key = tuple[object, ...]


@dataclass(frozen=True)
class Shared:
    """The list sheet, where everything stands on it, and by what they depend on: the forms of rows, the words, rows of words,
    the headings and what examples come to (indicator, numbers), as they are met."""

    sheet: SheetPlan
    lists: Lists
    forms: dict[_Key, RowForm] = field(default_factory=dict)
    words: dict[_Key, Mapping[str, str]] = field(default_factory=dict)
    examples: dict[tuple[str, tuple[float, ...]], float | None] = field(default_factory=dict)
    rows: KeptRows = field(default_factory=dict)
    heads: dict[tuple[int, int, str], tuple[Mapping[str, str], *tuple[object, ...]]] = field(
        default_factory=dict
    )
    _made: dict[_Key, object] = field(default_factory=dict)
    _recent: dict[_Key, object] = field(default_factory=dict)

    def once(self, key: _Key, make: Callable[[], _Made]) -> _Made:
        """What `make` gives, made once for a key: what it is, and all that it depends on, which is never a unit.

        Words are told by their identity, which stays in use while they are among the `words`.
        """
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = make()
        return cast("_Made", found)

    def recent(self, key: _Key, make: Callable[[], _Made]) -> _Made:
        """The same for what depends on which indicators a unit is asked: that of the sets met last is kept."""
        found = self._recent.get(key)
        if found is None:
            if len(self._recent) >= _RECENT:
                del self._recent[next(iter(self._recent))]
            found = self._recent[key] = make()
        return cast("_Made", found)


def shared(definition: Definition, lang: Lang, edition: Edition) -> Shared:
    """What the workbooks share in which the same can be filled in; for some of the units and items it is the same."""
    return _shared(_ByIdentity(definition.framework, definition.round), lang, edition)


class _ByIdentity:
    """A framework and a round as a key: equal only to themselves, since comparing takes longer than planning a sheet."""

    def __init__(self, framework: Framework, round_: Round) -> None:
        self.framework, self.round = framework, round_

    def __hash__(self) -> int:
        return hash((id(self.framework), id(self.round)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _ByIdentity):
            return False
        return other.framework is self.framework and other.round is self.round


@lru_cache(maxsize=12)
def _shared(key: _ByIdentity, lang: Lang, _edition: Edition) -> Shared:
    return Shared(*plan_lists(key.framework, wording(lang), lang))
