"""How a note names the rows that a definition has added, dropped or made to ask something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.model.keys import code_of, leaf_of
from smartxl.text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["changed_questions", "rows_by_leaf"]

_SHOWN, _CODES = 60, 8


def rows_by_leaf(sign: str, keys: Iterable[str]) -> Iterator[str]:
    """The rows of each indicator: + B2: BS006, BS007 (2)"""
    of_leaf: dict[str, list[str]] = {}
    for key in keys:
        of_leaf.setdefault(leaf_of(key), []).append(code_of(key))
    for leaf, codes in of_leaf.items():
        more = " …" if len(codes) > _CODES else ""
        yield f"{sign} {leaf}: {', '.join(codes[:_CODES])}{more} ({len(codes)})"


def changed_questions(changed: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """The rows that ask something else now, those of an indicator that changed alike together."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for key, (then, now) in changed.items():
        alike.setdefault((leaf_of(key), then, now), []).append(key)
    for (_, then, now), keys in alike.items():
        (rows,) = rows_by_leaf("≠", keys)
        yield f"{rows} {shorten(then, _SHOWN)} → {shorten(now, _SHOWN)}"
