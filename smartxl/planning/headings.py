"""What stands over the rows of a form: its title, the titles of sections, the words over columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from smartxl.model.answers import Field
from smartxl.model.definition import Unit
from smartxl.model.framework import Indicator, Measure
from smartxl.model.plan import Content, PlannedRow
from smartxl.model.rowcells import PatternCells
from smartxl.planning.context import Context

__all__ = ["column_heads", "form_title", "heads_over", "kind_of", "numbered", "repeated_heads"]

_CHINESE_DIGITS = "零一二三四五六七八九"
_CHINESE_UNITS = ("", "十", "百", "千")
_ENTRY_HEADS = {
    "name": "name",
    "kind": "kind",
    "audience": "audience",
    "provided": "value",
    "level": "meaning",
    "channel": "none",
    "address": "address",
    "note": "note",
}
_TABLE_HEADS = {
    "name": "name",
    "kind": "asked",
    "audience": "none",
    "level": "choices",
    "points": "counted",
    "full": "score",
}

_SLOTS = {Field.VALUE: "provided"}
_MOST_HEADS = 2


def form_title(context: Context, unit: Unit) -> str:
    """The title of a unit's sampling sheet."""
    general, name = context.general(), unit.name.get(context.lang)
    titles = {"title": general["round.title"], "city": general["city.name"]}
    return context.words["sampling.title"].format(**titles, unit=name)


def numbered(context: Context, number: int, title: str) -> str:
    """A title with its place in the form."""
    numeral = _chinese_number(number) if context.lang == "zh" else str(number)
    return context.words["sampling.section"].format(number=numeral, title=title)


def column_heads(context: Context, indicator: Indicator | None, kind: str) -> Mapping[str, str]:
    """The words over the columns: the general ones, then the entry rows' or the table's, then the indicator's own."""
    indicator = indicator if indicator and indicator.heads else None
    known, key = context.shared.heads, (id(context.words), id(indicator), kind)
    if key not in known:
        known[key] = _heads(context, indicator, kind), context.words, indicator  # whose identities are in use
    return known[key][0]


def _heads(context: Context, indicator: Indicator | None, kind: str) -> Mapping[str, str]:
    heads = {name: word for name, word in context.words.items() if name.startswith("head.")}
    if kind in {"entry", "table_row"}:
        heads |= {f"head.{slot}": context.words[f"entry.{word}"] for slot, word in _ENTRY_HEADS.items()}
    if kind == "table_row":
        heads |= {f"head.{slot}": context.words[f"table.{word}"] for slot, word in _TABLE_HEADS.items()}
    if indicator is not None:
        heads |= {f"head.{slot}": text.get(context.lang) for slot, text in indicator.heads.items()}
    return heads


def kind_of(indicator: Indicator) -> str:
    """The role of the rows of an indicator: sampled items, or entries."""
    return "item" if indicator.measure is Measure.SAMPLE else "entry"


def repeated_heads(context: Context, asked: Iterable[tuple[Indicator, str]]) -> dict[str, Content]:
    """The words over the columns that stay in view, or stand on every page: true of all sections of the unit, each an
    indicator and the role of its rows.

    Where sections call a column differently it has the words of all, or of the first ones and "and others".
    """
    found = [column_heads(context, indicator, kind) for indicator, kind in asked]
    heads = list({id(each): each for each in found}.values())  # most sections have those of others
    slots: dict[str, Content] = dict(column_heads(context, None, "item"))
    for slot in slots:
        words = list(dict.fromkeys(word for each in heads if (word := str(each.get(slot, "")))))
        if words:
            slots[slot] = _joined(words, context.words)
    return slots


def _joined(words: list[str], wording: Mapping[str, str]) -> str:
    text = wording["sampling.heads_or"].join(words[:_MOST_HEADS])
    return text if len(words) <= _MOST_HEADS else wording["sampling.heads_others"].format(heads=text)


def heads_over(
    context: Context, rows: Sequence[PlannedRow], columns: Mapping[Field, int], heads: Mapping[str, str]
) -> Mapping[Field, str]:
    """What a section calls its inputs: the text of the lowest of the `rows` above it in which there is one, else its words.

    `columns` and `heads` are those that many forms have.
    """
    patterns = [
        row.cells.pattern for row in rows if type(row.cells) is PatternCells and not row.cells.has_own
    ]
    if len(patterns) < len(rows):
        return _heads_over(rows, columns, heads)
    key = ("over", *patterns, id(columns), id(heads))
    return context.shared.once(key, lambda: _heads_over(rows, columns, heads))


def _heads_over(
    rows: Sequence[PlannedRow], columns: Mapping[Field, int], heads: Mapping[str, str]
) -> Mapping[Field, str]:
    above = rows[::-1]
    found = {}
    for field, column in columns.items():
        texts = (cells.get(column) for cells in (row.cells for row in above))
        text = next((text for text in texts if isinstance(text, str) and text.strip()), "")
        found[field] = " ".join((text or str(heads.get(f"head.{_SLOTS.get(field, field)}", ""))).split())
    return found


def _chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 25 → 二十五, 101 → 一百零一, 110 → 一百一十; up to 9,999."""
    text, skipped = "", False
    for power in (3, 2, 1, 0):
        digit, number = divmod(number, 10**power)
        if digit:
            text += ("零" if skipped else "") + _CHINESE_DIGITS[digit] + _CHINESE_UNITS[power]
        skipped = bool(text) and not digit
    return text.removeprefix("一") if text.startswith("一十") else text
