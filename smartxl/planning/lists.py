"""The hidden list sheet: drop-down lists, scales with their points, stage bands, rule parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from smartxl.cells import Area
from smartxl.model.answers import (
    APPLICABLE,
    HIGH,
    LOW,
    MEDIUM,
    NO,
    NOT_APPLICABLE,
    PENDING,
    YES,
    Choice,
    Field,
    option_choice,
)
from smartxl.model.framework import Framework, Node
from smartxl.model.plan import Content, PlannedRow, SheetPlan
from smartxl.rules import build_any
from smartxl.text import Lang

__all__ = ["LIST_SHEET", "Lists", "plan_lists"]

LIST_SHEET = "_lists"
_HEAD_ROW = 1


@dataclass(frozen=True)
class Lists:
    """Where each list stands. A scale has `labels` and `points`; a rule's parameters stand in one column.

    `codes` are what the options of a list mean, where they can be chosen.
    """

    areas: Mapping[str, Area]
    options: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, tuple[Choice, ...]]
    _params: dict[str, Mapping[str, str]] = field(default_factory=dict, repr=False, compare=False)

    def area(self, name: str) -> Area:
        """The area of a list by name: `answer.applicable`, `scale.depth.labels`, `stage.thresholds` …"""
        return self.areas[name]

    def params(self, leaf: str) -> Mapping[str, str]:
        """Parameter name → reference, for the rule of a leaf."""
        if leaf not in self._params:
            prefix = f"rule.{leaf}."
            of_leaf = {name: area for name, area in self.areas.items() if name.startswith(prefix)}
            self._params[leaf] = {name.removeprefix(prefix): str(area) for name, area in of_leaf.items()}
        return self._params[leaf]

    def pipeline(self) -> dict[tuple[int, str], str]:
        """(place of a step, field) → reference to its number."""
        prefix = "pipeline."
        steps = (name.split(".") for name in self.areas if name.startswith(prefix))
        return {(int(step), name): str(self.areas[f"{prefix}{step}.{name}"]) for _, step, name in steps}

    def vector(self, leaf: str) -> str:
        """All parameters of a leaf's rule as one range, "" when it has none."""
        area = self.areas.get(f"vector.{leaf}")
        return str(area) if area else ""


def plan_lists(framework: Framework, words: Mapping[str, str], lang: Lang) -> tuple[SheetPlan, Lists]:
    """The list sheet of a workbook, and where everything stands on it."""
    columns: dict[str, Sequence[str | float]] = {
        "answer.applicable": [
            words[f"answer.{name}"] for name in ("applicable", "not_applicable", "pending")
        ],
        "answer.provided": [words["answer.yes"], words["answer.no"]],
        "channel": [channel.get(lang) for channel in framework.channels],
    }
    if any(node.indicator and Field.QUALITY in node.indicator.asks for node in framework.nodes):
        columns["answer.quality"] = [words[f"answer.{code}"] for code in (HIGH, MEDIUM, LOW)]
    for scale in framework.scales.values():
        columns[f"scale.{scale.code}.labels"] = [option.label.get(lang) for option in scale.options]
        columns[f"scale.{scale.code}.points"] = [option.points for option in scale.options]
    stages = framework.conventions.stages
    columns["stage.thresholds"] = list(stages.thresholds)
    columns["stage.names"] = [name.get(lang) for name in stages.names]
    areas = {
        name: _column_area(index, 2, len(cells))
        for index, (name, cells) in enumerate(columns.items(), 1)
        if cells
    }
    _add_parameters(framework, columns, areas)
    _add_pipeline(framework, columns, areas)
    options = {name: tuple(str(cell) for cell in cells) for name, cells in columns.items()}
    codes = {name: tuple(option_choice(n) for n in range(1, len(o) + 1)) for name, o in options.items()}
    codes |= {"answer.applicable": (APPLICABLE, NOT_APPLICABLE, PENDING), "answer.provided": (YES, NO)}
    codes["answer.quality"] = (HIGH, MEDIUM, LOW)
    return SheetPlan(LIST_SHEET, "", _rows(columns), hidden=True), Lists(areas, options, codes)


def _add_parameters(
    framework: Framework, columns: dict[str, Sequence[str | float]], areas: dict[str, Area]
) -> None:
    for node in framework.nodes:
        numbers = _parameters(node)
        if not numbers:
            continue
        column = len(columns) + 1
        columns[f"vector.{node.code}"] = [number for values in numbers.values() for number in values]
        areas[f"vector.{node.code}"] = _column_area(column, 2, len(columns[f"vector.{node.code}"]))
        row = 2
        for name, values in numbers.items():
            areas[f"rule.{node.code}.{name}"] = _column_area(column, row, len(values))
            row += len(values)


def _add_pipeline(
    framework: Framework, columns: dict[str, Sequence[str | float]], areas: dict[str, Area]
) -> None:
    numbers = {
        f"pipeline.{place}.{name}": value
        for place, step in enumerate(framework.conventions.pipeline)
        for name, value in (("record", step.record), ("least", step.least), ("cap", step.cap))
        if value is not None
    }
    if numbers:
        column = len(columns) + 1
        columns["pipeline"] = list(numbers.values())
        for row, name in enumerate(numbers, 2):
            areas[name] = _column_area(column, row, 1)


def _parameters(node: Node) -> Mapping[str, tuple[float, ...]]:
    if node.indicator is None:
        return {}
    spec = node.indicator.rule
    return build_any(spec).parameters()


def _column_area(column: int, first_row: int, size: int) -> Area:
    return Area(LIST_SHEET, first_row, column, first_row + size - 1, column)


def _rows(columns: Mapping[str, Sequence[str | float]]) -> tuple[PlannedRow, ...]:
    heads: dict[int, Content] = dict(enumerate(columns, 1))
    rows = [PlannedRow(_HEAD_ROW, 0, heads)]
    for offset in range(max(map(len, columns.values()))):
        cells: dict[int, Content] = {
            index: cells[offset] for index, cells in enumerate(columns.values(), 1) if offset < len(cells)
        }
        rows.append(PlannedRow(_HEAD_ROW + 1 + offset, 0, cells))
    return tuple(rows)
