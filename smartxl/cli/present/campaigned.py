"""What the steps of a campaign look like: as tables and lines, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartxl.campaign.proof import SURE, VerifiedSample
from smartxl.campaign.records import (
    CityBuilt,
    CityCollected,
    CityRecord,
    CityScores,
    CityStatus,
    CityVerified,
)
from smartxl.cli.console import Screen
from smartxl.cli.exitcodes import ExitCode
from smartxl.cli.present.jsonout import Refusal
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    from smartxl.campaign import Campaign
    from smartxl.campaign.campaign import CampaignReport, CampaignScores
    from smartxl.campaign.comparison import CityComparison
    from smartxl.campaign.robust import CampaignRobustness
    from smartxl.campaign.running import CampaignRun
    from smartxl.errors import SmartxlError
    from smartxl.project.outputs import Built

__all__ = [
    "CampaignRecord",
    "CampaignReportRecord",
    "CityEntry",
    "ComparisonRecord",
    "FilesRecord",
    "RankedCityRecord",
    "RobustCityRecord",
    "RobustnessRecord",
    "RunRecord",
    "comparison_table",
    "exit_code",
    "robust_table",
    "run_lines",
    "run_table",
]

_SHOWN = 20
_CODE, _CITY = Text("代码", "Code"), Text("城市", "City")


@dataclass(frozen=True, slots=True)
class CampaignRecord:
    """A campaign: its folder, its cities by code, and the folder of each."""

    folder: str
    cities: Mapping[str, str]

    @classmethod
    def of(cls, made: Campaign) -> CampaignRecord:
        """The record of a campaign."""
        return cls(str(made.root), {city.code: city.folder for city in made.cities})


@dataclass(frozen=True, slots=True)
class CityEntry:
    """What a step came to in a city; `same`: nothing had changed, and the result of before is told."""

    name: str
    same: bool
    result: CityRecord


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A step of a campaign: its cities by code, and why it failed in others."""

    step: str
    cities: Mapping[str, CityEntry]
    failed: Mapping[str, Refusal]

    @classmethod
    def of(cls, run: CampaignRun, lang: Lang) -> RunRecord:
        """The record of a run."""
        names = {city.code: city.name.get(lang) for city in run.cities}
        return cls(
            run.step.value,
            {code: CityEntry(names[code], done.same, done.record) for code, done in run.done.items()},
            {code: Refusal.of([error], lang) for code, error in run.failed.items()},
        )


@dataclass(frozen=True, slots=True)
class RankedCityRecord:
    """A city beside the others: `score` of the common indicators; `within`: its rank in its province and size group.

    `unranked`: failed, missing, coverage, or "" for a city that has a rank.
    """

    code: str
    name: str
    score: float | None
    rank: float | None
    quartile: float | None
    coverage: float | None
    unranked: str
    within: Mapping[str, float | None]
    nodes: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class ComparisonRecord:
    """All cities in the order of their table, the statistics of groups, and the cities that could not be scored."""

    cities: tuple[RankedCityRecord, ...]
    statistics: tuple[Mapping[str, str | float | None], ...]
    failed: Mapping[str, Refusal]

    @classmethod
    def of(cls, found: CampaignScores, lang: Lang) -> ComparisonRecord:
        """The record of a comparison."""
        comparison = found.comparison
        return cls(
            tuple(_ranked(comparison, place, lang) for place in range(len(comparison.cities))),
            tuple(asdict(each) for each in comparison.statistics),
            {code: Refusal.of([error], lang) for code, error in found.run.failed.items()},
        )


@dataclass(frozen=True, slots=True)
class FilesRecord:
    """Files that were written: path → new, same, replaced, kept-old."""

    files: Mapping[str, str]

    @classmethod
    def of(cls, built: Iterable[Built]) -> FilesRecord:
        """The record of files."""
        return cls({str(file.path): file.written.value for file in built})


@dataclass(frozen=True, slots=True)
class CampaignReportRecord:
    """The files on all cities, why cities could not be scored, and what became of the cities' own reports, where wanted."""

    files: Mapping[str, str]
    failed: Mapping[str, Refusal]
    cities: RunRecord | None

    @classmethod
    def of(cls, found: CampaignReport, lang: Lang) -> CampaignReportRecord:
        """The record of a report."""
        return cls(
            FilesRecord.of(found.files).files,
            {code: Refusal.of([error], lang) for code, error in found.scores.run.failed.items()},
            RunRecord.of(found.cities, lang) if found.cities else None,
        )


@dataclass(frozen=True, slots=True)
class RobustCityRecord:
    """A ranked city over many runs: its rank as it stands, limits (5 and 95 %) and median, and how often it is first (0–1)."""

    code: str
    name: str
    score: float
    rank: float
    low: float
    median: float
    high: float
    first: float
    mean_shift: float


@dataclass(frozen=True, slots=True)
class RobustnessRecord:
    """How sure a ranking is: in which share of the runs the leader stays, and the ranked cities, the best first."""

    runs: int
    seed: int
    leader_stays: float
    cities: tuple[RobustCityRecord, ...]

    @classmethod
    def of(cls, found: CampaignRobustness, runs: int, seed: int) -> RobustnessRecord:
        """The record of an analysis."""
        return cls(runs, seed, found.leader_stays, _robust_cities(found))


def _robust_cities(found: CampaignRobustness) -> tuple[RobustCityRecord, ...]:
    rows = found.frame.reset_index().to_dict("records")
    return tuple(RobustCityRecord(**{str(key): value for key, value in row.items()}) for row in rows)


def robust_table(found: CampaignRobustness, lang: Lang) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the cities over many runs."""
    heads = (
        *(_CODE, _CITY, Text("得分", "Score"), Text("名次", "Rank"), Text("5% 名次", "5 % rank")),
        *(Text("中位名次", "Median rank"), Text("95% 名次", "95 % rank"), Text("第一的比例", "Share first")),
    )
    rows = [
        [
            *(city.code, city.name, f"{city.score:.2f}"),
            *(f"{value:g}" for value in (city.rank, city.low, city.median, city.high)),
            f"{city.first:.1%}",
        ]
        for city in _robust_cities(found)
    ]
    return [head.get(lang) for head in heads], rows


def _ranked(comparison: CityComparison, place: int, lang: Lang) -> RankedCityRecord:
    city = comparison.cities[place]
    return RankedCityRecord(
        code=city.code,
        name=city.name.get(lang),
        score=_number(comparison.scores[place]),
        rank=_number(comparison.ranks[place]),
        quartile=_number(comparison.quartiles[place]),
        coverage=_number(comparison.coverage[place]),
        unranked=comparison.unranked[city.code].value if city.code in comparison.unranked else "",
        within={name: _number(column[place]) for name, column in comparison.within.items()},
        nodes={name: _number(column[place]) for name, column in comparison.nodes.items()},
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def exit_code(run: CampaignRun) -> ExitCode:
    """1 where a step failed in a city or a workbook differs, else 0."""
    differs = any(isinstance(d.record, CityVerified) and d.record.differing for d in run.done.values())
    return ExitCode.FOUND if run.failed or differs else ExitCode.CLEAN


def run_lines(run: CampaignRun, screen: Screen) -> Iterator[str]:
    """How many cities, and why the step failed in others."""
    same = len(run.done) - run.fresh
    yield screen.words(
        f"完成 {run.fresh} 个城市，没有变化 {same} 个，失败 {len(run.failed)} 个",
        f"cities done: {run.fresh}, unchanged: {same}, failed: {len(run.failed)}",
    )
    yield from _first(run.failed.values(), "✗", screen)
    yield from _first(_not_taken(run, screen.lang), "!", screen)
    yield from _first(_differing(run, screen.lang), "!", screen)
    verified = [done.record for done in run.done.values() if isinstance(done.record, CityVerified)]
    if verified:
        yield _proven(VerifiedSample.of(verified)).get(screen.lang)


def _proven(sample: VerifiedSample) -> Text:
    """How many forms were recalculated, and what that says of those that were not."""
    drawn = Text(
        f"重新计算了 {sample.forms:,} 份表中的 {sample.drawn:,} 份",
        f"{sample.drawn:,} of {sample.forms:,} forms were recalculated",
    )
    if sample.drawn == sample.forms:
        return drawn
    if sample.enough is None:
        return drawn + Text("；有的城市没有抽到", "; of some cities none was drawn")
    return drawn + Text(
        f"（每市至少 {sample.share:.1%}）：全部表中若有 {sample.enough:,} 份以上与引擎不同，有 {SURE:.0%} 的把握至少抽到一份",
        f" ({sample.share:.1%} of each city or more): if {sample.enough:,} or more of all forms differed from the engine, the "
        f"sample would have met one with a probability of {SURE:.0%}",
    )


def _differing(run: CampaignRun, lang: Lang) -> Iterator[str]:
    """Which workbooks differ or could not be recalculated, and why."""
    names = {city.code: city.name.get(lang) for city in run.cities}
    for code, done in run.done.items():
        if isinstance(done.record, CityVerified):
            yield from (f"{code} {names[code]} {file}: {why}" for file, why in done.record.differing.items())


def _first(told: Iterable[SmartxlError | str], mark: str, screen: Screen) -> Iterator[str]:
    """The first lines, and how many more there are."""
    lines = [each if isinstance(each, str) else each.said(screen.lang) for each in told]
    yield from (f"{mark} {line}" for line in lines[:_SHOWN])
    if (more := len(lines) - _SHOWN) > 0:
        yield screen.words(f"… 还有 {more} 个（--json 列出全部）", f"… and {more} more (--json has all)")


def _not_taken(run: CampaignRun, lang: Lang) -> Iterator[str]:
    """Which files were refused or could not be read, and why."""
    names = {city.code: city.name.get(lang) for city in run.cities}
    for code, done in run.done.items():
        if isinstance(done.record, CityCollected):
            yield from (f"{code} {names[code]} {file}: {why}" for file, why in done.record.not_taken.items())


def run_table(run: CampaignRun, lang: Lang) -> tuple[list[str], list[list[str]]]:
    """Heads and rows: one city a row."""
    names = {city.code: city.name.get(lang) for city in run.cities}
    rows = [(code, names[code], _columns(done.record)) for code, done in run.done.items()]
    heads = [_CODE.get(lang), _CITY.get(lang), *(head.get(lang) for head in (rows[0][2] if rows else {}))]
    return heads, [[code, name, *columns.values()] for code, name, columns in rows]


def _columns(record: CityRecord) -> Mapping[Text, str]:
    match record:
        case CityBuilt():
            return {Text("新写", "Written"): str(record.new), Text("未变", "As before"): str(record.same)}
        case CityCollected():
            return {
                Text("文件", "Files"): str(record.files),
                Text("收下", "Accepted"): str(record.outcomes.get("accepted", 0)),
                Text("已读过", "Read before"): str(record.outcomes.get("again", 0)),
                Text("退回", "Refused"): str(record.outcomes.get("refused", 0)),
                Text("无法读取", "Unreadable"): str(record.outcomes.get("unreadable", 0)),
                Text("问题", "Findings"): str(record.findings),
            }
        case CityStatus():
            return {
                Text("单位", "Units"): str(record.units),
                Text("已计入", "Counted"): str(record.received),
                Text("应填行", "Rows"): str(record.rows),
                Text("已填", "Filled"): str(record.filled),
                Text("须修改", "Must fix"): str(record.must_fix),
                Text("覆盖率", "Coverage"): _percent(record.coverage),
            }
        case CityScores():
            return {
                Text("总分", "Total"): _points(record.total),
                Text("共有", "Common"): _points(record.common),
            }
        case CityVerified():
            return {
                Text("文件", "Files"): str(record.files),
                Text("公式", "Formulas"): str(record.cells),
                Text("有差异", "Differ"): str(len(record.differing)),
            }


def comparison_table(comparison: CityComparison, lang: Lang) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the ranking, the best first, cities without a rank last with the reason."""
    heads = (
        *(Text("名次", "Rank"), _CODE, _CITY, Text("省份", "Province"), Text("得分", "Score")),
        *(Text("四分位", "Quartile"), *(_WITHIN[name] for name in comparison.within)),
        *(Text("覆盖率", "Coverage"), Text("说明", "Note")),
    )
    without = [place for place in range(len(comparison.cities)) if np.isnan(comparison.ranks[place])]
    rows = [_row(comparison, place, lang) for place in (*comparison.order, *without)]
    return [head.get(lang) for head in heads], rows


_WITHIN = {"province": Text("省内名次", "In province"), "size": Text("同规模名次", "In size group")}


def _row(comparison: CityComparison, place: int, lang: Lang) -> list[str]:
    city = comparison.cities[place]
    why = comparison.unranked.get(city.code)
    return [
        _whole(comparison.ranks[place]),
        city.code,
        city.name.get(lang),
        city.province,
        _points(_number(comparison.scores[place])),
        _whole(comparison.quartiles[place]),
        *(_whole(column[place]) for column in comparison.within.values()),
        _percent(_number(comparison.coverage[place])),
        why.told.get(lang) if why else "",
    ]


def _whole(value: float) -> str:
    return "—" if np.isnan(value) else f"{value:.0f}"


def _points(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"
