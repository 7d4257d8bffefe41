"""The one digest that a definition had at first, over all that shapes keys, cells and scores.

Forms and ledgers of that time name it; nothing new does. It knows the fields of that time, and does not change any more.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, asdict, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from smartxl.model.framework import Conventions, Framework, Node
    from smartxl.model.roster import Catalogue, Item, Roster, Round, Unit

__all__ = ["earlier_digest"]

# A definition that uses nothing new keeps its digest, so that forms sent out before stay valid: what a later version
# added enters only where it differs from its default.
_LATER_CONVENTIONS = {
    "group_digits", "total_digits", "ranking", "peers", "total", "pipeline", "unanswered", "coverage_floor",
}  # fmt: skip
_LATER_NODE = {"combination", "digits"}
_LATER_RULE = {"formula", "inputs", "options"}
_LATER_INDICATOR = {"spare", "asks"}
_OF_ITEM = ("unit", "leaf", "code", "name", "kind", "audience", "points")  # name_en translates what is asked
_ONLY_TOLD = {
    "meaning",
    "low",
    "high",
}  # of an input: what is said beside it and asked about, and refuses nothing


def earlier_digest(round_: Round, framework: Framework, roster: Roster, catalogue: Catalogue) -> str:
    """SHA-256 over what shapes keys, cells and scores, in a fixed order and without the files' formatting.

    A new date, contact or title does not make the workbooks that were sent out belong to another round.
    """
    content = {
        "round": [round_.id, round_.name, round_.revision],
        # Their order is the order of the lists in a workbook; the order of other mappings shapes nothing.
        "framework": {
            **asdict(framework),
            "conventions": _conventions(framework.conventions),
            "nodes": [_node(node) for node in framework.nodes],
            "scales": [asdict(scale) for scale in framework.scales.values()],
        },
        "roster": [_unit(unit) for unit in roster.units],
        "catalogue": [_item(item) for item in catalogue.items],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _conventions(conventions: Conventions) -> dict[str, Any]:
    content = _used(conventions, _LATER_CONVENTIONS)
    for name in {"ranking", "total", "unanswered", "coverage_floor"} & set(content):
        content[name] = _used(getattr(conventions, name))
    if "pipeline" in content:
        content["pipeline"] = [_used(step) for step in conventions.pipeline]
    return content


def _node(node: Node) -> dict[str, Any]:
    content = _used(node, _LATER_NODE)
    del content["provenance"]  # is told, and shapes nothing
    if "combination" in content:
        content["combination"] = _used(node.combination)
    if node.indicator:
        content["indicator"] = _used(node.indicator, _LATER_INDICATOR)
        content["indicator"]["inputs"] = [
            {name: value for name, value in asdict(asked).items() if name not in _ONLY_TOLD}
            for asked in node.indicator.inputs
        ]
        for name in ("checks", "sharing"):  # shape neither cells nor scores: forms sent out before stay valid
            del content["indicator"][name]
        content["indicator"]["rule"] = _used(node.indicator.rule, _LATER_RULE)
    return content


def _item(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in _OF_ITEM}  # asdict takes long for ten thousands of them


def _unit(unit: Unit) -> list[object]:
    content: list[object] = [unit.code, asdict(unit.name), unit.unit_class, unit.weight]
    return [*content, unit.group] if unit.group else content


def _used(instance: DataclassInstance, later: set[str] | None = None) -> dict[str, Any]:
    """Field name → value, without those of `later` (all where None) that are at their default."""
    content = asdict(instance)
    for field in fields(instance):
        if later is None or field.name in later:
            default = field.default if field.default_factory is MISSING else field.default_factory()
            if getattr(instance, field.name) == default:
                del content[field.name]
    return content
