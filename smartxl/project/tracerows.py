"""A trace as rows: for the screen, and for the cells of a worksheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smartxl.model.answers import State
from smartxl.model.scores import Trace
from smartxl.planning import step_words
from smartxl.text import Lang, Text
from smartxl_templates import wording

__all__ = ["TraceRow", "trace_rows"]

_STATES = {
    State.BLANK: Text("未填", "blank"),
    State.NOT_APPLICABLE: Text("不适用", "not applicable"),
    State.PENDING: Text("待核实", "pending"),
}
_COVERED = Text("覆盖率 {coverage}，低于下限", "coverage {coverage}, below the floor")
_COUNTED = Text("按 {number} 计", "counts as {number}")


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One line: how deep it lies, what it is, its score, the share it counts with, what else is to be said of it.

    `ungraded`: it has no score because too few rows are answered. `points` is what it brings to the score above (score or
    stand-in × weight), None where it has no weight. Of a row of a form `place` is the sheet and cell, `file` the file that
    counts. A step of the pipeline has the total after it as score.
    """

    depth: int
    label: str
    score: float | None
    weight: float | None
    points: float | None
    remarks: tuple[str, ...]
    ungraded: bool = False
    state: str = ""
    place: str = ""
    file: str = ""
    is_step: bool = False


def trace_rows(
    trace: Trace, lang: Lang, files: Mapping[tuple[str, str], str] | None = None
) -> tuple[TraceRow, ...]:
    """A trace with all its parts, each behind the one that it is a part of; `files`: unit and row → file."""
    return tuple(_Traced(lang, wording(lang), files or {}).of(trace, 0))


@dataclass(frozen=True, slots=True)
class _Traced:
    lang: Lang
    words: Mapping[str, str]
    files: Mapping[tuple[str, str], str]

    def of(self, trace: Trace, depth: int) -> Iterator[TraceRow]:
        yield TraceRow(
            depth,
            trace.label,
            trace.score,
            trace.weight,
            _points(trace),
            tuple(self._remarks(trace)),
            trace.coverage is not None and trace.score is None,
            words.get(self.lang) if trace.state and (words := _STATES.get(trace.state)) else "",
            trace.place,
            self.files.get((trace.unit, trace.key), ""),
        )
        for part in trace.parts:
            yield from self.of(part, depth + 1)
        for step in trace.steps:
            label = f"→ {step_words(step.step, self.words, self.lang)}"
            yield TraceRow(depth + 1, label, step.total, None, None, (), is_step=True)

    def _remarks(self, trace: Trace) -> Iterator[str]:
        if trace.coverage is not None:
            yield _COVERED.get(self.lang).format(coverage=f"{trace.coverage:.1%}")
        if trace.stand_in is not None:
            yield _COUNTED.get(self.lang).format(number=f"{trace.stand_in:g}")


def _points(trace: Trace) -> float | None:
    counted = trace.stand_in if trace.score is None else trace.score
    return None if trace.weight is None or counted is None else trace.weight * counted
