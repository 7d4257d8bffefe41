"""Reads what was typed into a form whose plan is not to hand: an earlier edition, a damaged one, a copy in another format.

Columns are told by the words over them, rows by their keys or by what they are called; nothing is judged here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from smartxl.carryover.plannedcolumns import PlannedColumns
from smartxl.cells import a1
from smartxl.model.answers import Field
from smartxl.model.keys import UNSCORED, leaf_of
from smartxl.model.plan import Section, SheetPlan, WorkbookPlan
from smartxl.text import LANGUAGES, fold
from smartxl.xlsx.book import RawSheet
from smartxl.xlsx.cellvalues import CellValue
from smartxl_templates import wording

__all__ = ["Lexicon", "OldCell", "OldRow", "old_rows", "unit_in_keys"]

_KEY = re.compile(r"(~?[A-Za-z0-9._-]{0,64}/[A-Za-z0-9._~-]{1,64})(?:@([A-Za-z0-9._-]{1,64}))?")
_IN_BRACKETS = re.compile(r"[(（]([A-Za-z0-9._-]{1,64})[)）]")
_HIGH = 4  # rows above a section in which general headings may stand
_FEWEST = 2  # answer columns by which a row of headings is known
_HEADS = tuple(Field)
_ENTRY_HEADS = (Field.VALUE, Field.ADDRESS, Field.NOTE)


@dataclass(frozen=True, slots=True)
class OldCell:
    """One cell that was filled in: its address, the words over it, what they ask for (None: nothing known), its value."""

    cell: str
    head: str
    field: Field | None
    value: CellValue
    is_error: bool = False


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


@dataclass(frozen=True)
class Lexicon:
    """Words over columns → what they ask for (None: fixed text); all fixed texts; codes of indicators, also earlier;
    columns of the current form."""

    heads: Mapping[str, Field | None]
    fixed: frozenset[str]
    leaves: frozenset[str]
    planned: tuple[PlannedColumns, ...] = ()

    @classmethod
    def of(cls, plans: Iterable[WorkbookPlan], earlier: Collection[str]) -> Lexicon:
        """From the current form in every language; `earlier` are codes and keys that it no longer has."""
        heads: dict[str, Field | None] = dict(_worded())
        fixed: set[str] = set()
        leaves = {leaf_of(key) for key in earlier}
        planned: list[PlannedColumns | None] = []
        for plan in plans:
            for sheet in plan.sheets:
                planned += [PlannedColumns.of(sheet)] if sheet.sections else []
                fixed |= set() if sheet.hidden else _fixed_texts(sheet)
                for section in sheet.sections:
                    leaves.add(section.leaf)
                    for word, asked in _over(sheet, section):
                        heads[word] = asked or heads.get(word)
        return cls(heads, frozenset(fixed), frozenset(leaves - {""}), tuple(filter(None, planned)))


def _worded() -> Iterator[tuple[str, Field | None]]:
    """The usual words, in every language."""
    for lang in LANGUAGES:
        words = wording(lang)
        heads = {key.removeprefix("head."): word for key, word in words.items() if key.startswith("head.")}
        yield from ((fold(word), None) for name, word in heads.items() if name not in set(_HEADS))
        yield from ((fold(words[f"entry.{f}"]), f) for f in _ENTRY_HEADS if words.get(f"entry.{f}"))
        yield from ((fold(heads[asked]), asked) for asked in _HEADS if asked in heads)
        yield fold(words["entry.name"]), Field.NAME


def _fixed_texts(sheet: SheetPlan) -> set[str]:
    lines = {line.row for section in sheet.sections for line in section.lines}
    rows = (row for row in sheet.rows if row.row not in lines)
    return {fold(text) for row in rows for text in row.cells.values() if isinstance(text, str)}


def _over(sheet: SheetPlan, section: Section) -> Iterator[tuple[str, Field | None]]:
    """The words over the columns of a section, nearest to it, and the inputs that stand below."""
    if not section.lines:
        return
    first = section.lines[0]
    rows = {row.row: row.cells for row in sheet.rows}
    own = rows.get(first.row, {})
    inputs = {column: asked for asked, column in first.inputs.items()}
    if Field.NAME not in first.inputs:
        named = (column for column, text in own.items() if text == first.name and column not in inputs)
        inputs |= dict.fromkeys(named, Field.NAME)
    up = sorted(rows, reverse=True)
    own_heads = [row for row in up if section.band_row < row < first.row] or [section.band_row]
    above = [
        rows[row] for row in (*own_heads, *[r for r in up if r < section.band_row][:_HIGH]) if row in rows
    ]
    for column in {column for cells in above for column in cells}:
        word = next(
            (text for cells in above if isinstance(text := cells.get(column), str) and text.strip()), ""
        )
        if word:
            yield fold(word), inputs.get(column)


def old_rows(sheets: Iterable[RawSheet], lexicon: Lexicon) -> tuple[OldRow, ...]:
    """The rows in which something was filled in, sheet by sheet."""
    return tuple(row for sheet in sheets for row in _SheetScan(sheet, lexicon).rows())


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

    def rows(self) -> Iterator[OldRow]:
        """The rows with answers, under the headings and the indicator that hold there."""
        key_column = self._key_column()
        planned = next((each for each in self.lexicon.planned if each.fit(self.sheet)), None)
        for row in range(1, self.sheet.height + 1):
            texts = {
                c: t for c in range(1, len(self.sheet.values[row - 1]) + 1) if (t := self.sheet.text(row, c))
            }
            key, unit = _key(texts.get(key_column, ""))
            if not key and self._is_head(texts):
                self._take_heads(texts)
                continue
            if not key:
                self._look_for_leaf(texts)
            if planned is not None:
                self._take_planned(planned, key)
            if self.columns and (found := self._row(row, key, unit, texts)):
                yield found

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
        others = planned.columns - inputs.keys()
        self.columns = {c: a for c, a in self.by_words.items() if c not in others} | fixed | {**inputs}
        words = {column: planned.words.get(column, "") for column in inputs}
        self.words = words | {c: word for c, word in self.head_words.items() if c not in others}

    def _look_for_leaf(self, texts: Mapping[int, str]) -> None:
        for text in texts.values():
            for code in _IN_BRACKETS.findall(text):
                if code in self.lexicon.leaves:
                    self.leaf = code
                    return

    def _row(self, row: int, key: str, unit: str, texts: Mapping[int, str]) -> OldRow | None:
        names = [column for column, asked in self.columns.items() if asked is Field.NAME]
        name = next((texts[column] for column in names if column in texts), "")
        if not key and not name and not self.sheet.formulas:
            return None  # a total or a foot, or typed beside the rows: nothing tells which
        cells = tuple(self._cells(row, keyed=bool(key), named=bool(name)))
        leaf = leaf_of(key) if key else self.leaf
        return OldRow(self.sheet.name, row, key, leaf, name, cells, unit) if cells else None

    def _cells(self, row: int, *, keyed: bool, named: bool) -> Iterator[OldCell]:
        """The filled cells under headings that ask for something, or that nobody knows; of other rows not the form's own."""
        for column, word in sorted(self.words.items()):
            asked, spot = self.columns.get(column), (row, column)
            value, is_error = self.sheet.at(*spot), spot in self.sheet.errors
            is_blank = not is_error and (value == "" or (isinstance(value, str) and not value.strip()))
            if is_blank or (column in self.columns and asked is None):
                continue
            is_frame = isinstance(value, str) and fold(value) in self.lexicon.fixed
            is_own = spot in self.sheet.formulas or is_frame
            if not keyed and ((is_frame and asked is Field.NAME) or (not named and is_own)):
                continue
            yield OldCell(a1(row, column), word, asked, value, is_error)


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
