"""What advice there is, in words: one catalogue, `catalogue.csv` beside this module; its slots are the facts of an `Advice`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from smartxl.errors import FilePlace
from smartxl.text import LANGUAGES, Lang, Text

__all__ = [
    "ADVISED",
    "CATALOGUE",
    "Advice",
    "AdviceCode",
    "AdviceGroup",
    "AdviceKind",
    "Advised",
    "advised_words",
    "group_advice",
]


@dataclass(frozen=True, slots=True)
class Advised:
    """From where on advice is given. Shares are 0 to 1. Sources: docs/check.md.

    `quantitative` and `specific` are shares of the weight. An indicator dominates where its share of the total is more than
    `dominant` and more than `times` the mean share of the indicators, or more than `large` and `large_times` the mean; a node
    where it has more than `node` of its parent. `peers`: the fewest units that a rule over peers can tell apart.
    """

    least_children: int = 3
    most_children: int = 7
    quantitative: float = 0.5
    specific: float = 0.5
    dominant: float = 0.15
    times: float = 5.0
    large: float = 0.3
    large_times: float = 2.0
    node: float = 0.6
    peers: int = 3


ADVISED = Advised()
"""The limits that `check` goes by, and prints."""


class AdviceCode(StrEnum):
    """S shares, N nodes, W weights, T texts, P peers, U what can never happen, V versions, B what is built."""

    FEW_QUANTITATIVE = "S01-few-quantitative"
    MUCH_LOCAL = "S02-much-local"
    FEW_CHILDREN = "N01-few-children"
    MANY_CHILDREN = "N02-many-children"
    DOMINANT_INDICATOR = "W01-dominant-indicator"
    DOMINANT_NODE = "W02-dominant-node"
    WEIGHT_ZERO = "W03-weight-zero"
    NO_ENGLISH = "T01-no-english"
    ITEMS_NO_ENGLISH = "T02-items-no-english"
    LEFT_AS_IT_WAS = "T03-left-as-it-was"
    FEW_PEERS = "P01-few-peers"
    STAGE_UNREACHABLE = "U01-stage-unreachable"
    GATE_IDLE = "U02-gate-idle"
    STEP_IDLE = "U03-step-idle"
    FLOOR_IDLE = "U04-floor-idle"
    REWARD_UNMET = "U05-reward-unmet"
    TARGET_BEYOND = "U06-target-beyond"
    FULL_UNREACHABLE = "U07-full-unreachable"
    BAND_UNREACHABLE = "U08-band-unreachable"
    OPTIONS_EQUAL = "U09-options-equal"
    OPTIONS_UNORDERED = "U10-options-unordered"
    VERSION_UNCHANGED = "V01-version-unchanged"  # needs the ledger: see `smartxl.project.checking`
    IN_SEVERAL_FILES = "B01-in-several-files"  # needs the plans of workbooks: the same


@dataclass(frozen=True, slots=True)
class AdviceKind:
    """One entry of the catalogue: what it is about, the message and the remedy, with slots such as {name}."""

    title: Text
    message: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Advice:
    """One remark: where, and the facts that fill the slots of its words."""

    code: AdviceCode
    place: FilePlace
    facts: Mapping[str, Text | str] = field(default_factory=dict, hash=False)

    @property
    def where(self) -> str:
        """The place as it is read."""
        return self.place.where

    def message(self, lang: Lang) -> str:
        """What was noticed, in a sentence."""
        return self._filled(CATALOGUE[self.code].message, lang)

    def remedy(self, lang: Lang) -> str:
        """What can be done about it."""
        return self._filled(CATALOGUE[self.code].remedy, lang)

    def _filled(self, words: Text, lang: Lang) -> str:
        told = {name: fact.get(lang) if isinstance(fact, Text) else fact for name, fact in self.facts.items()}
        return words.get(lang).format_map(_LIMITS | told)


@dataclass(frozen=True, slots=True)
class AdviceGroup:
    """All advice of one code. Never empty."""

    members: tuple[Advice, ...]

    @property
    def code(self) -> AdviceCode:
        """The code that they share."""
        return self.members[0].code

    @property
    def title(self) -> Text:
        """What they are about."""
        return CATALOGUE[self.code].title


def advised_words() -> Text:
    """The limits, in a sentence."""
    return Text(*(_ADVISED_WORDS.get(lang).format_map(_LIMITS) for lang in LANGUAGES))


def group_advice(found: Iterable[Advice]) -> tuple[AdviceGroup, ...]:
    """Advice by code, in the order of the catalogue; nothing is dropped."""
    groups: dict[AdviceCode, list[Advice]] = {code: [] for code in AdviceCode}
    for advice in found:
        groups[advice.code].append(advice)
    return tuple(AdviceGroup(tuple(members)) for members in groups.values() if members)


def _limit_words() -> dict[str, str]:
    """The limits as slots of the catalogue: shares in percent."""
    return {
        name: f"{limit:.0%}" if isinstance(limit, float) and limit < 1 else f"{limit:g}"
        for name, limit in asdict(ADVISED).items()
    }


def _load() -> Mapping[AdviceCode, AdviceKind]:
    with Path(__file__).with_name("catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {
            AdviceCode(row["code"]): AdviceKind(
                Text(row["title_zh"], row["title_en"]),
                Text(row["message_zh"], row["message_en"]),
                Text(row["remedy_zh"], row["remedy_en"]),
            )
            for row in csv.DictReader(file, strict=True)
        }


_ADVISED_WORDS = Text(
    "提示线：定量指标权重不少于{quantitative}，特色指标不超过{specific}；每级 {least_children}—{most_children} 项；"
    "一项指标不超过总分的{dominant}（且平均的 {times} 倍）或{large}（且平均的 {large_times} 倍），"
    "不超过同级的{node}；同类比较不少于 {peers} 个单位",
    "Advised: quantitative indicators have {quantitative} of the weight or more, those of this city {specific} or less; "
    "{least_children} to {most_children} children; an indicator has at most {dominant} of the total (and {times} times the "
    "mean) or {large} (and {large_times} times), and {node} among its siblings; {peers} peers or more",
)
_LIMITS = _limit_words()
CATALOGUE: Mapping[AdviceCode, AdviceKind] = _load()
"""Code → its words."""
