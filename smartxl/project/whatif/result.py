"""One scenario, or several, beside the scores as they are: who moves, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.errors import UnknownName
from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.differences import Contribution
from smartxl.model.framework import ROOT
from smartxl.model.scenarios import Scenario
from smartxl.model.scores import CITY, QuantityKind, ScoreTable
from smartxl.model.spoken import kind_of_place
from smartxl.project.csvfile import csv_bytes
from smartxl.scoring.whatif import explain_difference
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Overtaking", "SideBySide", "UnitMove", "WhatIf"]

Entry = str | float | None


@dataclass(frozen=True, slots=True)
class UnitMove:
    """A unit, a class (`@department`) or the city before and after: total, rank (None of a class or the city), place of its
    stage from 0; None where there is none. `unit_class` is "" of the city, `group` the peers that it is ranked among.
    """

    code: str
    name: Text
    unit_class: str
    group: str
    score_before: float | None
    score: float | None
    rank_before: float | None
    rank: float | None
    stage_before: int | None
    stage: int | None

    @property
    def difference(self) -> float | None:
        """The total after less that before."""
        if self.score is None or self.score_before is None:
            return None
        return self.score - self.score_before

    @property
    def places(self) -> float | None:
        """How many places it rises (falls, below 0)."""
        return None if self.rank is None or self.rank_before is None else self.rank_before - self.rank

    @property
    def moves(self) -> bool:
        """Whether its total, its rank or its stage is another."""
        return (self.score_before, self.rank_before, self.stage_before) != (self.score, self.rank, self.stage)


@dataclass(frozen=True, slots=True)
class Overtaking:
    """A unit that stood behind, or beside, `passed` and stands before it now; of one class, and of one group of peers."""

    unit: str
    passed: str


@dataclass(frozen=True)
class WhatIf:
    """A scenario applied to a round: `changes` says what it changes, `before` and `after` are all quantities.

    `moves`: the units in roster order, then the classes and the city.
    """

    scenario: Scenario
    changes: tuple[Text, ...]
    definition: Definition
    changed: Definition
    before: ScoreTable
    after: ScoreTable
    answers: Sequence[Answer]
    lang: Lang

    @cached_property
    def moves(self) -> tuple[UnitMove, ...]:
        """Every unit, class and the city, before and after."""
        return tuple(self._moves())

    def _moves(self) -> Iterator[UnitMove]:
        framework = self.definition.framework
        for unit in self.definition.roster.units:
            yield self._move(unit.code, unit.name, unit.unit_class, unit.group)
        for each in framework.classes:
            yield self._move(each.aggregate, each.name + Text("整体", " as a whole"), each.code, "")
        zh, en = (kind_of_place(self.definition.round, lang) for lang in ("zh", "en"))
        yield self._move(CITY, Text(f"全{zh}", f"whole {en}"), "", "")

    def _move(self, code: str, name: Text, unit_class: str, group: str) -> UnitMove:
        old, new = (self._of(table, code) for table in (self.before, self.after))
        stages = [None if stage is None else int(stage) for stage in (old[2], new[2])]
        return UnitMove(code, name, unit_class, group, old[0], new[0], old[1], new[1], stages[0], stages[1])

    @staticmethod
    def _of(table: ScoreTable, code: str) -> tuple[float | None, float | None, float | None]:
        """Total, rank and stage."""
        score = table.get(QuantityKind.SCORE, code, ROOT)
        return score, table.get(QuantityKind.RANK, code), table.get(QuantityKind.STAGE, code)

    @property
    def tried(self) -> tuple[WhatIf, ...]:
        """Itself, as `SideBySide` has several."""
        return (self,)

    def csv(self) -> bytes:
        """`frame` with the reasons beside it, as Excel opens it."""
        heads, rows = self.rows()
        told = [
            "; ".join(f"{part.ref} {part.kind.value} {part.points:+.6g}" for part in self.why[move.code])
            for move in self.moves
        ]
        return csv_bytes([*heads, "why"], [[*row, why] for row, why in zip(rows, told, strict=True)])

    @property
    def units(self) -> tuple[UnitMove, ...]:
        """The units alone, in roster order."""
        return self.moves[: len(self.definition.roster.units)]

    @property
    def wholes(self) -> tuple[UnitMove, ...]:
        """The classes as a whole, then the city."""
        return self.moves[len(self.definition.roster.units) :]

    @cached_property
    def why(self) -> Mapping[str, tuple[Contribution, ...]]:
        """Unit, class or city → what the difference of its total is made of: see `explain_difference`."""
        return explain_difference(self.definition, self.changed, self.answers)

    @cached_property
    def overtakings(self) -> tuple[Overtaking, ...]:
        """Who stands before whom now and did not before: by class, the rank after of who overtakes, then of who is passed."""
        ranked = [move for move in self.units if move.rank is not None and move.rank_before is not None]
        order = [each.code for each in self.definition.framework.classes]
        ranked.sort(key=lambda move: (order.index(move.unit_class), move.rank or 0.0))
        by_group = self.definition.framework.conventions.peers == "group"
        return tuple(
            Overtaking(one.code, other.code)
            for one in ranked
            for other in ranked
            if one.unit_class == other.unit_class
            and (not by_group or one.group == other.group)
            and (one.rank or 0) < (other.rank or 0)
            and (one.rank_before or 0) >= (other.rank_before or 0)
        )

    def move(self, name: str) -> UnitMove:
        """What becomes of a unit (code or name), a class (`@department`) or the city (`@city`). Raises UnknownName."""
        known = {move.code: move for move in self.moves}
        found = self.definition.roster.find(name)
        code = found.code if found is not None else name
        if code not in known:
            what = Text(f"没有单位“{name}”", f"there is no unit {name!r}")
            listed = ", ".join(known)
            raise UnknownName("--unit", what, Text(f"可用的有：{listed}", f"one of: {listed}"))
        return known[code]

    def stage_name(self, stage: int | None) -> str | None:
        """A stage in words."""
        if stage is None:
            return None
        return self.definition.framework.conventions.stages.names[stage].get(self.lang)

    def class_name(self, code: str) -> str:
        """A class in words, "" for the city."""
        return self.definition.framework.unit_class(code).name.get(self.lang) if code else ""

    @property
    def frame(self) -> pd.DataFrame:
        """One row a unit, class and the city, by code: name, class, total before and after, difference, ranks, stages.

        `places` is how many places it rises.
        """
        import pandas as pd

        heads, rows = self.rows()
        frame = pd.DataFrame(rows, columns=heads).set_index("code")
        numbers = ["before", "after", "difference", "rank_before", "rank_after", "places"]
        frame[numbers] = frame[numbers].astype("float64")
        return frame

    def rows(self) -> tuple[list[str], list[list[Entry]]]:
        """The same without pandas: heads and rows, None where there is nothing."""
        heads = [
            *("code", "name", "class", "before", "after", "difference", "rank_before", "rank_after"),
            *("places", "stage_before", "stage_after"),
        ]
        return heads, [
            [
                *(move.code, move.name.get(self.lang), self.class_name(move.unit_class)),
                *(move.score_before, move.score, move.difference, move.rank_before, move.rank, move.places),
                *(self.stage_name(move.stage_before), self.stage_name(move.stage)),
            ]
            for move in self.moves
        ]

    @property
    def nodes(self) -> pd.DataFrame:
        """One row a unit, class or city and node (`TOTAL` the first) that it has: before, after, difference of the score."""
        import pandas as pd

        codes = (ROOT, *(node.code for node in self.definition.framework.nodes))
        rows = [
            (move.code, code, *(table.get(QuantityKind.SCORE, move.code, code) for table in tables))
            for tables in [(self.before, self.after)]
            for move in self.moves
            for code in codes
            if any(table.get(QuantityKind.SCORE, move.code, code) is not None for table in tables)
        ]
        frame = pd.DataFrame(rows, columns=["code", "node", "before", "after"])
        frame[["before", "after"]] = frame[["before", "after"]].astype("float64")
        frame["difference"] = frame["after"] - frame["before"]
        return frame.set_index(["code", "node"])

    @property
    def reasons(self) -> pd.DataFrame:
        """`why` as rows: code, ref (node, class or `TOTAL`), kind, points; those of a code sum up to its difference."""
        import pandas as pd

        rows = [
            (code, part.ref, part.kind.value, part.points)
            for code, parts in self.why.items()
            for part in parts
        ]
        return pd.DataFrame(rows, columns=["code", "ref", "kind", "points"])


@dataclass(frozen=True)
class SideBySide:
    """The scores of a round as they are, and under each of several scenarios, in their order."""

    definition: Definition
    before: ScoreTable
    tried: tuple[WhatIf, ...]
    lang: Lang

    @property
    def frame(self) -> pd.DataFrame:
        """One row a unit, class and the city, by code: name, class, total, rank and stage, and for each scenario
        `NAME.total`, `NAME.rank`, `NAME.stage` and `NAME.places` (how many places it rises).
        """
        import pandas as pd

        heads, rows = self.rows()
        return pd.DataFrame(rows, columns=heads).set_index("code")

    def rows(self) -> tuple[list[str], list[list[Entry]]]:
        """The same without pandas: heads and rows."""
        heads = ["code", "name", "class", "total", "rank", "stage"]
        for each in self.tried:
            heads += [f"{each.scenario.name}.{what}" for what in ("total", "rank", "stage", "places")]
        return heads, [self._row(place) for place, _ in enumerate(self.tried[0].moves)]

    def csv(self) -> bytes:
        """`frame` as Excel opens it."""
        return csv_bytes(*self.rows())

    def _row(self, place: int) -> list[Entry]:
        first = self.tried[0]
        move = first.moves[place]
        row: list[Entry] = [move.code, move.name.get(self.lang), first.class_name(move.unit_class)]
        row += [move.score_before, move.rank_before, first.stage_name(move.stage_before)]
        for each in self.tried:
            own = each.moves[place]
            row += [own.score, own.rank, each.stage_name(own.stage), own.places]
        return row
