"""Rows that a unit adds itself: items of its own under an indicator, and pieces of evidence. They are kept and never score."""

from __future__ import annotations

from collections.abc import Mapping

from smartxl.model.answers import Field
from smartxl.model.framework import Node
from smartxl.model.keys import UNSCORED
from smartxl.model.plan import Check, CheckKind
from smartxl.planning.context import Context
from smartxl.planning.rowform import RowForm, for_rows
from smartxl.planning.rows import date_check, list_check, row_check, text_check

__all__ = [
    "ADDED_FIELDS",
    "EVIDENCE_FIELDS",
    "added_rules",
    "evidence_rules",
    "own_form",
]

ADDED_FIELDS = (
    Field.NAME,
    Field.PROVIDED,
    Field.LEVEL,
    Field.CHANNEL,
    Field.ADDRESS,
    Field.DATE,
    Field.NOTE,
)
EVIDENCE_FIELDS = (Field.NAME, Field.ADDRESS, Field.DATE, Field.USED_BY)
_MAX_NAME = 200


def added_rules(context: Context, node: Node) -> Mapping[Field, Check]:
    """What may be typed into a row that is added to a sample."""
    scale = node.indicator.scale if node.indicator else ""
    return context.shared.once(
        ("added rules", id(context.words), scale), lambda: _added_rules(context, scale)
    )


def _added_rules(context: Context, scale: str) -> Mapping[Field, Check]:
    rules = {
        Field.NAME: text_check(context, _MAX_NAME),
        Field.PROVIDED: list_check(context, "answer.provided"),
        Field.LEVEL: list_check(context, f"scale.{scale}.labels"),
        Field.CHANNEL: list_check(context, "channel") if "channel" in context.lists.areas else None,
        Field.ADDRESS: text_check(context),
        Field.DATE: date_check(context),
        Field.NOTE: text_check(context),
    }
    return {field: check for field, check in rules.items() if check is not None}


def evidence_rules(context: Context) -> Mapping[Field, Check]:
    """What may be typed into a row of the evidence register."""
    used_by = Check(CheckKind.TEXT, maximum=_MAX_NAME, prompt=context.words["prompt.used_by"])
    return {
        Field.NAME: text_check(context, _MAX_NAME),
        Field.ADDRESS: text_check(context),
        Field.DATE: date_check(context),
        Field.USED_BY: used_by,
    }


def own_form(
    context: Context,
    leaf: str,
    rules: Mapping[Field, Check],
    columns: Mapping[Field, int],
    heads: Mapping[Field, str],
    row: int,
) -> RowForm:
    """The form of such rows under an indicator, "" for evidence; the first is `row`. Their points are nothing."""
    forms, key = context.shared.forms, (UNSCORED, leaf, tuple(columns.items()), tuple(heads.items()))
    if key not in forms:
        forms[key] = _made(context, rules, columns, heads, row)
    return forms[key]


def _made(
    context: Context,
    rules: Mapping[Field, Check],
    columns: Mapping[Field, int],
    heads: Mapping[Field, str],
    row: int,
) -> RowForm:
    def fault(at: int) -> str:
        return row_check(context, "", at, columns, rules, heads).formula

    return RowForm(
        rules=rules,
        inputs={field: column for field, column in columns.items() if field in rules},
        closed={f"input.{field}": "" for field in columns},
        points=for_rows(lambda _: "", row),
        fault=for_rows(fault, row),
        words=row_check(context, "", row, columns, rules, heads).words,
    )
