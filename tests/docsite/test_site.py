"""The site of the documentation: built once, each link followed, opened and searched in a browser from its folder."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from tests.conftest import IN_CI
from tests.generators.browser import Browser

ROOT = Path(__file__).parents[2]
BUILDER = ROOT / "examples" / "docsite"
NAVIGATION = {
    name
    for door in tomllib.loads((BUILDER / "site.toml").read_text("utf-8"))["door"]
    for name in door["pages"]
}
NEVER_ASKED = frozenset(["api.github.com", "cdn.jsdelivr.net", "unpkg.com", "www.w3.org"])
"""Hosts that the builder's script knows for things that no page has: repositories, diagrams, old browsers; names of XML."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site; tests skip where its builder is not installed, and fail in CI."""
    if importlib.util.find_spec("zensical") is None:
        (pytest.fail if IN_CI else pytest.skip)("the extra [docs] is not installed")
    folder = tmp_path_factory.mktemp("site") / "site"
    command = [sys.executable, str(BUILDER / "build.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def parsed(site: Path) -> dict[Path, html.HtmlElement]:
    """File → the page in it."""
    parser = html.HTMLParser(encoding="utf-8")
    return {
        path: html.parse(path, parser).getroot()
        for path in sorted(site.rglob("*.html"))
        if path.name != "404.html"
    }


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


def used(page: html.HtmlElement) -> Iterator[str]:
    """What a page loads by itself."""
    yield from page.xpath(
        "//@src | //link[@rel='stylesheet' or @rel='icon' or @rel='preconnect' or @rel='prefetch']/@href"
    )
    yield from re.findall(r"url\(['\"]?([^'\")]+)", " ".join(page.xpath("//style/text() | //@style")))


def test_every_page_of_the_documentation_is_there_in_both_languages(site: Path) -> None:
    for name in {path.stem for path in (ROOT / "docs").glob("*.md")}:
        assert (site / f"{name}.html").is_file()
        assert (site / "en" / f"{name}.html").is_file()


def test_links_places_and_pictures_exist(site: Path, parsed: dict[Path, html.HtmlElement]) -> None:
    places = {path: set(page.xpath("//@id")) for path, page in parsed.items()}
    broken = []
    for path, page in parsed.items():
        for target in {*page.xpath("//a/@href"), *page.xpath("//link/@href"), *page.xpath("//@src")}:
            if re.match(r"(https?|mailto|data):", target):
                continue
            file, _, anchor = unquote(target).partition("#")
            goal = (path.parent / file).resolve() if file else path
            if anchor not in places.get(goal, ()) if anchor else not (goal in places or goal.is_file()):
                broken.append((str(path.relative_to(site)), target))
    assert broken == []


def test_every_page_is_in_the_navigation(site: Path, parsed: dict[Path, html.HtmlElement]) -> None:
    for home in (site, site / "en"):
        listed = {home / unquote(link) for link in parsed[home / "index.html"].xpath("//nav//li//a/@href")}
        reached = {path.resolve() for path in listed}
        assert sorted(path.name for path in parsed if path.parent == home and path not in reached) == []


def test_the_navigation_names_pages_that_there_are(site: Path) -> None:
    assert sorted(name for name in NAVIGATION if not (site / f"{name}.html").is_file()) == []


def test_each_page_leads_to_its_twin(site: Path, parsed: dict[Path, html.HtmlElement]) -> None:
    for path, page in parsed.items():
        (twin,) = page.xpath("//a[@class='sx-language']/@href")
        place = path.relative_to(site)
        other = site / place.name if place.parent.name else site / "en" / place
        assert (path.parent / twin).resolve() == other


def test_pages_load_nothing_from_elsewhere(site: Path, parsed: dict[Path, html.HtmlElement]) -> None:
    outside = {
        target
        for page in parsed.values()
        for target in used(page)
        if re.match(r"(?!data:)[a-z]*:?//", target)
    }
    for path in site.rglob("*.css"):
        outside |= set(
            re.findall(r"(?:url\(|@import )['\"]?((?:https?:)?//[^'\")]+)", path.read_text("utf-8"))
        )
    assert outside == set()
    for path in (*site.glob("assets/**/*.js"), *site.glob("*.js")):
        text = path.read_text("utf-8") if path.name != "search-index.js" else ""
        assert set(re.findall(r"https?://([\w.-]+)", text)) <= NEVER_ASKED, path.name


@pytest.mark.parametrize("page", ["index.html", "en/methods.html"])
def test_a_browser_asks_for_nothing_but_files_of_the_site(site: Path, browser: Browser, page: str) -> None:
    browser.visit(site / page)
    assert all(address.startswith(("data:", site.as_uri())) for address in browser.requests)
    assert browser.errors == []


@pytest.mark.parametrize(
    ("home", "typed", "page", "words"),
    [
        pytest.param(".", "效系", "methods.html", "功效系数", id="part-of-a-word"),
        pytest.param("en", "efficacy", "methods.html", "efficacy", id="english"),
        pytest.param(".", "SX_RANK", "udfs.html", "SX_RANK", id="function"),
        pytest.param(".", "权重 名次", "whatif.html", "名次", id="two-words"),
    ],
)
def test_the_search_finds(site: Path, browser: Browser, home: str, typed: str, page: str, words: str) -> None:
    browser.visit(site / home / "forms.html")
    browser.press("/")
    browser.wait("globalThis.smartxlPages && document.querySelector('.sx-search').open")
    browser.type(typed)
    links = "[...document.querySelectorAll('.sx-search a')]"
    browser.wait(f"{links}.length")
    found = browser.run(
        f"{links}.map(link => [link.href.split('/').pop().split('#')[0], link.parentNode.textContent])"
    )
    assert any(name == page and words in text for name, text in found)
    goals = browser.run(f"{links}.map(link => decodeURI(new URL(link.href).pathname))")
    assert all(Path(goal).is_file() for goal in goals)


def test_what_is_not_there_is_said(site: Path, browser: Browser) -> None:
    browser.visit(site / "forms.html")
    browser.press("/")
    browser.wait("globalThis.smartxlPages")
    browser.type("没有这个词吧")
    browser.wait("document.querySelector('.sx-search [role=status]').textContent === '没有找到'")


@pytest.mark.parametrize("page", ["index.html", "methods.html", "en/lint.html"])
def test_a_page_is_not_wider_than_a_phone(site: Path, browser: Browser, page: str) -> None:
    browser.resize(390, 844, phone=True)
    browser.visit(site / page)
    wide = browser.run("document.documentElement.scrollWidth")
    browser.resize(1280, 900)
    assert wide <= 390


def test_the_end_of_a_line_is_no_blank_in_chinese(parsed: dict[Path, html.HtmlElement]) -> None:
    """Neither on the page nor in what is searched: Chinese is written without blanks."""
    broken = re.compile(
        r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]\n *[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
    )
    told = [
        (path, part.text_content()) for path, page in parsed.items() for part in page.xpath("//article//p")
    ]
    assert [(path.name, found[0]) for path, text in told if (found := broken.search(text))] == []


def test_no_markdown_is_left_as_text(site: Path, parsed: dict[Path, html.HtmlElement]) -> None:
    """GitHub takes some lists and emphasis that the builder does not."""
    left = [
        (str(path.relative_to(site)), told[:60])
        for path, page in parsed.items()
        for element in page.xpath("//article//p[not(code)]")
        if re.search(r"(^|\n) *[-*] |\*\*|\]\(", told := element.text_content())
    ]
    assert left == []
