"""The chapter on data sharing: what is counted as shared and met, whom names mean, and what is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.phrases import Phrases
from smartxl.diagnosis.sharing import sharing_sections
from smartxl.model.answers import NO, Answer, Field, State
from smartxl.model.definition import Definition
from smartxl.model.report import Paragraph, ReportChart, ReportSection, ReportTable, plain
from smartxl.scoring.engine import score
from smartxl.scoring.rescore import rescorer
from smartxl.text import LANGUAGES, Lang
from smartxl_templates import statements

HEAD = "unit,leaf,item_code,item_name,kind,audience\n"
BLANK = -1.0
Make = Callable[..., RoundFacts]


@pytest.fixture
def make(folder: Path) -> Make:
    """Facts of a round whose A1 declares `sharing`; `items` are lines `unit item provider`, `shares` what they bring."""

    def facts(
        items: str,
        shares: dict[str, float] | float | None = None,
        sharing: str = "{ kind: demand, provider: kind }",
        roster: str = "",
        lang: Lang = "zh",
        extra: tuple[Answer, ...] = (),
    ) -> RoundFacts:
        path = folder / "framework.yaml"
        text = path.read_text("utf-8").replace(
            "rule: coverage\n", f"rule: coverage\n        sharing: {sharing}\n", 1
        )
        path.write_text(text, "utf-8")
        lines = [line.split(" ") for line in items.splitlines() if line.strip()]
        rows = [f"{unit},A1,{name},{name},{kind},用途" for unit, name, kind in lines]
        rows += [] if any(line[0] == "D1" for line in lines) else ["D1,A1,d1,d1,D1,"]
        (folder / "catalogue" / "01.csv").write_text(HEAD + "\n".join(rows), "utf-8")
        if roster:
            with (folder / "roster.csv").open("a", encoding="utf-8") as file:
                file.write(roster)
        definition = load(folder)
        answers = (*answered(definition, shares), *extra)
        phrases = Phrases(lang, statements(lang))
        return RoundFacts(
            definition,
            score(definition, answers),
            answers,
            (),
            phrases,
            rescorer(definition, answers),
        )

    return facts


def answered(definition: Definition, shares: dict[str, float] | float | None) -> Iterator[Answer]:
    for item in definition.catalogue.items:
        share = shares.get(item.code) if isinstance(shares, dict) else shares
        if share is not None:
            state, value = (State.BLANK, None) if share == BLANK else (State.VALUE, share)
            yield Answer(item.unit, item.key, state, value, {}, "采样表", "H7")


def chapter(facts: RoundFacts) -> ReportSection:
    (section,) = sharing_sections(facts)
    return section


def said(section: ReportSection) -> str:
    return "\n".join(
        plain(block.words) for part in section.walk() for block in part.blocks if isinstance(block, Paragraph)
    )


def table(section: ReportSection, key: str) -> list[list[str]]:
    found = (
        block
        for part in section.walk()
        for block in part.blocks
        if isinstance(block, ReportTable) and block.key == key
    )
    return [[plain(words) for words in row] for block in found for row in block.rows]


def heat(section: ReportSection) -> ReportChart | None:
    blocks = (block for part in section.walk() for block in part.blocks)
    return next((block for block in blocks if isinstance(block, ReportChart)), None)


THREE = "P1 a 市教育局\nP1 b 云湖区\nP2 c 市公安局\nD1 d 市教育局"


def test_a_framework_without_such_tables_has_no_chapter(make: Make, folder: Path) -> None:
    facts = make(THREE, 1.0)
    path = folder / "framework.yaml"
    path.write_text(
        path.read_text("utf-8").replace("        sharing: { kind: demand, provider: kind }\n", ""), "utf-8"
    )
    definition = load(folder)
    assert sharing_sections(RoundFacts(definition, facts.table, (), (), facts.phrases, facts.scorer)) == ()


def test_needs_are_counted_and_those_not_met_are_listed(make: Make) -> None:
    section = chapter(make(THREE, {"a": 1.0, "b": 0.0, "c": 0.5, "d": BLANK}))
    assert "3 个单位提出 4 项数据需求：已满足 2 项（50.0%），未满足 1 项，未填报 1 项。" in said(section)
    assert table(section, "sharing.unmet") == [
        ["云湖区", "市公安局", "b", "未提供", "采样表 H7"],
        ["市教育局", "云湖区", "d", "未填报", "采样表 H7"],
    ]
    assert table(section, "sharing.providers") == [
        ["市教育局", "2", "2", "1", "0", "1"],
        ["云湖区", "1", "1", "0", "1", "0"],
        ["市公安局", "1", "1", "1", "0", "0"],
    ]
    chart = heat(section)
    assert chart is not None
    assert chart.categories == ("市教育局", "云湖区", "市公安局")
    assert [(s.name, [f and f.shown for f in s.values]) for s in chart.series] == [
        ("市公安局", ["0", "1", None]),
        ("云湖区", ["1", None, None]),
        ("市教育局", [None, None, "0"]),
    ]


def test_a_level_below_the_one_declared_does_not_meet_a_need(make: Make) -> None:
    sharing = "{ kind: demand, provider: kind, met: 办理 }"
    section = chapter(make(THREE, {"a": 1.0, "b": 1.0, "c": 0.5, "d": 1.0}, sharing))
    assert "已满足 3 项" in said(section)
    assert "在线办事为“办理”" in said(section)
    assert [row[2] for row in table(section, "sharing.unmet")] == ["c"]


def test_everything_met_needs_no_matrix_and_no_list(make: Make) -> None:
    section = chapter(make(THREE, 1.0))
    assert "提出 4 项数据需求，全部得到满足。" in said(section)
    assert heat(section) is None
    assert table(section, "sharing.unmet") == []


def test_nothing_answered_is_open_and_not_unmet(make: Make) -> None:
    section = chapter(make(THREE))
    assert "已满足 0 项（0.0%），未满足 0 项，未填报 4 项" in said(section)
    assert {row[-1] for row in table(section, "sharing.unmet")} == {"—"}


def test_what_does_not_apply_is_no_need(make: Make) -> None:
    facts = make("P1 a 市教育局\nP2 c 市公安局", 1.0)
    gone = tuple(Answer(a.unit, a.key, State.NOT_APPLICABLE) for a in facts.answers)
    facts = RoundFacts(facts.definition, facts.table, gone, (), facts.phrases, facts.scorer)
    assert sharing_sections(facts) == ()


def test_a_unit_that_asks_itself_is_told_and_not_counted(make: Make) -> None:
    section = chapter(make("P1 a 市公安局\nP2 c 市公安局\nD1 d 市教育局", 0.0))
    assert "有 1 项的提供部门就是需求单位本身，未计入供需矩阵，宜核对：市公安局。" in said(section)
    assert ["市公安局", "1", "1", "0", "1", "0"] in table(section, "sharing.providers")
    assert len(table(section, "sharing.unmet")) == 3


def test_names_that_no_unit_has_are_kept_as_they_are_written(make: Make) -> None:
    section = chapter(make("P1 a 市海关\nP2 c 市海关、Police\nD1 d 某公司", 0.0))
    assert "有 2 个名称不是本轮名录中的单位，按所写名称列出：市海关、某公司。" in said(section)
    assert "有 1 项需求写有几个提供部门" in said(section)
    assert [row[0] for row in table(section, "sharing.providers")] == [
        "市海关（名录外）",
        "市公安局",
        "某公司（名录外）",
    ]
    assert table(section, "sharing.unmet")[1][0] == "市海关（名录外）、市公安局"


def test_a_need_that_does_not_say_of_whom(make: Make) -> None:
    section = chapter(make("P1 a \nP2 c 市公安局\nD1 d 市公安局", 0.0))
    assert "有 1 项需求没有写明提供部门" in said(section)
    assert table(section, "sharing.unmet")[-1][:3] == ["—", "市公安局", "a"]


def test_a_need_that_a_unit_added_is_told(make: Make) -> None:
    fields = {Field.NAME: "不动产信息", Field.PROVIDED: NO}
    added = Answer("P1", "~A1/1", State.BLANK, None, fields, "采样表", "F30")
    section = chapter(make(THREE, 1.0, extra=(added,)))
    assert "另有 1 项需求由单位自行补充" in said(section)
    assert table(section, "sharing.unmet") == [["—", "市公安局", "不动产信息", "未提供", "采样表 F30"]]


def test_a_directory_of_what_units_have(make: Make) -> None:
    section = chapter(
        make("P1 a x\nP1 b x\nP2 c x\nD1 d x", {"a": 1.0, "b": 0.0, "c": 1.0, "d": 1.0}, "{ kind: supply }")
    )
    assert "目录列有 3 个单位的 4 项数据：已共享 3 项（75.0%）" in said(section)
    assert table(section, "sharing.supply") == [["市公安局", "2", "1", "1", "0"]]
    assert [part.key for part in section.parts] == ["sharing.supply"]


def test_a_directory_that_says_for_whom_has_a_matrix(make: Make) -> None:
    section = chapter(make(THREE, 0.0, "{ kind: supply, consumer: kind }"))
    assert ["市公安局", "2", "2", "0", "2", "0"] in table(section, "sharing.providers")
    assert heat(section) is not None


def test_nothing_shared(make: Make) -> None:
    section = chapter(make(THREE, 0.0, "{ kind: supply }"))
    assert "已共享 0 项（0.0%），未共享或未达到要求 4 项" in said(section)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_fifty_units_with_long_names(make: Make, lang: Lang) -> None:
    """The matrix stays readable, its last row and column are sums, and no need is lost."""
    name = "市政务服务和数据资源管理局市大数据发展中心" * 6
    roster = "".join(f"U{n},{n}{name[:26]},Unit {n},dep,,\n" for n in range(50))
    items = "\n".join(f"U{n} n{n} {n}{name[:108]}" for n in range(50))
    section = chapter(make(f"{items}\nP1 a P2\nP2 c P1", 0.0, roster=roster, lang=lang))
    chart = heat(section)
    assert chart is not None
    assert (len(chart.categories), len(chart.series)) == (10, 14)
    assert sum(f.value for s in chart.series for f in s.values if f) == 52
    assert "43" in chart.categories[-1]
    assert len(table(section, "sharing.providers")) == 52
    assert all(b.limit for p in section.walk() for b in p.blocks if isinstance(b, ReportTable))
    assert not any(word in said(section) for word in ("None", "nan", "{"))


def test_many_ties_are_said_as_ties(make: Make) -> None:
    roster = "".join(f"U{n},第{n}单位,Unit {n},dep,,\n" for n in range(9))
    items = "\n".join(f"U{n} n{n} U{(n + 1) % 9}" for n in range(9))
    section = chapter(make(f"{items}\nP1 a U0\nP2 b U1", {"a": 1.0}, roster=roster))
    assert "被需求最多的部门：第1单位（2 项）、第0单位（2 项）。" in said(section)


def test_where_all_are_tied_nobody_is_named(make: Make) -> None:
    roster = "".join(f"U{n},第{n}单位,Unit {n},dep,,\n" for n in range(9))
    items = "\n".join(f"U{n} n{n} U{(n + 1) % 9}" for n in range(9))
    section = chapter(make(f"{items}\nP1 a P2\nP2 b P1", 0.0, roster=roster))
    assert "被需求最多的部门有 11 个，均为 1 项。" in said(section)


def test_one_provider_and_one_consumer_are_a_row_of_a_table(make: Make) -> None:
    section = chapter(make("P1 a 市教育局\nP2 c 市教育局", 0.0))
    assert heat(section) is None
    assert table(section, "sharing.providers") == [["市教育局", "1", "1", "0", "1", "0"]]
