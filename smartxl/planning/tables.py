"""Which indicators share a table: neighbours under one node that ask for a few numbers or levels each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from smartxl.model.definition import Unit
from smartxl.model.framework import ROOT, Indicator, Measure, Node, Scale, ScaleOption
from smartxl.model.layout import SheetLayout
from smartxl.planning.context import Context
from smartxl.planning.headings import kind_of, numbered
from smartxl.planning.rows import FormRow, form_rows, meaning
from smartxl.text import cut_to, fold, number_text

__all__ = [
    "BESIDE",
    "TABLE_ROLES",
    "FormPart",
    "TableTexts",
    "TableWords",
    "asked_rows",
    "has_tables",
    "has_tables_only",
    "offers_tables",
    "parts_of",
    "table_words",
]

TABLE_ROLES = ("table_head", "table", "table_legend", "table_heading", "table_row")
BESIDE = ("item.meaning", "item.choices")
"""The placeholders of what stands beside the inputs of a row of a table."""
_NEEDED = ("table", "table_row")
_FEW = 3
"""Rows of an indicator that stands in a table with others; of more the title names the indicator, and the rows its inputs."""
_LONGEST = 72.0  # in Latin characters


@dataclass(frozen=True)
class FormPart:
    """What stands under one title of a form: an indicator alone or, as a table, some that share its headings.

    `untitled` is the title without its number. `named`: the rows are called after their indicators, else after what each
    asks.
    """

    title: str
    untitled: str
    nodes: tuple[tuple[Node, Indicator], ...]
    table: bool = False
    named: bool = False

    def role(self, indicator: Indicator) -> str:
        """The role of the rows of one of its indicators."""
        return "table_row" if self.table else kind_of(indicator)


def has_tables(context: Context, template: str) -> bool:
    """Whether a sheet of the template has rows for tables, and the workbook is of a time that has them."""
    sheet = context.layout.sheets.get(template)
    return bool(context.stamp.generation) and sheet is not None and offers_tables(sheet)


def offers_tables(sheet: SheetLayout) -> bool:
    """Whether a template sheet has rows for tables."""
    return all(sheet.row(role) is not None for role in _NEEDED)


def parts_of(context: Context, unit: Unit, template: str) -> tuple[FormPart, ...]:
    """The parts of a unit's form in their order, their titles numbered."""
    tables, leaves = has_tables(context, template), context.leaves(unit)
    key = ("parts", id(context.words), tables, *(node.code for node in leaves))
    return context.shared.recent(key, lambda: _divided(context, leaves, tables=tables))


def _divided(context: Context, nodes: Sequence[Node], *, tables: bool) -> tuple[FormPart, ...]:
    """The parts of the forms in which these indicators are asked."""
    leaves = [(n, n.indicator) for n in _in_order(context, nodes) if n.indicator is not None]
    groups = groupby(leaves, key=_Grouping(context, tables).key)
    return tuple(
        _part(context, number, tuple(group), key[1], tables=tables)
        for number, (key, group) in enumerate(groups, 1)
    )


def _in_order(context: Context, leaves: Sequence[Node]) -> Sequence[Node]:
    """Indicators as their author wrote them, siblings together; level by level in forms of before."""
    if not context.stamp.generation:
        return leaves
    written = {node.code: place for place, node in enumerate(context.definition.framework.nodes)}
    first: dict[str, int] = {}
    for node in leaves:
        first[node.parent] = min(written[node.code], first.get(node.parent, written[node.code]))
    return sorted(leaves, key=lambda node: (first[node.parent], written[node.code]))


def has_tables_only(parts: Sequence[FormPart]) -> bool:
    """Whether all parts of a form are tables: then one row of headings is true of all."""
    return bool(parts) and all(part.table for part in parts)


@dataclass(frozen=True)
class _Grouping:
    context: Context
    tables: bool

    def key(self, leaf: tuple[Node, Indicator]) -> tuple[str, str]:
        """The same for indicators that share a table."""
        node, indicator = leaf
        if not (self.tables and _fits(indicator)):
            return node.parent, node.code
        few = len(self.context.definition.entries(node)) <= _FEW
        return node.parent, "" if few else node.code


def _fits(indicator: Indicator) -> bool:
    """Whether an indicator can stand in a table: not one that has headings of its own."""
    return indicator.measure is not Measure.SAMPLE and not indicator.heads


def _part(
    context: Context, number: int, leaves: tuple[tuple[Node, Indicator], ...], key: str, *, tables: bool
) -> FormPart:
    node, indicator = leaves[0]
    table = tables and _fits(indicator)
    if key:  # more than a few rows, or no table: the title names the indicator
        words = context.words["sampling.unnumbered"]
        title = words.format(name=node.name.get(context.lang), code=node.code)
    else:
        names = [each.name.get(context.lang) for each in _above(context, node)]
        title = context.words["table.path"].join(names) or context.definition.framework.title.get(
            context.lang
        )
    return FormPart(numbered(context, number, title), title, leaves, table, named=not key)


def _above(context: Context, node: Node) -> list[Node]:
    """The nodes above an indicator, the highest first."""
    by_code, found = context.definition.framework.by_code, []
    while node.parent != ROOT:
        node = by_code[node.parent]
        found.append(node)
    return found[::-1]


def asked_rows(context: Context, unit: Unit, part: FormPart, leaf: Node) -> tuple[FormRow, ...]:
    """The rows that a unit answers under an indicator, called as the part of its form calls them."""
    rows = form_rows(context, unit, leaf)
    if not part.named or not rows:
        return rows
    key = ("named", id(context.words), leaf.code)
    return context.shared.once(key, lambda: tuple(_named(context, leaf, rows)))


def _named(context: Context, leaf: Node, rows: Sequence[FormRow]) -> Iterator[FormRow]:
    """The rows of an indicator as a table calls them: after the indicator and, where it has several, after each input."""
    title = leaf.name.get(context.lang)
    for row in rows:
        if len(rows) == 1:
            yield row._replace(code=leaf.code, name=title)
        else:
            name = context.words["table.row"].format(indicator=title, input=row.name)
            yield row._replace(name=name)


@dataclass(frozen=True)
class TableTexts:
    """What stands beside the inputs of one table. `told` are the scales that a row above its lines explains."""

    context: Context
    part: FormPart

    @cached_property
    def told(self) -> tuple[Scale, ...]:
        """The scales whose levels have a meaning beside their names, of several of its indicators.

        Also the only one of a table that other tables tell: its levels in a row would be eight lines.
        """
        framework = self.context.definition.framework
        here = _scale_counts(indicator for _, indicator in self.part.nodes)
        times = _scale_counts(n.indicator for n in framework.nodes if n.indicator) if len(here) == 1 else here
        told = (framework.scales[code] for code in here if times[code] > 1)
        return tuple(scale for scale in told if _explained(scale))

    @property
    def legend(self) -> str:
        """What the levels of those scales mean; "" where there are none."""
        words = self.context.words
        return "\n".join(
            words["table.legend"].format(
                scale=scale.title.get(self.context.lang), levels=words["table.then"].join(self._levels(scale))
            )
            for scale in self.told
        )

    def beside(self, indicator: Indicator, entry: FormRow) -> tuple[str, str]:
        """The texts of a row: what is asked, and the unit of measurement or the levels beside the answer."""
        meaning = self.context.words["table.then"].join(self._asked(indicator, entry))
        return meaning, entry.kind if entry.asked else self._choices(indicator)

    def _asked(self, indicator: Indicator, entry: FormRow) -> Iterator[str]:
        """What is counted, from where, and the evidence; and what the number is called, where the row is called otherwise."""
        if entry.asked is not None and self.part.named:
            called = entry.asked.name.get(self.context.lang)
            if fold(called) not in fold(entry.name):
                yield called
        yield from meaning(self.context, indicator, entry)
        if entry.audience:
            yield entry.audience

    def levels(self, indicator: Indicator) -> list[str]:
        """The levels of an indicator, each with its points and, where nothing above the lines says it, what it means."""
        scale = self.context.definition.framework.scales[indicator.scale]
        if self._told_beside(scale):
            return [cut_to(level, _LONGEST) for level in self._levels(scale)]
        return [self._level(option) for option in scale.options]

    def _choices(self, indicator: Indicator) -> str:
        told = self._told_beside(self.context.definition.framework.scales[indicator.scale])
        return ("\n" if told else self.context.words["table.then"]).join(self.levels(indicator))

    def _told_beside(self, scale: Scale) -> bool:
        return _explained(scale) and scale not in self.told

    def _level(self, option: ScaleOption) -> str:
        label, points = option.label.get(self.context.lang), number_text(option.points)
        return self.context.words["table.level"].format(level=label, points=points)

    def _levels(self, scale: Scale) -> Iterator[str]:
        """Each level with its points and what it means."""
        lang, words = self.context.lang, self.context.words
        for option in scale.options:
            level, said = self._level(option), option.guidance.get(lang)
            yield words["entry.of_level"].format(level=level, meaning=said) if said else level


class TableWords(NamedTuple):
    """The legend of a table, and indicator → what stands beside the inputs of each of its rows."""

    legend: str
    beside: Mapping[str, tuple[tuple[str, str], ...]]


def table_words(context: Context, part: FormPart, rows: Mapping[str, Sequence[FormRow]]) -> TableWords:
    """Those of a part that is a table; `rows` are those of its indicators, which are the same for all units."""
    key = ("table", id(context.words), part.named, *rows)
    return context.shared.recent(key, lambda: _table_words(TableTexts(context, part), rows))


def _table_words(texts: TableTexts, rows: Mapping[str, Sequence[FormRow]]) -> TableWords:
    beside = {
        node.code: tuple([texts.beside(indicator, entry) for entry in rows[node.code]])
        for node, indicator in texts.part.nodes
    }
    return TableWords(texts.legend, beside)


def _scale_counts(indicators: Iterable[Indicator]) -> Counter[str]:
    """Scale → how many of these indicators are a level of it."""
    return Counter(i.scale for i in indicators if i.measure is Measure.RUBRIC)


def _explained(scale: Scale) -> bool:
    """Whether the levels of a scale have a meaning beside their names."""
    return any(option.guidance for option in scale.options)
