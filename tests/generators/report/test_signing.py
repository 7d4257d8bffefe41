"""The page to sign on is the second of a document, with room for signatures and seals, and the first section of a page."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from lxml import html as parser

from smartxl.model.report import (
    Cover,
    Paragraph,
    ReportContent,
    ReportForm,
    ReportSection,
    SignatureLine,
    Signing,
)
from smartxl_generators.report.page import write_html
from smartxl_generators.report.pdf import write_pdf
from smartxl_generators.report.word import write_docx

HEADS = ("职责", "单位、姓名", "签字", "日期")
PAGE = Signing(
    "审签",
    HEADS,
    (
        SignatureLine("编制", "数据局 <b>&#x\n李敏", "", "2026-11-20"),
        SignatureLine("批准", "县政府", "（盖章）", "", seal=True),
    ),
)
SECTIONS = (ReportSection("a", "总体结果", (Paragraph(("正文",)),)),)
CONTENT = ReportContent("zh", Cover("报告", "2026", (("城市", "某县"),), PAGE), SECTIONS)
ROWS = [list(HEADS), ["编制", "数据局 <b>&#x\n李敏", "", "2026-11-20"], ["批准", "县政府", "（盖章）", ""]]


def test_word_has_the_table_behind_the_facts_of_the_cover() -> None:
    paper = Document(io.BytesIO(write_docx(CONTENT, written=date(2026, 11, 20))))
    table = paper.tables[1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == ROWS
    heights = [row.height.mm for row in table.rows if row.height is not None]
    assert heights == pytest.approx([10, 18, 42], abs=0.1)
    title = next(p for p in paper.paragraphs if p.text == "审签")
    assert title.paragraph_format.page_break_before


def test_the_page_of_html_begins_with_it() -> None:
    root = parser.document_fromstring(write_html(CONTENT).decode())
    first = root.xpath("//main/section")[0]
    assert first.get("id") == "signing"
    rows = [["".join(cell.itertext()) for cell in row.xpath("./th|./td")] for row in first.xpath(".//tr")]
    assert rows == ROWS
    assert [row.get("class") for row in first.xpath(".//tbody/tr")] == [None, "seal"]


@pytest.mark.usefixtures("poppler")
def test_it_is_the_second_page_of_the_pdf(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    path = tmp_path / "report.pdf"
    path.write_bytes(write_pdf(CONTENT))
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    pages = done.stdout.split("\f")
    assert "审签" not in pages[0]
    assert all(word in pages[1] for word in ("审签", *HEADS, "<b>&#x", "李敏", "（盖章）", "2026-11-20"))


@pytest.mark.usefixtures("poppler")
def test_a_long_name_makes_its_row_of_the_pdf_higher(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    signing = Signing("审签", HEADS, (SignatureLine("编制", "始" + "很长的名称" * 22, "", ""), *PAGE.lines))
    path = tmp_path / "report.pdf"
    path.write_bytes(write_pdf(replace(CONTENT, cover=replace(CONTENT.cover, signing=signing))))
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<', done.stdout)
    (head,) = (float(bottom) for _, bottom, word in words if word == "职责")
    (first,) = (float(top) for top, _, word in words if word.startswith("始"))
    last = max(float(bottom) for _, bottom, word in words if "名称" in word)
    (below,) = (float(top) for top, _, word in words if word == "李敏")
    assert head < first < last < below


@pytest.mark.parametrize("form", [ReportForm.BRIEF, ReportForm.UNITS])
def test_a_document_without_a_cover_has_none(form: ReportForm) -> None:
    report = ReportContent("zh", CONTENT.cover, SECTIONS, form=form)
    paper = Document(io.BytesIO(write_docx(report, written=date(2026, 11, 20))))
    assert paper.tables == []
