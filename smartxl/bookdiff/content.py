"""What stands in the cells of a workbook, as numbers that are the same for the same contents in both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from smartxl.bookdiff.forms import FormulaForm, form_of
from smartxl.recalc import CellError, load_book

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray

    from smartxl.recalc import FormulaCell, LoadedBook, Scalar
    from smartxl.recalc.planes import SheetPlanes
    from smartxl.xlsx import RawBook

__all__ = ["Codes", "ComparedBook", "ComparedSheet", "content_of_book"]

Place = tuple[int, int]
_WEIGHTS, _OTHER = {"str": 1.0, "=": 0.5}, 0.7


@dataclass
class Codes:
    """A number for each content that occurs in either workbook; 0 is blank.

    `weights`: by number, how much a content says about its row: a text most, a formula, which stands in many, least.
    """

    numbers: dict[Hashable, int] = field(default_factory=dict)
    weights: list[float] = field(default_factory=lambda: [0.0])

    def of(self, kind: str, content: Hashable) -> int:
        """The number of a content."""
        number = self.numbers.get((kind, content))
        if number is None:
            number = self.numbers[kind, content] = len(self.weights)
            self.weights.append(_WEIGHTS.get(kind, _OTHER))
        return number


@dataclass(frozen=True)
class ComparedSheet:
    """One sheet: `codes` (rows, columns) of its contents, formulas by what stands around their references; its constants.

    `formulas`: place → formula, with those of array formulas at each cell that they fill.
    """

    name: str
    index: int
    codes: NDArray[np.int64]
    formulas: Mapping[Place, FormulaForm]
    constants: SheetPlanes

    @property
    def height(self) -> int:
        """The last row in use."""
        return int(self.codes.shape[0])

    @property
    def width(self) -> int:
        """The last column in use."""
        return int(self.codes.shape[1])

    def value(self, place: Place) -> Scalar:
        """A constant; None for a blank."""
        return self.constants.get(*place)


@dataclass(frozen=True)
class ComparedBook:
    """A workbook: how it was read, how it is calculated, and its sheets by name in small letters."""

    raw: RawBook
    loaded: LoadedBook
    codes: Codes
    sheets: Mapping[str, ComparedSheet]


def content_of_book(raw: RawBook, codes: Codes) -> ComparedBook:
    """A file that was read with its settings. Raises UnreadableFile."""
    loaded = load_book(raw)
    by_sheet: dict[str, list[FormulaCell]] = {}
    for formula in loaded.formulas:
        by_sheet.setdefault(formula.sheet.casefold(), []).append(formula)
    sheets = {
        name: _sheet(planes, by_sheet.get(name, []), codes) for name, planes in loaded.workbook.sheets.items()
    }
    return ComparedBook(raw, loaded, codes, sheets)


def _sheet(planes: SheetPlanes, formulas: list[FormulaCell], codes: Codes) -> ComparedSheet:
    grid = np.zeros((planes.rows, planes.columns), np.int64)
    rows, columns = np.nonzero(planes.kind)
    flat = planes.obj[rows, columns].tolist()
    grid[rows, columns] = [codes.of(*_constant(value)) for value in flat]
    forms: dict[Place, FormulaForm] = {}
    for formula in formulas:
        form = form_of(formula.text, formula.fills is not None)
        code = codes.of("=", form.around)
        for row, column in formula.places():
            grid[row - 1, column - 1] = code
            forms[row, column] = form
    used = np.nonzero(grid)
    high = int(used[0].max()) + 1 if used[0].size else 0
    wide = int(used[1].max()) + 1 if used[1].size else 0
    return ComparedSheet(planes.name, planes.index, grid[:high, :wide], forms, planes)


def _constant(value: Scalar) -> tuple[str, Hashable]:
    """TRUE is not 1, and an error not its text."""
    return type(value).__name__, value.code if isinstance(value, CellError) else value
