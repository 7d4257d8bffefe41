"""What giving back looks like: as lines, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cli.console import Screen
from smartxl.text import CountOf, Lang
from smartxl_generators.giveback import told

if TYPE_CHECKING:
    from smartxl.project.returned import Recorded
    from smartxl.project.returns import Given
    from smartxl.project.views import GivenBack

__all__ = ["GivenRecord", "exit_code", "show_given"]


def show_given(screen: Screen, done: GivenBack, *, recorded: bool) -> None:
    """A line for each unit, then what there is beside; what the ledger now has where that was asked for."""
    for entry in done.given:
        screen.show(_line(entry, screen))
    _sum_up(screen, done)
    if recorded:
        _say_recorded(screen, done.recorded)


def exit_code(done: GivenBack) -> int:
    """1 where a workbook could not be marked, or nobody knows whose a file is; else 0."""
    return 1 if done.loose or any(entry.unmarked for entry in done.given) else 0


def _line(given: Given, screen: Screen) -> str:
    name = given.unit.name.get(screen.lang)
    rows = given.rows
    missing = screen.words(
        f"；待改 {rows.to_correct} 项，未填 {rows.open} 项",
        f"; {CountOf(rows.to_correct):row} to correct, {rows.open} not filled in",
    )
    missing = missing if rows.asked else ""
    unmarked = (
        screen.words(f"；未标注：{given.unmarked}", f"; not marked: {given.unmarked}")
        if given.unmarked
        else ""
    )
    files = (
        "、".join(path.name for path in given.files)
        if screen.lang == "zh"
        else ", ".join(p.name for p in given.files)
    )
    return f"{given.unit.code} {name}{screen.words('：', ': ')}{told(given.counts, screen.lang)}{missing}{unmarked} → {files}"


def _sum_up(screen: Screen, done: GivenBack) -> None:
    given, clean, due = len(done.given), done.clean, done.due
    screen.say(
        f"退回 {given} 个单位，期限 {due}；另有 {clean} 个已报送的单位没有须改正的问题。",
        f"Given back: {given}, due {due}. Units that sent files and have nothing to correct: {clean}.",
    )
    for finding in done.loose:
        said = finding.message(screen.lang)
        screen.say(f"不知是哪个单位的：{said}", f"Of nobody known: {said}")


def _say_recorded(screen: Screen, recorded: Recorded) -> None:
    if recorded.accepted:
        names = [unit.name.get(screen.lang) for unit in recorded.accepted]
        zh, en = "、".join(names), ", ".join(names)
        screen.say(
            f"已通过，仍为“通过”：{zh}；确要退回的，请用 --unit 点名。",
            f"Accepted, and still so: {en}. To return one, name it with --unit.",
        )
    number = len(recorded.units)
    screen.say(f"台账中新记“退回” {number} 个单位。", f"Newly recorded as returned: {number}.")


@dataclass(frozen=True, slots=True)
class GivenUnit:
    """What was written for a unit, for JSON; `recorded`: the ledger has it as returned."""

    unit: str
    name: str
    must_fix: int
    fix_or_explain: int
    note: int
    fixed: int
    rows: int
    filled: int
    to_correct: int
    open: int
    unmarked: str
    recorded: bool
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnassignedRecord:
    """A file of which nobody knows whose it is, for JSON."""

    file: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class GivenRecord:
    """What `return --json` prints."""

    due: str
    units: tuple[GivenUnit, ...]
    unassigned: tuple[UnassignedRecord, ...]

    @classmethod
    def of(cls, done: GivenBack, lang: Lang) -> GivenRecord:
        """The record of what was given back."""
        units = tuple(_unit(entry, done.recorded) for entry in done.given)
        loose = tuple(UnassignedRecord(f.file, f.code.value, f.message(lang)) for f in done.loose)
        return cls(done.due.isoformat(), units, loose)


def _unit(entry: Given, recorded: Recorded) -> GivenUnit:
    n, unit, rows = entry.counts, entry.unit, entry.rows
    counts = (
        n.must_fix,
        n.fix_or_explain,
        n.note,
        n.fixed,
        rows.asked,
        rows.filled,
        rows.to_correct,
        rows.open,
    )
    files = tuple(str(path) for path in entry.files)
    return GivenUnit(unit.code, unit.name.zh, *counts, entry.unmarked, unit.code in recorded.units, files)
