"""What was written on a sheet of an old form where nobody is asked to: beside, below and above the rows of answers.

A number or text of the form's own is told from a respondent's by the words that forms have; of a file that keeps no formulas
what a formula gave cannot be told, so there only texts count, below the rows and to the right of the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smartxl.carryover.lexicon import Lexicon
from smartxl.carryover.oldform import OldPlace, OldSheet
from smartxl.cells import a1
from smartxl.model.answers import Field
from smartxl.reading import own_words
from smartxl.text import Lang, Text, fold
from smartxl.xlsx.book import ObjectKind, Place, SheetObject
from smartxl.xlsx.cellvalues import CellValue

__all__ = ["StrayCell", "stray_cells", "stray_objects"]

_KINDS = {
    ObjectKind.COMMENT: Text("批注", "comment"),
    ObjectKind.BOX: Text("文本框", "text box"),
    ObjectKind.PICTURE: Text("图片", "picture"),
}
_WIDE = 2  # columns beside the first that a title takes at least


@dataclass(frozen=True, slots=True)
class StrayCell:
    """Something that is no answer by its place: where it stands, what the row is called ("" for none), and what it says.

    `head` says what it is where it does not stand in a cell: a comment, a text box, a picture.
    """

    sheet: str
    cell: str
    key: str
    name: str
    value: CellValue
    head: str = ""


def stray_cells(old: OldSheet, lexicon: Lexicon, *, is_current: bool) -> Iterator[StrayCell]:
    """The cells of a sheet with answers that were filled in beside them, row by row.

    Not `is_current`: the form is of an earlier definition, which may have had texts where there are none now.
    """
    if not old.places:
        return
    scan = _StrayScan(old, lexicon)
    if not is_current:
        scan.own_columns = frozenset(scan.full_columns())
    for row in range(1, old.sheet.height + 1):
        if row not in old.heads:
            yield from scan.of_row(row)


def stray_objects(old: OldSheet, objects: Iterable[SheetObject], lang: Lang) -> Iterator[StrayCell]:
    """Comments and text boxes on a sheet with answers, and pictures over its answers; not what `smartxl return` wrote."""
    places = {place.row: place for place in old.places}
    for each in objects if places else ():
        row, text = each.first[0], own_words(each.text)
        if each.kind is ObjectKind.PICTURE:
            over = (row for row in range(row, each.last[0] + 1) if row in places)
            row = next((row for row in over if _covers(each, places[row])), 0)
        if row and (text or each.kind is ObjectKind.PICTURE):
            place = places.get(row)
            known = (place.key, place.name) if place else ("", "")
            yield StrayCell(old.sheet.name, a1(row, each.first[1]), *known, text, _KINDS[each.kind].get(lang))


def _covers(picture: SheetObject, place: OldPlace) -> bool:
    columns = range(picture.first[1], picture.last[1] + 1)
    return any(asked and column in columns for column, asked in place.columns.items())


class _StrayScan:
    """A walk over the cells of a sheet in which no answers are asked for."""

    def __init__(self, old: OldSheet, lexicon: Lexicon) -> None:
        self.old, self.sheet, self.lexicon = old, old.sheet, lexicon
        self.places = {place.row: place for place in old.places}
        known = [p.row for p in old.places if p.key or fold(p.name) in lexicon.names]
        self.last = max(known, default=0)
        self.width = max(column for place in old.places for column in place.words)
        self.titles = {
            (area.first_row, area.first_column)
            for area in old.sheet.merged
            if area.last_column - area.first_column >= _WIDE
        }
        self.computes = bool(old.sheet.formulas)
        self.live = {column for _, column in old.sheet.formulas}
        self.own_columns: frozenset[tuple[int, str]] = frozenset()

    def full_columns(self) -> Iterator[tuple[int, str]]:
        """Columns and the headings over them under which most rows of answers have a text."""
        for column, word in {each for place in self.old.places for each in place.words.items()}:
            rows = [place.row for place in self.old.places if place.words.get(column) == word]
            if 2 * sum(bool(self.sheet.text(row, column)) for row in rows) > len(rows):
                yield column, word

    def of_row(self, row: int) -> Iterator[StrayCell]:
        """What was typed into a row beside its answers."""
        place = self.places.get(row)
        if place and not place.key and row > self.last:  # no row of the form: its answers are told as such
            asked = {column for column in place.words if place.columns.get(column)}
        else:
            asked = {c for c in place.words if not self._is_blank(place, c)} if place else set()
        for column, value in enumerate(self.sheet.values[row - 1], 1):
            if value == "" or column == self.old.key_column or column in asked:
                continue
            if self._is_typed((row, column), value, is_line=bool(place)):
                known = (place.key, place.name) if place else ("", "")
                yield StrayCell(self.sheet.name, a1(row, column), *known, value)

    def _is_blank(self, place: OldPlace, column: int) -> bool:
        """Whether nothing is asked under a heading, and rows have no text of their own there."""
        return (column, place.words[column]) not in self.own_columns and (
            place.columns.get(column, Field.NAME) is None and fold(place.words[column]) in self.lexicon.blank
        )

    def _is_typed(self, spot: Place, value: CellValue, *, is_line: bool) -> bool:
        if spot in self.sheet.formulas or (isinstance(value, str) and self._is_frame(spot, value, is_line)):
            return False
        place = self.places.get(spot[0])
        word = fold(place.words.get(spot[1], "")) if place else ""
        number = _number(value)
        if word in self.lexicon.numbers and number is not None:  # its own, or what a formula gave
            return spot[1] in self.live and (word, number) not in self.lexicon.figures
        if is_line or spot[1] > self.width:
            return True
        below = spot[0] > self.last
        return (below and isinstance(value, str)) or self.computes

    def _is_frame(self, spot: Place, value: str, is_line: bool) -> bool:
        """Whether a text is blank or the form's own: titles, also of earlier rounds, stand in wide merged cells."""
        is_title = not is_line and spot[0] <= self.last and spot in self.titles
        return not value.strip() or is_title or self.lexicon.is_own(value)


def _number(value: CellValue) -> float | None:
    """A number, also as files of text have it."""
    if not isinstance(value, str | float | int):
        return None
    try:
        return float(value)
    except ValueError:
        return None
