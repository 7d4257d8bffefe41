"""Every page is there in Chinese and in English: the same headings, code, tables and pictures, each in its own language.

Chinese pages: docs/NAME.md, English ones: docs/en/NAME.md. A text is in Chinese when it has no four English words in a row
and more Chinese characters than English words; in English when it has no Chinese sentence and few Chinese words. Code,
quotations, links and names of files are in no language.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.pages import DOCS, page, shape, told

CHINESE = {path.stem for path in DOCS.glob("*.md")}
ENGLISH = {path.stem for path in (DOCS / "en").glob("*.md")}
SPLIT = sorted(CHINESE & ENGLISH)

_QUOTED = re.compile(
    r"“[^”\n]*”|\"[^\"\n]*\"|`[^`\n]*`|\*\*|<br>|!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|https?:\S+"
)
_WORDS = re.compile(r"\b[A-Za-z]{2,}\b")
_SENTENCE = re.compile(r"\b[A-Za-z]{2,}(?: [A-Za-z]{1,}){3,}")
_HAN = re.compile("[\u4e00-\u9fff]")
_CHINESE_PROSE = re.compile(
    "[\u4e00-\u9fff、\u00b7]*(?:[\u4e00-\u9fff][，。；！？][\u4e00-\u9fff]*|[\u4e00-\u9fff]{17,})+"
)
LEAST_CHINESE, MOST_CHINESE = 0.6, 0.2
"""Chinese characters among characters and English words: at least, in a Chinese page; at most, in an English one."""


def prose(text: str) -> str:
    """What is said: without code, quotations, pictures and addresses."""
    return _QUOTED.sub(" · ", told(text))


def share(text: str) -> float:
    """Chinese characters among all Chinese characters and English words."""
    chinese, english = len(_HAN.findall(text)), len(_WORDS.findall(text))
    return chinese / max(chinese + english, 1)


def foreign_to_chinese(text: str) -> list[str]:
    return [found[0] for found in _SENTENCE.finditer(prose(text))]


def foreign_to_english(text: str) -> list[str]:
    return [found[0] for found in _CHINESE_PROSE.finditer(prose(text))]


def test_every_page_is_in_both_languages() -> None:
    assert CHINESE == ENGLISH


OWN_CODE = {"commands"}
"""Pages whose examples have names as readers of either language would give them."""


@pytest.mark.parametrize("part", ["headings", "code", "tables", "pictures", "links"])
@pytest.mark.parametrize("name", SPLIT)
def test_both_pages_have_the_same(name: str, part: str) -> None:
    zh, en = (getattr(shape(page(f"{name}.md", lang)), part) for lang in ("zh", "en"))
    if part == "code" and name in OWN_CODE:
        zh, en = ([(kind, len(code.splitlines())) for kind, code in blocks] for blocks in (zh, en))
    assert zh == en


@pytest.mark.parametrize("stem", ["README", "CONTRIBUTING", "examples/ci/README", "examples/foreign/README"])
def test_pages_that_stand_elsewhere_have_the_same(stem: str) -> None:
    zh, en = ((DOCS.parent / f"{stem}{ending}").read_text("utf-8") for ending in (".md", ".en.md"))
    assert shape(zh) == shape(en)
    assert foreign_to_chinese(zh) == foreign_to_english(en) == []
    name = Path(stem).name
    assert (zh.splitlines()[2], en.splitlines()[2]) == (f"[English]({name}.en.md)", f"[中文]({name}.md)")


@pytest.mark.parametrize("name", SPLIT)
def test_each_page_begins_with_its_title_and_its_twin(name: str) -> None:
    first, second = (page(f"{name}.md", lang).splitlines() for lang in ("zh", "en"))
    for lines, twin in ((first, f"[English](en/{name}.md)"), (second, f"[中文](../{name}.md)")):
        title, link = [line for line in lines[:4] if line][:2]
        assert title.startswith("# ")
        assert link == twin


@pytest.mark.parametrize("name", SPLIT)
def test_a_chinese_page_is_in_chinese(name: str) -> None:
    text = page(f"{name}.md")
    assert foreign_to_chinese(text) == []
    assert share(prose(text)) >= LEAST_CHINESE


@pytest.mark.parametrize("name", SPLIT)
def test_an_english_page_is_in_english(name: str) -> None:
    text = page(f"{name}.md", "en")
    assert foreign_to_english(text) == []
    assert share(prose(text)) <= MOST_CHINESE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "打开工作簿 open the workbook you were sent。",
            ["open the workbook you were sent"],
            id="a-sentence",
        ),
        pytest.param("用 `open the workbook you` 打开", [], id="code"),
        pytest.param("```sh\nopen the workbook you were sent\n```\n", [], id="block"),
        pytest.param("说“open the workbook you were”时", [], id="quotation"),
        pytest.param("由 LibreOffice Calc 和 Excel 打开", [], id="names"),
    ],
)
def test_english_in_a_chinese_page_is_found(text: str, found: list[str]) -> None:
    assert foreign_to_chinese(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Open it. 打开工作簿，填写。", ["打开工作簿，填写"], id="a-sentence"),
        pytest.param("The sheet 得分一览 and 采样表.", [], id="sheets"),
        pytest.param("It says “打开工作簿，填写。”", [], id="quotation"),
        pytest.param("typed `打开，填写`", [], id="code"),
        pytest.param("一二三四五六七八九十一二三四五六七", ["一二三四五六七八九十一二三四五六七"], id="long"),
    ],
)
def test_chinese_in_an_english_page_is_found(text: str, found: list[str]) -> None:
    assert foreign_to_english(text) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("# 一\n## 二\n", "# a\n### b\n", id="headings"),
        pytest.param("```sh\nls  # 列\n```\n", "```sh\nls -l  # list\n```\n", id="code"),
        pytest.param("| a | b |\n|---|---|\n| 1 | 2 |\n", "| a | b |\n|---|---|\n", id="rows"),
        pytest.param("![甲](images/a-zh.png)", "![a](../images/b-en.png)", id="pictures"),
        pytest.param("[甲](a.md#x)", "[b](b.md)", id="links"),
    ],
)
def test_a_difference_is_seen(one: str, other: str) -> None:
    assert shape(one) != shape(other)


def test_what_is_translated_is_no_difference() -> None:
    one = "# 一\n```sh\nls  # 列\n```\n```\n屏幕\n```\n| 甲 |\n|---|\n| 1 |\n![甲](images/a-zh.png) [乙](b.md#丙)\n"
    other = "# a\n```sh\nls  # list\n```\n```\nscreen\n```\n| a |\n|---|\n| 1 |\n![a](../images/a-en.png) [b](b.md#c)\n"
    assert shape(one) == shape(other)
