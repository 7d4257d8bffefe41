"""The worksheet functions that need a project: a second module for xlwings beside `smartxl_udfs` (UDF Modules).

In: codes. Out: one range. They are declared as those of `smartxl_udfs` are: see its `registry`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from smartxl.errors import ProjectError
from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY
from smartxl.project.bookproject import project_root
from smartxl.project.project import Project, open_project
from smartxl.project.scored import clock
from smartxl.project.sources import COLLECT_FIRST
from smartxl.project.tracerows import TraceRow, trace_rows
from smartxl.text import SEMICOLON, Lang, Text
from smartxl_udfs.callers import calling_book
from smartxl_udfs.ranges import CallError, Cells, cells, error_in
from smartxl_udfs.registry import FunctionArgument, message_language, worksheet_function

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from smartxl.project.result import ScoredRound

__all__ = ["SX_TRACE"]

_KEPT = 4  # rounds that are kept scored


@worksheet_function(
    Text(
        "得分从何而来：从一个节点到报表的单元格和文件。",
        "Where a score comes from: a node down to cells and files.",
    ),
    Text(
        "逐级列出：节点、得分、权重（占上级的份额）、带来的分、单元格与状态、文件",
        "line by line: node, score, weight (share of the one above), points it brings, cell and state, file",
    ),
    FunctionArgument(
        "code", Text("指标代码；空白为总分。", "The code of a node; blank: the total."), is_range=False
    ),
    FunctionArgument(
        "unit",
        Text(
            "单位的代码或名称；@类别 为一类单位，空白为全市。",
            "A unit's code or name; @class: a class; blank: the city.",
        ),
        is_range=False,
        optional=True,
    ),
    asks_book=True,
)
def SX_TRACE(code: object, unit: object = "") -> Cells:  # noqa: N802 (a worksheet function's name)
    """`smartxl.scoring.trace` of the project that the calling workbook belongs to: (n, 6), see `project_root`.

    Worked out anew when the definition or the ledger has changed. Raises CallError for ranges, ProjectError, UnknownName.
    """
    if error := error_in(cells(code)) or error_in(cells(unit)):
        return cells(error)
    node, whose = _word("code", code) or ROOT, _word("unit", unit) or CITY
    lang = message_language()
    rows = _ROUNDS.of(project_root(calling_book()), lang, clock()).rows(node, whose)
    return np.array([_cells(row, lang) for row in rows], dtype=object)


def _word(name: str, given: object) -> str:
    """A code or a name as it is written: 1 for the number 1. Raises CallError for more than one cell.

    0 is "": LibreOffice hands a blank cell over as 0.
    """
    values = cells(given)
    if values.size != 1:
        what = Text(f"{name} 是 {values.size} 个单元格", f"{name} is {values.size} cells")
        raise CallError("SX_TRACE", what, Text("给一个单元格", "give one cell"))
    value = values.flat[0]
    if value is None or value == 0:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _cells(row: TraceRow, lang: Lang) -> list[object]:
    state = SEMICOLON.get(lang).join(part for part in (row.state, *row.remarks) if part)
    place = " ".join(part for part in (row.place, state) if part)
    return [f"{'  ' * row.depth}{row.label}", row.score, row.weight, row.points, place, row.file]


@dataclass(frozen=True, slots=True)
class _TracedRound:
    """A scored round, the files that its rows were read from, and what was traced already."""

    scored: ScoredRound
    files: Mapping[tuple[str, str], str]
    traced: dict[tuple[str, str], tuple[TraceRow, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project, now: datetime) -> _TracedRound:
        with project.ledger(now=now) as ledger:
            counted = ledger.count(project.definition)
        files = {
            (entry.decision.unit, key): name for entry in counted for key, name in entry.file_names().items()
        }
        return cls(project.scored(now=now), files)

    def rows(self, node: str, unit: str) -> tuple[TraceRow, ...]:
        if (node, unit) not in self.traced:
            found = self.scored.trace(node, unit)
            self.traced[node, unit] = trace_rows(found, self.scored.lang, self.files)
        return self.traced[node, unit]


class _TracedRounds:
    """The latest rounds, each by its folder, definition, day, and what the ledger held."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], _TracedRound] = OrderedDict()

    def of(self, root: Path, lang: Lang, now: datetime) -> _TracedRound:
        project = open_project(root, lang)
        if not project.has_ledger:
            what = Text("还没有收到报表，没有得分", "nothing was collected, so there is no score")
            raise ProjectError(str(root), what, COLLECT_FIRST)
        with project.ledger(now=now, as_read=True) as ledger:
            held = ledger.held(now)
        key = (root, lang, project.definition.identity.whole, now.date(), held)
        if key not in self._kept:
            self._kept[key] = _TracedRound.of(project, now)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


_ROUNDS = _TracedRounds()
