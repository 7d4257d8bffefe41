"""Who needs which data of whom, and whether they get them: the rows of tables about shared data, and how often units meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from smartxl.diagnosis.facts import RoundFacts, number
from smartxl.model.answers import Answer, Field, State
from smartxl.model.definition import Definition, Item
from smartxl.model.framework import Framework, Indicator
from smartxl.model.keys import UNSCORED, leaf_of
from smartxl.model.parties import Party, column_text, parties
from smartxl.model.report import Words, plain
from smartxl.model.sharing import Sharing, SharingColumn, SharingKind
from smartxl.text import Text

__all__ = [
    "NeedCount",
    "ShareStanding",
    "SharedRow",
    "added_needs",
    "count_cells",
    "pairs",
    "party_name",
    "shared_rows",
]

_ROUNDING = 1e-9


class ShareStanding(StrEnum):
    """How a row stands."""

    DONE = "done"  # the data are shared, the need is met
    SHORT = "short"  # they are not, or not at the level that is asked for
    OPEN = "open"  # not answered


@dataclass(frozen=True, slots=True)
class SharedRow:
    """An applicable row of such a table; `share` is what it brings, None where it is not answered."""

    item: Item
    sharing: Sharing
    what: Text
    providers: tuple[Party, ...]
    consumers: tuple[Party, ...]
    answer: Answer | None
    share: float | None
    standing: ShareStanding

    @property
    def owners(self) -> tuple[Party, ...]:
        """Whose row it is: who has the data of a supply, who needs those of a demand."""
        return self.providers if self.sharing.kind is SharingKind.SUPPLY else self.consumers

    @property
    def within(self) -> bool:
        """Whether a unit asks itself."""
        return bool({party.key for party in self.providers} & {party.key for party in self.consumers})


@dataclass(slots=True)
class NeedCount:
    """How many needs there are, and how they stand."""

    done: int = 0
    short: int = 0
    open: int = 0

    def add(self, standing: ShareStanding) -> None:
        """Counts one more."""
        self.done += standing is ShareStanding.DONE
        self.short += standing is ShareStanding.SHORT
        self.open += standing is ShareStanding.OPEN

    @property
    def total(self) -> int:
        """All of them."""
        return self.done + self.short + self.open

    @property
    def left(self) -> int:
        """Those that are not met, as far as is known."""
        return self.short + self.open


def shared_rows(definition: Definition, answers: Iterable[Answer]) -> tuple[SharedRow, ...]:
    """All of them in the order of the catalogue, those of units that never answered among them."""
    found = {(answer.unit, answer.key): answer for answer in answers}
    return tuple(_rows(definition, found))


def _rows(definition: Definition, answers: Mapping[tuple[str, str], Answer]) -> Iterator[SharedRow]:
    for item in definition.catalogue.items:
        indicator = definition.framework.by_code[item.leaf].indicator
        answer = answers.get((item.unit, item.key))
        if indicator is None or indicator.sharing is None:
            continue
        if answer is None or answer.state is not State.NOT_APPLICABLE:
            yield _row(definition, indicator, indicator.sharing, item, answer)


def _row(
    definition: Definition, indicator: Indicator, sharing: Sharing, item: Item, answer: Answer | None
) -> SharedRow:
    share = answer.score_input if answer and answer.state is State.VALUE else None
    consumer = column_text(item, sharing.consumer) if sharing.consumer else ""
    return SharedRow(
        item,
        sharing,
        item.title if sharing.item is SharingColumn.ITEM else Text(column_text(item, sharing.item)),
        parties(definition.roster, column_text(item, sharing.provider)),
        parties(definition.roster, consumer),
        answer,
        share,
        _standing(share, _least(definition.framework, indicator, sharing)),
    )


def _least(framework: Framework, indicator: Indicator, sharing: Sharing) -> float:
    """The share of full points from which a row counts as shared."""
    return framework.scales[indicator.scale].options[sharing.met - 1].points if sharing.met else 0.0


def _standing(share: float | None, least: float) -> ShareStanding:
    if share is None:
        return ShareStanding.OPEN
    return ShareStanding.DONE if share > 0 and share >= least - _ROUNDING else ShareStanding.SHORT


def added_needs(definition: Definition, answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Rows that units added to tables of needs: they have a name, and say nothing of who has the data."""
    demands = {
        node.code
        for node in definition.framework.nodes
        if node.indicator and node.indicator.sharing and node.indicator.sharing.kind is SharingKind.DEMAND
    }
    return tuple(
        answer
        for answer in answers
        if not answer.scores
        and leaf_of(answer.key.removeprefix(UNSCORED)) in demands
        and Field.NAME in answer.fields
    )


def pairs(rows: Iterable[SharedRow]) -> Mapping[tuple[str, str], NeedCount]:
    """(Provider, consumer), by key → their needs; what names several counts for each of them, a unit's own need for none."""
    found: dict[tuple[str, str], NeedCount] = defaultdict(NeedCount)
    for row in rows:
        for provider in row.providers:
            for consumer in row.consumers:
                if provider.key != consumer.key:
                    found[provider.key, consumer.key].add(row.standing)
    return found


def party_name(facts: RoundFacts, party: Party) -> str:
    """The name of a unit, or the name that was written with a remark that no unit of the roster is called so."""
    if party.unit is not None:
        return facts.unit_name(party.unit)
    return plain(facts.phrases.say("sharing.stranger", name=party.name))


def count_cells(*counts: int) -> tuple[Words, ...]:
    """Counts as cells of a table."""
    return tuple((number(count),) for count in counts)
