"""What came of questionnaires that came back, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cli.present.weighing import weights_of
from smartxl.cli.spoken import spoken
from smartxl.project.weighing.ahp import AhpOutcome
from smartxl.project.weighing.table import WeightChange

if TYPE_CHECKING:
    from smartxl.project.survey import SurveyCounts
    from smartxl.project.weighing.delphi import DelphiOutcome
    from smartxl.project.weighing.notices import Notice
    from smartxl.text import Lang

__all__ = ["NoticeRecord", "SetWeightsRecord", "TalliesRecord", "WeighedRecord"]


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """What is to be told of a file or a respondent; `asks`: somebody must act, `unreadable`: a file that is not read."""

    where: str
    what: str
    remedy: str
    asks: bool
    unreadable: bool

    @classmethod
    def of(cls, notice: Notice, lang: Lang) -> NoticeRecord:
        """The record of a notice."""
        told = notice.what.get(lang), notice.remedy.get(lang)
        return cls(notice.where, *told, notice.asks, notice.unreadable)


@dataclass(frozen=True, slots=True)
class BranchRecord:
    """The weights that came out for the nodes below one, in percent, by code; `node` is "" for the whole."""

    node: str
    classes: tuple[str, ...]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class WeighedRecord:
    """What `weights collect --json` prints; `round` of Delphi, `answered` are the codes of experts whose file counts."""

    method: str
    round: int | None
    answered: tuple[str, ...]
    branches: tuple[BranchRecord, ...]
    notices: tuple[NoticeRecord, ...]

    @classmethod
    def of(cls, outcome: AhpOutcome | DelphiOutcome, digits: int) -> WeighedRecord:
        """The record of what was collected."""
        is_ahp = isinstance(outcome, AhpOutcome)
        branches = tuple(
            BranchRecord(branch.node, tuple(branch.classes), dict(percents))
            for branch, percents in weights_of(outcome, digits)
        )
        number = None if isinstance(outcome, AhpOutcome) else outcome.number
        notices = tuple(NoticeRecord.of(notice, spoken()) for notice in outcome.remarks)
        return cls("ahp" if is_ahp else "delphi", number, tuple(outcome.replies), branches, notices)


@dataclass(frozen=True, slots=True)
class CountRecord:
    """How many gave an answer; `option` counts from 1."""

    unit: str
    indicator: str
    option: int
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class TalliesRecord:
    """What `survey collect --json` prints."""

    counts: tuple[CountRecord, ...]
    notices: tuple[NoticeRecord, ...]

    @classmethod
    def of(cls, counted: SurveyCounts, lang: Lang) -> TalliesRecord:
        """The record of what was counted."""
        counts = tuple(
            CountRecord(unit, count.indicator, count.option, count.label, count.count)
            for unit, found in counted.counts.items()
            for count in found
        )
        return cls(counts, tuple(NoticeRecord.of(notice, lang) for notice in counted.remarks))


@dataclass(frozen=True, slots=True)
class SetWeightsRecord:
    """What `weights set --json` prints: the file that was written, null where nothing was, and each weight as it was and is."""

    written: str | None
    changes: tuple[WeightChange, ...]
