"""What units told about their numbers, where indicators ask for it: how good the data is, where it is from, of which year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smartxl.diagnosis.facts import NONE, RoundFacts, number
from smartxl.model.answers import ABOUT_DATA, HIGH, LOW, MEDIUM, Answer, Choice, Field, State
from smartxl.model.choices import ChoiceWords
from smartxl.model.definition import Unit
from smartxl.model.framework import Node
from smartxl.model.report import Block, Paragraph, ReportTable, TableColumn, Words
from smartxl.text import number_text, shorten

__all__ = ["data_blocks"]

_LEVELS = (HIGH, MEDIUM, LOW)
_ORDER = {LOW: 1, MEDIUM: 2, HIGH: 3}
_ON_PAPER, _LONGEST = 20, 60


@dataclass(frozen=True, slots=True)
class _ToldNumber:
    """A number that counts, with what its indicator asks about it."""

    answer: Answer
    unit: Unit
    leaf: Node
    asks: tuple[Field, ...]

    @property
    def complete(self) -> bool:
        """Whether all that is asked was told."""
        return all(asked in self.answer.fields for asked in self.asks)

    @property
    def rank(self) -> tuple[bool, int, float]:
        """What was told incompletely comes first, then what is worst, then what is oldest."""
        quality, year = self.answer.fields.get(Field.QUALITY), self.answer.fields.get(Field.YEAR)
        place = _ORDER.get(quality, 0) if isinstance(quality, Choice) else 0
        return self.complete, place, year if isinstance(year, float) else 0.0


def data_blocks(facts: RoundFacts) -> Iterator[Block]:
    """How many numbers have all that is asked, the qualities and years of each unit, and number by number the worst first."""
    told = sorted(_numbers(facts), key=lambda each: each.rank)
    if not told:
        return
    phrases, complete = facts.phrases, [each for each in told if each.complete]
    yield Paragraph(phrases.say("quality.data", count=number(len(told)), told=number(len(complete))))
    asked = {field for each in told for field in each.asks}
    yield _by_unit(facts, told, asked)
    yield _each(facts, told, [field for field in ABOUT_DATA if field in asked])


def _numbers(facts: RoundFacts) -> Iterator[_ToldNumber]:
    leaves, units = facts.definition.framework.by_code, facts.definition.roster.by_code
    for answer in facts.answers:
        leaf = leaves.get(answer.leaf)
        if leaf and leaf.indicator and leaf.indicator.asks and answer.state is State.VALUE:
            yield _ToldNumber(answer, units[answer.unit], leaf, leaf.indicator.asks)


def _by_unit(facts: RoundFacts, told: Sequence[_ToldNumber], asked: set[Field]) -> ReportTable:
    head = facts.phrases.text
    shows_quality, shows_year = Field.QUALITY in asked, Field.YEAR in asked
    qualities = ("column.quality_high", "column.quality_medium", "column.quality_low")
    columns = [TableColumn(head("column.unit"), 2.5), TableColumn(head("column.numbers"), 1, numeric=True)]
    columns += [TableColumn(head(name), 1, numeric=True) for name in qualities if shows_quality]
    columns.append(TableColumn(head("column.untold"), 1.2, numeric=True))
    columns += [TableColumn(head("column.years"), 1.4)] if shows_year else []
    rows: list[tuple[Words, ...]] = []
    for unit in facts.definition.roster.units:
        own = [each for each in told if each.unit is unit]
        if not own:
            continue
        found = [each.answer.fields.get(Field.QUALITY) for each in own]
        counts = [found.count(level) for level in _LEVELS] if shows_quality else []
        missing = sum(not each.complete for each in own)
        cells = [(number(count),) for count in (len(own), *counts, missing)]
        years = [(_years(own),)] if shows_year else []
        rows.append(((facts.unit_name(unit),), *cells, *years))
    return ReportTable("quality.data", head("quality.data_caption"), tuple(columns), tuple(rows))


def _years(own: Sequence[_ToldNumber]) -> str:
    """The first and the last year of a unit's numbers."""
    years = [year for each in own if isinstance(year := each.answer.fields.get(Field.YEAR), float)]
    ends = dict.fromkeys(map(number_text, (min(years), max(years)))) if years else {}
    return "–".join(ends) or "—"


def _each(facts: RoundFacts, told: Sequence[_ToldNumber], asked: Sequence[Field]) -> ReportTable:
    head, words = facts.phrases.text, ChoiceWords(facts.definition.framework)
    names = {
        Field.QUALITY: "column.data_quality",
        Field.ORIGIN: "column.data_origin",
        Field.YEAR: "column.data_year",
    }
    columns = (
        TableColumn(head("column.unit"), 1.6),
        TableColumn(head("column.indicator"), 2.6),
        TableColumn(head("column.typed"), 1),
        *(TableColumn(head(names[field]), 2.2 if field is Field.ORIGIN else 1) for field in asked),
    )
    rows = tuple(
        (
            (facts.unit_name(each.unit),),
            (_called(facts, each),),
            (_said(facts, words, each.answer, Field.VALUE),),
            *((said,) if (said := _said(facts, words, each.answer, field)) else NONE for field in asked),
        )
        for each in told
    )
    caption = head("quality.data_rows_caption")
    return ReportTable("quality.data_rows", caption, columns, rows, limit=_ON_PAPER)


def _called(facts: RoundFacts, told: _ToldNumber) -> str:
    """The indicator and, where it asks for several numbers, which of them."""
    name = f"{told.leaf.code} {facts.say(told.leaf.name)}"
    entries = facts.definition.entries(told.leaf)
    own = next((row for row in entries if row.key == told.answer.key), None)
    return f"{name}: {facts.say(own.name)}" if own and len(entries) > 1 else name


def _said(facts: RoundFacts, words: ChoiceWords, answer: Answer, field: Field) -> str:
    value = answer.fields.get(field, "")
    shown = words.word(answer.key, field, value, facts.lang)
    return number_text(shown) if isinstance(shown, float) else shorten(str(shown), _LONGEST)
