"""What the guide says of the columns: each by the names that the unit's sections give it, and one row filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smartxl.model.definition import Unit
from smartxl.model.framework import Indicator, Input, Measure
from smartxl.planning.context import Context
from smartxl.planning.headings import column_heads
from smartxl.planning.rows import FormRow, example_day, form_rows
from smartxl.planning.tables import named_rows, parts_of
from smartxl.text import number_text, shorten

__all__ = ["GuideColumns"]

_PRINTED = ("no", "code", "name", "kind", "audience")
_ASKED = ("entry", "table_row")
_ALL = ("item", *_ASKED)
_LONGEST = 60
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

    def __init__(self, context: Context, unit: Unit) -> None:
        self.context, self.unit, self.words = context, unit, context.words
        template = "paper" if context.edition.printed else "sampling"
        self.parts = parts_of(context, unit, template)
        kinds = [(indicator, part.role(indicator)) for part in self.parts for _, indicator in part.nodes]
        self.heads = [(kind, column_heads(context, indicator, kind)) for indicator, kind in kinds]

    def columns(self) -> Iterator[tuple[str, str]]:
        """What each column is called, by every section that has it, and how it is filled in."""
        printed = [self._names(slot, _ALL) for slot in _PRINTED]
        yield self._listed(name for name in printed if name), self.words["guide.c_printed"]
        for said, slot, kinds in _FILLED:
            if names := self._names(slot, kinds):
                yield names, self._guidance(said)
        if not self.context.edition.printed:
            yield from self._calculated()

    def _guidance(self, said: str) -> str:
        is_drawn = self.context.edition.printed and said == "value"
        return self.words["paper.c_value" if is_drawn else f"guide.c_{said}"]

    def _calculated(self) -> Iterator[tuple[str, str]]:
        words, both = self.words, " / "
        yield both.join(self._names(slot, _ALL) for slot in ("points", "full")), words["guide.c_points"]
        yield self._names("check", _ALL), words["guide.c_check"]
        if self.context.edition.shows_review:
            yield both.join((words["head.review"], words["head.review_note"])), words["guide.c_review"]
        if self.context.last:
            yield words["head.previous"], words["guide.c_previous"]
        if self.context.edition.contests:
            yield words["head.appeal"], words["guide.c_appeal"]

    def _names(self, slot: str, kinds: Iterable[str]) -> str:
        names = (str(heads.get(f"head.{slot}", "")) for kind, heads in self.heads if kind in kinds)
        return self._listed(dict.fromkeys(name for name in names if name))

    def _listed(self, names: Iterable[str]) -> str:
        return ("、" if self.context.lang == "zh" else ", ").join(names)

    def example(self) -> tuple[str, list[tuple[str, str]]]:
        """Which row the example is, and (column, what it has in it) of what is filled in there; "" for a form without rows.

        A sampled item if there is one, else the first row.
        """
        asked = [(part, *leaf) for part in self.parts for leaf in part.nodes]
        asked.sort(key=lambda each: each[2].measure is not Measure.SAMPLE)
        for part, node, indicator in asked:
            rows = tuple(form_rows(self.context, self.unit, node))
            for row in named_rows(self.context, part, node, rows):
                title, item = part.untitled, shorten(row.name, _LONGEST)
                named = self.words["guide.example_row"].format(title=title, item=item)
                return named, list(self._cells(indicator, row, part.role(indicator)))
        return "", []

    def _cells(self, indicator: Indicator, row: FormRow, kind: str) -> Iterator[tuple[str, str]]:
        context, words = self.context, self.words
        heads = column_heads(context, indicator, kind)
        framework, day = context.definition.framework, example_day(context.definition.round).isoformat()
        levels = framework.scales[indicator.scale].options if indicator.scale else ()
        level = levels[-1].label.get(context.lang) if levels else ""
        if context.edition.contests:
            yield words["head.appeal"], words["guide.example_appeal"]
            return
        cells = [("provided", number_text(_number(row.asked)) if row.asked else level)]
        if kind == "item":
            channel = framework.channels[0].get(context.lang) if framework.channels else ""
            cells = [("provided", words["answer.yes"]), ("level", level), ("channel", channel)]
        address = words["guide.example_address" if kind == "item" else "guide.example_basis"]
        for slot, value in (*cells, ("address", address), ("date", day), ("check", words["check.none"])):
            if value:
                yield str(heads[f"head.{slot}"]), value


def _number(asked: Input) -> float:
    """A number that is an answer, and not an unusual one."""
    low = next((x for x in (asked.low, asked.minimum) if x is not None), None)
    high = next((x for x in (asked.high, asked.maximum) if x is not None), None)
    if low is not None and high is not None:
        return float(round((low + high) / 2)) if high - low >= 2 else (low + high) / 2
    return low if low is not None else high if high is not None else 12.0
