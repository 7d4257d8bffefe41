"""Which entry of the second definition is which of the first: by its code, as the second declares it, by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from smartxl.text import Text, fold

__all__ = ["Matched", "match"]

Entry = TypeVar("Entry")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Matched(Generic[Key, Entry]):
    """Pairs in the order of the second; `removed` and `added` have no counterpart.

    `open` are those of `removed` whose name several of `added` have, or that several of `removed` have.
    """

    pairs: tuple[tuple[Entry, Entry], ...]
    removed: tuple[Entry, ...]
    added: tuple[Entry, ...]
    open: Mapping[Key, tuple[Entry, ...]]


def match(
    old: Iterable[Entry],
    new: Iterable[Entry],
    key: Callable[[Entry], Key],
    name: Callable[[Entry], tuple[Text | str, ...]],
    declared: Mapping[Key, Key],
) -> Matched[Key, Entry]:
    """Matches entries by key, then by `declared` (old key → new key), then by names that stand once on both sides.

    `name` gives what must be the same: the name, and what else tells entries apart.
    """
    before, after = {key(entry): entry for entry in old}, {key(entry): entry for entry in new}
    home = {code: code for code in before if code in after}
    home |= {
        code: declared[code]
        for code in before
        if code not in home and declared.get(code) in after and declared[code] not in before
    }
    taken = set(home.values())
    lost, fresh = _named(before, home.keys(), name), _named(after, taken, name)
    open_: dict[Key, tuple[Entry, ...]] = {}
    for words, codes in lost.items():
        found = fresh.get(words, [])
        if len(codes) == len(found) == 1:
            home[codes[0]] = found[0]
        elif found:
            open_ |= {code: tuple(after[there] for there in found) for code in codes}
    origin = {there: code for code, there in home.items()}
    return Matched(
        tuple((before[origin[code]], entry) for code, entry in after.items() if code in origin),
        tuple(entry for code, entry in before.items() if code not in home),
        tuple(entry for code, entry in after.items() if code not in origin),
        open_,
    )


def _named(
    entries: Mapping[Key, Entry], without: Iterable[Key], name: Callable[[Entry], tuple[Text | str, ...]]
) -> Mapping[tuple[str, ...], list[Key]]:
    """Name → keys of the entries that are not matched yet; an entry without a name has none."""
    settled, found = set(without), defaultdict[tuple[str, ...], list[Key]](list)
    for code, entry in entries.items():
        words = tuple(fold(part.get("zh") if isinstance(part, Text) else part) for part in name(entry))
        if code not in settled and words[0]:
            found[words].append(code)
    return found
