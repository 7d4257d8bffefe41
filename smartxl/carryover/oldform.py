"""Reads what was typed into a form whose plan is not to hand: an earlier edition, a damaged one, a copy in another format.

Columns are told by the words over them, rows by their keys or by what they are called; nothing is judged here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from smartxl.carryover.lexicon import Lexicon
from smartxl.carryover.plannedcolumns import PlannedColumns
from smartxl.cells import a1, area
from smartxl.model.answers import Field
from smartxl.model.keys import UNSCORED, leaf_of
from smartxl.text import fold
from smartxl.typed import look_of
from smartxl.xlsx.appearance import Appearance
from smartxl.xlsx.book import Place, RawSheet
from smartxl.xlsx.cellvalues import CellValue

__all__ = ["OldCell", "OldPlace", "OldRow", "OldSheet", "old_sheets", "unit_in_keys"]

_KEY = re.compile(r"(~?[A-Za-z0-9._-]{0,64}/[A-Za-z0-9._~-]{1,64})(?:@([A-Za-z0-9._-]{1,64}))?")
_IN_BRACKETS = re.compile(r"[(（]([A-Za-z0-9._-]{1,64})[)）]")
_FEWEST = 2  # answer columns by which a row of headings is known


@dataclass(frozen=True, slots=True)
class OldCell:
    """One cell that was filled in: its address, the words over it, what they ask for (None: nothing known), its value.

    `merged` is the area that makes it unreadable: what is left of merged answers may be any of them. `look`: how it looks,
    where a reader may see something else than the value. `hidden`: nobody sees it. `uncalculated`: it has a formula without
    a result.
    """

    cell: str
    head: str
    field: Field | None
    value: CellValue
    is_error: bool = False
    merged: str = ""
    look: Appearance | None = None
    hidden: bool = False
    uncalculated: bool = False


@dataclass(frozen=True, slots=True)
class OldRow:
    """One row: its key and indicator where they are known ("" for none), what it is called, its filled cells.

    `unit` is the unit that its key names, "" where it names none.
    """

    sheet: str
    row: int
    key: str
    leaf: str
    name: str
    cells: tuple[OldCell, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OldPlace:
    """A row of answers as it stands on a sheet: its number, key, unit, indicator and name, and the headings over it.

    `words` are those by column; `columns` what is known that they ask for (None: fixed text).
    """

    row: int
    key: str
    unit: str
    leaf: str
    name: str
    words: Mapping[int, str]
    columns: Mapping[int, Field | None]


@dataclass(frozen=True, slots=True)
class OldSheet:
    """A sheet of an old form: the rows in which something was filled in; where all rows of answers stand, with the numbers of
    the rows of headings and the column of the keys (0: none)."""

    sheet: RawSheet
    rows: tuple[OldRow, ...]
    places: tuple[OldPlace, ...] = ()
    heads: frozenset[int] = frozenset()
    key_column: int = 0


def old_sheets(sheets: Iterable[RawSheet], lexicon: Lexicon) -> tuple[OldSheet, ...]:
    """What was filled in, sheet by sheet."""
    return tuple(_SheetScan(sheet, lexicon).read() for sheet in sheets)


@dataclass
class _SheetScan:
    """A walk down a sheet: the headings that hold, the indicator whose section it is in.

    `by_words` and `head_words` are what the headings alone say of the columns.
    """

    sheet: RawSheet
    lexicon: Lexicon
    leaf: str = ""
    columns: dict[int, Field | None] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    general: dict[int, Field | None] = field(default_factory=dict)
    by_words: dict[int, Field | None] = field(default_factory=dict)
    head_words: dict[int, str] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)

    def read(self) -> OldSheet:
        """The rows of answers, and what was filled in under the headings and the indicator that hold there."""
        key_column = self._key_column()
        places = tuple(self._places(key_column))
        merged = _merged_answers(self.sheet, places)
        rows = tuple(row for place in places if (row := self._row(place, merged)))
        return OldSheet(self.sheet, rows, places, frozenset(self.heads), key_column)

    def _places(self, key_column: int) -> Iterator[OldPlace]:
        planned = next((each for each in self.lexicon.planned if each.fit(self.sheet)), None)
        for row in range(1, self.sheet.height + 1):
            texts = {
                c: t for c in range(1, len(self.sheet.values[row - 1]) + 1) if (t := self.sheet.text(row, c))
            }
            key, unit = _key(texts.get(key_column, ""))
            if not key and self._is_head(texts):
                self.heads.add(row)
                self._take_heads(texts)
                continue
            if not key:
                self._look_for_leaf(texts)
            if planned is not None:
                self._take_planned(planned, key)
            names = [column for column, asked in self.columns.items() if asked is Field.NAME]
            name = next((texts[column] for column in names if column in texts), "")
            if self.columns and (key or self.lexicon.is_name(name)):
                leaf = leaf_of(key) if key else self.leaf
                yield OldPlace(row, key, unit, leaf, name, self.words, self.columns)

    def _key_column(self) -> int:
        """The column in which the most texts are keys of indicators; 0 for none."""
        hits = Counter(
            column
            for row in range(1, self.sheet.height + 1)
            for column, value in enumerate(self.sheet.values[row - 1], 1)
            if isinstance(value, str) and (key := _key(value.strip())[0]) and self._is_known(key)
        )
        return hits.most_common(1)[0][0] if hits else 0

    def _is_known(self, key: str) -> bool:
        leaf = leaf_of(key)
        return leaf.startswith(UNSCORED) or leaf in self.lexicon.leaves or not leaf

    def _is_head(self, texts: Mapping[int, str]) -> bool:
        asked = {self.lexicon.heads.get(fold(text)) for text in texts.values()}
        return len(asked - {None, Field.NAME}) >= _FEWEST

    def _take_heads(self, texts: Mapping[int, str]) -> None:
        """Words that nobody knows mean what the first headings of the sheet say of their column."""
        self.words = self.head_words = dict(texts)
        heads = self.lexicon.heads
        self.columns = {
            column: heads[word] if (word := fold(text)) in heads else self.general.get(column)
            for column, text in texts.items()
            if fold(text) in heads or column in self.general
        }
        self.by_words = self.columns
        self.general = self.general or dict(self.columns)

    def _take_planned(self, planned: PlannedColumns, key: str) -> None:
        """Columns where those of the current form stand mean the same, whatever the words over them."""
        self.columns, self.words, inputs = self.by_words, self.head_words, planned.inputs(key)
        if not inputs:
            return
        fixed = dict.fromkeys(c for c, asked in self.by_words.items() if asked in inputs.values())
        names = {column for column, asked in self.by_words.items() if asked is Field.NAME}
        others = planned.columns - inputs.keys() - names
        own = planned.own.get(key, frozenset())
        fixed |= dict.fromkeys(own - names)
        self.columns = {c: a for c, a in self.by_words.items() if c not in others} | fixed | {**inputs}
        words = {column: planned.words.get(column, "") for column in (*inputs, *own)}
        self.words = words | {c: word for c, word in self.head_words.items() if c not in others}

    def _look_for_leaf(self, texts: Mapping[int, str]) -> None:
        for text in texts.values():
            for code in _IN_BRACKETS.findall(text):
                if code in self.lexicon.leaves:
                    self.leaf = code
                    return

    def _row(self, place: OldPlace, merged: Mapping[Place, str]) -> OldRow | None:
        cells = tuple(self._cells(place, merged))
        known = place.key, place.leaf, place.name
        return OldRow(self.sheet.name, place.row, *known, cells, place.unit) if cells else None

    def _cells(self, place: OldPlace, merged: Mapping[Place, str]) -> Iterator[OldCell]:
        """The filled cells under headings that ask for something, or that nobody knows; of other rows not the form's own."""
        for column, word in sorted(place.words.items()):
            asked, spot = place.columns.get(column), (place.row, column)
            value, is_error = self.sheet.at(*spot), spot in self.sheet.errors
            look = look_of(self.sheet, spot)
            is_blank = not is_error and (value == "" or (isinstance(value, str) and not value.strip()))
            waits = is_blank and asked is not None and spot in self.sheet.uncached
            is_seen = not is_blank or waits or spot in merged or (look is not None and look.picture)
            if not is_seen or (column in place.columns and asked is None):
                continue
            is_frame = isinstance(value, str) and fold(value) in self.lexicon.fixed
            if not place.key and is_frame and asked is Field.NAME:
                continue
            hidden = spot[0] in self.sheet.hidden_rows or spot[1] in self.sheet.hidden_columns
            more = look, hidden, waits
            yield OldCell(a1(*spot), word, asked, value, is_error, merged.get(spot, ""), *more)


def _merged_answers(sheet: RawSheet, places: Iterable[OldPlace]) -> dict[Place, str]:
    """Cells of answers in a merged area → the area, its first cell included when the area takes several of them."""
    if not sheet.merged:
        return {}
    asked = [
        (place.row, column)
        for place in places
        for column, field_ in place.columns.items()
        if field_ not in {None, Field.NAME} or (field_ is Field.NAME and place.key.startswith(UNSCORED))
    ]
    merged: dict[Place, str] = {}
    for found in sheet.merged:
        spots = [
            spot
            for spot in asked
            if found.first_row <= spot[0] <= found.last_row
            and found.first_column <= spot[1] <= found.last_column
        ]
        is_filled = any(sheet.at(*spot) != "" or spot in sheet.errors for spot in spots)
        if is_filled and spots != [(found.first_row, found.first_column)]:
            shown = area(found.first_row, found.first_column, found.last_row, found.last_column)
            merged |= dict.fromkeys(spots, shown)
    return merged


def unit_in_keys(sheet: RawSheet) -> str:
    """The unit that most keys of a sheet name; "" where most name none."""
    columns: dict[int, Counter[str]] = {}
    for values in sheet.values:
        for column, value in enumerate(values, 1):
            key, unit = _key(value.strip()) if isinstance(value, str) else ("", "")
            if key:
                columns.setdefault(column, Counter())[unit] += 1
    fullest = max(columns.values(), key=lambda units: units.total(), default=Counter[str]())
    return fullest.most_common(1)[0][0] if fullest else ""


def _key(text: str) -> tuple[str, str]:
    """A key, and the unit that it names; "" for what is none."""
    match = _KEY.fullmatch(text)
    return (match[1], match[2] or "") if match else ("", "")
