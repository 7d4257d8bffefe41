"""The rows of a section: what can be answered, with which checks, and what each row brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from smartxl.cells import a1, text_literal
from smartxl.model.answers import Field, RowFault
from smartxl.model.definition import Round, Unit
from smartxl.model.framework import Indicator, Input, Measure, Node
from smartxl.model.plan import Check, CheckKind, RowCheckFormula
from smartxl.planning.context import Context
from smartxl.planning.rowform import RowForm, for_rows, placeholder
from smartxl.rules.rowcheck import RowCells, excel_day, row_fault_expression, year_check
from smartxl.rules.rowpoints import PointCells, item_expression, level_expression, number_expression
from smartxl.text import number_text, range_text

__all__ = [
    "FormRow",
    "checks",
    "date_check",
    "example_day",
    "form_key",
    "form_rows",
    "level_meanings",
    "list_check",
    "meaning",
    "point_cells",
    "row_check",
    "row_form",
    "row_points",
    "text_check",
]

MAX_TEXT = 500
MAX_APPEAL = 1000
_ANY = Check(CheckKind.NUMBER)


class FormRow(NamedTuple):
    """One row before it has a place: what it shows, and what it is worth at most.

    `jump` is by how many percent its number may change between rounds, None for any.
    """

    key: str
    code: str
    name: str
    kind: str
    audience: str
    full: float
    asked: Input | None = None
    jump: float | None = None


def form_rows(context: Context, unit: Unit, node: Node) -> tuple[FormRow, ...]:
    """The rows that a unit answers under an indicator, as its form shows them: items of its own, or what all are asked."""
    if not context.definition.answers(unit, node):
        return ()
    if node.indicator is None or node.indicator.measure is Measure.SAMPLE:
        lang, rows = context.lang, context.definition.rows(unit, node)
        found = ((row, row.item) for row in rows if row.item is not None)
        return tuple(
            FormRow(row.key, item.code, row.name.get(lang), item.kind, item.audience, row.full)
            for row, item in found
        )
    indicator = node.indicator
    return context.shared.once(
        ("rows", id(context.words), node.code), lambda: tuple(_entries(context, node, indicator))
    )


def _entries(context: Context, node: Node, indicator: Indicator) -> Iterator[FormRow]:
    """The rows that all units have alike."""
    source = indicator.source.get(context.lang)
    for position, row in enumerate(context.definition.entries(node), 1):
        asked, jump = row.asked, context.definition.framework.jumps.get(row.key)
        name = asked.name.get(context.lang) if asked else context.words["entry.level"]
        kind = asked.unit.get(context.lang) if asked else ""
        yield FormRow(row.key, f"{node.code}-{position}", name, kind, source, row.full, asked, jump)


def level_meanings(context: Context, indicator: Indicator) -> list[str]:
    """The levels of an indicator, each with what it means."""
    lang, words = context.lang, context.words
    levels = context.definition.framework.scales[indicator.scale].options
    pairs = ((level.label.get(lang), level.guidance.get(lang)) for level in levels)
    return [words["entry.of_level"].format(level=one, meaning=said) if said else one for one, said in pairs]


def meaning(context: Context, indicator: Indicator, entry: FormRow) -> list[str]:
    """What is said of an entry beside it: what is counted, and the evidence."""
    evidence = indicator.evidence.get(context.lang)
    said = entry.asked.meaning.get(context.lang) if entry.asked else ""
    proof = context.words["entry.evidence"].format(evidence=evidence) if evidence else ""
    return [line for line in (said, proof) if line]


def checks(context: Context, indicator: Indicator, entry: FormRow) -> Mapping[Field, Check]:
    """What may be typed into each input of a row."""
    lists, has_register = context.lists, context.definition.round.evidence_rows > 0
    common = {
        Field.APPLICABLE: list_check(context, "answer.applicable"),
        Field.ADDRESS: text_check(context, prompt="text_or_evidence" if has_register else "text"),
        Field.DATE: date_check(context),
        Field.NOTE: text_check(context),
    }
    if context.edition.shows_review:
        common |= {
            Field.REVIEW: _review_check(context, indicator, entry),
            Field.REVIEW_NOTE: common[Field.NOTE],
        }
    if context.edition.contests:
        common[Field.APPEAL] = text_check(context, MAX_APPEAL, "appeal")
    if indicator.measure is Measure.SAMPLE:
        sampled = {
            Field.PROVIDED: list_check(context, "answer.provided"),
            Field.LEVEL: list_check(context, f"scale.{indicator.scale}.labels"),
        }
        channel = {Field.CHANNEL: list_check(context, "channel")} if "channel" in lists.areas else {}
        return {**common, **sampled, **channel}
    common |= _about(context, indicator)
    if entry.asked is None:
        return {**common, Field.VALUE: list_check(context, f"scale.{indicator.scale}.labels")}
    return {**common, Field.VALUE: _number_check(context, entry.asked, entry.jump)}


def _about(context: Context, indicator: Indicator) -> Mapping[Field, Check]:
    """What may be told about each number of an indicator that asks for it."""
    found: dict[Field, Check] = {}
    due = context.definition.round.due
    for asked in indicator.asks:
        match asked:
            case Field.QUALITY:
                found[asked] = list_check(context, "answer.quality")
            case Field.YEAR:
                found[asked] = year_check(due, context.words["prompt.year"].format(last=due.year))
            case _:
                found[asked] = text_check(context)
    return found


def _review_check(context: Context, indicator: Indicator, entry: FormRow) -> Check:
    """What the evaluator may put in place of a row's points, number or level."""
    if indicator.measure is Measure.SAMPLE:
        prompt = context.words["prompt.number_range"].format(minimum="0", maximum=number_text(entry.full))
        return Check(CheckKind.NUMBER, minimum=0.0, maximum=entry.full, prompt=prompt)
    if entry.asked is None:
        return list_check(context, f"scale.{indicator.scale}.labels")
    return _number_check(context, entry.asked, entry.jump)


def text_check(context: Context, maximum: int = MAX_TEXT, prompt: str = "text") -> Check:
    """A text of limited length."""
    words = context.words[f"prompt.{prompt}"].format(maximum=maximum)
    return Check(CheckKind.TEXT, maximum=maximum, prompt=words)


def example_day(round_: Round) -> date:
    """A day inside the round, for examples: in its middle."""
    return round_.start + (round_.due - round_.start) // 2


def list_check(context: Context, name: str) -> Check:
    """A choice from a list by name."""
    lists, prompt = context.lists, context.words["prompt.list"]
    return Check(
        CheckKind.LIST, lists.options[name], lists.area(name), prompt=prompt, codes=lists.codes[name]
    )


def date_check(context: Context) -> Check:
    """A day of the round."""
    round_ = context.definition.round
    prompt = context.words["prompt.date"].format(start=round_.start, due=round_.due)
    return Check(
        CheckKind.DATE, minimum=excel_day(round_.start), maximum=excel_day(round_.due), prompt=prompt
    )


def _number_check(context: Context, asked: Input, jump: float | None) -> Check:
    low, high, words = asked.minimum, asked.maximum, context.words
    word = "number" if low is None else "number_min" if high is None else "number_range"
    bounds = {
        "minimum": number_text(low) if low is not None else "",
        "maximum": number_text(high) if high is not None else "",
    }
    said = [words[f"prompt.{word}"].format(**bounds)]
    if usual := range_text(asked.low, asked.high):
        said.append(words["prompt.usual"].format(range=usual))
    if jump is not None:
        said.append(words["prompt.jump"].format(jump=number_text(jump)))
    prompt = "".join(said) if context.lang == "zh" else " ".join(said)
    return Check(CheckKind.NUMBER, (), None, low, high, prompt, asked.low, asked.high, jump)


def row_check(
    context: Context,
    key: str,
    row: int,
    columns: Mapping[Field, int],
    rules: Mapping[Field, Check],
    heads: Mapping[Field, str],
    last: int = 0,
) -> RowCheckFormula:
    """The cell that shows what is wrong with a row, or that nothing is; `heads` is what stands over its inputs, `last` the
    column of last time's answer."""
    words = _fault_words(context, rules.get(Field.VALUE, _ANY), heads)
    if Field.NAME in rules:  # such rows may stay blank
        words[RowFault.BLANK] = ""
    marks = ("answer.applicable", "answer.not_applicable", "answer.pending")
    cells = RowCells(
        cells={field: a1(row, column) for field, column in columns.items() if field in rules},
        checks=rules,
        words={fault: text_literal(word) for fault, word in words.items()},
        marks=(context.literal(marks[0]), context.literal(marks[1]), context.literal(marks[2])),
        yes_no=(context.literal("answer.yes"), context.literal("answer.no")),
        last=a1(row, last) if last else "",
    )
    return RowCheckFormula(f"={row_fault_expression(cells)}", key, tuple(words.values()))


def _fault_words(context: Context, number: Check, heads: Mapping[Field, str]) -> dict[RowFault, str]:
    """What is said of each fault, in which the inputs are called as their headings; of a number that is doubted also why."""
    slots = {field.value: heads.get(field, "") for field in Field}
    slots["answer"] = heads.get(Field.VALUE) or heads.get(Field.PROVIDED, "")
    slots["day"] = example_day(context.definition.round).isoformat()
    slots["oldest"] = number_text(year_check(context.definition.round.due).low or 0)
    slots |= {"range": range_text(number.low, number.high), "jump": number_text(number.jump or 0)}
    return {fault: context.words[f"check.{fault.replace('-', '_')}"].format(**slots) for fault in RowFault}


def point_cells(
    context: Context, scale: str, row: int, columns: Mapping[Field, int], full_column: int = 0
) -> PointCells:
    """The cells that the points of a row are calculated from; `full_column` is that of an item's full points."""

    def cell(field: Field) -> str:
        return a1(row, columns[field]) if field in columns else ""

    def of_scale(column: str) -> str:
        return str(context.lists.area(f"scale.{scale}.{column}")) if scale else ""

    return PointCells(
        state=cell(Field.APPLICABLE),
        marks=(context.literal("answer.not_applicable"), context.literal("answer.pending")),
        provided=cell(Field.PROVIDED),
        yes_no=(context.literal("answer.yes"), context.literal("answer.no")),
        level=cell(Field.LEVEL),
        full=a1(row, full_column) if full_column else "",
        value=cell(Field.VALUE),
        labels=of_scale("labels"),
        points=of_scale("points"),
        review=cell(Field.REVIEW) if context.edition.shows_review else "",
    )


def row_points(indicator: Indicator, entry: FormRow, cells: PointCells) -> str:
    """What a row brings as a formula: an item's points, the share of a level, a number within its limits."""
    if indicator.measure is Measure.SAMPLE:
        return f"={item_expression(cells)}"
    if entry.asked is None:
        return f"={level_expression(cells)}"
    return f"={number_expression(cells, *entry.asked.bounds)}"


def form_key(entry: FormRow, *, reviewed: bool) -> tuple[object, ...]:
    """Rows of one indicator with the same key have the same form: an evaluator's limit is what the row can bring."""
    return entry.asked, entry.full if reviewed else None


def row_form(
    context: Context,
    indicator: Indicator,
    entry: FormRow,
    columns: Mapping[Field, int],
    heads: Mapping[Field, str],
    full: int,
    last: int,
    row: int,
) -> RowForm:
    """The form of the rows like `entry`, whose first is `row`; `columns` are those of the inputs, under `heads`, `full` of
    the points, `last` of what was answered last time (0 where that cannot be compared with)."""
    rules = {f: c for f, c in checks(context, indicator, entry).items() if f in columns}
    places = {field: column for field, column in columns.items() if field in rules}

    def points(at: int) -> str:
        return row_points(indicator, entry, point_cells(context, indicator.scale, at, columns, full))

    def fault(at: int) -> str:
        return row_check(context, entry.key, at, columns, rules, heads, last).formula

    return RowForm(
        rules=rules,
        inputs=places if not context.edition.contests else {Field.APPEAL: places[Field.APPEAL]},
        closed={placeholder(field): "" for field in (*columns, Field.REVIEW, Field.REVIEW_NOTE)},
        points=for_rows(points, row),
        fault=for_rows(fault, row),
        words=row_check(context, entry.key, row, columns, rules, heads).words,
        shown={f: place for f, place in places.items() if context.edition.contests and f is not Field.APPEAL},
    )
