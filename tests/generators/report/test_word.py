"""The Word document: everything of the content is in it, numbered as everywhere, and set as an official document is."""

from __future__ import annotations

import io
import json
import re
import subprocess
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from smartxl.model.numbering import captions, headings
from smartxl.model.report import (
    Cover,
    Figure,
    Listing,
    Paragraph,
    ReportChart,
    ReportContent,
    ReportForm,
    ReportSection,
    ReportTable,
    plain,
)
from smartxl.text import Lang
from smartxl_generators.report.paper.grid import fitted
from smartxl_generators.report.paper.looks import looks
from smartxl_generators.report.paper.measure import line_count, width_of
from smartxl_generators.report.paper.style import paper_style
from smartxl_generators.report.word import write_docx
from tests.generators.report.content import HOSTILE, LONG, content, table
from tests.office.office import Office

DAY = date(2026, 11, 29)
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])


@cache
def document(lang: Lang) -> bytes:
    return write_docx(content(lang), written=DAY, author="临江市数据局")


def opened(raw: bytes) -> Paper:
    return Document(io.BytesIO(raw))


def part(raw: bytes, name: str = "word/document.xml") -> str:
    with ZipFile(io.BytesIO(raw)) as package:
        return package.read(name).decode()


def said(paper: Paper) -> str:
    """All texts of a document, in cells too."""
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in paper.element.body.iter(qn("w:p"))
    )


def small(*blocks: Paragraph | Listing | ReportTable, title: str = "一") -> bytes:
    """The document of a report of one section."""
    report = ReportContent("zh", Cover("T", "S"), (ReportSection("a", title, blocks),))
    return write_docx(report, written=DAY)


@pytest.mark.slow
@LANGUAGES
def test_every_text_and_number_is_there(lang: Lang) -> None:
    text = said(opened(document(lang)))
    for block in content(lang).blocks():
        if isinstance(block, Paragraph):
            assert plain(block.words) in text
        elif isinstance(block, Listing):
            assert all(plain(words) in text for words in block.items)
        elif isinstance(block, ReportTable):
            assert block.note in text


@pytest.mark.slow
@LANGUAGES
def test_tables_hold_their_rows(lang: Lang) -> None:
    written = [
        [[cell.text for cell in row.cells] for row in shown.rows]
        for shown in opened(document(lang)).tables[1:]
    ]
    told = [
        [[column.head for column in block.columns], *([plain(words) for words in row] for row in block.rows)]
        for block in content(lang).blocks()
        if isinstance(block, ReportTable)
    ]
    assert written == told


@pytest.mark.slow
@LANGUAGES
def test_headings_and_captions_are_numbered_as_everywhere(lang: Lang) -> None:
    paragraphs = opened(document(lang)).paragraphs
    written = [p.text for p in paragraphs if p.style and p.style.name.startswith("Heading")]
    assert written == [heading.text for heading in headings(content(lang))]
    told = [p.text for p in paragraphs if p.style and p.style.name == "Caption"]
    numbered = list(captions(content(lang)).values())
    assert sorted({re.sub(r" \(\d/\d\)$", "", caption) for caption in told}) == sorted(numbered)


@pytest.mark.slow
@LANGUAGES
def test_contents_lead_to_headings_on_counted_pages(lang: Lang) -> None:
    xml = part(document(lang))
    entries = re.findall(r'<w:hyperlink w:anchor="(\w+)".*?</w:hyperlink>', xml)
    shown = [heading for heading in headings(content(lang)) if heading.level <= 3]
    assert len(entries) == len(shown)
    assert all(f'w:name="{entry}"' in xml for entry in entries)
    pages = [int(page) for page in re.findall(r"PAGEREF.*?separate.*?<w:t>(\d+)</w:t>", xml)]
    assert pages[0] == 1
    assert all(one <= other for one, other in pairwise(pages))
    assert pages[-1] > 20
    assert '<w:updateFields w:val="true"/>' in part(document(lang), "word/settings.xml")


def test_the_same_content_gives_the_same_bytes() -> None:
    one = small(Paragraph(("a",)), table("zh", "t", 3))
    assert one == small(Paragraph(("a",)), table("zh", "t", 3))


@LANGUAGES
@pytest.mark.slow
@pytest.mark.openxml
def test_it_is_valid_open_xml(lang: Lang, ooxml_validator: str, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(document(lang))
    done = subprocess.run(
        [ooxml_validator, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert json.loads(done.stdout)["errors"] == []


def test_pages_have_the_margins_of_an_official_document() -> None:
    section = opened(document("zh")).sections[2]
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round((margin or 0) / Mm(1)) for margin in margins] == [37, 28, 26, 35]
    assert looks("zh")["Title"].size == 22
    assert looks("zh")["Body Text"].size == 16


def test_numbers_of_pages_stand_outside_and_begin_after_the_contents() -> None:
    paper = opened(document("zh"))
    assert paper.settings.odd_and_even_pages_header_footer
    cover, contents, body = paper.sections[0], paper.sections[1], paper.sections[2]
    assert cover.footer.is_linked_to_previous
    assert contents.footer.paragraphs[0].text.strip() == "— 1 —"
    assert contents.header.paragraphs[0].text == content("zh").cover.title
    assert body.footer.is_linked_to_previous
    xml = part(document("zh"))
    assert re.findall(r"<w:pgNumType ([^/]*)/>", xml)[:2] == [
        'w:fmt="upperRoman" w:start="1"',
        'w:fmt="decimal" w:start="1"',
    ]
    assert all("start" not in kind for kind in re.findall(r"<w:pgNumType ([^/]*)/>", xml)[2:])


def test_a_wide_table_lies_with_its_heading_and_pages_stand_again_after_it() -> None:
    assert [section.orientation for section in opened(document("zh")).sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]


def test_a_report_that_ends_lying_has_no_empty_page() -> None:
    raw = small(Paragraph(("a",)), table("zh", "t", 3, 12))
    assert [section.orientation for section in opened(raw).sections][2:] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    ]


def test_rows_stay_whole_and_heads_are_repeated() -> None:
    for shown in opened(document("zh")).tables[1:]:
        rows = list(shown._tbl.tr_lst)
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


@pytest.mark.parametrize(("limit", "rows", "said"), [(30, 30, ""), (5, 6, "其余 24 行见结果工作簿")])
def test_rows_beyond_the_limit_are_counted_below_the_table(limit: int, rows: int, said: str) -> None:
    """The last row is a total, which stays."""
    paper = opened(small(replace(table("zh", "t", 30), limit=limit)))
    assert len(paper.tables[0].rows) == rows + 1
    assert said in paper.paragraphs[-1].text
    assert ("其余" in paper.paragraphs[-1].text) == bool(said)


def test_captions_stay_with_what_they_name() -> None:
    paper = opened(document("zh"))
    styles = {style.name: style for style in paper.styles}
    assert styles["Figure"].paragraph_format.keep_with_next
    assert all(styles[f"Heading {level}"].paragraph_format.keep_with_next for level in (1, 2, 3, 4))
    above = [p for p in paper.paragraphs if p.text.startswith("表 ")]
    assert len(above) == 4
    assert all(p.paragraph_format.keep_with_next for p in above)


def test_pictures_are_told_in_words() -> None:
    xml = part(document("zh"))
    charts = [block for block in content("zh").blocks() if isinstance(block, ReportChart)]
    pictures = opened(document("zh")).element.body.iter(qn("wp:docPr"))
    told = [picture.get("descr") for picture in pictures]
    assert len(told) == len(charts) + 1  # one is divided
    assert set(told) == {"alt: " + HOSTILE}
    assert len(set(re.findall(r'<wp:docPr id="(\d+)"', xml))) == len(told)


def test_paragraphs_of_each_role_look_their_own_way() -> None:
    shown = looks("zh")
    roles = [shown[name] for name in ("Body Text", "Conclusion", "Note", "Commentary")]
    assert len({(look.eastern, look.size, look.shade, look.bar, look.boxed) for look in roles}) == 4


@LANGUAGES
def test_language_fonts_and_properties(lang: Lang) -> None:
    raw = document(lang)
    about = opened(raw).core_properties
    assert (about.title, about.author, about.language) == (
        content(lang).cover.title,
        "临江市数据局",
        "zh-CN" if lang == "zh" else "en-GB",
    )
    assert (
        (about.created.date(), about.modified.date()) == (DAY, DAY)
        if about.created and about.modified
        else False
    )
    assert '<w:altName w:val="仿宋"/>' in part(raw, "word/fontTable.xml")
    assert 'w:eastAsia="zh-CN"' in part(raw, "word/styles.xml")


@pytest.mark.parametrize(
    "text",
    ["a\x00b\x0bc", "x\u202ey", "one\ntwo", HOSTILE, "", " ", LONG["zh"]],
    ids=lambda text: repr(text)[:12],
)
def test_any_text_can_be_written(text: str) -> None:
    raw = small(Paragraph((text,)), Listing(((text,),)), title=text)
    assert opened(raw).paragraphs
    long = replace(content("zh"), cover=Cover(text * 9, text), sections=(), annexes=())
    assert opened(write_docx(long, written=DAY, author=text * 9))


def test_a_short_one_begins_with_its_title_and_has_no_contents() -> None:
    report = ReportContent(
        "zh",
        Cover("T", "S", (("日期", "D"),)),
        (ReportSection("a", "一", (Paragraph(("P",)),)),),
        form=ReportForm.BRIEF,
    )
    raw = write_docx(report, written=DAY)
    paper = opened(raw)
    assert [paragraph.text for paragraph in paper.paragraphs] == ["T", "S", "日期：D", "一、一", "P"]
    assert len(paper.sections) == 1
    assert paper.sections[0].footer.paragraphs[0].text.strip() == "— 1 —"
    assert "TOC" not in part(raw)


def test_a_report_without_sections_is_a_cover() -> None:
    empty = ReportContent("en", Cover("T", ""), ())
    assert "T" in said(opened(write_docx(empty, written=DAY)))


@LANGUAGES
@pytest.mark.parametrize("further", [0, 3, 11, 40])
def test_a_table_fits_the_width(lang: Lang, further: int) -> None:
    fit = fitted(table(lang, "t", 30, further), paper_style(lang, ReportForm.WHOLE))
    assert sum(fit.widths) == pytest.approx(225 if fit.lying else 156)
    assert fit.lying == (further > 3)
    assert fit.size >= 9 or further == 40


def test_numbers_are_never_broken() -> None:
    wide = table("zh", "t", 5, 6)
    row = tuple((Figure("1234567890123", 1.0),) if c.numeric else ("甲",) for c in wide.columns)
    fit = fitted(replace(wide, rows=(row,)), paper_style("zh", ReportForm.WHOLE))
    for width, column in zip(fit.widths, wide.columns, strict=True):
        assert not column.numeric or width >= width_of("1234567890123") * fit.size * 25.4 / 72


@pytest.mark.parametrize(
    ("text", "room", "first", "lines"),
    [
        pytest.param("", 10, 0, 1, id="empty"),
        pytest.param("汉" * 10, 10, 0, 1, id="full"),
        pytest.param("汉" * 11, 10, 0, 2, id="one too many"),
        pytest.param("汉" * 9, 10, 2, 2, id="indent"),
        pytest.param("汉\n字", 10, 0, 2, id="break"),
        pytest.param("the quick brown fox", 5, 0, 2, id="words"),
        pytest.param("n" * 90, 10, 0, 5, id="one long word"),
    ],
)
def test_lines_are_counted(text: str, room: float, first: float, lines: int) -> None:
    assert line_count(text, room, first) == lines


@pytest.mark.usefixtures("poppler")
@pytest.mark.slow
@pytest.mark.libreoffice
def test_the_pages_counted_are_those_of_libreoffice(office: Office, tmp_path: Path) -> None:
    """With exact lines only the places where lines break are estimated; without Times New Roman the last table is longer."""
    path = tmp_path / "report.docx"
    path.write_bytes(document("zh"))
    pdf = office.printed(path, tmp_path)
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    pages = [
        re.sub(r"[ \u3000]", "", page) for page in told.stdout.split("\f")[2:]
    ]  # after cover and contents
    counted = [int(n) for n in re.findall(r"PAGEREF.*?separate.*?<w:t>(\d+)</w:t>", part(document("zh")))]
    shown = [heading.text for heading in headings(content("zh")) if heading.level <= 3]
    for text, number in list(zip(shown, counted, strict=True))[:-1]:
        begin = re.escape(re.sub(r"[ \u3000]", "", text)[:12])
        assert re.search(f"^{begin}", pages[number - 1], re.MULTILINE), text


def test_a_paragraph_goes_with_its_heading_to_a_lying_page() -> None:
    """A page of nothing but a heading and the sentence before its table would be all but empty."""
    first = ReportSection("a", "一", (Paragraph(("甲。",)),))
    second = ReportSection("b", "二", (Paragraph(("乙。",)), table("zh", "t", 3, 12)))
    raw = write_docx(ReportContent("zh", Cover("T", "S"), (first, second)), written=DAY)
    xml = part(raw)
    body = xml[xml.index("甲。") :]
    assert body.index("</w:sectPr>") < body.index("乙。")
