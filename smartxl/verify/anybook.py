"""A workbook of which we know no plan: its formulas calculated from its inputs, beside the values that it shows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import Cell
from smartxl.recalc import NO_FUNCTIONS, CellError, Scalar, load_book, registered
from smartxl.recalc.stored import agrees, stored_values
from smartxl.text import Lang, Text, number_text, shorten
from smartxl.xlsx.labels import CellLabels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from smartxl.recalc import FormulaCell
    from smartxl.xlsx import RawBook

__all__ = ["BookReport", "NotRecalculated", "StoredDifference", "recalculated"]

_LONGEST, _FEW = 80, 20
_SUMMARY = Text(
    "{formulas} 个公式，重算 {computed} 个，用时 {seconds:.1f} 秒：{differing} 个与文件中的值不同",
    "{formulas} formulas, {computed} recalculated in {seconds:.1f} s: {differing} differ from the value in the file",
)
_UNSAVED = Text(
    "{count} 个公式在文件中没有值可比", "{count} formulas have no value in the file to compare with"
)
_MISSING = Text("{count} 个未重算，原因如下：", "{count} are not recalculated, because of:")
_WHY = Text("  {why}：{count} 个，如 {cells}", "  {why}: {count}, such as {cells}")
_LINE = Text(
    "文件 {stored}，重算 {computed}，公式 {formula}",
    "the file has {stored}, recalculated {computed}, formula {formula}",
)
_MORE = Text("另有 {count} 个（--json 全部列出）", "{count} more (--json lists all)")


@dataclass(frozen=True, slots=True)
class StoredDifference:
    """A formula that gives another value than the file shows. Errors are their text, such as #N/A; None is no value.

    `label`: what the texts left of the cell and above it call it.
    """

    cell: Cell
    stored: float | str | bool | None
    computed: float | str | bool | None
    formula: str
    label: str = ""

    def message(self, lang: Lang) -> str:
        """Both values and the formula, in words, without the cell."""
        stored, computed = _shown(self.stored), _shown(self.computed)
        formula = shorten(self.formula, _LONGEST)
        return _LINE.get(lang).format(stored=stored, computed=computed, formula=formula)


@dataclass(frozen=True, slots=True)
class NotRecalculated:
    """A formula whose value is not known to be what Excel gives, and why. `label` as of a `StoredDifference`."""

    cell: Cell
    why: Text
    formula: str
    label: str = ""


@dataclass(frozen=True)
class BookReport:
    """What recalculating came to: how many formula cells there are and how many have no value in the file; what differs
    and what was not recalculated, in the order of sheets and rows."""

    formulas: int
    unsaved: int
    differences: tuple[StoredDifference, ...]
    missing: tuple[NotRecalculated, ...]
    seconds: float
    saved_by: str

    @property
    def ok(self) -> bool:
        """Whether no value differs."""
        return not self.differences

    @property
    def computed(self) -> int:
        """How many formula cells were recalculated."""
        return self.formulas - len(self.missing)

    def lines(self, lang: Lang, limit: int = _FEW) -> Iterator[str]:
        """A summary, the first `limit` differences, and why formulas were not recalculated."""
        yield _SUMMARY.get(lang).format(
            formulas=self.formulas,
            computed=self.computed,
            seconds=self.seconds,
            differing=len(self.differences),
        )
        if self.unsaved:
            yield _UNSAVED.get(lang).format(count=self.unsaved)
        for each in self.differences[:limit]:
            yield f"{each.cell}{'：' if lang == 'zh' else ': '}{each.message(lang)}"
        if len(self.differences) > limit:
            yield _MORE.get(lang).format(count=len(self.differences) - limit)
        yield from self._reasons(lang)

    def _reasons(self, lang: Lang) -> Iterator[str]:
        """Why formulas were not recalculated, the most frequent reason first, with its first cells."""
        if not self.missing:
            return
        yield _MISSING.get(lang).format(count=len(self.missing))
        by_reason: dict[str, list[Cell]] = {}
        for each in self.missing:
            by_reason.setdefault(each.why.get(lang), []).append(each.cell)
        ordered = sorted(by_reason.items(), key=lambda entry: -len(entry[1]))
        for why, cells in ordered[:_FEW]:
            yield _WHY.get(lang).format(why=why, count=len(cells), cells=", ".join(map(str, cells[:3])))


def recalculated(
    book: RawBook,
    functions: Mapping[str, Callable[..., object]] = NO_FUNCTIONS,
    clock: Callable[[], float] = time.perf_counter,
) -> BookReport:
    """Calculates a file that was read with its settings, and compares each formula with the value that it shows.

    `functions` are those of the user's own that it may call, by name.

    Numbers are compared to 1e-9, relative above 1; those that a function seeks step by step (IRR) to 1e-6.
    """
    start = clock()
    loaded = load_book(book)
    loaded.workbook.functions = {**loaded.workbook.functions, **registered(functions)}
    found = {
        (each.sheet, each.row, each.column): each.why for each in loaded.workbook.calculate(loaded.formulas)
    }
    texts = {(each.sheet, *place): each.text for each in loaded.formulas for place in each.places()}
    labels = {name: CellLabels(sheet) for name, sheet in book.sheets.items()}
    differences: list[StoredDifference] = []
    missing: list[NotRecalculated] = []
    uncached = _uncached(loaded.formulas, book)
    unsaved = 0
    for place, stored in stored_values(loaded):
        cell, text = Cell(*place), texts.get(place, "")
        if place in found:
            label = labels[cell.sheet].of(cell.row, cell.column)
            missing.append(NotRecalculated(cell, found[place], text, label))
            continue
        value = loaded.workbook.sheets[cell.sheet.casefold()].get(cell.row, cell.column)
        if stored is None and place in uncached:
            unsaved += 1
        elif not agrees(stored, value, text):
            label = labels[cell.sheet].of(cell.row, cell.column)
            differences.append(StoredDifference(cell, _plain(stored), _plain(value), text, label))
    total = sum(len(cells) for cells in loaded.cached.values())
    return BookReport(total, unsaved, tuple(differences), tuple(missing), clock() - start, book.saved_by)


def _uncached(formulas: Iterable[FormulaCell], book: RawBook) -> set[tuple[str, int, int]]:
    """The cells whose formula was saved without a value; the first cell of an array formula tells for all."""
    return {
        (each.sheet, *place)
        for each in formulas
        if (each.row, each.column) in book.sheets[each.sheet].uncached
        for place in each.places()
    }


def _plain(value: Scalar) -> float | str | bool | None:
    return value.code if isinstance(value, CellError) else value


def _shown(value: float | str | bool | None) -> str:
    if value is None:
        return '""'
    if isinstance(value, bool):
        return str(value).upper()
    return repr(shorten(value, _LONGEST)) if isinstance(value, str) else number_text(value)
