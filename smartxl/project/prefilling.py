"""How much of a round before finds its place in this one: what is compared, and what matches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.text import CountOf, Text

if TYPE_CHECKING:
    from collections.abc import Collection

    from smartxl.project.folder import ProjectFolder
    from smartxl.project.previous import PreviousRound

__all__ = ["Prefilled", "matched"]

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Prefilled:
    """Units of this round and those of them that the round before has; its answered rows, and those of them that this round
    asks; `lost` are units of before that this round lacks. Rows count unit by unit."""

    units: int
    units_matched: int
    rows: int
    rows_matched: int
    lost: tuple[str, ...] = ()

    @property
    def told(self) -> Text:
        """In a sentence."""
        units, rows = f"{self.units_matched} / {self.units}", f"{self.rows_matched} / {self.rows}"
        gone_zh = f"；上轮的 {len(self.lost)} 个单位本轮没有：{_listed(self.lost)}" if self.lost else ""
        gone_en = (
            f"; {CountOf(len(self.lost)):unit} of then are not here: {_listed(self.lost)}"
            if self.lost
            else ""
        )
        return Text(
            f"上轮答案：{units} 个单位有；已填的行 {rows} 行在本轮仍有{gone_zh}",
            f"answers of the round before: of {units} units; {rows} answered rows are still asked{gone_en}",
        )


def matched(project: ProjectFolder, last: PreviousRound, where: str) -> Prefilled:
    """What matches by the codes of units and the keys of rows. Raises ProjectError, naming both sides, where nothing does."""
    definition = project.definition
    units = definition.roster.units
    before = {
        unit: keys for unit, answers in last.answers.items() if (keys := {a.key for a in answers if a.fields})
    }
    asked = {
        unit.code: {row.key for node in definition.leaves(unit) for row in definition.rows(unit, node)}
        for unit in units
    }
    common = [code for code in asked if code in before]
    if not common:
        mine = _listed(sorted(asked))
        theirs = _listed(sorted(before))
        what = Text(
            f"没有一个单位在那里有答案：本轮单位代码为 {mine}，那里为 {theirs}",
            f"no unit has answers there: here are {mine}, there {theirs} (codes of units)",
        )
        remedy = Text(
            "指定上一轮的项目，单位代码须一致",
            "name the project of the round before, with the same codes of units",
        )
        raise ProjectError(where, what, remedy)
    rows = sum(len(before[code]) for code in common)
    same = sum(len(before[code] & asked[code]) for code in common)
    if not same:
        mine, theirs = _listed(sorted(asked[common[0]])), _listed(sorted(before[common[0]]))
        what = Text(
            f"那里有答案的行本轮都没有：{common[0]} 本轮为 {mine}，那里为 {theirs}（指标/事项）",
            f"no answered row is asked in this round: {common[0]} has {mine} here and {theirs} there (indicator/item)",
        )
        remedy = Text(
            "指定上一轮的项目，行的代码须一致",
            "name the project of the round before, with the same codes of rows",
        )
        raise ProjectError(where, what, remedy)
    lost = tuple(sorted(before.keys() - asked.keys()))
    return Prefilled(len(units), len(common), rows, same, lost)


def _listed(names: Collection[str]) -> str:
    shown = ", ".join(list(names)[:_SHOWN])
    return f"{shown} …" if len(names) > _SHOWN else shown or "—"
