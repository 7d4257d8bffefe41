"""What the formulas of a workbook give: values by address, areas and tables as frames, and where a value comes from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from smartxl.bookmodel.addresses import AddressBook, Key, spelt
from smartxl.bookmodel.values import Shown, as_cell, shown
from smartxl.cells import column_letter
from smartxl.errors import VerifyError
from smartxl.recalc.planes import Ref
from smartxl.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartxl.bookmodel.live import LiveBook
    from smartxl.recalc import Scalar

__all__ = ["BookValues", "Precedent", "shown_text", "uncomputed"]

_DIGITS = 12
_REMEDY = Text(
    "用 override 给这个单元格一个值，或只取不依赖它的单元格",
    "give that cell a value with `override`, or ask for cells that do not depend on it",
)


@dataclass(frozen=True, slots=True)
class Precedent:
    """What a formula reads: an area, its value (rows of values for several cells, None for what is not computed)."""

    address: str
    value: Shown | list[list[Shown]]


@dataclass(frozen=True)
class BookValues:
    """The values of one calculation; nothing that happens later changes them."""

    addresses: AddressBook
    _live: LiveBook = field(repr=False)
    _cells: Mapping[int, NDArray[np.object_]] = field(repr=False)
    _unknown: Mapping[Key, Text] = field(repr=False)
    _changes: Mapping[Key, Scalar] = field(repr=False)
    _roots: dict[Key, Key] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, live: LiveBook, addresses: AddressBook) -> BookValues:
        """What the sheets hold now."""
        unknown = {(s.index, *place): why for s in live.sheets.values() for place, why in s.unknown.items()}
        cells = {index: sheet.obj.copy() for index, sheet in live.sheets.items()}
        return cls(addresses, live, cells, unknown, live.changes)

    def __getitem__(self, address: str) -> Any:  # noqa: ANN401  (a `Shown`, or rows of them)
        """The value of a cell; of an area its rows.

        None is a blank cell, an error an `ExcelError`, which equals its text. Raises UnknownName for an address that is not
        there, VerifyError for a cell that cannot be computed.
        """
        ref = self.addresses.find(address)
        return self._value(ref.top, ref.left, ref) if ref.is_cell else self._rows(ref)

    def frame(self, address: str, *, header: bool = True) -> pd.DataFrame:
        """An area as a frame, its first row as headings unless `header` is False. Raises as `[]` does."""
        ref = self.addresses.find(address)
        rows = self._rows(ref)
        if not header:
            return pd.DataFrame(rows, columns=[column_letter(ref.left + i) for i in range(ref.columns)])
        heads = [column_letter(ref.left + i) if v is None else str(v) for i, v in enumerate(rows[0])]
        return pd.DataFrame(rows[1:], columns=_told_apart(heads))

    def table(self, name: str) -> pd.DataFrame:
        """A table of the file as a frame: its data without the row of totals, named as its columns. Raises as `[]` does."""
        table = self.addresses.table(name)
        return pd.DataFrame(self._rows(table.body(self.addresses.book)), columns=list(table.columns))

    def formula(self, address: str) -> str | None:
        """The formula of a cell with its =, None for an input; one that was overridden has none. Raises UnknownName."""
        ref = self.addresses.find(address)
        key = ref.sheet.index, ref.top, ref.left
        found = None if key in self._changes else self._live.formulas.get(key)
        return found.text if found else None

    def is_set(self, address: str) -> bool:
        """Whether the first cell of an address was set, rather than taken from the file. Raises UnknownName."""
        ref = self.addresses.find(address)
        return (ref.sheet.index, ref.top, ref.left) in self._changes

    def precedents(self, address: str) -> tuple[Precedent, ...]:
        """What the formula of a cell reads, one level down, each area once. Raises UnknownName."""
        ref = self.addresses.find(address)
        job = self._live.jobs.get(self._head((ref.sheet.index, ref.top, ref.left)))
        reads = {spelt(each): each for each in (self._live.reads(job) if job else ())}
        return tuple(Precedent(text, self._seen(each)) for text, each in reads.items())

    def following_from(self, address: str, others: Iterable[str]) -> tuple[str, ...]:
        """Those of some cells whose formulas or values the formula of a cell is certain to read, itself or by others.

        Raises UnknownName.
        """
        if self.formula(address) is None:
            return ()
        ref = self.addresses.find(address)
        marks = self._live.reached([(ref.sheet.index, ref.top, ref.left)])
        found = []
        for other in others:
            at = self.addresses.find(other)
            if marks[at.sheet.index][at.top - 1 : at.bottom, at.left - 1 : at.right].any():
                found.append(other)
        return tuple(sorted(found))

    @property
    def as_in_file(self) -> bool:
        """Whether tables have the rows that they have in the file."""
        return self._live.as_in_file

    def days(self, value: object) -> Shown:
        """A value of Python as a cell shows it: a day is its serial number in this file. Raises BookError."""
        return shown(as_cell(value, self.addresses.file, from_1904=self.addresses.book.from_1904))

    def changed_cells(self) -> Iterator[tuple[tuple[str, int, int], Scalar]]:
        """The cells that were set: sheet, row and column, and what they hold."""
        for (index, *place), value in self._changes.items():
            yield (self._live.sheets[index].name, *place), value  # type: ignore[misc]

    def replaced(
        self, values: Mapping[tuple[str, int, int], Scalar], unknown: Mapping[tuple[str, int, int], Text]
    ) -> BookValues:
        """The same with what another engine gives for the formulas, and cells that it does not compute."""
        places = {sheet.name: sheet.index for sheet in self._live.sheets.values()}
        cells = {index: plane.copy() for index, plane in self._cells.items()}
        for (sheet, row, column), value in values.items():
            cells[places[sheet]][row - 1, column - 1] = value
        missing = {(places[sheet], row, column): why for (sheet, row, column), why in unknown.items()}
        return replace(self, _cells=cells, _unknown=missing, _roots={})

    @property
    def uncomputed(self) -> Mapping[str, Text]:
        """The cells that cannot be computed, and why."""
        return {self._spelt(key): self._reason(key) for key in sorted(self._unknown)}

    def lines(self, *addresses: str, digits: int = _DIGITS) -> Iterator[str]:
        """Every formula cell and its value, a line each: Loan!D9 = 1073.64. Of `addresses` all cells that are not blank.

        Raises VerifyError for a cell that cannot be computed.
        """
        for key in self._listed(addresses):
            ref = Ref(self._live.sheets[key[0]], key[1], key[2], key[1], key[2])
            value = self._value(key[1], key[2], ref)
            if value is not None:
                yield f"{spelt(ref)} = {shown_text(value, digits)}"

    def _listed(self, addresses: Iterable[str]) -> Iterator[Key]:
        refs = [self.addresses.find(address) for address in addresses]
        if not refs:
            yield from sorted(self._live.formulas)
        for ref in refs:
            for row in range(ref.top, ref.bottom + 1):
                yield from ((ref.sheet.index, row, column) for column in range(ref.left, ref.right + 1))

    def _rows(self, ref: Ref) -> list[list[Shown]]:
        columns = range(ref.left, ref.right + 1)
        return [[self._value(row, each, ref) for each in columns] for row in range(ref.top, ref.bottom + 1)]

    def _value(self, row: int, column: int, ref: Ref) -> Shown:
        key = ref.sheet.index, row, column
        if key in self._unknown:
            raise uncomputed(self.addresses.file, self._spelt(key), self._reason(key))
        return self._plain(key)

    def _plain(self, key: Key) -> Shown:
        cells, (row, column) = self._cells[key[0]], key[1:]
        return (
            shown(cells[row - 1, column - 1]) if row <= cells.shape[0] and column <= cells.shape[1] else None
        )

    def _seen(self, ref: Ref) -> Shown | list[list[Shown]]:
        """The values of an area as far as its sheet is in use, None for what is not computed."""
        high, wide = self._cells[ref.sheet.index].shape
        rows = [
            [None if (key := (ref.sheet.index, row, column)) in self._unknown else self._plain(key)
             for column in range(ref.left, min(ref.right, max(wide, ref.left)) + 1)]
            for row in range(ref.top, min(ref.bottom, max(high, ref.top)) + 1)
        ]  # fmt: skip
        return rows[0][0] if ref.is_cell else rows

    def _reason(self, key: Key) -> Text:
        """Why a cell is not computed; of one that only depends on others, the first of those and why that is not."""
        root = self._root(key)
        why = self._unknown[root]
        formula = self._live.formulas[root].text
        told = Text(f"{why.zh}，公式 {formula}", f"{why.en}, formula {formula}")
        if root == key:
            return told
        return Text(f"依赖 {self._spelt(root)}：", f"it depends on {self._spelt(root)}: ") + told

    def _root(self, key: Key) -> Key:
        """The first of the cells because of which one is not computed."""
        path: list[Key] = []
        while key not in self._roots:
            path.append(key)
            below = self._below(key)
            if below is None or below in path:
                self._roots[key] = key
            else:
                key = below
        root = self._roots[key]
        self._roots.update(dict.fromkeys(path, root))
        return root

    def _below(self, key: Key) -> Key | None:
        """A cell that is not computed and that the formula of another one reads."""
        job = self._live.jobs.get(self._head(key))
        for ref in job.reads if job else ():
            index = ref.sheet.index
            if ref.is_cell:
                found = (index, ref.top, ref.left) in self._unknown
                below = (index, ref.top, ref.left) if found else None
            else:
                below = next((k for k in self._unknown if k[0] == index and ref.holds(k[1:])), None)
            if below is not None and below != key:
                return below
        return None

    def _head(self, key: Key) -> Key:
        found = self._live.formulas.get(key)
        return (key[0], found.row, found.column) if found else key

    def _spelt(self, key: Key) -> str:
        return spelt(Ref(self._live.sheets[key[0]], key[1], key[2], key[1], key[2]))


def uncomputed(file: str, cell: str, why: Text) -> VerifyError:
    """The error of who asks for a cell that cannot be computed."""
    return VerifyError(f"{file} {cell}", Text("无法计算：", "it cannot be computed: ") + why, _REMEDY)


def shown_text(value: Shown, digits: int = _DIGITS) -> str:
    """A value in one line: numbers to so many significant digits, texts in quotes."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.{digits}g}"
    if value is None:
        return "(blank)"
    return repr(value) if type(value) is not str else json.dumps(value, ensure_ascii=False)


def _told_apart(heads: list[str]) -> list[str]:
    """Headings of which none stands twice: the second Price is Price.1."""
    seen: dict[str, int] = {}
    found = []
    for head in heads:
        count = seen.get(head, 0)
        seen[head] = count + 1
        found.append(f"{head}.{count}" if count else head)
    return found
