"""What goes into an authoring workbook comes out of it: nothing is lost, in either language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.define.authoring import flatten, read_trees
from smartxl.define.yamlfile import Tree
from smartxl.text import LANGUAGES, Lang
from tests.define.authoring.books import book_of, normal_trees, packaged, trees_of


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", packaged())
def test_every_packaged_definition(name: str, lang: Lang) -> None:
    framework, assessment = trees_of(packaged()[name])
    grids = flatten(framework, assessment, (), (), lang)
    read = read_trees("方案.xlsx", book_of(grids, lang))
    assert not read.problems
    assert normal_trees(read.framework.tree, read.assessment.tree) == normal_trees(framework, assessment)


NASTY = (
    st.text("=＝；;、，,·/@'（无空）(none)%５5.-0 aé中\n", min_size=1, max_size=12)
    .map(str.strip)
    .filter(bool)
)


@given(NASTY, NASTY, NASTY, st.sampled_from(LANGUAGES))
def test_texts_of_any_kind_stay(one: str, two: str, three: str, lang: Lang) -> None:
    """Signs that lists, mappings and paths are written with may stand in texts."""
    framework, assessment = trees_of(packaged()["blank"])
    assert isinstance(framework, dict)
    assert isinstance(assessment, dict)
    name: Tree = {"zh": one, "en": two}
    node: Tree = {"code": "A", "name": name, "weight": "100", "formula": three, "source": name}
    framework = {**framework, "title": name, "nodes": [node], "moved": {"A/x": two}}
    rewards: Tree = [{"kind": "reward", "says": name, "when": {"stage_from": three}}]
    assessment = {**assessment, "contact": three, "round": one, "rewards": rewards}
    read = read_trees("方案.xlsx", book_of(flatten(framework, assessment, (), (), lang), lang))
    assert not read.problems
    assert normal_trees(read.framework.tree, read.assessment.tree) == normal_trees(framework, assessment)


@pytest.mark.parametrize("name", ["smart-2014", "mohurd-2012"])
def test_rows_may_stand_in_any_order(name: str) -> None:
    """Parent codes decide, whatever a sort has made of the rows."""
    framework, assessment = trees_of(packaged()[name])
    sheets = flatten(framework, assessment, (), (), "zh")
    turned = [replace(s, rows=s.rows[::-1]) if s.sheet == "tree" else s for s in sheets]
    read = read_trees("方案.xlsx", book_of(turned, "zh"))
    assert not read.problems
    assert parents(read.framework.tree) == parents(framework)


def parents(framework: Tree) -> dict[str, str]:
    """Code of a node → code of the one above."""
    assert isinstance(framework, dict)
    found: dict[str, str] = {}
    waiting = [("", framework["nodes"])]
    while waiting:
        above, nodes = waiting.pop()
        for node in nodes if isinstance(nodes, list) else ():
            assert isinstance(node, dict)
            found[str(node["code"])] = above
            waiting.append((str(node["code"]), node.get("children")))
    return found
