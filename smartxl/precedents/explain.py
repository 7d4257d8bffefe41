"""A cell explained: what it comes from, down to the inputs, calculating no more than that needs."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from smartxl.cells import Area, Cell
from smartxl.precedents.address import named_cell
from smartxl.precedents.cells import CellTeller, shown
from smartxl.precedents.evaluation import Evaluation
from smartxl.precedents.explanation import CellKind, Dependents, ExplainedSource, Explanation
from smartxl.precedents.ranges import filled_cells, notable_cells, summary
from smartxl.recalc import NO_FUNCTIONS, Readers, load_book, registered
from smartxl.recalc.arrays import Arr
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.written import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from smartxl.precedents.evaluation import PartRead
    from smartxl.precedents.explanation import ExplainedCell
    from smartxl.recalc import LoadedBook
    from smartxl.xlsx import RawBook

__all__ = ["explain"]

_MOST, _MOST_OF_ALL, _MOST_DEPENDENTS = 200, 20_000, 100


def explain(
    book: RawBook,
    address: str,
    *,
    depth: int | None = None,
    whole: bool = False,
    steps: bool = False,
    dependents: bool = False,
    functions: Mapping[str, Callable[..., object]] = NO_FUNCTIONS,
) -> Explanation:
    """Explains a cell of a file that was read with its settings.

    `depth`: how many levels of formulas are followed, all of them by default; `whole`: ranges cell by cell, and up to 20,000
    cells in place of 200; `steps`: the cell's formula part by part; `dependents`: what uses the cell; `functions`: the user's
    own. Raises UnknownName for what is no cell, and UnreadableFile.
    """
    loaded = load_book(book)
    loaded.workbook.functions = registered(functions)
    target = named_cell(loaded.workbook, address)
    sheet = loaded.workbook.sheets[target.sheet.casefold()]
    readers = Readers(loaded.workbook, loaded.formulas) if dependents else None
    users = list(readers.of(sheet.index, (target.row, target.column))) if readers else []
    wanted = [target, *(Cell(user.sheet, user.row, user.column) for user in users[:_MOST_DEPENDENTS])]
    keys = [(loaded.workbook.sheets[c.sheet.casefold()].index, c.row, c.column) for c in wanted]
    for _ in loaded.workbook.calculate(loaded.formulas, keys):
        pass  # why cells are not computed stands in their sheets
    tree = _SourceTree(book, loaded, depth, whole)
    tree.grow(target)
    used_by = None
    if readers:
        following = sum(1 for _ in readers.following({sheet.index: [(target.row, target.column)]}))
        told = tuple(tree.teller.told(cell, -1) for cell in wanted[1:])
        used_by = Dependents(told, len(users), following, len(readers.unsure))
    formula = tree.teller.formula_of(target)
    taken = Evaluation(loaded.workbook, formula).run().steps if steps and formula else ()
    count = len(loaded.formulas)
    return Explanation(book.file_name, tuple(tree.cells), tree.left_out, count, taken, used_by)


class _SourceTree:
    """The cells that a cell comes from, level by level, each once."""

    def __init__(self, book: RawBook, loaded: LoadedBook, depth: int | None, whole: bool) -> None:
        self.teller = CellTeller(book, loaded)
        self._workbook, self._depth, self._whole = loaded.workbook, depth, whole
        self._most = _MOST_OF_ALL if whole else _MOST
        self.cells: list[ExplainedCell] = []
        self.left_out = 0

    def grow(self, target: Cell) -> None:
        """Tells a cell, and those that it comes from."""
        met, waiting = {target}, deque([(target, 0)])
        while waiting:
            if len(self.cells) >= self._most:
                self.left_out = len(waiting)
                return
            cell, level = waiting.popleft()
            told = self._told(cell, level)
            self.cells.append(told)
            for each in (each for source in told.sources for each in source.cells):
                if each not in met:
                    met.add(each)
                    waiting.append((each, level + 1))

    def _told(self, cell: Cell, level: int) -> ExplainedCell:
        told, formula = self.teller.told(cell, level), self.teller.formula_of(cell)
        if formula is None or told.kind is not CellKind.FORMULA:
            return told
        if self._depth is not None and level >= self._depth:
            return replace(told, followed=False)
        found = Evaluation(self._workbook, formula).run()
        sources = tuple(source for read in found.reads for source in self._sources(read))
        return replace(told, sources=sources, branches=found.branches)

    def _sources(self, read: PartRead) -> Iterator[ExplainedSource]:
        found, facts = read.found, (read.used, read.chosen, read.why)
        if isinstance(found, Ref | Union):
            for ref in (found,) if isinstance(found, Ref) else found.parts:
                yield self._of_cells(read, ref)
        elif isinstance(found, Arr):
            yield ExplainedSource(read.written, None, (), None, literal(found), *facts)
        else:
            yield ExplainedSource(read.written, None, (), None, shown(found), *facts)

    def _of_cells(self, read: PartRead, ref: Ref) -> ExplainedSource:
        name = ref.sheet.name
        at = Area(name, ref.top, ref.left, ref.bottom, ref.right)
        facts = read.used, read.chosen, read.why
        if ref.is_cell:
            return ExplainedSource(read.written, at, (Cell(name, ref.top, ref.left),), None, None, *facts)
        places = islice(filled_cells(ref), self._most) if self._whole else notable_cells(ref)
        cells = tuple(Cell(name, *place) for place in places)
        return ExplainedSource(
            read.written, at, cells, summary(ref, self.teller.results_in(ref)), None, *facts
        )
