"""Names and numbers of the chapter: units, nodes, shares, ranks."""

from __future__ import annotations

from collections.abc import Sequence

from smartxl.diagnosis.facts import NONE, RoundFacts, number, percent
from smartxl.model.framework import ROOT
from smartxl.model.report import Figure, Words

__all__ = [
    "decimal",
    "listed_units",
    "node_name",
    "rank_cell",
    "rank_figure",
    "rank_text",
    "share_cell",
    "unit_name",
    "whole_percent",
]

_NAMED = 6
"""How many of a kind are named in a sentence."""


def unit_name(facts: RoundFacts, code: str) -> str:
    """What a unit, a class as a whole or the city is called."""
    unit = facts.definition.roster.by_code.get(code)
    if unit is not None:
        return facts.unit_name(unit)
    return dict(facts.subjects).get(code, code)


def node_name(facts: RoundFacts, code: str) -> str:
    """What a node is called, with its code before it."""
    node = facts.definition.framework.by_code.get(code)
    if code == ROOT:
        return facts.phrases.text("column.total")
    return f"{code} {facts.say(node.name)}" if node else code


def rank_figure(value: float) -> Figure:
    """A rank, to a decimal at most: medians and limits of intervals may lie between two."""
    return Figure(rank_text(value), value)


def rank_text(value: float) -> str:
    """The same as a text."""
    return f"{round(value, 1):g}"


def rank_cell(value: float | None) -> Words:
    """A rank in a table."""
    return NONE if value is None else (rank_figure(value),)


def whole_percent(share: float) -> Figure:
    """A share that was declared, in percent with the decimals that it has."""
    return Figure(f"{round(100 * share, 4):g}%", share)


def share_cell(value: float | None) -> Words:
    """A share in a table."""
    return NONE if value is None else (percent(value),)


def decimal(value: float | None, digits: int = 2) -> Words:
    """A number with decimals in a table; what is 0 but for rounding has no sign."""
    return NONE if value is None else (Figure(f"{value:z.{digits}f}", value),)


def listed_units(
    facts: RoundFacts, entries: Sequence[Words], most: int = _NAMED, *, clauses: bool = False
) -> Words:
    """The first few of some, and how many there are in all where these are more; `clauses` are set apart further."""
    listed = _joined(facts, entries[:most]) if clauses else facts.phrases.listed(entries[:most])
    if len(entries) <= most:
        return listed
    return facts.phrases.say("sure.among", names=listed, count=number(len(entries)))


def _joined(facts: RoundFacts, entries: Sequence[Words]) -> Words:
    joint = facts.phrases.text("sure.joint")
    return tuple(run for place, entry in enumerate(entries) for run in ((joint, *entry) if place else entry))
