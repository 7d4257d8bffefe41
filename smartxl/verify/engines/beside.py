"""What several engines make of one workbook, beside each other and beside what the file shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smartxl.cells import Cell
from smartxl.recalc.stored import agrees
from smartxl.text import Lang, Text, number_text, shorten
from smartxl.verify.compare import PlannedValue, same_value
from smartxl.verify.grid import ErrorValue, Value
from smartxl.verify.values import scalar_of

if TYPE_CHECKING:
    from smartxl.errors import SmartxlError
    from smartxl.verify.engines.base import EngineValues
    from smartxl.verify.engines.inputs import StoredValues

__all__ = ["CellBeside", "EngineOutcome", "EnginesReport", "beside", "shown_value"]

_FEW, _LONGEST, _TOLERANCE = 5, 60, 1e-9
_SUMMARY = Text(
    "{formulas} 个公式，{differing} 个单元格的值不一致",
    "{formulas} formulas, in {differing} cells the values differ",
)
_ENGINE = Text(
    "{name} {version}：算出 {computed} 个，未算 {missing} 个，与其他不一致 {differing} 个，用时 {seconds:.1f} 秒",
    "{name} {version}: {computed} computed, {missing} not, {differing} differ from others, {seconds:.1f} s",
)
_FAILED = Text("{name} {version}：没有结果，{why}", "{name} {version}: no result, {why}")
_LINE = Text("{values}，公式 {formula}", "{values}, formula {formula}")
_FILE, _SCORING = Text("文件", "the file"), Text("计分引擎", "the scoring engine")
_WHY = Text("  {why}：{count} 个，如 {cells}", "  {why}: {count}, such as {cells}")
_NO_ERROR_OF_ITS_OWN = ErrorValue("#VALUE!")


@dataclass(frozen=True)
class EngineOutcome:
    """What an engine came to: its values, or why there are none (it crashed, took too long, took too much memory)."""

    name: str
    version: str
    seconds: float = 0.0
    found: EngineValues | None = None
    failure: SmartxlError | None = None

    @property
    def message(self) -> Text:
        """Why it came to nothing."""
        return Text(f"{self.name}：{_why(self, 'zh')}", f"{self.name}: {_why(self, 'en')}")

    @property
    def missing(self) -> Mapping[Cell, Text]:
        """The formula cells that it does not compute, and why; none where it came to nothing."""
        return self.found.missing if self.found else {}


@dataclass(frozen=True, slots=True)
class CellBeside:
    """A cell in which any two values differ. `stored` is None where the file has no value, `expected` where nothing is planned.

    `values`: engine → value; one that does not compute the cell is left out.
    """

    cell: Cell
    formula: str
    stored: Value
    expected: PlannedValue | None
    values: Mapping[str, Value]

    def message(self, lang: Lang) -> str:
        """The values and the formula, in words, without the cell."""
        told = {_FILE.get(lang): self.stored} | dict(self.values)
        if self.expected is not None:
            told[_SCORING.get(lang)] = self.expected.value
        values = [f"{name} {shown_value(value)}" for name, value in told.items()]
        return _LINE.get(lang).format(
            values=("，" if lang == "zh" else ", ").join(values), formula=shorten(self.formula, _LONGEST)
        )


@dataclass(frozen=True)
class EnginesReport:
    """How many formula cells there are, what each engine came to, and where any two values differ."""

    formulas: int
    unsaved: int
    engines: tuple[EngineOutcome, ...]
    cells: tuple[CellBeside, ...]
    differs: Mapping[str, int] = field(default_factory=dict)
    scored: bool = False

    @property
    def ok(self) -> bool:
        """Whether every engine came to an end and no two values differ."""
        return not self.cells and all(each.failure is None for each in self.engines)

    def lines(self, lang: Lang) -> Iterator[str]:
        """A summary, and what each engine computed and did not."""
        yield _SUMMARY.get(lang).format(formulas=self.formulas, differing=len(self.cells))
        for each in self.engines:
            if each.failure is not None or each.found is None:
                why = _why(each, lang)
                yield _FAILED.get(lang).format(name=each.name, version=each.version, why=why)
                continue
            yield _ENGINE.get(lang).format(
                name=each.name,
                version=each.version,
                computed=len(each.found.values),
                missing=len(each.missing),
                differing=self.differs.get(each.name, 0),
                seconds=each.seconds,
            )
            yield from _reasons(each.missing, lang)


def beside(
    formulas: Mapping[Cell, str],
    stored: StoredValues,
    outcomes: tuple[EngineOutcome, ...],
    expected: Mapping[Cell, PlannedValue] | None = None,
) -> EnginesReport:
    """Compares the values of all engines, those that the file shows, and those that are expected, to 1e-9, relative above 1.

    `formulas`: all formula cells and their texts, in the order in which they are told.
    """
    planned = expected or {}
    cells: list[CellBeside] = []
    differs: Counter[str] = Counter()
    for cell, formula in formulas.items():
        values = {
            each.name: each.found.values[cell]
            for each in outcomes
            if each.found and cell in each.found.values
        }
        loose = {each.name for each in outcomes if each.found and each.found.loose}
        row = _Row(formula, cell in stored.values, stored.values.get(cell), planned.get(cell), values, loose)
        wrong = row.differing()
        if wrong:
            differs.update(wrong & values.keys())
            cells.append(CellBeside(cell, formula, row.stored, row.expected, values))
    return EnginesReport(
        len(formulas), len(stored.unsaved), outcomes, tuple(cells), dict(differs), scored=expected is not None
    )


def shown_value(value: Value) -> str:
    """A value as a formula writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, ErrorValue):
        return str(value)
    return (
        f'"{shorten(value, _LONGEST)}"'.replace("\n", "↵") if isinstance(value, str) else number_text(value)
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One cell: its formula and its values. `loose`: the engines that save TRUE as 1, and errors of their own as #VALUE!."""

    formula: str
    is_saved: bool
    stored: Value
    expected: PlannedValue | None
    values: Mapping[str, Value]
    loose: set[str]

    def differing(self) -> set[str]:
        """The engines whose value is not that of another, of the file, or of the plan; "" for these two."""
        wrong: set[str] = set()
        names = list(self.values)
        for index, name in enumerate(names):
            value, is_loose = self.values[name], name in self.loose
            for other in names[index + 1 :]:
                if not self._same(value, self.values[other], loose=is_loose or other in self.loose):
                    wrong |= {name, other}
            if self.is_saved and not self._as_stored(value, loose=is_loose):
                wrong |= {name, ""}
            if self.expected is not None and not same_value(self.expected.value, value, _TOLERANCE):
                wrong |= {name, ""}
        if self.is_saved and self.expected and not same_value(self.expected.value, self.stored, _TOLERANCE):
            wrong.add("")
        return wrong

    def _as_stored(self, value: Value, *, loose: bool) -> bool:
        return agrees(scalar_of(self.stored), scalar_of(value), self.formula) or self._same(
            self.stored, value, loose=loose
        )

    def _same(self, one: Value, other: Value, *, loose: bool) -> bool:
        if agrees(scalar_of(one), scalar_of(other), self.formula):
            return True
        if not loose:
            return False
        if isinstance(one, ErrorValue) and isinstance(other, ErrorValue):
            return _NO_ERROR_OF_ITS_OWN in (one, other)
        truth = isinstance(one, bool) != isinstance(other, bool)
        return truth and isinstance(one, float | bool) and isinstance(other, float | bool) and one == other


def _why(outcome: EngineOutcome, lang: Lang) -> str:
    return outcome.failure.what.get(lang) if outcome.failure else ""


def _reasons(missing: Mapping[Cell, Text], lang: Lang) -> Iterator[str]:
    """Why formulas are not computed, the most frequent reason first, with its first cells."""
    by_reason: dict[str, list[Cell]] = {}
    for cell, why in missing.items():
        by_reason.setdefault(why.get(lang), []).append(cell)
    ordered = sorted(by_reason.items(), key=lambda entry: -len(entry[1]))
    for reason, cells in ordered[:_FEW]:
        first = ", ".join(map(str, sorted(cells)[:3]))
        yield _WHY.get(lang).format(why=reason, count=len(cells), cells=first)
