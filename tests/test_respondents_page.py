"""The two pages for respondents as Word documents: as fresh as the page, and two A4 pages."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from docx import Document

from tests.generated import maker
from tests.office.office import Office

ROOT = Path(__file__).parents[1]


MODULE = maker("respondents_paper")
PAGES: Mapping[str, str] = MODULE.PAGES


def said(raw: bytes) -> list[str]:
    paper = Document(io.BytesIO(raw))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in paper.paragraphs] + cells


@pytest.mark.parametrize("name", PAGES)
def test_the_document_is_as_fresh_as_the_page(name: str) -> None:
    kept = (ROOT / "docs" / "files" / name).read_bytes()
    assert said(kept) == said(MODULE.paper(PAGES[name]))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_the_page_is_lost(name: str) -> None:
    text = (ROOT / "docs" / PAGES[name]).read_text("utf-8")
    document = "".join(said((ROOT / "docs" / "files" / name).read_bytes()))
    for row in re.findall(r"^\| (.+?) \| (.+?) \|$", text, re.MULTILINE):
        assert all(re.sub(r"[`*]", "", cell) in document for cell in row), row


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
def test_each_is_two_pages_of_paper(office: Office, tmp_path: Path) -> None:
    for name in PAGES:
        pdf = office.printed(ROOT / "docs" / "files" / name, tmp_path)
        about = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
        assert re.search(r"Pages: +2\n", about)
        assert "A4" in about
