"""What stands over the rows of a form: its title, the titles of sections, the words over columns."""

from __future__ import annotations

from smartxl.model.definition import Unit
from smartxl.model.framework import Indicator, Node
from smartxl.model.plan import Content
from smartxl.planning.context import Context

__all__ = ["column_heads", "form_title", "section_title"]

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


def form_title(context: Context, unit: Unit) -> str:
    """The title of a unit's sampling sheet."""
    city = context.definition.round.city.get(context.lang)
    return context.words["sampling.title"].format(city=city, unit=unit.name.get(context.lang))


def section_title(context: Context, number: int, node: Node) -> str:
    """The title of the section of an indicator, the `number`th of the form."""
    numeral = _chinese_number(number) if context.lang == "zh" else str(number)
    return context.words["sampling.section"].format(
        number=numeral, name=node.name.get(context.lang), code=node.code
    )


def column_heads(context: Context, indicator: Indicator | None, kind: str) -> dict[str, Content]:
    """The words over the columns: the general ones, then the entry rows', then the indicator's own."""
    heads = dict(context.heads)
    if kind == "entry":
        heads |= {f"head.{slot}": context.words[f"entry.{word}"] for slot, word in _ENTRY_HEADS.items()}
    if indicator is not None:
        heads |= {f"head.{slot}": text.get(context.lang) for slot, text in indicator.heads.items()}
    return heads


def _chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 25 → 二十五, 101 → 一百零一, 110 → 一百一十; up to 9,999."""
    text, skipped = "", False
    for power in (3, 2, 1, 0):
        digit, number = divmod(number, 10**power)
        if digit:
            text += ("零" if skipped else "") + _CHINESE_DIGITS[digit] + _CHINESE_UNITS[power]
        skipped = bool(text) and not digit
    return text.removeprefix("一") if text.startswith("一十") else text
