"""Advice on words: those that have no English where there are English forms, and those that a blank definition came with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from smartxl.define.advice.catalogue import Advice, AdviceCode
from smartxl.errors import FilePlace
from smartxl.text import shorten

if TYPE_CHECKING:
    from smartxl.define.advice.context import AdviceContext
    from smartxl.define.tables import ItemRow
    from smartxl.define.yamlfile import Place, Tree

__all__ = ["left_advice", "wording_advice"]

_SHOWN = 24
_BLANK = frozenset(
    {"我的评估", "本市", "组织单位", "联系人、电话", "我的指标体系", "领域一", "第一单位", "第二单位"}
)
"""What `define` and `init --blank` write for somebody to replace; a test holds it to the packaged blank definition."""
_CHINESE = range(0x3400, 0xA000)


def wording_advice(context: AdviceContext) -> Iterator[Advice]:
    """Every text of both files, every unit and item, that has Chinese words and no English ones."""
    if "en" not in context.definition.round.languages:
        return
    code = AdviceCode.NO_ENGLISH
    for place, text in _untranslated(context.files.assessment.source.tree, ()):
        yield context.of_round(code, place, text=shorten(text, _SHOWN))
    for place, text in _untranslated(context.files.framework.source.tree, ()):
        yield context.of_framework(code, place, text=shorten(text, _SHOWN))
    for row in context.files.roster.rows:
        if row.unit.name.zh and not row.unit.name.en:
            at = row.mark.spot("name_en")
            yield Advice(code, at, {"text": shorten(row.unit.name.zh, _SHOWN)})
    yield from _items(context.files.catalogue.rows)


def left_advice(context: AdviceContext) -> Iterator[Advice]:
    """Texts of the blank definition that nobody changed."""
    code = AdviceCode.LEFT_AS_IT_WAS
    for place, text in _left(context.files.assessment.source.tree, ()):
        yield context.of_round(code, place, text=text)
    for place, text in _left(context.files.framework.source.tree, ()):
        yield context.of_framework(code, place, text=text)
    for row in context.files.roster.rows:
        if row.unit.name.zh in _BLANK:
            yield Advice(code, row.mark.spot("name"), {"text": row.unit.name.zh})


def _left(tree: Tree, place: Place) -> Iterator[tuple[Place, str]]:
    """(place, text) of what the blank definition has, wherever it stands below a place."""
    if isinstance(tree, str):
        if tree in _BLANK:
            yield place, tree
    elif isinstance(tree, dict):
        for key, entry in tree.items():
            yield from _left(entry, place if key == "zh" else (*place, key))
    elif isinstance(tree, list):
        for index, entry in enumerate(tree):
            yield from _left(entry, (*place, index))


def _items(rows: Sequence[ItemRow]) -> Iterator[Advice]:
    """Items without an English name: once where none has one, each where others have."""
    bare = [row for row in rows if not row.item.name_en and _is_chinese(row.item.name)]
    if bare and not any(row.item.name_en for row in rows):
        place = FilePlace(bare[0].mark.head.file, None, "item_name_en")
        yield Advice(AdviceCode.ITEMS_NO_ENGLISH, place, {"total": f"{len(bare)}"})
        return
    for row in bare:
        place = row.mark.spot("item_name_en")
        yield Advice(AdviceCode.NO_ENGLISH, place, {"text": shorten(row.item.name, _SHOWN)})


def _is_chinese(text: str) -> bool:
    return any(ord(char) in _CHINESE for char in text)


def _untranslated(tree: Tree, place: Place) -> Iterator[tuple[Place, str]]:
    """(place, Chinese words) of each text below a place; a sign such as % or a number is the same in both languages."""
    if isinstance(tree, list):
        for index, entry in enumerate(tree):
            yield from _untranslated(entry, (*place, index))
    elif isinstance(tree, dict):
        text = tree.get("zh")
        if isinstance(text, str) and not tree.get("en") and _is_chinese(text):
            yield place, text
        for key, entry in tree.items():
            yield from _untranslated(entry, (*place, key))
