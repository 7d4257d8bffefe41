"""The page of a round: right figures, no way out of it, nothing fetched, and as Chromium shows and prints it."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from pathlib import Path

import pytest

from smartxl.diagnosis import LEAST_UNITS, WrongQuestion
from smartxl.findings import Counts, FindingCode
from smartxl.ledger import Overview, RowTotals, Standing, UnitStatus
from smartxl.ledger.completeness import completeness
from smartxl.ledger.decisions import Why
from smartxl.model.answers import Answer, State
from smartxl.model.definition import Catalogue, Definition, Roster, Round, Unit
from smartxl.model.framework import (
    Bands,
    Conventions,
    Framework,
    Indicator,
    Input,
    Measure,
    Node,
    RuleSpec,
    UnitClass,
)
from smartxl.text import Lang, Text
from smartxl_generators.statuspage import RoundView, status_page
from tests.generators.browser import Browser

NOW = datetime(2026, 10, 20, 9, 30)
HOSTILE = '"><script>alert(1)</script>'


def definition(units: int, leaves: int) -> Definition:
    """Departments that are all asked every section: a KPI of two numbers each."""
    weights = {"dep": 100.0 / leaves}
    inputs = (Input("a", Text("数一"), Text("件")), Input("b", Text("数二"), Text("件")))
    kpi = Indicator(Measure.KPI, RuleSpec("ratio"), inputs=inputs)
    nodes = tuple(
        Node(f"A{i}", Text(f"第{i}项政务服务指标", f"Indicator {i}"), "TOTAL", 1, weights, indicator=kpi)
        for i in range(1, leaves + 1)
    )
    framework = Framework(
        "t",
        "1",
        Text("测试"),
        (UnitClass("dep", Text("市直部门", "Departments"), 100),),
        {},
        Conventions(2, Bands((0.0,), (Text("起步期"),))),
        nodes,
    )
    roster = Roster(
        tuple(Unit(f"U{i:03}", Text(f"第{i}局", f"Office {i}"), "dep") for i in range(1, units + 1))
    )
    round_ = Round(
        "t",
        "2026-1",
        1,
        Text("示例市评估", "Assessment"),
        Text("示例市"),
        date(2026, 9, 1),
        date(2026, 10, 31),
        ("zh",),
        Text("智慧办"),
    )
    return Definition(round_, framework, roster, Catalogue(()))


def view(
    lang: Lang = "zh", units: int = 4, leaves: int = 3, wrong: tuple[WrongQuestion, ...] = ()
) -> RoundView:
    """The first unit has sent nothing, the second has left one row open and has findings, the others are complete."""
    made = definition(units, leaves)
    keys = [f"A{i}/{code}" for i in range(1, leaves + 1) for code in "ab"]
    answers = tuple(
        Answer(unit.code, key, State.VALUE, 1.0)
        for number, unit in enumerate(made.roster.units)
        for key in keys[: 0 if number == 0 else -1 if number == 1 else None]
    )
    counts = completeness(made, answers)
    rows = tuple(
        UnitStatus(
            unit=unit,
            state=Standing.RECEIVED if number else Standing.NOT_RECEIVED,
            received_at=NOW if number else None,
            file=f"{unit.code}.xlsx" if number else "",
            rows=counts.of(unit.code),
            answered=0,
            not_applicable=0,
            pending=0,
            findings=Counts(3, 2, 1, 4) if number == 1 else Counts(0, 0, 0, 0),
            last_received=NOW if number else None,
            why=Why.ONLY if number else None,
        )
        for number, unit in enumerate(made.roster.units)
    )
    return RoundView(made, Overview(rows, counts, answers, ()), wrong, 0.5, LEAST_UNITS, lang)


def page(shown: RoundView) -> str:
    return status_page(shown, NOW).decode()


def rows(html: str, table: int) -> list[list[str]]:
    """The text of the cells of the table's rows."""
    body = re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL)[table]
    return [
        [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    ]


def test_units_with_their_state_completeness_and_findings() -> None:
    table = rows(page(view()), 0)
    assert table[0][:6] == ["U001", "第1局", "市直部门", "未收到", "", "0 / 6"]
    assert table[1] == [
        "U002", "第2局", "市直部门", "已收到", "", "5 / 6", "3", "2", "5", "2026-10-20 09:30", "U002.xlsx",
    ]  # fmt: skip
    assert table[2][5:9] == ["6 / 6", "–", "–", "–"]


def test_the_matrix_has_a_figure_for_every_unit_and_section() -> None:
    assert rows(page(view()), 1) == [
        ["第1局", "·", "·", "·"],
        ["第2局", "100", "100", "50"],
        ["第3局", "100", "100", "100"],
        ["第4局", "100", "100", "100"],
    ]


def test_sections_that_nobody_is_asked_have_no_column_and_others_no_figure() -> None:
    shown = view()
    first, *others = shown.definition.framework.nodes
    named = replace(first, indicator=replace(first.indicator, units=("U003",)))  # type: ignore[type-var]
    nobody = replace(others[0], indicator=replace(others[0].indicator, units=("XX",)))  # type: ignore[type-var]
    framework = replace(shown.definition.framework, nodes=(named, nobody, *others[1:]))
    changed = replace(shown.definition, framework=framework)
    counts = completeness(changed, shown.overview.answers)
    table = rows(
        page(replace(shown, definition=changed, overview=replace(shown.overview, completeness=counts))), 1
    )
    assert [row[1:] for row in table] == [["", "·"], ["", "50"], ["100", "100"], ["", "100"]]


@pytest.mark.parametrize(
    ("filled", "shown"), [(0, 0), (1, 1), (299, 99), (300, 100)], ids=["none", "hardly", "nearly", "all"]
)
def test_only_what_is_complete_says_so(filled: int, shown: int) -> None:
    assert RoundView.percent(filled, 300) == shown


def test_more_sections_than_a_page_is_wide_are_cut_into_blocks() -> None:
    html = page(view(leaves=61))
    assert html.count('class="matrix"') == 3
    assert [len(row) - 1 for row in (rows(html, table)[0] for table in (1, 2, 3))] == [21, 20, 20]


def test_which_file_counts_and_whether_it_does() -> None:
    shown = view()
    first, second, *others = shown.overview.units
    refused = replace(first, file="旧表.xlsx")
    units = (refused, replace(second, joined=2), *others)
    table = rows(page(replace(shown, overview=replace(shown.overview, units=units))), 0)
    assert [row[10] for row in table[:3]] == [
        "旧表.xlsx（未能采用）",
        "U002.xlsx （另有 2 份补充）",
        "U003.xlsx",
    ]


def test_who_is_exempt_is_not_asked_and_who_was_accepted_is_not_reminded() -> None:
    shown = view()
    first, second, *others = shown.overview.units
    counts = completeness(shown.definition, shown.overview.answers, {"U001"})
    exempt = replace(first, state=Standing.EXEMPT, rows=RowTotals(0, 0, 0))
    units = (exempt, replace(second, state=Standing.ACCEPTED), *others)
    html = page(replace(shown, overview=replace(shown.overview, units=units, completeness=counts)))
    assert rows(html, 1)[0] == ["第1局", "", "", ""]
    assert "共 3 个单位" in html
    assert "没有需要催办的单位" in html


def test_who_is_to_be_reminded_and_of_what() -> None:
    table = rows(page(view()), -1)
    assert [row[0] for row in table] == ["第1局", "第2局"]
    assert table[0][-1] == "全部"
    assert table[1][-1] == "A3 第3项政务服务指标（未填 1，待改 0）"


def test_questions_that_many_got_wrong_are_named_with_their_units() -> None:
    wrong = WrongQuestion("A2", Text("数一", "First"), False, FindingCode.NOT_A_NUMBER, ("U002", "U003"), 3)
    (row,) = rows(page(view(wrong=(wrong,))), 2)
    assert row[0] == "A2 第2项政务服务指标"
    assert row[2] == "V02-not-a-number “数一”填写的“…”不是数字"
    assert (row[4], row[5]) == ("2 / 3", "第2局、第3局")


def test_when_all_is_well_it_says_so() -> None:
    shown = view()
    done = replace(shown.overview, units=shown.overview.units[2:])
    html = page(replace(shown, overview=done))
    assert "没有需要催办的单位" in html
    assert "没有这样的题目" in html


@pytest.mark.parametrize(
    ("day", "words"), [(31, "今天"), (20, "11 天"), (25, "6 天")], ids=["today", "before", "later"]
)
def test_the_days_that_are_left(day: int, words: str) -> None:
    html = status_page(view(), NOW.replace(day=day)).decode()
    assert f'<div class="value">{words}</div>' in html
    assert "逾期 4 天" in status_page(view(), datetime(2026, 11, 4)).decode()


def test_the_english_page_is_all_english() -> None:
    html = page(view("en"))
    text = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", html, flags=re.DOTALL)
    assert "Units by sections" in text
    assert re.findall(r"[\u4e00-\u9fff]+", text.replace("智慧办", "")) == []


def test_what_respondents_and_authors_wrote_stays_text() -> None:
    shown = view()
    row = replace(shown.overview.units[1], file=HOSTILE)
    unit = replace(shown.definition.roster.units[1], name=Text(HOSTILE), contact=HOSTILE)
    row = replace(row, unit=unit)
    units = (shown.overview.units[0], row)
    html = page(replace(shown, overview=replace(shown.overview, units=units)))
    assert html.count("<script>") == 1
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4


def test_nothing_is_fetched_and_nothing_else_may_run() -> None:
    html = page(view())
    assert re.findall(r"\bsrc\s*=|\bhref\b|url\(|@import|https?:", html) == []
    assert "style=" not in html
    assert "default-src 'none'" in unescape(html)


def test_the_same_state_gives_the_same_bytes() -> None:
    assert status_page(view(), NOW) == status_page(view(), NOW)


def opened(browser: Browser) -> Browser:
    """A page of 60 units and 30 sections as a user without network sees it."""
    browser.open(status_page(view(units=60, leaves=30), NOW))
    return browser


def test_the_browser_runs_the_pages_own_script_and_styles(browser: Browser) -> None:
    """Which it refuses when the policy's digests are not those of the text."""
    opened(browser)
    assert (browser.errors, len(browser.requests)) == ([], 1)
    assert browser.run("document.getElementById('tools').hidden") is False
    assert browser.run("document.querySelectorAll('th[role=button]').length") == 10


@pytest.mark.usefixtures("poppler")
def test_sixty_units_and_thirty_sections_print_on_a4(browser: Browser, tmp_path: Path) -> None:
    pdf = tmp_path / "status.pdf"
    pdf.write_bytes(opened(browser).pdf())
    facts = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in facts
    assert int(re.findall(r"Pages:\s+(\d+)", facts)[0]) <= 6
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    matrix = [line.split() for line in text.splitlines() if line.split()[:1] == ["第40局"]]
    assert ["第40局", *["100"] * 30] in matrix
    assert len(re.findall(r"第60局", text)) >= 2
    assert not re.search(r"查找单位", text)
