"""What several engines side by side look like: as lines and a table, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cli.present.jsonout import ProblemRecord
from smartxl.text import Lang, Text, shorten
from smartxl.verify.engines.beside import CellBeside, EngineOutcome, EnginesReport, shown_value

if TYPE_CHECKING:
    from smartxl.cli.console import Screen

__all__ = ["EnginesRecord", "show_cells"]

_LONGEST, _FEW = 48, 50
_HEADS = {
    "cell": Text("单元格", "cell"),
    "stored": Text("文件", "file"),
    "expected": Text("计分引擎", "scoring"),
    "formula": Text("公式", "formula"),
}
_NONE = "–"
_MORE = Text("另有 {count} 个（--json 全部列出）", "{count} more (--json lists all)")

_Value = str | float | bool | None


@dataclass(frozen=True, slots=True)
class UncomputedRecord:
    """A formula that an engine does not compute, and why."""

    cell: str
    why: str


@dataclass(frozen=True, slots=True)
class EngineRecord:
    """What an engine came to; `failure` where that is nothing. `differs`: cells in which its value is not that of another."""

    name: str
    version: str
    seconds: float
    computed: int
    differs: int
    failure: ProblemRecord | None
    not_computed: tuple[UncomputedRecord, ...]

    @classmethod
    def of(cls, outcome: EngineOutcome, differs: int, lang: Lang) -> EngineRecord:
        """The record of an engine."""
        failure = ProblemRecord.of(outcome.failure, lang) if outcome.failure else None
        computed = len(outcome.found.values) if outcome.found else 0
        missing = (UncomputedRecord(str(cell), why.get(lang)) for cell, why in outcome.missing.items())
        counts = outcome.seconds, computed, differs
        return cls(outcome.name, outcome.version, *counts, failure, tuple(missing))


@dataclass(frozen=True, slots=True)
class BesideRecord:
    """A cell in which any two values differ. `quantity` and `expected`: of the scoring engine, in a project. `values`: engine →
    value; an engine that does not compute the cell is left out."""

    cell: str
    formula: str
    stored: _Value
    quantity: tuple[str, ...] | None
    expected: _Value
    values: Mapping[str, _Value]

    @classmethod
    def of(cls, each: CellBeside) -> BesideRecord:
        """The record of a cell."""
        expected = each.expected
        quantity = tuple(map(str, expected.quantity)) if expected and expected.quantity else None
        due = expected.value if expected else None
        return cls(str(each.cell), each.formula, each.stored, quantity, due, dict(each.values))


@dataclass(frozen=True, slots=True)
class EnginesRecord:
    """What `verify --engine … --json` prints for each file. `unsaved`: formulas of which the file has no value. `scored`: the
    values of the scoring engine are compared as well."""

    ok: bool
    formulas: int
    unsaved: int
    scored: bool
    engines: tuple[EngineRecord, ...]
    differences: tuple[BesideRecord, ...]

    @classmethod
    def of(cls, report: EnginesReport, lang: Lang) -> EnginesRecord:
        """The record of a file, with every cell that differs and every one that is not computed."""
        engines = (EngineRecord.of(each, report.differs.get(each.name, 0), lang) for each in report.engines)
        cells = map(BesideRecord.of, report.cells)
        return cls(report.ok, report.formulas, report.unsaved, report.scored, tuple(engines), tuple(cells))


def show_cells(report: EnginesReport, screen: Screen) -> None:
    """Prints a table of the cells in which any two values differ."""
    if not report.cells:
        return
    names = [each.name for each in report.engines if each.found]
    words = {key: text.get(screen.lang) for key, text in _HEADS.items()}
    scored = [words["expected"]] if report.scored else []
    heads = [words["cell"], words["stored"], *scored, *names, words["formula"]]
    rows = [_row(each, names, scored=report.scored) for each in report.cells[:_FEW]]
    screen.table(heads, rows, frozenset(range(1, len(heads) - 1)))
    if len(report.cells) > _FEW:
        screen.show("  " + _MORE.get(screen.lang).format(count=len(report.cells) - _FEW))


def _row(each: CellBeside, names: Iterable[str], *, scored: bool) -> list[str]:
    expected = [shown_value(each.expected.value) if each.expected else _NONE] if scored else []
    values = [shown_value(each.values[name]) if name in each.values else _NONE for name in names]
    return [str(each.cell), shown_value(each.stored), *expected, *values, shorten(each.formula, _LONGEST)]
