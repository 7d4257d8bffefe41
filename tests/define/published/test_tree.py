"""The tree that comes out of a published table is the tree that went in, however the table is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.define.published.framework import Understood, understood
from smartxl.define.published.nodes import PublishedNode, leaves_of, walk
from smartxl.define.published.read import grids_of, read_indicators
from smartxl.define.published.remark import About, Sureness
from smartxl.model.provenance import Provenance
from smartxl.project.frameworks import packaged_framework
from smartxl.xlsx import open_any
from tests.define.published.tables import (
    SPELLINGS,
    Branch,
    Style,
    Tree,
    book_bytes,
    of_framework,
    sheet_rows,
)

DAY = date(2026, 11, 29)


def read(content: bytes, name: str = "table.xlsx") -> Understood:
    tree = read_indicators(grids_of(open_any(content, name)))
    assert tree is not None
    return understood(tree, name, "", "云湖市", DAY)


Plain = list[tuple[int, str, float]]


def outline(found: Understood) -> Plain:
    """Level, name and share of every node in order."""
    weights = found.made.weights
    return [(len(key), node.name, round(weights[key].share, 4)) for key, node in walk(found.made.nodes)]


def wanted(tree: Tree, level: int = 1) -> Plain:
    """The same of what was written: siblings of a tree that sum to 100."""
    return [
        entry
        for branch in tree
        for entry in ((level, branch.name, branch.weight or 0.0), *wanted(branch.children, level + 1))
    ]


@pytest.fixture(scope="module")
def pilots() -> tuple[Branch, ...]:
    """The 57 indicators of the ministry's pilots."""
    return of_framework(packaged_framework("mohurd-2012").definition.framework)


STYLES = [
    pytest.param(Style(), id="merged"),
    pytest.param(Style(names="repeated"), id="repeated"),
    pytest.param(Style(names="blank"), id="blank-below"),
    pytest.param(Style(spelling="full-width percent"), id="full-width"),
    pytest.param(Style(spelling="decimal"), id="decimals"),
    pytest.param(Style(spelling="number"), id="numbers"),
    pytest.param(Style(spelling="points"), id="points"),
    pytest.param(Style(weights="name", order=False), id="behind-the-names"),
    pytest.param(Style(page=20, sums=True), id="pages"),
    pytest.param(Style(names="blank", page=9, blanks=frozenset({4, 30}), shift=2), id="blank-lines"),
    pytest.param(Style(title=(), notes=()), id="bare"),
]


@pytest.mark.parametrize("style", STYLES)
def test_the_pilots_come_out_as_they_are_packaged(pilots: Tree, style: Style) -> None:
    found = read(book_bytes(pilots, style))
    assert outline(found) == wanted(pilots)
    assert len(found.made.guesses) == 57
    assert {weighed.provenance for weighed in found.made.weights.values()} == {Provenance.PUBLISHED}


def test_the_words_of_every_cell_are_kept(pilots: Tree) -> None:
    found = read(book_bytes(pilots))
    (first, *_), last = [node for _, node in leaves_of(found.made.nodes)], found.made.notes
    assert first.text("scoring").startswith("达到100%得满分")
    assert str(first.spot_of("scoring")) == "Sheet!H4"
    assert last == ("注：1.本表由主管部门负责解释。", "2.权重由专家确定。")
    assert found.made.title == "国家智慧城市（区、镇）试点指标体系（试行）"


def test_what_was_not_told_is_told(pilots: Tree) -> None:
    remarks = read(book_bytes(pilots)).remarks
    rules = [remark for remark in remarks if remark.about is About.RULE]
    assert len(rules) == 57
    assert all(remark.code and remark.spot.cell for remark in rules)
    left_out = [remark for remark in rules if remark.words == "略"]
    assert {remark.sureness for remark in left_out} == {Sureness.LOW}
    assert any("第2级：占上级的百分比" in remark.understood.zh for remark in remarks)


def test_points_of_leaves_make_the_weights_above() -> None:
    tree = (
        Branch("甲", None, (Branch("甲一", 20), Branch("甲二", 30))),
        Branch("乙", None, (Branch("乙一", 50),)),
    )
    found = read(book_bytes(tree, Style(weights="leaf", spelling="points")))
    assert outline(found) == [
        (1, "甲", 50),
        (2, "甲一", 40),
        (2, "甲二", 60),
        (1, "乙", 50),
        (2, "乙一", 100),
    ]
    assert found.made.weights[0, 0].points == 20


def test_weights_that_do_not_add_up_are_named_with_their_cells() -> None:
    tree = (
        Branch("甲", 60, (Branch("甲一", 30), Branch("甲二", 25))),
        Branch("乙", 40, (Branch("乙一", 40),)),
    )
    found = read(book_bytes(tree, Style(spelling="points")))
    (told,) = [r for r in found.remarks if r.about is About.WEIGHT and r.sureness is Sureness.LOW]
    assert told.words == "甲一 30分 (E4)、甲二 25分 (E5)"
    assert "合计 55，应为 60" in told.understood.zh
    assert outline(found)[1] == (2, "甲一", 54.5455)


@pytest.mark.parametrize("written", ["略", "—", "待定", "/", "见附件"])
def test_a_weight_that_is_left_out_takes_what_is_left(written: str) -> None:
    tree = (
        Branch(
            "甲",
            100,
            (Branch("甲一", 70), Branch("甲二", None, (), {})),
        ),
    )
    rows, _ = sheet_rows(tree, Style(title=(), notes=()))
    rows[2][4] = written
    text = "\n".join(",".join(map(str, row)) for row in rows)
    found = read(text.encode(), "table.csv")
    assert outline(found)[1:] == [(2, "甲一", 70), (2, "甲二", 30)]
    assert any(str(r.spot) == "table!E3" and r.words == written for r in found.remarks)
    assert found.made.weights[0, 1].provenance is Provenance.DEFAULT


NAMES = st.text("智慧城市管理服务平台数据共享", min_size=2, max_size=8)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Branch, ...]:
    """Trees of one to three levels whose siblings' weights are whole percentages."""
    depth = draw(st.integers(2, 3))

    def level(above: int, prefix: str) -> tuple[Branch, ...]:
        count = draw(st.integers(1, 3))
        cuts = sorted(draw(st.lists(st.integers(1, 99), min_size=count - 1, max_size=count - 1, unique=True)))
        parts = [b - a for a, b in zip((0, *cuts), (*cuts, 100), strict=True)]
        names = draw(st.lists(NAMES, min_size=count, max_size=count, unique=True))
        return tuple(
            Branch(
                f"{name}{prefix}{index}",
                part,
                level(above + 1, f"{prefix}{index}") if above < depth else (),
                {"评分方法": "专家评分"},
            )
            for index, (name, part) in enumerate(zip(names, parts, strict=True))
        )

    return level(1, "项")


@given(trees(), st.sampled_from(["merged", "repeated", "blank"]), st.sampled_from(sorted(SPELLINGS)))
def test_names_and_weights_may_be_written_in_any_way(tree: Tree, names: str, spelling: str) -> None:
    found = read(book_bytes(tree, Style(names=names, spelling=spelling)))
    assert outline(found) == wanted(tree)


@given(
    trees(), st.integers(0, 3), st.sets(st.integers(1, 9)), st.integers(0, 4), st.booleans(), st.booleans()
)
def test_what_stands_around_a_table_changes_nothing(
    tree: Tree, shift: int, blanks: set[int], page: int, sums: bool, titled: bool
) -> None:
    style = Style(names="blank", shift=shift, blanks=frozenset(blanks), page=page, sums=sums)
    style = style if titled else replace(style, title=(), notes=())
    assert outline(read(book_bytes(tree, style))) == wanted(tree)


def every_name(nodes: tuple[PublishedNode, ...]) -> Iterator[str]:
    return (node.name for _, node in leaves_of(nodes))


@given(trees())
def test_indicators_keep_the_order_of_their_rows(tree: Tree) -> None:
    found = read(book_bytes(tree))
    names = [name for level, name, _ in wanted(tree) if level == max(entry[0] for entry in wanted(tree))]
    assert list(every_name(found.made.nodes)) == names
