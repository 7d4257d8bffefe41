"""What a workbench brought back: on the screen, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cli.console import Screen
from smartxl.model.framework import ROOT
from smartxl.text import SEMICOLON, Lang, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.model.definition import Definition
    from smartxl.project.workbench.brought import BenchChange, TotalMove, WorkbenchImport

__all__ = ["BroughtRecord", "show_brought"]

_DIGITS = 4
"""The most decimals that a total is shown with."""
_KINDS = {"weight": Text("权重", "weight"), "share": Text("份额", "share"), "score": Text("得分", "score")}


@dataclass(frozen=True, slots=True)
class BroughtChangeRecord:
    """A changed number: `kind` weight, share or score; `of` a class or a unit; `refused` says why it is not brought back."""

    kind: str
    of: str
    node: str
    old: float | None
    new: float | None
    place: str
    refused: str
    remark: str

    @classmethod
    def of_change(cls, change: BenchChange, lang: Lang) -> BroughtChangeRecord:
        """The record of a change, its words in one language."""
        refused, remark = (text.get(lang) if text else "" for text in (change.refused, change.remark))
        return cls(change.kind, change.of, change.node, change.old, change.new, change.place, refused, remark)


@dataclass(frozen=True, slots=True)
class TotalMoveRecord:
    """The total and rank of a unit, a class (`@dep`) or the city (`@city`), before and after."""

    code: str
    before: float | None
    after: float | None
    rank_before: float | None
    rank_after: float | None


@dataclass(frozen=True, slots=True)
class BroughtRecord:
    """What `workbench import --json` prints; `written` are the files, none of a dry run."""

    dry_run: bool
    changes: tuple[BroughtChangeRecord, ...]
    told: tuple[str, ...]
    moves: tuple[TotalMoveRecord, ...]
    written: tuple[str, ...]

    @classmethod
    def of(cls, found: WorkbenchImport, lang: Lang) -> BroughtRecord:
        """The record of an import."""
        return cls(
            found.dry_run,
            tuple(BroughtChangeRecord.of_change(change, lang) for change in found.changes),
            tuple(text.get(lang) for text in found.told),
            tuple(
                TotalMoveRecord(m.code, m.before, m.after, m.rank_before, m.rank_after) for m in found.moves
            ),
            tuple(map(str, found.written)),
        )


def show_brought(screen: Screen, found: WorkbenchImport, definition: Definition) -> None:
    """The differences, what they change, and what was written; classes and units by their names."""
    lang, digits = screen.lang, min(definition.framework.digits(ROOT), _DIGITS)
    names = {entry.code: entry.name.get(lang) for entry in definition.framework.classes}
    names |= {unit.code: unit.name.get(lang) for unit in definition.roster.units}
    for text in found.told:
        screen.say(text.zh, text.en)
    if not found.changes:
        screen.say("工作台与项目没有差别", "the workbench and the project do not differ")
        return
    heads = screen.words(
        "改了什么,对象,节点,原来,改为,单元格,说明", "What,Of,Node,Old,New,Cell,Remark"
    ).split(",")
    screen.table(heads, [_row(change, names, lang) for change in found.changes], frozenset({3, 4}))
    if found.moves:
        heads = screen.words(
            "代码,名称,原总分,新总分,原名次,新名次", "Code,Name,Total,New total,Rank,New rank"
        ).split(",")
        screen.table(heads, [_moved(move, digits) for move in found.moves], frozenset({2, 3, 4, 5}))
    else:
        screen.say("总分和名次不变", "no total and no rank changes")
    if found.dry_run:
        screen.say("试运行：没有写入", "a dry run: nothing was written")
    for path in found.written:
        screen.say(f"已写入 {path}", f"written: {path}")


def _row(change: BenchChange, names: Mapping[str, str], lang: Lang) -> list[str]:
    remark = SEMICOLON.get(lang).join(text.get(lang) for text in (change.refused, change.remark) if text)
    kind = _KINDS[change.kind].get(lang)
    of = names.get(change.of, change.of)
    return [kind, of, change.node, _number(change.old), _number(change.new), change.place, remark]


def _moved(move: TotalMove, digits: int) -> list[str]:
    totals = ["—" if value is None else f"{value:.{digits}f}" for value in (move.before, move.after)]
    return [move.code, move.name, *totals, _number(move.rank_before), _number(move.rank_after)]


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.10g}"
