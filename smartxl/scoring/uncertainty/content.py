"""How sure the result of a round is, as content for reports, sheets and screens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.robustness import (
    Estimate,
    GroupRanks,
    LeaderCrossing,
    NodeLeftOut,
    PairOrder,
    RankReversal,
    Sensitivity,
    SobolLine,
    SobolTarget,
    Tornado,
    TornadoLine,
    Uncertainty,
    UnitRanks,
    WeightEffect,
)
from smartxl.model.scores import CITY, QuantityKind, ScoreTable
from smartxl.model.uncertaintydesign import UncertaintyDesign
from smartxl.rules import is_peer
from smartxl.rules.base import FloatArray
from smartxl.scoring.engine import score
from smartxl.scoring.uncertainty.alone import leave_one_out, one_at_a_time, reversed_pairs, tornado
from smartxl.scoring.uncertainty.library import uncertainty
from smartxl.scoring.uncertainty.round import RoundModel
from smartxl.scoring.uncertainty.roundchoices import StatedWeights
from smartxl.scoring.uncertainty.runs import RunProgress, Runs, stated_runs
from smartxl.scoring.uncertainty.sobol import SobolDesign, sobol_indices
from smartxl.scoring.uncertainty.summary import RankSummary, mean_shifts, pair_shares
from smartxl.scoring.uncertainty.thresholds import threshold_weights
from smartxl.scoring.uncertainty.words import varied_choices
from smartxl.text import Text

__all__ = ["RoundAnalysis", "robustness_of"]

_MANY = 150
"""Units of a class beyond which it is not tried what happens when each of them leaves."""


def robustness_of(
    definition: Definition,
    answers: Sequence[Answer],
    table: ScoreTable | None = None,
    *,
    design: UncertaintyDesign | None = None,
    stated: StatedWeights | None = None,
    sobol: bool = False,
    units: Sequence[str] = (),
    jobs: int = 1,
    progress: RunProgress | None = None,
) -> tuple[Uncertainty, Sensitivity]:
    """How sure ranks are by the declared design (or `design`), and which choices matter.

    `table`: the scores of these answers, if they are known. `stated`: questionnaire → expert → node → weight, where the
    design takes what experts judged. `sobol`: with Sobol indices of the mean shift of ranks of each class and of the totals
    of the leaders and of `units`. The same arguments give the same content, in however many processes (`jobs`).
    Raises SmartxlError and UnknownName for what the design names and the definition does not have.
    """
    found = RoundAnalysis(definition, tuple(answers), design or definition.round.robustness, stated, table)
    ranks = found.uncertainty_of(found.runs(jobs, progress))
    indices = found.sobol(units, jobs, progress) if sobol else ()
    return ranks, replace(found.alone(), sobol=indices)


@dataclass(frozen=True, eq=False)
class RoundAnalysis:
    """A round, a design, and what comes of them; `runs` and `summary` are for those who want the runs themselves."""

    definition: Definition
    answers: tuple[Answer, ...]
    design: UncertaintyDesign
    stated: StatedWeights | None = None
    given: ScoreTable | None = None

    @cached_property
    def model(self) -> RoundModel:
        """The round as it is calculated many times."""
        return RoundModel(self.definition, self.answers, self.design, self.stated)

    @cached_property
    def table(self) -> ScoreTable:
        """The scores as they are published."""
        return self.given or score(self.definition, self.answers)

    def runs(self, jobs: int = 1, progress: RunProgress | None = None) -> Runs:
        """The runs of the design, with their parameters."""
        return uncertainty(self.model, jobs=jobs, progress=progress)

    def uncertainty_of(self, runs: Runs) -> Uncertainty:
        """Ranks and stages over the runs."""
        design = self.design
        described = _Described(self, runs, RankSummary(runs, design.interval))
        names = zip(self.model.group_names, self.model.groups, strict=True)
        return Uncertainty(
            design.runs,
            design.seed,
            varied_choices(self.definition, self.model.choices.declared),
            tuple(described.group(name, places.tolist()) for name, places in names),
            design.interval,
            design.quotable,
            tuple(self._notes()),
            tuple(described.whole(code) for code in self.model.units[len(self.definition.roster.units) :]),
        )

    def alone(self) -> Sensitivity:
        """What single weights, indicators and units do."""
        effects, out = one_at_a_time(self.model, self.design.step), leave_one_out(self.model)
        reversals, notes = self._reversals()
        return Sensitivity(
            effects=tuple(WeightEffect(*row) for row in effects.itertuples(index=False)),
            tornados=tuple(self._tornados()),
            left_out=tuple(NodeLeftOut(*row) for row in out.itertuples(index=False)),
            crossings=tuple(self._crossings()),
            reversals=reversals,
            notes=notes,
        )

    def sobol(
        self, units: Sequence[str] = (), jobs: int = 1, progress: RunProgress | None = None
    ) -> tuple[SobolTarget, ...]:
        """Sobol indices of the mean shift of ranks of each class, and of the totals of leaders and `units`."""
        widths = dict(self.model.widths)
        if not widths:
            return ()
        design = SobolDesign(widths, self.design.points, self.design.seed)
        runs = stated_runs(self.model, design.sample(), jobs=jobs, progress=progress)
        return tuple(self._targets(design, runs, units))

    def _targets(self, design: SobolDesign, runs: Runs, units: Sequence[str]) -> Iterator[SobolTarget]:
        leaders = [code for places in self.model.groups for code in self._leaders(places.tolist())[:1]]
        for unit_class in self.definition.framework.classes:
            places = list(self.model.places_of(unit_class.code))
            if places:
                shifts = mean_shifts(runs.places[:, places], runs.base_places[places], halved=runs.halved)
                name = Text("名次平均变动", "mean shift of ranks")
                yield from self._target(design, name, unit_class.code, "", shifts)
        roster = self.definition.roster.by_code
        for code in dict.fromkeys((*leaders, *units, CITY)):
            totals = self.model.rounded_totals(runs.totals[:, self.model.units.index(code)])
            unit = roster.get(code)
            name = Text("总分", "total score")
            yield from self._target(design, name, unit.unit_class if unit else "", code, totals)

    def _target(
        self, design: SobolDesign, name: Text, unit_class: str, unit: str, results: FloatArray
    ) -> Iterator[SobolTarget]:
        if not np.isfinite(results).all():  # without a score in some runs it has no variance over all
            return
        frame = sobol_indices(results, design)
        choices = {one.key: one for one in varied_choices(self.definition, self.model.choices.by_name)}
        lines = [
            SobolLine(choices[str(factor)], Estimate(*row[:3]), Estimate(*row[3:]))
            for factor, row in zip(frame.index, frame.to_numpy().tolist(), strict=True)
            if not any(np.isnan(row))
        ]
        if lines:
            yield SobolTarget(name, unit_class, unit, design.runs, tuple(lines))

    def _leaders(self, places: Sequence[int]) -> list[str]:
        units = [self.model.units[place] for place in places]
        return [unit for unit in units if self.table.get(QuantityKind.RANK, unit) == 1]

    def _tornados(self) -> Iterator[Tornado]:
        for unit_class in self.definition.framework.classes:
            places = list(self.model.places_of(unit_class.code))
            for unit in (unit_class.aggregate, *self._leaders(places)[:1]):
                frame = tornado(self.model, unit, self.design.step)
                base = self.table.get(QuantityKind.SCORE, unit, ROOT)
                lines = tuple(
                    TornadoLine(str(node), _or_none(down), _or_none(up))
                    for node, down, up in zip(frame["node"], frame["down"], frame["up"], strict=True)
                )
                yield Tornado(unit_class.code, unit, self.design.step, base, lines)

    def _crossings(self) -> Iterator[LeaderCrossing]:
        frame = threshold_weights(self.model).drop(columns="exact")
        for unit_class, node, ahead, behind, weight, crossing in frame.itertuples(index=False):
            yield LeaderCrossing(unit_class, node, ahead, behind, weight, _or_none(crossing))

    def _reversals(self) -> tuple[tuple[RankReversal, ...], tuple[Text, ...]]:
        """Pairs that turn when a unit leaves; of classes in which no score depends on other units there are none."""
        found: list[RankReversal] = []
        notes: list[Text] = []
        base = self.model.totals({}, 1)[0]
        for unit_class in self.definition.framework.classes:
            places = list(self.model.places_of(unit_class.code))
            name = unit_class.name
            if not self._compares(unit_class.code):
                notes.append(
                    Text(
                        f"{name.zh}：得分不取决于其他单位，任何单位退出都不改变其余单位的先后",
                        f"{name.get('en')}: no score depends on other units, so that none leaving turns an order",
                    )
                )
            elif len(places) > _MANY:
                notes.append(
                    Text(
                        f"{name.zh}：单位超过 {_MANY} 个，没有逐个试退出",
                        f"{name.get('en')}: more than {_MANY} units, it was not tried what each one leaving does",
                    )
                )
            else:
                for place in places:
                    others = [other for other in places if other != place]
                    after = self._without(place)[others]
                    codes = [self.model.units[other] for other in others]
                    pairs = self._same_group(reversed_pairs(codes, base[others], after))
                    found += [RankReversal(unit_class.code, self.model.units[place], *pair) for pair in pairs]
        return tuple(found), tuple(notes)

    def _same_group(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        group = {
            self.model.units[p]: number for number, places in enumerate(self.model.groups) for p in places
        }
        return [(ahead, behind) for ahead, behind in pairs if group[ahead] == group[behind]]

    def _compares(self, unit_class: str) -> bool:
        """Whether a score in a class depends on other units of it."""
        framework = self.definition.framework
        rules = (leaf.indicator.rule for leaf in framework.leaves(unit_class) if leaf.indicator)
        nodes = (ROOT, *(node.code for node in framework.branches(unit_class)))
        return any(map(is_peer, rules)) or any(framework.combination(code).over_peers for code in nodes)

    def _without(self, place: int) -> FloatArray:
        """What the units come to without one of them, at its own places; NaN where that one was."""
        gone = self.definition.roster.units[place].code
        staying = [unit for unit in self.definition.roster.units if unit.code != gone]
        answers = [answer for answer in self.answers if answer.unit != gone]
        smaller = RoundModel(self.definition.only(staying), answers, UncertaintyDesign(()))
        return np.insert(smaller.totals({}, 1)[0], place, np.nan)

    def _notes(self) -> Iterator[Text]:
        framework = self.definition.framework
        if framework.floor(ROOT) > 0 and framework.withholds(ROOT):
            share = f"{100 * framework.floor(ROOT):g}"
            yield Text(
                f"覆盖率低于 {share}% 的单位没有得分和名次，不参加分析",
                f"units with a coverage below {share} % have no score or rank, and take no part",
            )
        yield Text(
            "“先后”是各次计算中前者名次在前的比例，名次相同各算一半",
            "an order is the share of the runs in which the first ranks before the second, equal ranks counted half",
        )


@dataclass(frozen=True, eq=False)
class _Described:
    """Runs in words and numbers of single units."""

    of: RoundAnalysis
    runs: Runs
    summary: RankSummary

    def group(self, name: str, places: Sequence[int]) -> GroupRanks:
        """Units that are ranked together, in the order of their published ranks."""
        ranks = self.runs.base_places
        ordered = sorted(map(int, places), key=lambda place: (ranks[place] == 0, int(ranks[place]), place))
        ranked = [place for place in ordered if ranks[place] > 0]
        codes = [self.of.model.units[place] for place in ranked]
        orders = pair_shares(self.runs, codes).to_numpy()
        pairs = [
            PairOrder(ahead, behind, float(orders[number, number + 1]))
            for number, (ahead, behind) in enumerate(pairwise(codes))
            if not np.isnan(orders[number, number + 1])
        ]
        leaders = self.of._leaders(ordered)
        best = 2 if self.runs.halved else 1
        at = [self.of.model.units.index(code) for code in leaders]
        stays = float((self.runs.places[:, at] == best).all(axis=1).mean()) if at else None
        unit_class = (
            self.of.definition.roster.by_code[self.of.model.units[ordered[0]]].unit_class if ordered else ""
        )
        return GroupRanks(
            name,
            unit_class,
            tuple(self.unit(place) for place in ordered),
            tuple(pairs),
            leaders[0] if len(leaders) == 1 else "",
            stays,
        )

    def unit(self, place: int) -> UnitRanks:
        """One unit."""
        code, row = self.of.model.units[place], self._rows[place]
        table = self.of.table
        total, rank = table.get(QuantityKind.SCORE, code, ROOT), table.get(QuantityKind.RANK, code)
        if self.runs.base_places[place] == 0:
            return UnitRanks(code, total, rank, None, None, None, out=self._why(code))
        return UnitRanks(
            code,
            total,
            rank,
            float(row["median"]),
            float(row["low"]),
            float(row["high"]),
            tuple(self._frequencies(place)),
            self._stages(place),
            self._scores(place),
            _or_none(row["mean_shift"]),
        )

    def whole(self, code: str) -> UnitRanks:
        """A class as a whole, or the city."""
        place = self.of.model.units.index(code)
        published = self.of.table.get(QuantityKind.SCORE, code, ROOT)
        known = published is not None
        return UnitRanks(
            code,
            published,
            None,
            None,
            None,
            None,
            stages=self._stages(place) if known else (),
            scores=self._scores(place) if known else None,
        )

    @cached_property
    def _rows(self) -> list[dict[str, float]]:
        return self.summary.units.to_dict("records")  # type: ignore[return-value]

    @cached_property
    def _totals(self) -> FloatArray:
        return self.of.model.rounded_totals(self.runs.totals)

    def _frequencies(self, place: int) -> Iterator[tuple[float, float]]:
        ranks, counts = np.unique(self.runs.places[:, place], return_counts=True)
        for rank, count in zip(ranks.tolist(), counts.tolist(), strict=True):
            if rank:
                yield rank / (2 if self.runs.halved else 1), count / len(self.runs.places)

    def _stages(self, place: int) -> tuple[float, ...]:
        return self._stage_shares[place]

    @cached_property
    def _stage_shares(self) -> list[tuple[float, ...]]:
        bands = self.of.definition.framework.conventions.stages
        names = [str(number) for number in range(len(bands.names))]
        rounded = RankSummary(replace(self.runs, totals=self._totals), self.of.design.interval)
        frame = rounded.stages(bands.thresholds, names, bands.boundary).fillna(0.0)
        return [tuple(row) for row in frame.to_numpy().tolist()]

    def _scores(self, place: int) -> Estimate | None:
        values = self._totals[:, place]
        known = values[~np.isnan(values)]
        if not len(known):
            return None
        low, middle, high = np.quantile(
            known, (self.of.design.interval[0], 0.5, self.of.design.interval[1])
        ).tolist()
        return Estimate(middle, low, high)

    def _why(self, code: str) -> Text:
        if self.of.table.below_floor(code, ROOT):
            return Text("覆盖率低于下限", "below the coverage floor")
        return Text("没有得分", "no score")


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
