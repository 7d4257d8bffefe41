"""Lookups: keys that are not in order, that stand there twice, or that differ by a blank that nobody sees."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from smartxl.cells import a1
from smartxl.cells import area as area_text
from smartxl.lint.catalogue import remark
from smartxl.lint.formulas.walk import SheetArea, area_of
from smartxl.lint.linted import LintBook, LintSheet
from smartxl.lint.remark import Remark
from smartxl.recalc import Scalar
from smartxl.recalc.arrays import NUMBER, TEXT
from smartxl.recalc.tree import Call, Constant, LeftOut, Node, Prefix, parts
from smartxl.text import Text, shorten

if TYPE_CHECKING:
    from smartxl.lint.shapes import RelativeFormula

__all__ = ["duplicate_keys", "lookups_of", "padded_keys", "unsorted_lookups"]

_LOOKUPS = frozenset({"VLOOKUP", "HLOOKUP", "LOOKUP", "MATCH", "XLOOKUP", "XMATCH"})
_HUGE = 1e15
_MAKE_LAST = frozenset({"REPT", "CHAR", "UNICHAR"})
_LAST_TEXT = re.compile(r"[zZ]{2,}|[座做々龠\uffff]+")
_SORTS_ALIKE = re.compile(r"[A-Za-z0-9 ]*")
"""Texts whose order is the same in every language."""
_AREAS, _CELLS = 50, 20_000
_LONGEST = 40


class _Lookup(NamedTuple):
    """A lookup of a formula: the key, the cells it is looked for in (by row of a table its first column, by column its first
    row), in what order they must be (0: none), and what it gives where that is known: the column of the table, or an area."""

    call: Call
    key: Node
    table: Node
    order: int
    by_row: bool | None
    gives: int | Node | None


def lookups_of(shape: RelativeFormula) -> Iterator[_Lookup]:
    """The lookups of a formula."""
    inside = {
        id(call.arguments[1]): call.arguments[0] for call in shape.calls({"INDEX"}) if len(call.arguments) > 1
    }
    for call in shape.calls(_LOOKUPS):
        found = _lookup(call, inside.get(id(call)))
        if found is not None:
            yield found


def _lookup(call: Call, indexed: Node | None) -> _Lookup | None:
    arguments = call.arguments
    if len(arguments) < 2:
        return None
    key, table = arguments[:2]
    if call.name in {"VLOOKUP", "HLOOKUP"}:
        mode = _flag(arguments, 3, 1)
        column = _number(arguments[2]) if len(arguments) > 2 else None
        gives = int(column) if column is not None else None
        return (
            None if mode is None else _Lookup(call, key, table, int(mode != 0), call.name == "VLOOKUP", gives)
        )
    if call.name == "LOOKUP":
        return _Lookup(call, key, table, 1, None, None)
    if call.name == "MATCH":
        mode = _flag(arguments, 2, 1)
        return None if mode is None else _Lookup(call, key, table, int(np.sign(mode)), None, indexed)
    place = 4 if call.name == "XLOOKUP" else 2
    gives_area = arguments[2] if call.name == "XLOOKUP" and len(arguments) > 2 else indexed
    return _Lookup(call, key, table, 0, None, gives_area) if _flag(arguments, place, 0) == 0 else None


def _flag(arguments: Sequence[Node], index: int, otherwise: float) -> float | None:
    """An argument that says how to look; None where only the cells can tell."""
    if index >= len(arguments):
        return otherwise
    return 0.0 if isinstance(arguments[index], LeftOut) else _number(arguments[index])


def _number(node: Node) -> float | None:
    if isinstance(node, Prefix) and node.operator == "-":
        value = _number(node.part)
        return -value if value is not None else None
    if isinstance(node, Constant) and isinstance(node.value, float | bool):
        return float(node.value)
    return None


def unsorted_lookups(book: LintBook) -> Iterator[Remark]:
    """Lookups that need keys in order, over keys that are not."""
    for sheet, shape in book.shapes():
        for lookup in lookups_of(shape):
            if not lookup.order or _seeks_the_end(lookup.key):
                continue
            for (row, column), area in _areas(book, shape, lookup):
                if not _is_sorted(_keys(area, lookup), lookup.order):
                    where = _written(area, sheet)
                    what = Text(
                        f"{lookup.call.name} 按近似匹配查找，{where} 没有排序",
                        f"{lookup.call.name} looks for the nearest key, and {where} is not sorted",
                    )
                    text = sheet.formula(row, column)
                    spans = shape.spans() if _is_one(book, shape, lookup) else [(row, column, row, column)]
                    yield remark("SXL113", sheet.name, spans, what, excerpt=text)


def _seeks_the_end(key: Node) -> bool:
    """Whether a key is larger than any: the known way to find the last number or text."""
    return any(map(_is_the_last, parts(key)))


def _is_the_last(part: Node) -> bool:
    if isinstance(part, Constant) and isinstance(part.value, str):
        return _LAST_TEXT.fullmatch(part.value) is not None
    number = _number(part)
    return (number is not None and abs(number) >= _HUGE) or (
        isinstance(part, Call) and part.name in _MAKE_LAST
    )


def _areas(
    book: LintBook, shape: RelativeFormula, lookup: _Lookup
) -> Iterator[tuple[tuple[int, int], SheetArea]]:
    """The different areas that the cells of a shape look into, the first few of many, each with the first cell that does."""
    seen: set[tuple[str, tuple[int, int, int, int]]] = set()
    for row, column in zip(shape.rows.tolist(), shape.columns.tolist(), strict=True):
        area = area_of(book, shape, lookup.table, row, column)
        if area is None or len(seen) >= _AREAS:
            return
        if (area.sheet.name, area.span) not in seen:
            seen.add((area.sheet.name, area.span))
            yield (row, column), area
        elif _is_one(book, shape, lookup):
            return


def _is_one(book: LintBook, shape: RelativeFormula, lookup: _Lookup) -> bool:
    """Whether all cells of a shape look into one area."""
    last = int(shape.rows[-1]), int(shape.columns[-1])
    return area_of(book, shape, lookup.table, *shape.first) == area_of(book, shape, lookup.table, *last)


def _keys(area: SheetArea, lookup: _Lookup) -> SheetArea:
    """The part of a table that is searched."""
    top, left, bottom, right = area.span
    by_row = lookup.by_row if lookup.by_row is not None else area.columns <= area.rows
    if lookup.call.name in {"MATCH", "XLOOKUP", "XMATCH"} and area.rows > 1 and area.columns > 1:
        return SheetArea(area.sheet, (top, left, top - 1, left - 1))  # two dimensions: no lookup takes them
    return SheetArea(area.sheet, (top, left, bottom, left) if by_row else (top, left, top, right))


def _written(area: SheetArea, sheet: LintSheet) -> str:
    where = area_text(*area.span)
    return where if area.sheet is sheet else f"{area.sheet.name}!{where}"


def _is_sorted(keys: SheetArea, order: int) -> bool:
    """Whether keys are in order, numbers and texts each for themselves; texts that no language sorts alike count as sorted."""
    inside = keys.sheet.part(keys.span)
    kinds, values = keys.sheet.kind[inside].ravel(), keys.sheet.value[inside].ravel()
    numbers = keys.sheet.number[inside].ravel()[kinds == NUMBER] * order
    if (np.diff(numbers) < 0).any():
        return False
    texts = [str(text).casefold() for text in values[kinds == TEXT] if text]
    if len(numbers) and len(texts) < 2:
        return True
    if not all(map(_SORTS_ALIKE.fullmatch, texts)):
        return True
    return texts == sorted(texts, reverse=order < 0)


@dataclass(frozen=True)
class _KeyTable:
    """The keys of an area as lookups compare them: each with the places (from 0) where it stands."""

    area: SheetArea
    places: Mapping[object, list[int]]

    def cell(self, index: int) -> tuple[int, int]:
        """Row and column of a key."""
        top, left, *_ = self.area.span
        return (top + index, left) if self.area.columns == 1 else (top, left + index)


def _table(keys: SheetArea) -> _KeyTable:
    inside = keys.sheet.part(keys.span)
    kinds, values = keys.sheet.kind[inside].ravel(), keys.sheet.value[inside].ravel()
    places: dict[object, list[int]] = defaultdict(list)
    for index in np.nonzero((kinds == NUMBER) | (kinds == TEXT))[0].tolist():
        if values[index] != "":
            places[_folded(values[index])].append(index)
    return _KeyTable(keys, places)


def _folded(value: Scalar) -> object:
    return value.casefold() if isinstance(value, str) else value


def _trimmed(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value  # NBSP and full-width blanks too


def _exact(book: LintBook) -> Iterator[tuple[LintSheet, RelativeFormula, _Lookup, SheetArea, _KeyTable]]:
    """Lookups of exactly a key, all cells of their shape in one area; the area, and its keys."""
    known: dict[tuple[str, tuple[int, int, int, int]], _KeyTable] = {}
    for sheet, shape in book.shapes():
        for lookup in lookups_of(shape):
            if lookup.order or not _is_one(book, shape, lookup):
                continue
            area = area_of(book, shape, lookup.table, *shape.first)
            keys = _keys(area, lookup) if area else None
            if area is None or keys is None or keys.rows * keys.columns < 2:
                continue
            place = keys.sheet.name, keys.span
            if place not in known:
                known[place] = _table(keys)
            yield sheet, shape, lookup, area, known[place]


def _looked_for(
    book: LintBook, shape: RelativeFormula, lookup: _Lookup
) -> Iterator[tuple[tuple[int, int], Scalar]]:
    """What each cell of a shape looks for, where that is a cell or stands in the formula."""
    if isinstance(lookup.key, Constant):
        yield shape.first, lookup.key.value
        return
    for row, column in zip(shape.rows[:_CELLS].tolist(), shape.columns[:_CELLS].tolist(), strict=True):
        area = area_of(book, shape, lookup.key, row, column)
        if area is None or area.rows * area.columns != 1:
            return
        if area.sheet.kind_at(*area.span[:2]) in {NUMBER, TEXT}:
            yield (row, column), area.sheet.value[area.span[0] - 1, area.span[1] - 1]


def duplicate_keys(book: LintBook) -> Iterator[Remark]:
    """Keys that are looked for and stand there twice with different values beside them."""
    for sheet, shape, lookup, area, table in _exact(book):
        if lookup.gives is None or not any(len(places) > 1 for places in table.places.values()):
            continue
        told: set[object] = set()
        for (row, column), value in _looked_for(book, shape, lookup):
            places = table.places.get(_folded(value), [])
            if len(places) < 2 or _folded(value) in told:
                continue
            given = _given(book, shape, lookup, area, (row, column))
            if given is None or len({given.get(place) for place in places}) < 2:
                continue
            told.add(_folded(value))
            listed = ", ".join(a1(*table.cell(place)) for place in places[:3])
            shown = shorten(str(value), _LONGEST)
            what = Text(
                f"查找的“{shown}”在 {_written(table.area, sheet)} 中有 {len(places)} 处（{listed}），其值不同，只取第一处",
                f"{shown!r} is looked for and stands {len(places)} times in {_written(table.area, sheet)} ({listed}) "
                "with different values; only the first is taken",
            )
            text = sheet.formula(row, column)
            yield remark("SXL114", sheet.name, [(row, column, row, column)], what, excerpt=text)


def _given(
    book: LintBook, shape: RelativeFormula, lookup: _Lookup, area: SheetArea, here: tuple[int, int]
) -> Mapping[int, Scalar] | None:
    """What the lookup gives at each place; None where that is not known."""
    if isinstance(lookup.gives, int):
        top, left, bottom, right = area.span
        at = lookup.gives - 1
        span = (top, left + at, bottom, left + at) if lookup.by_row else (top + at, left, top + at, right)
        if at < 0 or not (span[1] <= right and span[0] <= bottom):
            return None
        column = SheetArea(area.sheet, span)
    else:
        found = area_of(book, shape, lookup.gives, *here) if lookup.gives is not None else None
        if found is None or (found.rows > 1 and found.columns > 1):
            return None
        column = found
    values = column.sheet.value[column.sheet.part(column.span)].ravel().tolist()
    return dict(enumerate(values))


def padded_keys(book: LintBook) -> Iterator[Remark]:
    """Keys with blanks around them, of which a lookup of the same key without them finds nothing; and the other way round."""
    for sheet, shape, lookup, _, table in _exact(book):
        trimmed = Counter(_trimmed(key) for key in table.places)
        told: set[object] = set()
        for (row, column), value in _looked_for(book, shape, lookup):
            key = _folded(value)
            if not isinstance(key, str) or key in table.places or key in told or _trimmed(key) not in trimmed:
                continue
            told.add(key)
            near = next(each for each in table.places if _trimmed(each) == _trimmed(key))
            cell = a1(*table.cell(table.places[near][0]))
            shown = shorten(str(value), _LONGEST)
            what = Text(
                f"查找“{shown}”找不到 {_written(table.area, sheet)} 中的 {cell}：两者只差空格",
                f"looking for {shown!r} does not find {cell} of {_written(table.area, sheet)}: they differ by blanks only",
            )
            text = sheet.formula(row, column)
            yield remark("SXL115", sheet.name, [(row, column, row, column)], what, excerpt=text)
