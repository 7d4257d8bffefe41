"""A cell of any workbook explained; one of ours beside what its project plans for the cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.cells import Cell
from smartxl.errors import SmartxlError
from smartxl.model.plan import Computed
from smartxl.precedents import ExplainedCell, Explanation, explain
from smartxl.project.anybook import OwnersReader, content_of, read_apart
from smartxl.project.folder import ProjectFolder, root_if_any
from smartxl.project.quantities import quantity_words
from smartxl.project.verifier import plan_of_file
from smartxl.text import Text
from smartxl.xlsx.gate import LARGE_BUDGET
from smartxl.xlsx.saved import open_saved

if TYPE_CHECKING:
    from smartxl.xlsx import RawBook

__all__ = ["ExplainOrder", "explain_cell", "explained_cell"]

_Planned = Mapping[Cell, tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class ExplainOrder:
    """What is asked: how many levels of formulas (None: all), ranges cell by cell, the steps of the formula, what uses it."""

    depth: int | None = None
    whole: bool = False
    steps: bool = False
    dependents: bool = False


def explain_cell(
    path: str | Path,
    cell: str,
    *,
    depth: int | None = None,
    whole: bool = False,
    steps: bool = False,
    dependents: bool = False,
    passwords: Iterable[str] = (),
) -> Explanation:
    """Where the value of a cell (`Sheet1!D9`, or a name) of any workbook comes from: see `docs/explain.md`.

    `depth`: how many levels of formulas; `whole`: ranges cell by cell; `steps`: its formula evaluated part by part;
    `dependents`: what uses it. Of a workbook of a project it is told what is planned for the cells.
    Raises UnreadableFile, UnknownName for a cell that there is not.
    """
    order = ExplainOrder(depth, whole, steps, dependents)
    return explained_cell(Path(path), cell, order, passwords=passwords)


def explained_cell(
    path: Path,
    cell: str,
    order: ExplainOrder,
    project: ProjectFolder | None = None,
    passwords: Iterable[str] = (),
) -> Explanation:
    """The same, beside the plan of a project given or the one around the file. It is read in a process of its own."""
    root = project.root if project else root_if_any(path)
    reader = _Explainer(tuple(passwords), cell, order, root, project)
    return read_apart(reader, path.name, content_of(path))


@dataclass
class _Explainer(OwnersReader):
    """Explains a cell of a file, and sends only that."""

    passwords: tuple[str, ...] = field(repr=False)
    cell: str
    order: ExplainOrder
    root: Path | None
    project: ProjectFolder | None

    def read(self, content: bytes, name: str) -> Explanation:
        """The cell explained. Raises FileRefused, UnknownName."""
        from smartxl_udfs import FUNCTIONS

        book = open_saved(content, name, passwords=self.passwords, budget=LARGE_BUDGET)
        asked = self.order
        found = explain(
            book,
            self.cell,
            depth=asked.depth,
            whole=asked.whole,
            steps=asked.steps,
            dependents=asked.dependents,
            functions=FUNCTIONS,
        )
        planned: _Planned = {}
        if self.root is not None:
            with suppress(SmartxlError):  # no workbook of the project: then it is as any other
                planned = _planned(self.project or ProjectFolder.open(self.root, None), book, name)
        return replace(found, cells=tuple(_with_plan(each, planned) for each in found.cells))


def _planned(project: ProjectFolder, book: RawBook, name: str) -> _Planned:
    """The cells of a workbook with a planned quantity: the formula that is planned, "" for none, and what it is."""
    plan = plan_of_file(project, book, Path(name))
    return {
        cell: (content.formula if isinstance(content, Computed) else "", words)
        for cell, content in plan.computed()
        for words in (quantity_words(project.definition, content.quantity),)
    }


def _with_plan(told: ExplainedCell, planned: _Planned) -> ExplainedCell:
    formula, words = planned.get(told.cell, ("", None))
    return replace(told, quantity=words) if words and formula in {"", told.formula} else told
