"""What the guide says of the headings: each by the names that the unit's sections give it, then those of the other sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smartxl.model.answers import ABOUT_DATA
from smartxl.planning.context import Context
from smartxl.planning.headings import column_heads
from smartxl.planning.tables import FormPart

__all__ = ["GuideColumns"]

_PRINTED = ("no", "code", "name", "kind", "audience")
_ASKED = ("entry", "table_row")
_ALL = ("item", *_ASKED)
_COUNTS = ("filled", "to_correct", "answered", "applicable", "coverage")
_EVIDENCE = ("number", "name", "address", "date", "used_by")
_FILLED: tuple[
    tuple[str, str, tuple[str, ...]], ...
] = (  # what is said, slot of the heading, rows that have it
    ("applicable", "applicable", _ALL),
    ("provided", "provided", ("item",)),
    ("value", "provided", _ASKED),
    ("level", "level", ("item",)),
    ("meaning", "level", ("entry",)),
    ("choices", "level", ("table_row",)),
    ("channel", "channel", ("item",)),
    ("address", "address", _ALL),
    ("date", "date", _ALL),
    ("note", "note", _ALL),
)


class GuideColumns:
    """The columns of one unit's form."""

    def __init__(self, context: Context, parts: Iterable[FormPart]) -> None:
        self.context, self.words = context, context.words
        kinds = [(indicator, part.role(indicator)) for part in parts for _, indicator in part.nodes]
        heads = [(kind, column_heads(context, indicator, kind)) for indicator, kind in kinds]
        self.heads = list({(kind, id(each)): (kind, each) for kind, each in heads}.values())
        self.asks = {asked for indicator, _ in kinds for asked in indicator.asks}

    @property
    def key(self) -> tuple[object, ...]:
        """What is said depends on it, and on the words and the edition."""
        return tuple((kind, id(heads)) for kind, heads in self.heads), frozenset(self.asks)

    def columns(self) -> Iterator[tuple[str, str]]:
        """What each column is called, by every section that has it, and how it is filled in."""
        printed = [self._names(slot, _ALL) for slot in _PRINTED]
        yield self._listed(name for name in printed if name), self.words["guide.c_printed"]
        for said, slot, kinds in _FILLED:
            if slot == "channel" and not self.context.definition.framework.channels:
                continue
            if names := self._names(slot, kinds):
                yield names, self._guidance(said)
        for asked in ABOUT_DATA:
            if asked in self.asks:
                yield self.words[f"head.{asked}"], self.words[f"guide.c_{asked}"]
        if not self.context.edition.printed:
            yield from self._calculated()
            yield from self._scores()
        if self.context.definition.round.evidence_rows and not self.context.edition.contests:
            names = self._listed(self.words[f"evidence.{name}"] for name in _EVIDENCE)
            yield names, self.words["guide.c_evidence"]

    def _guidance(self, said: str) -> str:
        is_drawn = self.context.edition.printed and said == "value"
        return self.words["paper.c_value" if is_drawn else f"guide.c_{said}"]

    def _calculated(self) -> Iterator[tuple[str, str]]:
        words = self.words
        yield self._names("points", _ALL), words["guide.c_points"]
        if names := self._names("full", ("item", "entry")):
            yield names, words["guide.c_full"]
        if names := self._names("full", ("table_row",)):
            yield names, words["guide.c_score"]
        yield self._names("check", _ALL), words["guide.c_check"]
        if self.context.edition.shows_review:
            names = self._listed((words["head.review"], words["head.review_note"]))
            yield names, words["guide.c_review"]
        if self.context.last:
            yield words["head.previous"], words["guide.c_previous"]
        if self.context.edition.contests:
            yield words["head.appeal"], words["guide.c_appeal"]

    def _scores(self) -> Iterator[tuple[str, str]]:
        """The counts over the sections, which the sheet of scores has too, and what else it has."""
        words = self.words
        yield self._listed(words[f"label.{name}"] for name in _COUNTS), words["guide.c_counts"]
        third = words["label.element" if self.context.definition.has_elements else "label.stage"]
        names = (f"{words['label.area']} / {words['label.indicator']}", third, words["label.weight"])
        yield self._listed((*names, words["label.score"])), words["guide.c_scores"]

    def _names(self, slot: str, kinds: Iterable[str]) -> str:
        names = (str(heads.get(f"head.{slot}", "")) for kind, heads in self.heads if kind in kinds)
        return self._listed(dict.fromkeys(name for name in names if name))

    def _listed(self, names: Iterable[str]) -> str:
        return ("、" if self.context.lang == "zh" else ", ").join(names)
