"""Other methods beside that of the index: how far their ranks agree, and the units on which they do not."""

from __future__ import annotations

from collections.abc import Iterator

from smartxl.diagnosis.facts import NONE, RoundFacts, number
from smartxl.diagnosis.sureness.words import (
    decimal,
    listed_units,
    node_name,
    rank_cell,
    rank_figure,
    unit_name,
)
from smartxl.model.report import (
    Block,
    ChartKind,
    ChartSeries,
    Figure,
    Paragraph,
    ParagraphRole,
    ReportChart,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
    plain,
)
from smartxl.model.robustness import MethodComparison, MethodScores

__all__ = ["method_sections", "methods_part", "methods_said"]

_DIGITS, _NAMED = 4, 3
_SAME = 1 - 1e-9
"""From this rank correlation on two orders are the same but for rounding of the arithmetic."""


def methods_said(facts: RoundFacts) -> Iterator[Block]:
    """Of each class how far the ranks by other methods agree with those of the index."""
    for found in facts.tried.methods:
        if (worst := _worst(found)) is not None:
            yield Paragraph(_agree(facts, found, worst))


def methods_part(facts: RoundFacts) -> ReportSection | None:
    """The part, None where nothing was compared."""
    blocks = [
        block for found in facts.tried.methods if len(found.methods) > 1 for block in _of_class(facts, found)
    ]
    if not blocks:
        return None
    return ReportSection("sure.methods", facts.phrases.text("sure.methods"), tuple(blocks))


def _class_name(facts: RoundFacts, found: MethodComparison) -> str:
    return facts.say(facts.definition.framework.unit_class(found.unit_class).name)


def _of_class(facts: RoundFacts, found: MethodComparison) -> Iterator[Block]:
    worst = _worst(found)
    if worst is not None and not _all_agree(found):
        yield _scatter(facts, found, worst)
    yield _agreement(facts, found)
    yield from _left_out(facts, found)


def _worst(found: MethodComparison) -> int | None:
    """The place of the method whose ranks agree least with those of the index."""
    others = [(value, place) for place, value in enumerate(found.spearman[0]) if place and value is not None]
    return min(others)[1] if others else None


def _correlations(found: MethodComparison) -> list[float]:
    """Of the other methods that have one."""
    return [value for value in found.spearman[0][1:] if value is not None]


def _all_agree(found: MethodComparison) -> bool:
    return min(_correlations(found), default=0.0) >= _SAME


def _agree(facts: RoundFacts, found: MethodComparison, worst: int) -> Words:
    values, name = _correlations(found), _class_name(facts, found)
    if _all_agree(found):
        return facts.phrases.say("sure.methods_same", name=name, count=number(len(values)))
    low, high = min(values), max(values)
    return facts.phrases.say(
        "sure.methods_agree",
        name=name,
        count=number(len(values)),
        low=Figure(f"{low:z.3f}", low),
        high=Figure(f"{high:z.3f}", high),
        method=facts.say(found.methods[worst].title),
    )


def _scatter(facts: RoundFacts, found: MethodComparison, place: int) -> ReportChart:
    """The ranks of the index against those of the method that agrees least with it."""
    own, other = found.methods[0], found.methods[place]
    both = [u for u in found.units if own.ranks.get(u) is not None and other.ranks.get(u) is not None]
    series = tuple(
        ChartSeries(facts.say(method.title), tuple(_rank(method, unit) for unit in both))
        for method in (own, other)
    )
    caption = plain(
        facts.phrases.say(
            "sure.scatter",
            name=_class_name(facts, found),
            one=facts.say(own.title),
            other=facts.say(other.title),
        )
    )
    names = tuple(unit_name(facts, unit) for unit in both)
    most = max((figure.value for each in series for figure in each.values if figure), default=1.0)
    return ReportChart(
        f"sure.scatter.{found.unit_class}",
        caption,
        ChartKind.SCATTER,
        names,
        series,
        caption,
        (0.0, most + 1),
    )


def _rank(method: MethodScores, unit: str) -> Figure | None:
    value = method.ranks.get(unit)
    return None if value is None else rank_figure(value)


def _agreement(facts: RoundFacts, found: MethodComparison) -> ReportTable:
    """Each method with its variant and how far its ranks agree with those of the index."""
    head = facts.phrases.text
    columns = (
        TableColumn(head("sure.column_method"), 1.6),
        TableColumn(head("sure.column_variant"), 3.4),
        TableColumn("Spearman", 0.9, numeric=True),
        TableColumn("Kendall", 0.9, numeric=True),
        TableColumn(head("sure.column_leader"), 1.6),
    )
    rows = tuple(
        (
            (facts.say(method.title),),
            (facts.say(method.variant) or NONE[0],),
            decimal(found.spearman[0][place], 3),
            decimal(found.kendall[0][place], 3),
            _leader(facts, method),
        )
        for place, method in enumerate(found.methods)
    )
    caption = plain(facts.phrases.say("sure.methods_table", name=_class_name(facts, found)))
    return ReportTable(f"sure.methods.{found.unit_class}", caption, columns, rows)


def _leader(facts: RoundFacts, method: MethodScores) -> Words:
    ranks = {unit: rank for unit, rank in method.ranks.items() if rank is not None}
    best = min(ranks.values(), default=None)
    names: list[Words] = [(unit_name(facts, unit),) for unit, rank in ranks.items() if rank == best]
    return listed_units(facts, names, _NAMED) if names else NONE


def _left_out(facts: RoundFacts, found: MethodComparison) -> Iterator[Block]:
    if found.refused:
        told = [
            facts.phrases.say("sure.refused_method", method=facts.say(each.title), why=facts.say(each.why))
            for each in found.refused.values()
        ]
        said = listed_units(facts, told, len(told), clauses=True)
        yield Paragraph(facts.phrases.say("sure.refused", names=said), ParagraphRole.NOTE)
    if found.left_out:
        names = [(unit_name(facts, unit),) for unit in found.left_out]
        yield Paragraph(facts.phrases.say("sure.methods_left", names=listed_units(facts, names)))


def method_sections(facts: RoundFacts) -> Iterator[ReportSection]:
    """Scores and ranks of all units by each method, for the workbook."""
    head = facts.phrases.text
    for found in facts.tried.methods:
        columns = [TableColumn(head("column.unit"), 3)]
        for method in found.methods:
            columns.append(TableColumn(facts.say(method.title), 1.1, numeric=True))
            columns.append(TableColumn(head("column.rank"), 0.8, numeric=True))
        rows = tuple(
            (
                (unit_name(facts, unit),),
                *(
                    cell
                    for method in found.methods
                    for cell in (decimal(method.scores.get(unit), _DIGITS), rank_cell(method.ranks.get(unit)))
                ),
            )
            for unit in found.units
        )
        caption = plain(facts.phrases.say("sure.methods_scores", name=_class_name(facts, found)))
        scores = ReportTable(f"sure.methodscores.{found.unit_class}", caption, tuple(columns), rows)
        blocks: list[Block] = [_agreement(facts, found), *_left_out(facts, found), scores]
        if found.left_out:
            blocks.append(_left_table(facts, found))
        yield ReportSection(f"sure.methods.{found.unit_class}", _class_name(facts, found), tuple(blocks))


def _left_table(facts: RoundFacts, found: MethodComparison) -> ReportTable:
    head = facts.phrases.text
    columns = (TableColumn(head("column.unit"), 2), TableColumn(head("sure.column_unscored"), 4))
    joint = head("sure.joint")
    rows = tuple(
        ((unit_name(facts, unit),), (joint.join(node_name(facts, code) for code in codes),))
        for unit, codes in found.left_out.items()
    )
    return ReportTable(f"sure.methodsleft.{found.unit_class}", head("sure.methods_unscored"), columns, rows)
