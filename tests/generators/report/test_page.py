"""The page of HTML: everything of the content is in it, nothing is fetched, and the browser's search and sorting work."""

from __future__ import annotations

import re
import shutil
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
    Listing,
    Paragraph,
    ReportChart,
    ReportContent,
    ReportSection,
    ReportTable,
    plain,
)
from smartxl.text import Lang
from smartxl_generators.report.page import write_html
from tests.conftest import IN_CI
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


@pytest.fixture(scope="module")
def chromium() -> str:
    """The browser; the tests skip without it and fail in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        (pytest.fail if IN_CI else pytest.skip)("Chromium is not installed")
    return path


def browse(chromium: str, folder: Path, text: str, *options: str) -> str:
    """Opens a page as a reader without network would."""
    source = folder / "report.html"
    source.write_text(text, "utf-8")
    command = [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
        "--proxy-server=127.0.0.1:9", *options, source.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def acted(chromium: str, folder: Path, script: str) -> parser.HtmlElement:
    """The page after a reader's acts; its policy is taken off, since it allows no script but the page's own."""
    text = re.sub(r"<meta http-equiv[^>]*>", "", page("zh")).replace(
        "</body>", f"<script>{script}</script></body>"
    )
    return parser.document_fromstring(browse(chromium, folder, text, "--dump-dom"))


@pytest.mark.slow
def test_the_browser_runs_the_pages_own_script_under_its_policy(chromium: str, tmp_path: Path) -> None:
    dom = browse(chromium, tmp_path, page("zh"), "--dump-dom")
    assert '<div id="tools" role="search">' in dom
    assert len(re.findall('<span role="button"', dom)) == 5 + 5 + 16 + 2


@pytest.mark.slow
def test_a_search_leaves_what_has_the_words(chromium: str, tmp_path: Path) -> None:
    script = """
      const field = document.getElementById("search");
      field.value = "东湖区10"; field.dispatchEvent(new Event("input"));
    """
    root = acted(chromium, tmp_path, script)
    assert texts(root, "//output") == ["找到 7 处"]
    rows = texts(root, "//table[caption]/tbody/tr[not(@hidden)]")
    assert rows
    assert all("东湖区10" in row for row in rows)
    assert root.xpath("//section[@id='s-result']/@hidden") == [""]
    assert root.xpath("//section[@id='s-ranking']/@hidden") == []


@pytest.mark.slow
@pytest.mark.parametrize(("clicks", "down"), [(1, False), (2, True)], ids=["up", "down"])
def test_a_column_is_sorted_by_its_numbers(chromium: str, tmp_path: Path, clicks: int, down: bool) -> None:
    script = f"""
      const head = document.getElementById("s-long").parentNode.tHead.rows[0].cells[2].firstChild;
      for (let i = 0; i < {clicks}; i++) head.dispatchEvent(new KeyboardEvent("keydown", {{ key: "Enter" }}));
    """
    root = acted(chromium, tmp_path, script)
    rows = root.xpath("//table[caption/@id='s-long']/tbody/tr")
    shown = [texts(row, "td[3]")[0] for row in rows]
    numbers = [float(text) for text in shown[:-1] if text]
    assert numbers == sorted(numbers, reverse=down)
    assert not any(shown[len(numbers) : -1])  # what has no number comes last
    assert rows[-1].get("class") == "strong"
    assert root.xpath("//table[caption/@id='s-long']//th/@aria-sort") == [
        "descending" if down else "ascending"
    ]


@pytest.mark.slow
def test_it_fits_a_telephone(chromium: str, tmp_path: Path) -> None:
    """Only tables and charts scroll sideways, in their own frames."""
    script = "document.title = document.documentElement.scrollWidth;"
    narrow = re.sub(r"<meta http-equiv[^>]*>", "", page("zh")).replace(
        "</body>", f"<script>{script}</script></body>"
    )
    dom = browse(chromium, tmp_path, narrow, "--window-size=500,900", "--dump-dom")
    title = re.search("<title>(.*?)</title>", dom)
    assert title
    assert int(title[1]) <= 500


@pytest.mark.slow
def test_it_prints_on_a4_with_all_rows(chromium: str, tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    browse(chromium, tmp_path, page("zh"), "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    facts = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in facts
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    assert "市住房和城乡建设局345" in told.stdout.replace("\n", "")
    rows = [page for page in told.stdout.split("\f") if re.search(r"^ *\d+ +市公安局\d", page, re.MULTILINE)]
    assert len(rows) > 10
    assert all("名次" in page for page in rows)
