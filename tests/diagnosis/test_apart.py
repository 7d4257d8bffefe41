"""Indicators that only this city has are scored apart from the common ones, and together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.scores import CITY, QuantityKind
from smartxl.project.comparing import scored_apart
from tests.diagnosis.comparing import keys, report_of, said, scored, table, with_nodes

SHARES = {"P1": 0.5, "P2": 0.8, "D1": 0.25}


@pytest.fixture
def definition(folder: Path) -> Definition:
    return load(folder)


def specific(definition: Definition, *codes: str) -> Definition:
    nodes = [
        replace(node, indicator=replace(node.indicator, specific=node.code in codes))
        if node.indicator
        else node
        for node in definition.framework.nodes
    ]
    return with_nodes(definition, nodes)


def test_each_kind_is_scored_alone_by_its_own_weights(definition: Definition) -> None:
    own = scored(specific(definition, "B1"), SHARES)
    common, local = scored_apart(own)
    assert {n.code for n in local.definition.framework.nodes if n.is_leaf} == {"B1"}
    assert "B1" not in common.definition.framework.by_code
    for unit in ("P1", "P2", "D1"):
        leaf = own.table.get(QuantityKind.SCORE, unit, "B1")
        assert local.table.get(QuantityKind.SCORE, unit, ROOT) == leaf


def test_the_report_has_them_side_by_side(definition: Definition) -> None:
    own = scored(specific(definition, "B1"), SHARES)
    content, facts = report_of(own)
    heads, city, *_ = table(content, "result.apart")
    assert heads[1:] == ["全部指标", "共性指标", "特色指标"]
    figures = [facts.score(CITY), *(side.score(CITY) for side in facts.others.apart)]
    assert city[1:] == [figure.shown if figure else "—" for figure in figures]
    assert "本市特色指标 1 项" in said(content, "apart")
    assert {side.origin for side in facts.others.apart} <= facts.others.tables.keys()


@pytest.mark.parametrize("codes", [(), ("A1", "A2", "A3", "B1", "B2", "B3", "B4")], ids=["none", "all"])
def test_without_both_kinds_there_is_nothing_to_say(definition: Definition, codes: tuple[str, ...]) -> None:
    own = scored(specific(definition, *codes), SHARES)
    assert scored_apart(own) == ()
    assert "result.apart" not in keys(report_of(own)[0])
