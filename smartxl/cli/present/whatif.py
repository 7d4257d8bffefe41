"""What scenarios beside the scores look like: as JSON and on the screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.model.differences import ContributionKind
from smartxl.model.framework import ROOT
from smartxl.model.scores import QuantityKind
from smartxl.text import CountOf, Text

if TYPE_CHECKING:
    from smartxl.cli.console import Screen
    from smartxl.model.differences import Contribution
    from smartxl.project.whatif import SideBySide, UnitMove, WhatIf
    from smartxl.text import Lang

__all__ = ["WhatIfRecord", "show_reasons", "show_side_by_side", "show_what_if"]

_SHORT = 3
_NOTICEABLE = 0.005


@dataclass(frozen=True, slots=True)
class ReasonRecord:
    """What one node, class (`share`), `TOTAL` (rounding, pipeline) brings to a difference, in points."""

    ref: str
    kind: ContributionKind
    points: float


@dataclass(frozen=True, slots=True)
class UnitMoveRecord:
    """A unit, class (`@department`) or the city (`@city`) before and after; null for no score, rank or stage.

    `why` sums up to `difference`.
    """

    code: str
    name: str
    unit_class: str
    before: float | None
    after: float | None
    difference: float | None
    rank_before: float | None
    rank_after: float | None
    stage_before: str | None
    stage_after: str | None
    why: tuple[ReasonRecord, ...]

    @classmethod
    def of(cls, tried: WhatIf, move: UnitMove) -> UnitMoveRecord:
        """The record of one."""
        why = tuple(ReasonRecord(part.ref, part.kind, part.points) for part in tried.why[move.code])
        return cls(
            *(move.code, move.name.get(tried.lang), move.unit_class),
            *(move.score_before, move.score, move.difference, move.rank_before, move.rank),
            *(tried.stage_name(move.stage_before), tried.stage_name(move.stage), why),
        )


@dataclass(frozen=True, slots=True)
class OvertakingRecord:
    """A unit that stands before `passed` now and did not before."""

    unit: str
    passed: str


@dataclass(frozen=True, slots=True)
class ScenarioRecord:
    """One scenario: what it changes, in words, who moves and why, who overtakes whom. `name` is "" for one without."""

    name: str
    title: str
    changes: tuple[str, ...]
    moves: tuple[UnitMoveRecord, ...]
    overtaken: tuple[OvertakingRecord, ...]

    @classmethod
    def of(cls, tried: WhatIf, unit: str | None) -> ScenarioRecord:
        """The record of one; of `unit` (code or name) alone where one is named. Raises UnknownName."""
        moves = tried.moves if unit is None else (tried.move(unit),)
        codes = {move.code for move in moves}
        return cls(
            tried.scenario.name,
            tried.scenario.told.get(tried.lang),
            tuple(change.get(tried.lang) for change in tried.changes),
            tuple(UnitMoveRecord.of(tried, move) for move in moves),
            tuple(
                OvertakingRecord(one.unit, one.passed)
                for one in tried.overtakings
                if codes & {one.unit, one.passed}
            ),
        )


@dataclass(frozen=True, slots=True)
class WhatIfRecord:
    """The scenarios that were tried, the digest of the scoring that they are compared with, the file that one was kept in."""

    scoring: str
    scenarios: tuple[ScenarioRecord, ...]
    kept: str | None

    @classmethod
    def of(cls, tried: Iterable[WhatIf], kept: str | None = None, unit: str | None = None) -> WhatIfRecord:
        """The record of several; of `unit` (code or name) alone where one is named. Raises UnknownName."""
        listed = tuple(tried)
        found = tuple(ScenarioRecord.of(each, unit) for each in listed)
        return cls(listed[0].definition.identity.scoring, found, kept)


def show_what_if(screen: Screen, tried: WhatIf) -> None:
    """What changes, every unit by class and rank, the classes and the city, and who overtakes whom."""
    _show_changes(screen, tried)
    heads = screen.words("原总分,总分,差,阶段,原因", "Before,Total,Change,Stage,Why").split(",")
    for name, moves in _by_class(tried):
        rows = [[_rank(move, screen), *_move_cells(screen, tried, move)] for move in moves]
        own = [screen.words("排名", "Rank"), name.get(screen.lang), *heads]
        screen.table(own, rows, frozenset({2, 3, 4}))
    wholes = [_move_cells(screen, tried, move) for move in tried.wholes]
    screen.table([screen.words("整体", "As a whole"), *heads], wholes, frozenset({1, 2, 3}))
    for line in (*_overtaken(screen, tried), _risers(screen, tried)):
        screen.show(line)


def _move_cells(screen: Screen, tried: WhatIf, move: UnitMove) -> list[str]:
    """Who it is, before, after, the difference, the stage, the largest reasons."""
    return [
        _called(move, screen.lang),
        *(_number(move.score_before), _number(move.score), _signed(move.difference)),
        _stage(screen, tried, move),
        _short(screen, tried.why[move.code]),
    ]


def show_side_by_side(screen: Screen, found: SideBySide) -> None:
    """What each scenario changes; total and rank of every unit now and under each; who rises and who falls."""
    for tried in found.tried:
        _show_changes(screen, tried)
    first = found.tried[0]
    heads = [screen.words("现在", "Now"), *(tried.scenario.told.get(screen.lang) for tried in found.tried)]
    places = {move.code: place for place, move in enumerate(first.moves)}

    def show(title: Text, moves: Iterable[UnitMove]) -> None:
        rows = [
            [
                _called(move, screen.lang),
                _with_rank(move.score_before, move.rank_before, None),
                *(_of_scenario(tried.moves[places[move.code]]) for tried in found.tried),
            ]
            for move in moves
        ]
        screen.table([title.get(screen.lang), *heads], rows, frozenset(range(1, len(heads) + 1)))

    for name, moves in _by_class(first, before=True):
        show(name, moves)
    show(Text("整体", "As a whole"), first.wholes)
    for tried in found.tried:
        screen.show(_risers(screen, tried))


def show_reasons(screen: Screen, tried: WhatIf, code: str) -> None:
    """What changes; of one unit, class or the city every part of the difference, and the nodes whose score is another."""
    move = tried.move(code)
    _show_changes(screen, tried)
    screen.show(
        f"{_called(move, screen.lang)}: {_number(move.score_before)} → {_number(move.score)}"
        f" ({_signed(move.difference)})"
    )
    nodes = tried.definition.framework.by_code
    heads = screen.words("指标,名称,原因,分", "Node,Name,Why,Points").split(",")
    rows = [
        [
            part.ref,
            nodes[part.ref].name.get(screen.lang) if part.ref in nodes else "",
            part.kind.words.get(screen.lang),
            f"{part.points:+.3f}",
        ]
        for part in tried.why[move.code]
    ]
    screen.table(heads, rows, frozenset({3}))
    changed = [
        [
            node,
            nodes[node].name.get(screen.lang),
            _number(before),
            _number(after),
            _signed(_difference(before, after)),
        ]
        for node in nodes
        if (before := tried.before.get(QuantityKind.SCORE, move.code, node))
        != (after := tried.after.get(QuantityKind.SCORE, move.code, node))
    ]
    if changed:
        told = screen.words("指标,名称,原得分,得分,差", "Node,Name,Before,Score,Change").split(",")
        screen.table(told, changed, frozenset({2, 3, 4}))


def _show_changes(screen: Screen, tried: WhatIf) -> None:
    screen.show(screen.words(f"情景：{tried.scenario.told.zh}", f"Scenario: {tried.scenario.told.get('en')}"))
    for change in tried.changes:
        screen.show(f"  {change.get(screen.lang)}")


def _by_class(tried: WhatIf, *, before: bool = False) -> Iterator[tuple[Text, Sequence[UnitMove]]]:
    """Each class that has units: its name, the best first, those without a rank behind them."""
    for unit_class in tried.definition.framework.classes:
        own = [move for move in tried.units if move.unit_class == unit_class.code]
        if own:
            own.sort(key=lambda move: _rank_or_last(move.rank_before if before else move.rank))
            yield unit_class.name, own


def _called(move: UnitMove, lang: Lang) -> str:
    return f"{move.code} {move.name.get(lang)}"


def _rank_or_last(rank: float | None) -> float:
    return float("inf") if rank is None else rank


def _rank(move: UnitMove, screen: Screen) -> str:
    if move.rank is None:
        return screen.words("无", "none")
    if not move.places:
        return f"{move.rank:g}"
    return f"{move.rank:g} ({move.places:+g})"


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def _signed(value: float | None) -> str:
    return "—" if value is None else f"{value:+.2f}" if abs(value) >= _NOTICEABLE else "0"


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _stage(screen: Screen, tried: WhatIf, move: UnitMove) -> str:
    old, new = (tried.stage_name(stage) or "—" for stage in (move.stage_before, move.stage))
    return new if old == new else screen.words(f"{new}（原{old}）", f"{new} (was {old})")


def _short(screen: Screen, why: Iterable[Contribution]) -> str:
    """The largest parts, and how many others there are."""
    parts = [part for part in why if abs(part.points) >= _NOTICEABLE]
    told = [f"{_ref(part, screen.lang)} {part.points:+.2f}" for part in parts[:_SHORT]]
    more = len(parts) - len(told)
    if more > 0:
        told.append(screen.words(f"另 {more} 项", f"{more} more"))
    return screen.words("，", ", ").join(told)


def _ref(part: Contribution, lang: Lang) -> str:
    words = part.kind.words.get(lang)
    return words if part.ref == ROOT and part.kind is not ContributionKind.ROLLUP else f"{part.ref} {words}"


def _overtaken(screen: Screen, tried: WhatIf) -> Iterator[str]:
    names = {unit.code: unit.name.get(screen.lang) for unit in tried.definition.roster.units}
    by_unit: Mapping[str, list[str]] = defaultdict(list)
    for each in tried.overtakings:
        by_unit[each.unit].append(names[each.passed])
    if not by_unit:
        yield screen.words("没有单位超过别的单位。", "No unit overtakes another.")
    for unit, passed in by_unit.items():
        yield screen.words(
            f"{names[unit]} 超过 {'、'.join(passed)}", f"{names[unit]} overtakes {', '.join(passed)}"
        )


def _with_rank(score: float | None, rank: float | None, places: float | None) -> str:
    moved = f", {places:+g}" if places else ""
    return _number(score) if rank is None else f"{_number(score)} ({rank:g}{moved})"


def _of_scenario(move: UnitMove) -> str:
    return _with_rank(move.score, move.rank, move.places)


def _risers(screen: Screen, tried: WhatIf) -> str:
    """One line: how many rise and fall, which stages change, the farthest mover."""
    up = [move for move in tried.units if (move.places or 0) > 0]
    down = [move for move in tried.units if (move.places or 0) < 0]
    lost = sum(move.score is None and move.score_before is not None for move in tried.units)
    stages = sum(
        None not in {move.stage, move.stage_before} and move.stage != move.stage_before
        for move in tried.units
    )
    told = Text(
        f"{tried.scenario.told.zh}：名次上升的单位 {len(up)} 个，下降 {len(down)} 个，阶段改变 {stages} 个",
        f"{tried.scenario.told.get('en')}: {CountOf(len(up)):unit rises|units rise} in rank, "
        f"{len(down)} fall, {stages} change their stage",
    )
    if lost:
        told += Text(f"，不再有总分 {lost} 个", f", {lost} have no total any more")
    if farthest := max([*up, *down], key=lambda move: abs(move.places or 0), default=None):
        name = farthest.name
        told += Text(
            f"，最多的是 {name.get('zh')}（{farthest.rank_before:g} → {farthest.rank:g}）",
            f", farthest {name.get('en')} ({farthest.rank_before:g} → {farthest.rank:g})",
        )
    return told.get(screen.lang)
