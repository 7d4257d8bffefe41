"""A workbook as an object: a model of which inputs are set, and which is calculated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Self

import numpy as np
import pandas as pd

from smartxl.bookmodel.addresses import AddressBook, Key, spelt
from smartxl.bookmodel.live import LiveBook
from smartxl.bookmodel.resizing import resized
from smartxl.bookmodel.results import BookValues
from smartxl.bookmodel.scenarios import BookFunction, Names, compiled_function
from smartxl.bookmodel.tables import table_cells
from smartxl.bookmodel.values import as_cell
from smartxl.errors import BookError, UnreadableFile, system_words
from smartxl.recalc import NO_FUNCTIONS, Scalar, load_book, registered
from smartxl.recalc.planes import Ref
from smartxl.text import Text
from smartxl.xlsx.gate import LARGE_BUDGET, check_size
from smartxl.xlsx.saved import open_saved

if TYPE_CHECKING:
    import os

__all__ = ["BookModel", "workbook"]

_NO_CHANGES: Mapping[Key, Scalar] = MappingProxyType({})


class _NotGiven:
    """What stands where no value was given: None is a value."""


_NOT_GIVEN: Final = _NotGiven()


def workbook(
    source: str | os.PathLike[str] | bytes,
    *,
    functions: Mapping[str, Callable[..., object]] = NO_FUNCTIONS,
    passwords: Sequence[str] = (),
) -> BookModel:
    """An .xlsx of anybody's, or its bytes, as a model. Nothing in it is run, fetched or written.

    `functions`: those of the file's own that its formulas call, by name, as xlwings calls them. Raises UnreadableFile.
    """
    if isinstance(source, bytes):
        content, name = source, "workbook"
    else:
        path = Path(source)
        content, name = _content(path), path.name
    loaded = load_book(open_saved(content, name, passwords=passwords, budget=LARGE_BUDGET))
    if functions:
        loaded = replace(loaded, workbook=replace(loaded.workbook, functions=registered(functions)))
    live = LiveBook(loaded)
    return BookModel(name, AddressBook(live.book, name), live)


def _content(path: Path) -> bytes:
    try:
        check_size(path.stat().st_size, path.name, LARGE_BUDGET)
        return path.read_bytes()
    except OSError as error:
        what = Text("文件打不开：", "the file cannot be opened: ") + system_words(error)
        raise UnreadableFile(str(path), what, Text("指定一个工作簿", "name a workbook")) from error


@dataclass(frozen=True)
class BookModel:
    """A workbook with some of its cells set. Never changed: `set` gives another model, and costs little."""

    name: str
    addresses: AddressBook = field(repr=False)
    _live: LiveBook = field(repr=False)
    _changes: Mapping[Key, Scalar] = field(default_factory=lambda: _NO_CHANGES, repr=False)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets, in their order."""
        return self.addresses.sheets

    def set(
        self, address: str | Mapping[str, object], value: object = _NOT_GIVEN, *, override: bool = False
    ) -> Self:
        """The model with a cell, an area, a name or a column of a table set, or several: `{address: value, …}`.

        For an area rows of values, or a single row or column of as many values as it has cells. Days are given as dates; text
        is text, also where it begins with =. A cell that has a formula is set only with `override`, and holds the value from
        then on. Raises UnknownName for an address that is not there, BookError for a formula and for what does not fit.
        """
        if isinstance(address, Mapping):
            given = dict(address)
        elif isinstance(value, _NotGiven):
            what = Text("没有给值", "no value is given")
            raise BookError(self._where(address), what, Text("写 set(地址, 值)", "write set(address, value)"))
        else:
            given = {address: value}
        changes = dict(self._changes)
        for each, wanted in given.items():
            ref = self.addresses.find(each)
            changes.update(self._cells(ref, _over(ref, wanted, self._where(each)), override=override))
        return replace(self, _changes=changes)

    def set_table(self, name: str, frame: pd.DataFrame, *, override: bool = False) -> Self:
        """The model with the data of a table set from a frame.

        Columns are found by name, those that the frame lacks stay as they are. Columns of formulas are set only with
        `override`. A frame of more or fewer rows resizes the table: what refers to it by name follows, its formulas are
        filled down. Raises UnknownName, BookError; also where other formulas refer to the table's cells by address.
        """
        model = self._of_rows(name, frame)
        changes = dict(model._changes)
        for ref, values in table_cells(model.addresses, name, frame):
            changes.update(model._cells(ref, values, override=override))
        return replace(model, _changes=changes)

    def _of_rows(self, name: str, frame: pd.DataFrame) -> Self:
        """The model in which a table has as many rows as a frame."""
        table = self.addresses.table(name)
        body = table.body(self.addresses.book)
        if len(frame) == body.rows:
            return self
        with self._live.lock:
            loaded = resized(self._live, self.addresses, name, len(frame))
        live = LiveBook(loaded, as_in_file=False)
        gone = range(body.top + len(frame), body.bottom + 1)
        columns = range(body.left, body.right + 1)
        kept = {
            key: value
            for key, value in self._changes.items()
            if not (key[0] == body.sheet.index and key[1] in gone and key[2] in columns)
        }
        return replace(self, addresses=AddressBook(live.book, self.name), _live=live, _changes=kept)

    def calculate(self) -> BookValues:
        """The values of all cells: the formulas calculated from the inputs as they are set. They stay as they are."""
        with self._live.lock:
            self._live.take(self._changes)
            return BookValues.of(self._live, self.addresses)

    def function(self, inputs: Names, outputs: Names, *, override: bool = False) -> BookFunction:
        """The model as a function of arrays: many scenarios at once, for which only what lies between is calculated.

            payment = model.function(inputs=["Rate", "Loan!B4"], outputs="Loan!D9")
            payment(np.linspace(0.01, 0.1, 10_000), 30)

        Inputs are given in their order, or by name where `inputs` is `{name: address}` or addresses are names. An output
        alone gives an array, several a tuple, `{name: address}` a dict. An area has its rows and columns behind the
        scenarios. Raises UnknownName; BookError for an input that has a formula, unless `override`.
        """
        function = compiled_function(self._live, self.addresses, self._changes, inputs, outputs)
        for ref in function.inputs.values():
            self._refuse_formulas(ref, override=override)
        return function

    def formula(self, address: str) -> str | None:
        """The formula of a cell with its =, None for an input. Raises UnknownName."""
        ref = self.addresses.find(address)
        found = self._live.formulas.get((ref.sheet.index, ref.top, ref.left))
        return found.text if found else None

    def _cells(
        self, ref: Ref, values: Sequence[Sequence[object]], *, override: bool
    ) -> Iterator[tuple[Key, Scalar]]:
        self._refuse_formulas(ref, override=override)
        with self._live.lock:
            self._live.reach((ref.sheet.index, ref.bottom, ref.right), self._where(spelt(ref)))
        from_1904 = self.addresses.book.from_1904
        for row, entries in enumerate(values, start=ref.top):
            for column, value in enumerate(entries, start=ref.left):
                where = self._where(spelt(Ref(ref.sheet, row, column, row, column)))
                yield (ref.sheet.index, row, column), as_cell(value, where, from_1904=from_1904)

    def _refuse_formulas(self, ref: Ref, *, override: bool) -> None:
        for row in range(ref.top, ref.bottom + 1):
            for column in range(ref.left, ref.right + 1):
                formula = self._live.formulas.get((ref.sheet.index, row, column))
                if formula is None:
                    continue
                cell = spelt(Ref(ref.sheet, row, column, row, column))
                if not override:
                    what = Text(f"这里是公式 {formula.text}", f"it has the formula {formula.text}")
                    remedy = Text(
                        "设它所依赖的输入；override 以值代替公式",
                        "set the inputs that it reads; `override` puts a value in place of the formula",
                    )
                    raise BookError(self._where(cell), what, remedy)
                if formula.fills and len(list(formula.places())) > 1:
                    what = Text("它是数组公式的一部分", "it is a part of an array formula")
                    raise BookError(self._where(cell), what, Text("设其他单元格", "set other cells"))

    def _where(self, address: str) -> str:
        return f"{self.name} {address}"


def _over(ref: Ref, value: object, where: str) -> Sequence[Sequence[object]]:
    """Values over an area, row by row. Raises BookError where they are not as many."""
    if ref.is_cell and (isinstance(value, str) or np.ndim(value) == 0):  # type: ignore[arg-type]
        return [[value]]
    if isinstance(value, str) or not isinstance(value, Sequence | np.ndarray | pd.Series | pd.DataFrame):
        raise _misfit(ref, Text("一个值", "a single value"), where)
    entries = value.to_numpy(object) if isinstance(value, pd.Series | pd.DataFrame) else value
    rows = [list(entry) for entry in entries if _is_row(entry)]
    if len(rows) == len(entries) == ref.rows and all(len(row) == ref.columns for row in rows):
        return rows
    if not rows and 1 in {ref.rows, ref.columns} and len(entries) == ref.rows * ref.columns:
        return [list(entries)] if ref.rows == 1 else [[each] for each in entries]
    size = f"{len(entries)} × {'/'.join(sorted({str(len(row)) for row in rows})) or 1}"
    raise _misfit(ref, Text(f"{size} 个值", f"{size} values"), where)


def _is_row(row: object) -> bool:
    return isinstance(row, Sequence | np.ndarray | pd.Series) and not isinstance(row, str)


def _misfit(ref: Ref, given: Text, where: str) -> BookError:
    size = f"{ref.rows} × {ref.columns}"
    what = Text(f"这里有 {size} 个单元格，给的是", f"it has {size} cells, and is given ") + given
    return BookError(where, what, Text("按行给值，每行一个列表", "give rows of values, a list for each row"))
