"""The PDF: everything of the content is in it, with real page numbers, and no text is markup."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from smartxl.errors import ProjectError
from smartxl.model.numbering import captions, headings
from smartxl.model.report import (
    Cover,
    Listing,
    Paragraph,
    ReportContent,
    ReportForm,
    ReportSection,
    ReportTable,
    plain,
)
from smartxl.text import Lang
from smartxl_generators.report.paper.looks import ALTERNATES, looks
from smartxl_generators.report.pdf import write_pdf, writer
from tests.generators.report.content import HOSTILE, LONG, content, table

LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])
pytest.importorskip("typst")


@cache
def document(lang: Lang) -> bytes:
    return write_pdf(content(lang), author="临江市数据局")


def read(pdf: bytes, folder: Path, *options: str) -> str:
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout


def packed(text: str) -> str:
    """A text without its breaks, which a page sets anew."""
    return re.sub(r"[\s\u3000]", "", text)


def small(*blocks: Paragraph | Listing | ReportTable, title: str = "一") -> bytes:
    return write_pdf(ReportContent("zh", Cover(title, "S"), (ReportSection("a", title, blocks),)))


@pytest.mark.usefixtures("poppler")
@LANGUAGES
@pytest.mark.slow
def test_every_text_and_number_is_there(lang: Lang, tmp_path: Path) -> None:
    said = packed(read(document(lang), tmp_path, "-raw"))
    told = [heading.text for heading in headings(content(lang))] + list(captions(content(lang)).values())
    for block in content(lang).blocks():
        if isinstance(block, Paragraph):
            told.append(plain(block.words))
        elif isinstance(block, Listing):
            told += [plain(words) for words in block.items]
        elif isinstance(block, ReportTable):
            told += [plain(words) for row in block.rows for words in row]
    assert [text for text in told if packed(text) not in said and HOSTILE not in text] == []


@pytest.mark.usefixtures("poppler")
@pytest.mark.slow
def test_contents_name_the_pages_of_the_headings(tmp_path: Path) -> None:
    pages = read(document("zh"), tmp_path, "-layout").split("\f")
    entries = re.findall(r"\. (\d+)$", pages[1], re.MULTILINE)
    shown = [packed(heading.text)[:12] for heading in headings(content("zh")) if heading.level <= 3]
    for begin, number in zip(shown, entries, strict=True):
        assert re.search(f"^{re.escape(begin)}", packed_lines(pages[1 + int(number)]), re.MULTILINE), begin


def packed_lines(page: str) -> str:
    return "\n".join(map(packed, page.splitlines()))


def test_the_same_content_gives_the_same_bytes() -> None:
    one = small(Paragraph(("a",)), table("zh", "t", 3))
    assert one == small(Paragraph(("a",)), table("zh", "t", 3))


@pytest.mark.usefixtures("poppler")
@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["#panic() *b* $x$ @y <z> \\ `c` = h", "\x00\u202e", "", HOSTILE, LONG["zh"]],
    ids=lambda text: repr(text)[:9],
)
def test_texts_are_never_markup(text: str, tmp_path: Path) -> None:
    blocks = (Paragraph(("P", text)), Listing((("L", text),)), table("zh", "k", 2))
    said = packed(read(small(*blocks, title=text), tmp_path, "-raw"))
    if text.startswith("#"):
        assert said.count(packed(text)) >= 4
        assert all(mark + packed(text) in said for mark in "PL")


@pytest.mark.usefixtures("poppler")
def test_a_report_without_sections_is_a_cover(tmp_path: Path) -> None:
    assert "T" in read(write_pdf(ReportContent("en", Cover("T", ""), ())), tmp_path)


@pytest.mark.usefixtures("poppler")
def test_a_short_one_begins_with_its_title_and_has_no_contents(tmp_path: Path) -> None:
    report = ReportContent(
        "en",
        Cover("T", "S", (("Date", "D"),)),
        (ReportSection("a", "One", (Paragraph(("“P”",)),)),),
        form=ReportForm.BRIEF,
    )
    lines = read(write_pdf(report), tmp_path, "-raw").split("\n")
    assert lines[:6] == ["T", "T", "S", "Date: D", "1 One", "“P”"]


def test_every_font_of_the_looks_has_its_names_here() -> None:
    used = {
        name for lang in ("zh", "en") for look in looks(lang).values() for name in (look.latin, look.eastern)
    }
    assert used | set(ALTERNATES) <= set(writer._FONTS)


def test_without_typst_the_author_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ProjectError, match=r"smartxl\[pdf\]"):
        write_pdf(content("zh"))
