"""The indicator sheet of the city workbook: the tree with its weights, rules and sources."""

from __future__ import annotations

from collections.abc import Mapping

from smartxl.cells import a1, qualified
from smartxl.model.combination import Combination
from smartxl.model.framework import Node
from smartxl.model.plan import Content, SheetPlan
from smartxl.model.tree import in_order
from smartxl.planning.context import Context
from smartxl.planning.conventions import combination_words, conventions
from smartxl.planning.provenance import provenance_lines
from smartxl.planning.rulewords import rule_words

__all__ = ["plan_indicators", "weight_references"]

_BODY = ("branch", "leaf")


def plan_indicators(context: Context) -> SheetPlan:
    """Every node in the order of the tree; the weights here are the ones the summaries calculate with."""
    framework = context.definition.framework
    codes = tuple(unit_class.code for unit_class in framework.classes)
    sheet = context.builder("indicators", weight=codes)
    heads: dict[str, Content] = {
        f"weight.class@{c.code}": c.name.get(context.lang) for c in framework.classes
    }
    title = context.words["indicators.title"].format(
        framework=framework.title.get(context.lang), version=framework.version
    )
    values = {**context.general(), **heads, "indicators.title": title}
    sheet.add_rows(sheet.above(*_BODY), values)
    for node in in_order(context.definition.framework):
        sheet.add(
            "leaf" if node.is_leaf else "branch", {**values, **_texts(context, node), **_weights(codes, node)}
        )
    for row in sheet.below(*_BODY):
        texts = _declared(context) if row.role == "convention" else ("",)
        for text in texts:
            sheet.add_row(row, {**values, "convention.text": text})
    head = sheet.position("head", *_BODY)
    return SheetPlan(
        name=context.words["sheet.indicators"],
        template="indicators",
        rows=tuple(sheet.rows),
        column_styles=sheet.column_styles,
        frozen=(head + 1, 1),
        title_row=head,
    )


def _declared(context: Context) -> tuple[str, ...]:
    """The conventions, and where the numbers are known from."""
    told = provenance_lines(context.definition.framework, context.words, context.lang)
    return (*conventions(context), *told)


def weight_references(context: Context) -> Mapping[tuple[str, str], str]:
    """(class, node) → where its weight stands."""
    codes = tuple(unit_class.code for unit_class in context.definition.framework.classes)
    sheet = context.builder("indicators", weight=codes)
    name, first = context.words["sheet.indicators"], len(sheet.above(*_BODY)) + 1
    return {
        (code, node.code): qualified(name, a1(first + offset, sheet.column("leaf", "weight.value", code)))
        for offset, node in enumerate(in_order(context.definition.framework))
        for code in node.weights
    }


def _weights(codes: tuple[str, ...], node: Node) -> dict[str, Content]:
    return {f"weight.value@{code}": node.weights.get(code, "") for code in codes}


def _texts(context: Context, node: Node) -> dict[str, Content]:
    lang, words, indicator = context.lang, context.words, node.indicator
    element = words[f"element.{node.element}"] if node.element else ""
    texts: dict[str, Content] = {
        "node.code": node.code,
        "node.name": node.name.get(lang),
        "node.element": element,
    }
    blank: dict[str, Content] = dict.fromkeys(
        ("node.measure", "node.rule", "node.source", "node.evidence"), ""
    )
    if indicator is None:
        plain = node.combination == Combination()
        return texts | blank | {"node.rule": "" if plain else combination_words(context, node.combination)}
    return texts | {
        "node.measure": words[f"measure.{indicator.measure}"],
        "node.rule": rule_words(node, words, lang),
        "node.source": indicator.source.get(lang),
        "node.evidence": indicator.evidence.get(lang),
    }
