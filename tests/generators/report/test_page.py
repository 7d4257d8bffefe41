"""The page of HTML: everything of the content is in it, nothing is fetched, and the browser's search and sorting work."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from lxml import html as parser

from smartxl.model.numbering import captions, headings
from smartxl.model.report import (
    ChartKind,
    Cover,
    Figure,
    Listing,
    Paragraph,
    ReportChart,
    ReportContent,
    ReportSection,
    ReportTable,
    TableColumn,
    plain,
)
from smartxl.text import Lang
from smartxl_generators.report.page import write_html
from tests.generators.browser import Browser
from tests.generators.report.content import HOSTILE, LONG, chart, content, table

LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])


@cache
def page(lang: Lang) -> str:
    return write_html(content(lang)).decode()


@cache
def tree(lang: Lang) -> parser.HtmlElement:
    return parser.document_fromstring(page(lang))


def texts(root: parser.HtmlElement, path: str) -> list[str]:
    return ["".join(element.itertext()) for element in root.xpath(path)]


def one(*blocks: Paragraph | Listing | ReportTable | ReportChart, title: str = "t") -> str:
    return write_html(
        ReportContent("zh", Cover(title, title), (ReportSection("a/b ", title, blocks),))
    ).decode()


@pytest.mark.slow
@LANGUAGES
def test_every_text_and_number_is_there(lang: Lang) -> None:
    said = "\n".join(texts(tree(lang), "//main//p | //main//li"))
    for block in content(lang).blocks():
        if isinstance(block, Paragraph):
            assert plain(block.words) in said
        elif isinstance(block, Listing):
            assert all(plain(words) in said for words in block.items)
        elif isinstance(block, ReportTable):
            assert block.note in said


@LANGUAGES
def test_tables_hold_their_rows(lang: Lang) -> None:
    tables = tree(lang).xpath("//table[caption]")
    told = [block for block in content(lang).blocks() if isinstance(block, ReportTable)]
    for shown, block in zip(tables, told, strict=True):
        assert texts(shown, "thead//th") == [column.head for column in block.columns]
        assert [texts(row, "td") for row in shown.xpath("tbody/tr")] == [
            [plain(words) for words in row] for row in block.rows
        ]


@LANGUAGES
def test_charts_are_drawn_and_their_numbers_told(lang: Lang) -> None:
    figures = tree(lang).xpath("//figure")
    told = [block for block in content(lang).blocks() if isinstance(block, ReportChart)]
    for shown, block in zip(figures, told, strict=True):
        assert len(shown.xpath(".//svg")) == (2 if len(block.categories) == 55 else 1)
        assert block.alt in texts(shown, "details/p")
        rows = [texts(row, "td") for row in shown.xpath(".//tbody/tr")]
        assert rows == [
            [figure.shown if figure else "–" for figure in numbers]
            for numbers in zip(*(series.values for series in block.series), strict=True)
        ]


@LANGUAGES
def test_headings_and_captions_are_numbered_as_everywhere(lang: Lang) -> None:
    told = headings(content(lang))
    assert texts(tree(lang), "//main//*[self::h2 or self::h3 or self::h4 or self::h5]") == [
        heading.text for heading in told
    ]
    assert texts(tree(lang), "//nav//a") == [heading.text for heading in told if heading.level <= 3]
    assert sorted(texts(tree(lang), "//caption | //figcaption")) == sorted(captions(content(lang)).values())


@LANGUAGES
def test_contents_lead_to_sections(lang: Lang) -> None:
    names = set(tree(lang).xpath("//@id"))
    assert len(names) == len(tree(lang).xpath("//@id"))
    assert {link.removeprefix("#") for link in tree(lang).xpath("//a/@href")} <= names
    assert {label for labels in tree(lang).xpath("//@aria-labelledby") for label in labels.split()} <= names


@LANGUAGES
def test_nothing_is_fetched_and_nothing_runs_but_its_own_script(lang: Lang) -> None:
    text = page(lang)
    assert not re.search(r"\bsrc\s*=|\bhref\s*=\s*[\"'](?!#)|url\(|@import|\son\w+\s*=\s*[\"']", text)
    assert set(re.findall(r"https?://[^\"'<> ]+", text)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<[^>]*\sstyle\s*=", text)
    assert "default-src 'none'" in unescape(text)
    assert len(re.findall("<script", text)) == 1


@pytest.mark.parametrize(
    "text", [HOSTILE, "</script><script>alert(1)</script>", "\x00\u202e", "", LONG["zh"]]
)
def test_texts_are_never_markup(text: str) -> None:
    raw = one(Paragraph((text,)), Listing(((text,),)), table("zh", text or "k", 2), title=text)
    root = parser.document_fromstring(raw)
    assert len(root.xpath("//script")) == 1
    assert root.xpath("//b") == []
    assert not re.search("[\x00\u202e]", raw)


def test_a_text_of_a_chart_is_never_markup() -> None:
    drawn = chart(ChartKind.BARS, "zh", 3)
    raw = one(
        ReportChart("</svg>", "\x01</svg>", drawn.kind, ("</text>\x02", "b", "c"), drawn.series, "</desc>")
    )
    assert len(re.findall("</svg>", raw)) == 1


def test_the_same_content_gives_the_same_bytes() -> None:
    blocks = (chart(ChartKind.HEAT, "zh", 5, 3), table("zh", "t", 5))
    assert one(*blocks) == one(*blocks)


def test_colours_have_contrast() -> None:
    style = re.search(r":root \{(.*?)\}", page("zh"), re.DOTALL)
    assert style
    colors = dict(re.findall(r"--(\w+): (#\w{6})", style[1]))

    def light(color: str) -> float:
        levels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in levels]
        return sum(part * level for part, level in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) + 0.05

    grounds = [colors[name] for name in ("paper", "band", "mark", "own")] + ["#dfe7ee"]
    for name in ("ink", "soft", "main"):
        assert all(light(ground) / light(colors[name]) >= 4.5 for ground in grounds)
    assert "#dfe7ee" in page("zh")


def opened(browser: Browser, *blocks: Paragraph | Listing | ReportTable | ReportChart) -> Browser:
    """A page of one section, or the whole report."""
    browser.resize(1280, 900)
    browser.open(one(*blocks) if blocks else page("zh"))
    return browser


def look_for(browser: Browser, text: str) -> None:
    browser.press("/")
    browser.type(text)


def test_the_browser_runs_the_pages_own_script_under_its_policy(browser: Browser) -> None:
    opened(browser)
    assert browser.errors == []
    assert browser.run("document.getElementById('tools').hidden") is False
    assert browser.run("document.querySelectorAll('th [role=button]').length") == 5 + 5 + 16 + 2
    assert browser.run("getComputedStyle(document.querySelector('h2')).color") == "rgb(15, 74, 107)"


def test_the_browser_asks_for_nothing_but_the_page(browser: Browser) -> None:
    opened(browser)
    assert [request.rpartition("/")[2][:5] for request in browser.requests] == ["page-"]
    blocked = "fetch('https://example.org/').then(() => 'fetched', () => 'refused')"
    assert browser.run(blocked) == "refused"
    assert any("Content Security Policy" in error for error in browser.errors)


def test_a_search_leaves_what_has_the_words(browser: Browser) -> None:
    opened(browser)
    look_for(browser, "东湖区10")
    assert browser.run("found.textContent") == "找到 7 处"
    rows = browser.run(
        "[...document.querySelectorAll('table.sortable tbody tr:not([hidden])')].map((r) => r.textContent)"
    )
    assert rows
    assert all("东湖区10" in row for row in rows)
    assert browser.run("document.getElementById('s-result').hidden")
    assert not browser.run("document.getElementById('s-ranking').hidden")
    browser.press("Escape")
    assert browser.run(
        "[search.value, found.textContent, document.querySelectorAll('main [hidden]').length]"
    ) == ["", "", 0]


def test_a_search_for_what_is_not_there_says_so(browser: Browser) -> None:
    opened(browser)
    look_for(browser, "没有这个词")
    assert browser.run("found.textContent") == "没有找到"
    assert browser.run("document.querySelectorAll('main section:not([hidden])').length") == 0


@pytest.mark.parametrize(("presses", "down"), [(1, False), (2, True)], ids=["up", "down"])
def test_a_column_is_sorted_by_its_numbers(browser: Browser, presses: int, down: bool) -> None:
    opened(browser)
    browser.run("document.getElementById('s-long').parentNode.tHead.rows[0].cells[2].firstChild.focus()")
    browser.press(*["Enter", " "][:presses])
    told = browser.run(
        "[...document.getElementById('s-long').parentNode.tBodies[0].rows].map((r) => r.cells[2].textContent)"
    )
    numbers = [float(text) for text in told[:-1] if text]
    assert numbers == sorted(numbers, reverse=down)
    assert not any(told[len(numbers) : -1])  # what has no number comes last
    assert (
        browser.run("[...document.getElementById('s-long').parentNode.tBodies[0].rows].pop().className")
        == "strong"
    )
    heads = browser.run(
        "[...document.querySelectorAll('th[aria-sort]')].map((h) => h.getAttribute('aria-sort'))"
    )
    assert heads == ["descending" if down else "ascending"]


def numbered(*texts: str, limit: int | None = None) -> ReportTable:
    """A table of a name and a number each, "—" for none."""
    rows = tuple(
        ((f"第{place}行",), (Figure(text, float(text.replace(",", ""))),) if text != "—" else ("—",))
        for place, text in enumerate(texts, 1)
    )
    columns = (TableColumn("名称"), TableColumn("数", numeric=True))
    return ReportTable("k", "表", columns, rows, limit=limit)


def column(browser: Browser, place: int, rows: str = "tr") -> list[str]:
    shown = f"[...document.querySelectorAll('tbody {rows}')].filter((row) => row.checkVisibility())"
    told: list[str] = browser.run(f"{shown}.map((row) => row.cells[{place}].textContent)")
    return told


def test_numbers_are_sorted_as_numbers_and_names_as_a_reader_counts(browser: Browser) -> None:
    opened(browser, numbered("9", "1,000", "—", "-3", "100"))
    browser.run("document.querySelectorAll('th [role=button]')[1].click()")
    assert column(browser, 1) == ["-3", "9", "100", "1,000", "—"]
    browser.run("document.querySelectorAll('th [role=button]')[1].click()")
    assert column(browser, 1) == ["1,000", "100", "9", "-3", "—"]
    browser.run("document.querySelectorAll('th [role=button]')[0].click()")
    assert column(browser, 0) == [f"第{place}行" for place in range(1, 6)]


def test_a_table_with_a_limit_shows_its_first_rows_and_all_on_demand(browser: Browser) -> None:
    opened(browser, numbered(*(str(place) for place in range(1, 13)), limit=5))
    assert column(browser, 1) == ["1", "2", "3", "4", "5"]
    assert browser.run("document.querySelector('.more').innerText") == "另有 7 行未列出。 显示全部 12 行"
    head = "document.querySelectorAll('th [role=button]')[1]"
    browser.run(f"{head}.click(), {head}.click()")
    assert column(browser, 1) == ["12", "11", "10", "9", "8"]  # the first ones as they are sorted
    browser.run("document.querySelector('.more button').focus()")
    browser.press("Enter")
    assert len(column(browser, 1)) == 12
    assert browser.run("document.querySelector('.more').innerText") == "只显示前 5 行"
    assert browser.run("document.activeElement.getAttribute('aria-expanded')") == "true"
    browser.press(" ")
    assert len(column(browser, 1)) == 5


def test_a_search_finds_rows_beyond_the_limit(browser: Browser) -> None:
    opened(browser, numbered(*(str(place) for place in range(1, 13)), limit=5))
    look_for(browser, "第11行")
    assert column(browser, 0) == ["第11行"]


def test_one_letter_is_too_little_to_look_for_among_thousands(browser: Browser) -> None:
    opened(browser, numbered(*(str(place) for place in range(1, 4003)), limit=5))
    look_for(browser, "行")
    assert browser.run("found.textContent") == "请再输入文字"
    assert len(column(browser, 0)) == 5
    browser.run("search.value = ''")
    browser.type("第4001")
    assert browser.run("found.textContent") == "找到 1 处"
    assert column(browser, 0) == ["第4001行"]


def test_what_is_printed_of_a_table_with_a_limit_is_what_is_shown(browser: Browser) -> None:
    opened(browser, numbered(*(str(place) for place in range(1, 13)), limit=5))
    browser.media("print")
    assert len(column(browser, 1)) == 5
    assert "另有 7 行未列出" in browser.run("document.querySelector('.more').innerText")
    assert not browser.run("document.querySelector('.more button').checkVisibility()")
    browser.media("")


def test_without_scripts_all_rows_are_there(browser: Browser) -> None:
    browser.scripts(allowed=False)
    opened(browser, numbered(*(str(place) for place in range(1, 13)), limit=5))
    browser.scripts(allowed=True)
    assert len(column(browser, 1)) == 12
    assert browser.run("document.querySelector('.more').checkVisibility()") is False


@LANGUAGES
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_the_screen(browser: Browser, width: int, lang: Lang) -> None:
    """Only tables and charts scroll sideways, in their own frames."""
    browser.resize(width, 800, phone=width < 600)
    browser.open(page(lang))
    assert browser.run("document.documentElement.scrollWidth") <= width


CONTRAST = """(() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor;
      if (!color.endsWith(", 0)")) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), poor = new Set();
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || element.closest("svg, script") || !element.checkVisibility()) continue;
    const pair = [light(getComputedStyle(element).color), light(ground(element))];
    if (Math.max(...pair) / Math.min(...pair) < 4.5) poor.add(element.outerHTML.slice(0, 80));
  }
  return [...poor];
})()"""


def test_a_keyboard_reaches_the_report_at_once(browser: Browser) -> None:
    opened(browser)
    browser.press("Tab")
    assert browser.run("document.activeElement.className") == "skip"
    assert browser.run("document.activeElement.getBoundingClientRect().left") >= 0
    browser.press("Tab")
    assert browser.run("document.activeElement.id") == "search"
    browser.run("document.querySelector('.skip').focus()")
    browser.press("Enter", "Tab")
    assert browser.run("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(
    ("media", "dark"), [("", False), ("", True), ("print", True)], ids=["screen", "dark", "paper"]
)
def test_every_text_has_contrast(browser: Browser, media: str, dark: bool) -> None:
    opened(browser)
    browser.media(media, dark=dark)
    grounds = {True: "rgb(18, 24, 30)", False: "rgb(255, 255, 255)"}
    assert browser.run("getComputedStyle(document.body).backgroundColor") == grounds[dark and not media]
    browser.run("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert browser.run(CONTRAST) == []
    browser.media("")


def test_what_is_touched_is_large_enough(browser: Browser) -> None:
    browser.resize(360, 800, phone=True)
    browser.open(page("zh"))
    browser.run(
        "document.querySelectorAll('.long').forEach((frame) => { frame.style.contentVisibility = 'visible'; })"
    )
    browser.run("document.getElementById('contents').open = true")
    small = browser.run(
        """[...document.querySelectorAll("a, button, input, summary, [role=button]")]
        .filter((e) => e.checkVisibility() && !e.matches(".skip, .why"))
        .filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_no_control_is_printed(browser: Browser) -> None:
    opened(browser)
    browser.media("print")
    browser.resize(640, 900)  # a sheet of paper is narrow
    script = "[...document.querySelectorAll('input, button, summary, .up, .skip')].filter((e) => e.checkVisibility()).length"
    assert browser.run(script) == 0
    assert (
        browser.run("getComputedStyle(document.querySelector('th [role=button]'), '::after').content")
        == "none"
    )
    browser.media("")


@pytest.mark.usefixtures("poppler")
def test_it_prints_on_a4_with_all_rows(browser: Browser, tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    opened(browser)
    pdf.write_bytes(browser.pdf())
    facts = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in facts
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    assert "市住房和城乡建设局345" in told.stdout.replace("\n", "")
    rows = [page for page in told.stdout.split("\f") if re.search(r"^ *\d+ +市公安局\d", page, re.MULTILINE)]
    assert len(rows) > 10
    assert all("名次" in page for page in rows)
