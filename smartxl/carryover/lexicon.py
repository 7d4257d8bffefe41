"""The words of forms: what columns ask for by the words over them, and which texts are the form's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from smartxl.carryover.plannedcolumns import PlannedColumns
from smartxl.model.answers import Field
from smartxl.model.keys import leaf_of
from smartxl.model.plan import Content, PlannedRow, RowCheckFormula, Section, SheetPlan, WorkbookPlan
from smartxl.text import LANGUAGES, fold
from smartxl_templates import wording

__all__ = ["Lexicon"]

_HIGH = 4  # rows above a section in which general headings may stand
_HEADS = tuple(Field)
_ENTRY_HEADS = (Field.VALUE, Field.ADDRESS, Field.NOTE)
_CHANGES = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}|[0-9]+(?:[-./][0-9]+)*")
"""What differs in a form's own texts from round to round: check codes, days, numbers."""


@dataclass(frozen=True)
class Lexicon:
    """Words over columns → what they ask for (None: fixed text); all fixed texts; codes of indicators, also earlier.

    `planned` are the columns of the current form; `names` are what rows are called; `skeletons` the fixed texts and those of
    rows without what changes in them. `blank` are the words over columns in which rows have no text of their own and nothing is
    asked, `numbers` those over columns with numbers, also calculated ones; `figures` are words and the numbers below them.
    """

    heads: Mapping[str, Field | None]
    fixed: frozenset[str]
    leaves: frozenset[str]
    planned: tuple[PlannedColumns, ...] = ()
    names: frozenset[str] = frozenset()
    skeletons: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    figures: frozenset[tuple[str, float]] = frozenset()

    def is_name(self, text: str) -> bool:
        """Whether a text may be what a row of answers is called: not a title, unless rows are called the same."""
        return bool(text) and (fold(text) not in self.fixed or fold(text) in self.names)

    def is_own(self, text: str) -> bool:
        """Whether a text is the form's own, perhaps of another round."""
        return fold(text) in self.fixed or _skeleton(text) in self.skeletons

    @classmethod
    def of(cls, plans: Sequence[WorkbookPlan], earlier: Collection[str]) -> Lexicon:
        """From the current form in every language; `earlier` are codes and keys that it no longer has."""
        heads: dict[str, Field | None] = dict(_worded())
        fixed: set[str] = set()
        texts: set[str] = set()
        leaves = {leaf_of(key) for key in earlier}
        planned: list[PlannedColumns | None] = []
        blank, taken, numbers = set[str](), set[str](), set[str]()
        figures: set[tuple[str, float]] = set()
        for plan in plans:
            for sheet in plan.sheets:
                planned += [PlannedColumns.of(sheet)] if sheet.sections else []
                fixed |= set() if sheet.hidden else _fixed_texts(sheet)
                for section in sheet.sections:
                    leaves.add(section.leaf)
                    contents = _contents(sheet, section)
                    for word, column, asked in _over(sheet, section):
                        heads[word] = asked or heads.get(word)
                        kinds = {type(content) for content in contents.get(column, ())}
                        figures |= {(word, n) for n in contents.get(column, ()) if isinstance(n, float)}
                        (taken if asked or str in kinds else blank).add(word)
                        numbers |= {word} if kinds - {str} else set()
            shown = (s for s in plan.sheets if not s.hidden)
            texts |= {_skeleton(text) for s in shown for r in s.rows for text in _texts(r)}
        names = frozenset(fold(line.name) for plan in plans for s in plan.sheets for line in s.lines)
        skeletons = (texts | {_skeleton(word) for word in heads}) - {""}
        known = frozenset(fixed), frozenset(leaves - {""}), tuple(filter(None, planned))
        free = frozenset(blank - taken), frozenset(numbers)
        return cls(heads, *known, names, frozenset(skeletons), *free, frozenset(figures))


def _skeleton(text: str) -> str:
    """A text without what changes in it from round to round: numbers, dates, codes."""
    return _CHANGES.sub("", fold(text))


def _texts(row: PlannedRow) -> Iterator[str]:
    """The texts that a row shows, or may come to show."""
    for content in row.cells.values():
        if isinstance(content, str):
            yield content
        elif isinstance(content, RowCheckFormula):
            yield from content.words


def _contents(sheet: SheetPlan, section: Section) -> Mapping[int, list[Content]]:
    """Column → what the rows of a section have in it."""
    rows, found = sheet.by_number, dict[int, list[Content]]()
    for line in section.lines:
        for column, content in rows[line.row].cells.items():
            found.setdefault(column, []).append(content)
    return found


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


def _over(sheet: SheetPlan, section: Section) -> Iterator[tuple[str, int, Field | None]]:
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
    lines = {line.row for line in sheet.lines}
    between = (row for row in up if section.band_row < row < first.row)
    own_heads = [row for row in between if row not in lines] or [section.band_row]
    high = [sheet.title_row] if section.tabled else [r for r in up if r < section.band_row][:_HIGH]
    above = [rows[row] for row in (*own_heads, *high) if row in rows]
    for column in {column for cells in above for column in cells}:
        word = next(
            (text for cells in above if isinstance(text := cells.get(column), str) and text.strip()), ""
        )
        if word:
            yield fold(word), column, inputs.get(column)
