"""The numbers of the engine by words: the score of 公安局 under B1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY, QuantityKind, nodes_of
from smartxl.text import Text, both

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.model.scores import Quantity

__all__ = ["quantity_words"]

_KINDS = {
    QuantityKind.ITEM: Text("一行的得分", "what one row brings"),
    QuantityKind.SCORE: Text("得分", "score"),
    QuantityKind.READING: Text("读数", "reading"),
    QuantityKind.RAW: Text("取整前的总分", "total before it is rounded"),
    QuantityKind.PEER: Text("未得分时的代替值", "stand-in for a missing score"),
    QuantityKind.ELEMENT: Text("SMART 要素得分", "score of a SMART element"),
    QuantityKind.WEIGHT: Text("权重（%）", "weight in percent"),
    QuantityKind.EFFECTIVE: Text("占总分的比重（%）", "share of the total in percent"),
    QuantityKind.FILLED: Text("已填且无误的行数", "rows filled in without a fault"),
    QuantityKind.TO_CORRECT: Text("待更正的行数", "rows to correct or explain"),
    QuantityKind.UNFILLED: Text("未填的行数", "open rows"),
    QuantityKind.ENTERED: Text("已填的行数", "rows with an entry"),
    QuantityKind.UNENTERED: Text("未填的行数", "rows without an entry"),
    QuantityKind.ANSWERED: Text("计分的行数", "rows that score"),
    QuantityKind.APPLICABLE: Text("适用的行数", "rows that apply"),
    QuantityKind.COVERAGE: Text("覆盖率", "coverage"),
    QuantityKind.BELOW_FLOOR: Text("是否低于覆盖率下限", "whether it lies below the coverage floor"),
    QuantityKind.UNITS_BELOW: Text("低于覆盖率下限的单位数", "units below the coverage floor"),
    QuantityKind.RANK: Text("排名", "rank"),
    QuantityKind.STAGE: Text("阶段", "stage"),
}
_CITY, _TOTAL = Text("全市", "the city"), Text("总分", "the total")
_OF, _UNDER = Text("，单位：", " of "), Text("，指标：", " under ")


def quantity_words(definition: Definition, quantity: Quantity) -> Text:
    """What a quantity is: of which kind, of which unit, under which node, item or element."""
    words = _KINDS[quantity.kind]
    if quantity.unit:
        words = words + _OF + _unit(definition, quantity.unit)
    if quantity.ref:
        refs = [_ref(definition, ref) for ref in nodes_of(quantity.ref)]
        words = words + _UNDER + refs[0]
        for each in refs[1:]:
            words = words + both(" & ") + each
    return words


def _unit(definition: Definition, code: str) -> Text:
    if code == CITY:
        return _CITY
    classes = {each.aggregate: each.name for each in definition.framework.classes}
    unit = definition.roster.by_code.get(code)
    return classes.get(code) or (unit.name if unit else both(code))


def _ref(definition: Definition, ref: str) -> Text:
    if ref == ROOT:
        return _TOTAL
    node = definition.framework.by_code.get(ref)
    return both(f"{ref} ") + node.name if node else both(ref)
