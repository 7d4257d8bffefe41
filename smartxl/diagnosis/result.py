"""Chapter 1, the overall result: city and classes, areas, SMART elements, with coverage and the distance to the next stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from smartxl.diagnosis.apart import apart_section
from smartxl.diagnosis.compared import compared_section
from smartxl.diagnosis.facts import NONE, RoundFacts, cell, number, percent
from smartxl.model.framework import ROOT, Element, Node
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
from smartxl.model.scores import CITY, Quantity, QuantityKind
from smartxl.text import Text

__all__ = ["result_section"]

_ELEMENTS = {
    Element.SERVICE: Text("服务 S", "Service (S)"),
    Element.MANAGEMENT: Text("管理与运行 M", "Management and operation (M)"),
    Element.APPLICATION: Text("应用平台 A", "Application platform (A)"),
    Element.RESOURCE: Text("资源 R", "Resource (R)"),
    Element.TECHNOLOGY: Text("技术 T", "Technology (T)"),
}


def result_section(facts: RoundFacts) -> ReportSection:
    """The chapter."""
    parts = (compared_section(facts), _areas(facts), _elements(facts), apart_section(facts))
    filled = tuple(part for part in parts if part is not None)
    return ReportSection("result", facts.phrases.text("result.title"), tuple(_overall(facts)), filled)


def _overall(facts: RoundFacts) -> Iterator[Block]:
    yield Paragraph(_conclusion(facts), ParagraphRole.CONCLUSION)
    if facts.received:
        yield Paragraph(_coverage(facts))
        yield from _below_floor(facts)
        yield _totals(facts)


def _conclusion(facts: RoundFacts) -> Words:
    phrases, round_ = facts.phrases, facts.definition.round
    city = facts.say(round_.city)
    if not facts.received:
        return phrases.say("result.none")
    score = facts.score(CITY)
    if score is None:
        return phrases.say("result.ungraded", city=city, round=round_.name)
    step = facts.to_next(score)
    distance = phrases.say("result.distance", points=step[0], next=step[1]) if step else ()
    stage = facts.stage(CITY)
    return phrases.say(
        "result.conclusion", city=city, round=round_.name, score=score, stage=stage, distance=distance
    )


def _coverage(facts: RoundFacts) -> Words:
    return facts.phrases.say(
        "result.coverage",
        units=number(len(facts.definition.roster.units)),
        received=number(len(facts.received)),
        applicable=facts.count(QuantityKind.APPLICABLE, CITY),
        answered=facts.count(QuantityKind.ANSWERED, CITY),
        coverage=cell(facts.coverage(CITY)),
    )


def _below_floor(facts: RoundFacts) -> Iterator[Block]:
    framework = facts.definition.framework
    below = [u for u in facts.definition.roster.units if facts.table.below_floor(u.code, ROOT)]
    if below and framework.withholds(ROOT):
        names = facts.phrases.listed(facts.unit_name(unit) for unit in below)
        floor = percent(framework.floor(ROOT))
        yield Paragraph(facts.phrases.say("result.below", count=number(len(below)), floor=floor, names=names))


def _totals(facts: RoundFacts) -> ReportTable:
    head = facts.phrases.text
    columns = (
        TableColumn(head("column.subject"), 3),
        TableColumn(head("column.units"), 1, numeric=True),
        TableColumn(head("column.score"), 1.2, numeric=True),
        TableColumn(head("column.stage"), 1.5),
        TableColumn(head("column.distance"), 1.5, numeric=True),
        TableColumn(head("column.coverage"), 1.2, numeric=True),
    )
    rows = tuple(_total_row(facts, code, name) for code, name in facts.subjects)
    return ReportTable("result.totals", head("result.caption"), columns, rows, frozenset({0}))


def _total_row(facts: RoundFacts, code: str, name: str) -> tuple[Words, ...]:
    step = facts.to_next(facts.score(code))
    units = [u for u in facts.definition.roster.units if code in {CITY, f"@{u.unit_class}"}]
    return (
        (name,),
        (number(len(units)),),
        cell(facts.score(code)),
        (facts.stage(code),) if facts.stage(code) else NONE,
        (step[0],) if step else NONE,
        cell(facts.coverage(code)),
    )


def _areas(facts: RoundFacts) -> ReportSection | None:
    areas, phrases = facts.areas(), facts.phrases
    if not areas or not facts.received:
        return None
    rows = tuple(_area_row(facts, node) for node in areas)
    columns = (TableColumn(phrases.text("column.area"), 2.6), *_measures(facts))
    table = ReportTable(
        "result.areas", phrases.text("result.areas"), columns, rows, note=phrases.text("result.areas_note")
    )
    blocks: list[Block] = [*_extremes(facts, areas), table]
    names = tuple(facts.say(node.name) for node in areas)
    figures = {code: tuple(facts.score(code, node.code) for node in areas) for code, _ in facts.subjects}
    blocks += _radar(facts, "result.areas_chart", names, figures)
    return ReportSection("areas", phrases.text("result.areas"), tuple(blocks))


def _area_row(facts: RoundFacts, node: Node) -> tuple[Words, ...]:
    score = facts.score(CITY, node.code)
    rest = (facts.score(code, node.code) for code, _ in facts.subjects[1:])
    unanswered = _unanswered(facts, [node.code])
    return (
        (facts.say(node.name),),
        *_standing(facts, score, node.code, rest, facts.coverage(CITY, node.code), unanswered),
    )


def _measures(facts: RoundFacts) -> Iterator[TableColumn]:
    """The columns behind a name: score of the city, its stage and distance to the next, scores of the classes, what is open."""
    head = facts.phrases.text
    (_, city), *classes = facts.subjects
    yield TableColumn(city, 1.2, numeric=True)
    yield TableColumn(head("column.stage"), 1.3)
    yield TableColumn(head("column.distance"), 1.3, numeric=True)
    yield from (TableColumn(name, 1.3, numeric=True) for _, name in classes)
    yield TableColumn(head("column.coverage"), 1.2, numeric=True)
    yield TableColumn(head("column.unanswered"), 1.2, numeric=True)


def _standing(
    facts: RoundFacts,
    score: Figure | None,
    node: str,
    classes: Iterable[Figure | None],
    coverage: Figure | None,
    unanswered: Figure,
) -> Iterator[Words]:
    """The cells of `_measures`."""
    step, stage = facts.to_next(score, node), facts.stage_of(score)
    yield cell(score)
    yield (stage,) if stage else NONE
    yield (step[0],) if step else NONE
    yield from map(cell, classes)
    yield cell(coverage)
    yield (unanswered,)


def _unanswered(facts: RoundFacts, nodes: Sequence[str]) -> Figure:
    """How many applicable rows of the city under some nodes have no answer."""
    kinds = (QuantityKind.APPLICABLE, QuantityKind.ANSWERED)
    sources = tuple(Quantity(kind, CITY, node) for node in nodes for kind in kinds)
    applicable, answered = (sum(facts.value(kind, CITY, node) or 0.0 for node in nodes) for kind in kinds)
    return Figure(f"{applicable - answered:,.0f}", applicable - answered, sources)


def _extremes(facts: RoundFacts, areas: Sequence[Node]) -> Iterator[Block]:
    scored = [(figure, node) for node in areas if (figure := facts.score(CITY, node.code)) is not None]
    if len(scored) < 2:
        return
    scored.sort(key=lambda entry: -entry[0].value)
    (best, best_node), (worst, worst_node) = scored[0], scored[-1]
    if best.shown == worst.shown:
        yield Paragraph(facts.phrases.say("result.areas_equal", score=best))
        return
    spread = best.value - worst.value
    said = facts.phrases.say(
        "result.areas_best",
        count=number(len(scored)),
        best=facts.say(best_node.name),
        best_score=best,
        worst=facts.say(worst_node.name),
        worst_score=worst,
        spread=Figure(facts.points(spread), spread, (*best.sources, *worst.sources)),
    )
    yield Paragraph(said)


def _elements(facts: RoundFacts) -> ReportSection | None:
    asked = [
        element for element in Element if any(n.element is element for n in facts.definition.framework.nodes)
    ]
    if not asked or not facts.received:
        return None
    figures = {code: tuple(_element(facts, code, element) for element in asked) for code, _ in facts.subjects}
    names = tuple(facts.say(_ELEMENTS[element]) for element in asked)
    rows = tuple(
        ((name,), *_element_cells(facts, element, [figures[code][place] for code, _ in facts.subjects]))
        for place, (element, name) in enumerate(zip(asked, names, strict=True))
    )
    title = facts.phrases.text("result.elements")
    columns = (TableColumn(facts.phrases.text("column.element"), 2.6), *_measures(facts))
    table = ReportTable("result.elements", title, columns, rows)
    chart = _radar(facts, "result.elements_chart", names, figures)
    return ReportSection("elements", title, (table, *chart))


def _element_cells(facts: RoundFacts, element: Element, scores: Sequence[Figure | None]) -> Iterator[Words]:
    leaves = [n.code for n in facts.definition.framework.nodes if n.element is element and n.is_leaf]
    unanswered = _unanswered(facts, leaves)
    applicable = sum(facts.value(QuantityKind.APPLICABLE, CITY, leaf) or 0.0 for leaf in leaves)
    coverage = percent(1 - unanswered.value / applicable, *unanswered.sources) if applicable else None
    return _standing(facts, scores[0], ROOT, scores[1:], coverage, unanswered)


def _element(facts: RoundFacts, code: str, element: Element) -> Figure | None:
    value = facts.value(QuantityKind.ELEMENT, code, element.value)
    if value is None:
        return None
    digits = min(facts.definition.framework.element_digits, 4)
    return Figure(f"{value:.{digits}f}", value, (Quantity(QuantityKind.ELEMENT, code, element.value),))


def _radar(
    facts: RoundFacts, key: str, names: tuple[str, ...], figures: dict[str, tuple[Figure | None, ...]]
) -> Iterator[ReportChart]:
    """A radar of those subjects that have a score everywhere; none where there are fewer than three axes."""
    series = tuple(
        ChartSeries(name, figures[code]) for code, name in facts.subjects if None not in figures[code]
    )
    if series and len(names) >= 3:
        caption = facts.phrases.text(key)
        yield ReportChart(key, caption, ChartKind.RADAR, names, series, _alt(facts, names, series))


def _alt(facts: RoundFacts, names: Sequence[str], series: Sequence[ChartSeries]) -> str:
    def said(entry: ChartSeries) -> str:
        pairs = (f"{name} {figure.shown}" for name, figure in zip(names, entry.values, strict=True) if figure)
        return plain(facts.phrases.say("result.alt", name=entry.name, values=facts.phrases.listed(pairs)))

    return " ".join(map(said, series))
