"""A small scored round, and its workbench: planned, written with other inputs, calculated."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import smartxl
from smartxl.cells import Cell
from smartxl.model.answers import Answer, Field, Scalar, State
from smartxl.project.result import ScoredRound
from smartxl.project.workbench.making import MadeWorkbench, planned_workbench, workbench_bytes
from smartxl.project.workbench.plan import PlannedWorkbench
from smartxl.project.workbench.shown import calculated, with_values
from smartxl.recalc import Scalar as Value
from smartxl.recalc import Workbook
from smartxl_generators import write
from tests.cli.conftest import write_project

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def scored_city(folder: Path, **changes: str) -> smartxl.Project:
    """A round in which every unit answered."""
    city = smartxl.open_project(write_project(folder, **changes))
    city.build()
    city.collect(*city.fill().paths, processes=0)
    return city


@dataclass(frozen=True)
class Bench:
    """A workbench and the round that it is of."""

    city: smartxl.Project
    scored: ScoredRound
    planned: PlannedWorkbench
    made: MadeWorkbench

    @classmethod
    def of(cls, city: smartxl.Project, lang: str = "zh") -> Bench:
        scored = city.scored(now=NOW)
        planned = planned_workbench(city, scored, "en" if lang == "en" else "zh")
        return cls(city, scored, planned, workbench_bytes(city, scored, planned))

    def with_inputs(self, changes: Mapping[str, Scalar | None]) -> Shown:
        """The workbook as it is with other inputs, by their keys; None leaves one blank."""
        known = {answer.key for answer in self.planned.inputs}
        assert changes.keys() <= known | self.input_cells.keys()
        kept = [answer for answer in self.planned.inputs if answer.key not in changes]
        new = [
            Answer("", key, State.VALUE, None, {Field.VALUE: value})
            for key, value in changes.items()
            if value is not None
        ]
        scored, plan = self.scored, self.made.planned.plan
        content = write(plan, self.city.template, scored.definition, scored.table, (*kept, *new))
        return Shown(self, calculated(content, "changed.xlsx"))

    @property
    def input_cells(self) -> Mapping[str, Cell]:
        """Key of an input → its cell."""
        from smartxl.model.plan import InputCell

        return {
            content.key: Cell(sheet.name, row.row, column)
            for sheet in self.planned.plan.sheets
            for row in sheet.rows
            for column, content in row.cells.items()
            if isinstance(content, InputCell)
        }


@dataclass(frozen=True)
class Shown:
    """A workbench as it was calculated."""

    bench: Bench
    workbook: Workbook

    @classmethod
    def of(cls, city: smartxl.Project, scored: ScoredRound) -> Shown:
        """As it is calculated when it is made: once, not a second time with the values in the file."""
        planned = planned_workbench(city, scored, "zh")
        content = write(planned.plan, city.template, scored.definition, scored.table, planned.inputs)
        workbook = calculated(content, "book.xlsx")
        made = MadeWorkbench(replace(planned, plan=with_values(planned, workbook)), content)
        return cls(Bench(city, scored, planned, made), workbook)

    def at(self, cell: Cell) -> Value:
        return self.workbook.sheets[cell.sheet.casefold()].get(cell.row, cell.column)

    def marks(self) -> list[Value]:
        """What every comparison of a function with its twin shows."""
        formulas = self.bench.made.planned.plan.plain_formulas()
        return [
            self.at(cell)
            for cell, content in formulas
            if '"≠"),"–")' in content.formula and self.at(cell) != ""
        ]


@pytest.fixture(scope="session")
def small_bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Of the small round of the commands' tests: two classes, three units, two levels."""
    return Bench.of(scored_city(tmp_path_factory.mktemp("bench") / "town"))


@pytest.fixture
def changed(small_bench: Bench) -> Callable[[Mapping[str, Scalar | None]], Shown]:
    return small_bench.with_inputs


@pytest.fixture(scope="module")
def with_bench(small_bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the round, with its workbench in `reports/`."""
    folder = shutil.copytree(small_bench.city.root, tmp_path_factory.mktemp("brought") / "town")
    smartxl.open_project(folder).workbench(now=NOW)
    return Path(folder)


@pytest.fixture
def city(with_bench: Path, tmp_path: Path) -> smartxl.Project:
    """A copy of it."""
    return smartxl.open_project(shutil.copytree(with_bench, tmp_path / "town"))
