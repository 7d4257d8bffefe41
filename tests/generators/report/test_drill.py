"""The drill-down in the browser: from the city to the cell by keyboard, with links that can be sent, and hostile texts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache

import pytest
from lxml import html as parser

from smartxl.model.answers import State
from smartxl.model.drilldown import DrillDown, DrillHeads, DrillNode, DrillRow, DrillScore, DrillSubject
from smartxl.model.framework import ROOT
from smartxl.model.report import Cover, Figure, Paragraph, ReportContent, ReportSection
from smartxl.model.scores import CITY, Quantity, QuantityKind
from smartxl.text import Lang
from smartxl_generators.report.page import write_html
from tests.generators.browser import Browser
from tests.generators.report.content import LONG

HEADS = {
    "zh": DrillHeads("得分", "权重", "应答率", "失分", "障碍度", "单位", "类别", "指标", "事项", "现状"),
    "en": DrillHeads(
        "Score", "Weight", "Coverage", "Lost", "Obstacle", "Unit", "Class", "Indicator", "Item", "Now"
    ),
}
HOSTILE = (
    "<script>document.title = 'ran'</script>",
    "</script><img src=x onerror=\"document.title = 'ran'\">",
    "[/b] {count} <!-- ' \" &amp;",
    "W" * 300,
    "مرحبا بالعالم \u202eDCBA",
    LONG["zh"],
)
SUBJECTS = (
    DrillSubject(CITY, "示例市", "", is_unit=False),
    DrillSubject("@dep", "部门", CITY, is_unit=False),
    DrillSubject("@dis", "区县", CITY, is_unit=False),
    DrillSubject("U1", "市公安局", "@dep", is_unit=True),
    DrillSubject("U2", "市教育局", "@dep", is_unit=True),
    DrillSubject("D1", "东湖区", "@dis", is_unit=True),
)
NODES = (
    DrillNode(ROOT, "总分", ""),
    DrillNode("A", "服务", ROOT),
    DrillNode("A1", "在线办事", "A"),
    DrillNode("B", "管理", ROOT),
)
VALUES = {CITY: 70.0, "@dep": 60.0, "@dis": 80.0, "U1": 9.5, "U2": 100.0, "D1": 80.0}


def points(value: float, subject: str = "", node: str = "") -> Figure:
    return Figure(f"{value:.2f}", value, (Quantity(QuantityKind.SCORE, subject, node),) if subject else ())


def scored(subject: str, node: str, value: float | None) -> DrillScore:
    score = None if value is None else points(value, subject, node)
    share, lost = Figure("50.0%", 0.5), None if value is None else points((100 - value) / 2)
    return DrillScore(
        score,
        None if node == ROOT else share,
        Figure("75.0%", 0.75),
        Figure("1,500", 1500),
        Figure("2,000", 2000),
        lost,
        share,
    )


def row(
    code: str, name: str, state: State = State.VALUE, earned: float | None = 2.0, text: str = "说明"
) -> DrillRow:
    number = None if earned is None else Figure(f"{earned:g}", earned)
    said = {
        State.VALUE: "办理",
        State.BLANK: "未填报",
        State.NOT_APPLICABLE: "不适用",
        State.PENDING: "待核实",
    }[state]
    place = ("GAJ-表.xlsx", "采样表", f"I{code}") if state is State.VALUE else ("", "", "")
    return DrillRow(code, name, state, (said,), number, Figure("2", 2.0), (("说明", text),), *place)


def down(
    lang: Lang = "zh", rows: tuple[DrillRow, ...] = (), subjects: tuple[DrillSubject, ...] = SUBJECTS
) -> DrillDown:
    scores = {
        (subject.code, node.code): scored(subject.code, node.code, VALUES.get(subject.code, 50.0))
        for subject in subjects
        for node in NODES
        if (subject.code, node.code) != ("D1", "B")
    }
    scores["U2", "B"] = scored("U2", "B", None)
    own = rows or (
        row("1", "居民身份证申领"),
        row("2", "户口迁移", earned=0.5),
        row("10", "港澳通行证", State.BLANK, None),
        row("11", "护照", State.NOT_APPLICABLE, None),
    )
    return DrillDown(HEADS[lang], subjects, NODES, scores, {("U1", "A1"): own, ("U2", "A1"): own[:1]})


@cache
def page(lang: Lang = "zh") -> str:
    figures = (
        Figure("70.00", 70.0, (Quantity(QuantityKind.SCORE, CITY, ROOT),)),
        "，差",
        points(9.5, "U1", "A1"),
    )
    other = Figure("1.00", 1.0, (Quantity(QuantityKind.SCORE, CITY, ROOT),))
    words = Paragraph(("得分", *figures, "，升", other))
    content = ReportContent(lang, Cover("示例市报告", "2026"), (ReportSection("result", "结果", (words,)),))
    return write_html(content, down(lang)).decode()


def of(rows: tuple[DrillRow, ...]) -> str:
    return write_html(ReportContent("zh", Cover("t", ""), ()), down(rows=rows)).decode()


def opened(browser: Browser, hash_: str = "", text: str = "", *, width: int = 1280) -> Browser:
    browser.resize(width, 900, phone=width < 600)
    browser.open(text or page(), hash_)
    if hash_:
        browser.wait("document.querySelector('.view h3')")
    return browser


def title(browser: Browser) -> str:
    told: str = browser.run("document.querySelector('.view h3').textContent")
    return told


def cells(browser: Browser, caption: str) -> list[list[str]]:
    """The rows of the table whose caption begins so."""
    told: list[list[str]] = browser.run(
        f"""[...document.querySelectorAll('.view table')].filter((t) => t.caption.textContent.startsWith({caption!r}))
        .flatMap((t) => [...t.tBodies[0].rows].map((r) => [...r.cells].map((c) => c.textContent)))"""
    )
    return told


def press_link(browser: Browser, text: str, key: str = "Enter") -> None:
    """A link in the view, with the keyboard."""
    browser.run(
        f"[...document.querySelectorAll('.view a')].findLast((a) => a.textContent === {text!r}).focus()"
    )
    before = title(browser)
    browser.press(key)
    browser.wait(f"document.querySelector('.view h3').textContent !== {before!r}")


def test_nothing_of_it_is_there_without_scores() -> None:
    text = write_html(ReportContent("zh", Cover("t", ""), ())).decode()
    root = parser.document_fromstring(text)
    assert (
        root.xpath("//section[@id='drill'] | //*[@id='data'] | //*[@id='jumps'] | //a[@href='#drill']") == []
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_data_are_in_the_page_and_no_markup(lang: Lang) -> None:
    root = parser.document_fromstring(page(lang))
    (island,) = root.xpath("//script[@type='application/json']/text()")
    assert not set("<>&") & set(island)
    data = json.loads(island)
    assert [name for _, name, *_ in data["subjects"]] == [subject.name for subject in SUBJECTS]
    assert data["scores"][0]["0"][0] == "70.00"
    assert root.xpath("//section[@id='drill']/p[@class='without']")


def test_scores_of_the_report_lead_to_where_they_come_from() -> None:
    links = parser.document_fromstring(page()).xpath("//main//a[@class='why']")
    assert [(link.text, link.get("href")) for link in links] == [
        ("70.00", "#unit=%40city&node=TOTAL"),
        ("9.50", "#unit=U1&node=A1"),
    ]  # not what is made of a score


def test_from_the_city_to_the_cell_by_keyboard(browser: Browser) -> None:
    opened(browser, "#node=TOTAL")
    assert title(browser) == "示例市 · 总分"
    assert cells(browser, "下级指标") == [
        ["A 服务", "70.00", "50.0%", "75.0%", "15.00", "50.0%"],
        ["B 管理", "70.00", "50.0%", "75.0%", "15.00", "50.0%"],
    ]
    assert [line[0] for line in cells(browser, "各类单位")] == ["部门", "区县"]
    assert [line[:3] for line in cells(browser, "单位")] == [
        ["市教育局", "部门", "100.00"], ["东湖区", "区县", "80.00"], ["市公安局", "部门", "9.50"],
    ]  # fmt: skip
    press_link(browser, "A 服务")
    press_link(browser, "A1 在线办事", " ")
    press_link(browser, "市公安局")
    assert title(browser) == "市公安局 · A1 在线办事"
    assert cells(browser, "事项与答复") == [
        ["1 居民身份证申领", "办理", "2 / 2", "采样表 I1"], ["2 户口迁移", "办理", "0.5 / 2", "采样表 I2"],
        ["10 港澳通行证", "未填报", "— / 2", "—"], ["11 护照", "不适用", "—", "—"],
    ]  # fmt: skip
    press_link(browser, "2 户口迁移")
    facts = browser.run(
        "[...document.querySelectorAll('.view dl > div')].map((told) => [...told.children].map((part) => part.textContent))"
    )
    assert dict(facts) == {
        "现状": "办理", "得分／满分": "0.5 / 2", "说明": "说明", "文件": "GAJ-表.xlsx", "工作表": "采样表", "单元格": "I2",
    }  # fmt: skip
    assert browser.run("location.hash") == "#unit=U1&node=A1&item=2"
    assert browser.errors == []


def test_a_unit_stands_beside_its_class(browser: Browser) -> None:
    opened(browser, "#unit=U1&node=A")
    told = browser.run("[...document.querySelectorAll('.facts > div')].slice(0, 2).map((d) => d.textContent)")
    assert told == ["得分9.50", "部门60.00"]


def test_who_answered_too_little_is_told(browser: Browser) -> None:
    told = down()
    scores = {**told.scores, ("U1", ROOT): replace(scored("U1", ROOT, None), note="暂不定级")}
    opened(
        browser,
        "#unit=U1",
        write_html(ReportContent("zh", Cover("t", ""), ()), replace(told, scores=scores)).decode(),
    )
    assert browser.run("document.querySelector('.facts .score dd').textContent") == "— · 暂不定级"


def test_escape_leads_up_and_the_way_back_is_kept(browser: Browser) -> None:
    opened(browser, "#unit=U1&node=A1&item=2")
    for above in (
        "市公安局 · A1 在线办事",
        "市公安局 · A 服务",
        "市公安局 · 总分",
        "部门 · 总分",
        "示例市 · 总分",
    ):
        browser.press("Escape")
        browser.wait(f"document.querySelector('.view h3').textContent === {above!r}")
    browser.run("history.go(-5)")
    browser.wait(
        "location.hash.endsWith('item=2') && document.querySelector('.view h3').textContent.includes('户口')"
    )


def test_back_returns_to_the_link_that_was_followed(browser: Browser) -> None:
    opened(browser, "#node=A1")
    press_link(browser, "市公安局")
    browser.run("history.back()")
    browser.wait("document.querySelector('.view h3').textContent.startsWith('示例市')")
    assert browser.run("document.activeElement.textContent") == "市公安局"


def test_the_heading_is_where_a_reader_arrives(browser: Browser) -> None:
    opened(browser, "#node=A")
    assert (
        browser.run("document.activeElement.tagName + document.activeElement.textContent")
        == "H3示例市 · A 服务"
    )
    browser.press("Tab")
    assert browser.run("document.activeElement.closest('.view') !== null")


@pytest.mark.parametrize(
    "hash_", ["#node=XX", "#unit=nobody", "#unit=D1&node=B", "#unit=U1&node=A1&item=99"],
    ids=["node", "unit", "not assessed", "item"],
)  # fmt: skip
def test_a_link_to_what_is_not_there_says_so(browser: Browser, hash_: str) -> None:
    opened(browser, hash_)
    assert "没有这一项" in browser.run("document.querySelector('.view').textContent")


def test_an_address_may_name_a_unit(browser: Browser) -> None:
    opened(browser, "#unit=市公安局&node=A1")
    assert title(browser) == "市公安局 · A1 在线办事"


def test_what_follows_the_roll_up_is_said_of_totals(browser: Browser) -> None:
    text = write_html(
        ReportContent("zh", Cover("t", ""), ()), replace(down(), steps=("扣分（K）", "加分（J）"))
    ).decode()
    opened(browser, "#unit=U1", text)
    assert "总分汇总之后依次：扣分（K）；加分（J）。" in browser.run(
        "document.querySelector('.view').innerText"
    )
    press_link(browser, "A 服务")
    assert "汇总之后" not in browser.run("document.querySelector('.view').innerText")


def test_other_anchors_stay_anchors(browser: Browser) -> None:
    opened(browser, "#node=A")
    browser.run("location.hash = '#s-result'")
    browser.run("new Promise((done) => setTimeout(done, 50))")
    assert title(browser) == "示例市 · A 服务"


def test_only_what_is_below_full_points(browser: Browser) -> None:
    opened(browser, "#unit=U1&node=A1")
    browser.run("document.querySelector('.view input').focus()")
    browser.press(" ")
    assert [line[0] for line in cells(browser, "事项与答复")] == ["2 户口迁移", "10 港澳通行证"]
    assert browser.run("document.activeElement.checked")


def test_rows_are_sorted_by_their_points(browser: Browser) -> None:
    opened(browser, "#unit=U1&node=A1")
    browser.run("document.querySelectorAll('.view th [role=button]')[2].click()")
    assert [line[2] for line in cells(browser, "事项与答复")] == ["0.5 / 2", "2 / 2", "— / 2", "—"]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("公安", ["市公安局"]),
        ("在线", ["A1 在线办事"]),
        ("护照", ["护照 – 市公安局"]),
        ("Ａ１", ["A1 在线办事"]),
        ("身份证", ["居民身份证申领 – 市公安局", "居民身份证申领 – 市教育局"]),
    ],
    ids=["unit", "node", "item", "full width", "items"],
)
def test_a_search_leads_to_units_indicators_and_items(browser: Browser, text: str, labels: list[str]) -> None:
    opened(browser)
    browser.press("/")
    browser.type(text)
    assert browser.run("[...document.querySelectorAll('#jumps a')].map((a) => a.textContent)") == labels
    browser.run("document.querySelector('#jumps a').click()")
    browser.wait("document.querySelector('.view h3')")


def test_of_many_units_the_first_are_shown_and_all_on_demand(browser: Browser) -> None:
    many = tuple(DrillSubject(f"X{place}", f"第{place}局", CITY, is_unit=True) for place in range(1, 101))
    content = ReportContent("zh", Cover("t", ""), ())
    opened(browser, "#node=TOTAL", write_html(content, down(subjects=(*SUBJECTS, *many))).decode())
    shown = "[...document.querySelectorAll('.view tbody tr')].filter((r) => r.checkVisibility()).length"
    assert browser.run(shown) == 2 + 2 + 50
    assert browser.run("document.querySelector('.more').innerText") == "另有 53 行未列出。 显示全部 103 行"
    browser.run("document.querySelector('.more button').click()")
    assert browser.run(shown) == 2 + 2 + 103


def test_a_reader_who_scrolls_there_finds_the_city(browser: Browser) -> None:
    opened(browser)
    browser.run("location.hash = '#drill'")
    browser.wait("document.querySelector('.view h3')")
    assert title(browser) == "示例市 · 总分"


@pytest.mark.parametrize(
    "text", HOSTILE, ids=["script", "end of script", "braces", "long word", "right to left", "long"]
)
@pytest.mark.parametrize("width", [360, 1280])
def test_texts_of_respondents_stay_text(browser: Browser, text: str, width: int) -> None:
    rows = (replace(row("1", text, text=text), sheet=text[:31], file=f"{text}.xlsx"),)
    shown = re.sub("\u202e", "\ufffd", text)
    for hash_ in ("#unit=U1&node=A1", "#unit=U1&node=A1&item=1"):
        opened(browser, hash_, of(rows), width=width)
        assert shown in browser.run("document.querySelector('.view').textContent")
        assert browser.run("document.title") == "t"
        assert browser.run("document.querySelectorAll('img, .view script').length") == 0
        assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.errors == []
    assert len(browser.requests) == 1


@pytest.mark.parametrize(
    "hash_", ["#node=TOTAL", "#unit=U1&node=A1", "#unit=U1&node=A1&item=2"], ids=["city", "rows", "item"]
)
def test_it_is_usable_on_a_telephone(browser: Browser, hash_: str) -> None:
    opened(browser, hash_, width=360)
    assert browser.run("document.documentElement.scrollWidth") <= 360
    small = browser.run(
        """[...document.querySelectorAll(".view a, .view label, .view [role=button]")]
        .filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_without_scripts_a_sentence_stands_for_it(browser: Browser) -> None:
    browser.scripts(allowed=False)
    opened(browser)
    browser.scripts(allowed=True)
    assert "需要浏览器运行脚本" in browser.run("document.getElementById('drill').innerText")
    assert "得分70.00" in browser.run("document.querySelector('main').innerText")


def test_it_is_not_printed(browser: Browser) -> None:
    opened(browser, "#node=TOTAL")
    browser.media("print")
    assert not browser.run("document.getElementById('drill').checkVisibility()")
    browser.media("")
