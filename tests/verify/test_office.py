"""LibreOffice as the second, independent recalculation."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document

from smartxl.cells import Cell
from smartxl.verify import VerifyError, find_soffice, office_pdf, office_values

if TYPE_CHECKING:
    from tests.verify.conftest import Make


@pytest.fixture
def workbook(make: Make, tmp_path: Path) -> Path:
    path = tmp_path / "公安局.xlsx"
    path.write_bytes(make({"公安 局": {"A1": 2, "B1": "=A1*3", "B2": '=IF(A1>1,"",1)', "B3": "=1/0"}}))
    return path


@pytest.mark.slow
@pytest.mark.libreoffice
def test_values_are_recalculated(soffice: str, workbook: Path, tmp_path: Path) -> None:
    values = office_values(workbook, tmp_path / "out", soffice)
    assert values == {Cell("公安 局", row, 2): value for row, value in ((1, 6.0), (2, ""), (3, "#DIV/0!"))}
    assert (tmp_path / "out" / "公安局.xlsx").is_file()


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_file_that_it_cannot_open_is_an_error(soffice: str, tmp_path: Path) -> None:
    path = tmp_path / "none.xlsx"
    with pytest.raises(VerifyError, match="LibreOffice could not recalculate it"):
        office_values(path, tmp_path / "out", soffice)


def script(folder: Path, text: str) -> str:
    """A program that stands in for LibreOffice when it misbehaves."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.slow
def test_taking_too_long_is_an_error_and_ends_it(workbook: Path, tmp_path: Path) -> None:
    # The child outlives its parent, as LibreOffice's own does, unless the whole group is ended.
    slow = script(tmp_path, f"(sleep 1; touch '{tmp_path}/alive') & wait")
    with pytest.raises(VerifyError, match=r"not done after 0\.2 s"):
        office_values(workbook, tmp_path / "out", slow, timeout=0.2)
    time.sleep(1.2)
    assert not (tmp_path / "alive").exists()


def test_failing_is_an_error_with_what_it_said(workbook: Path, tmp_path: Path) -> None:
    failing = script(tmp_path, "echo 'no such filter' >&2; exit 77")
    with pytest.raises(VerifyError, match="no such filter"):
        office_values(workbook, tmp_path / "out", failing)


def test_saying_nothing_is_told_by_its_exit_code(workbook: Path, tmp_path: Path) -> None:
    with pytest.raises(VerifyError, match="exit code 77"):
        office_values(workbook, tmp_path / "out", script(tmp_path, "exit 77"))


def test_an_older_copy_is_not_taken_for_the_result(workbook: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / workbook.name).write_bytes(workbook.read_bytes())
    with pytest.raises(VerifyError, match="could not recalculate"):
        office_values(workbook, tmp_path / "out", script(tmp_path, "exit 0"))


def test_a_program_that_is_not_there_is_an_error(workbook: Path, tmp_path: Path) -> None:
    with pytest.raises(VerifyError, match="does not start"):
        office_values(workbook, tmp_path / "out", str(tmp_path / "nothing"))


def test_the_workbook_itself_is_not_overwritten(workbook: Path, tmp_path: Path) -> None:
    before = workbook.read_bytes()
    with pytest.raises(VerifyError, match="would overwrite it"):
        office_values(workbook, tmp_path, "soffice")
    assert workbook.read_bytes() == before


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_document_is_printed(soffice: str) -> None:
    document, made = Document(), io.BytesIO()
    document.add_paragraph("示例市诊断评估报告")
    document.save(made)
    assert office_pdf(made.getvalue(), soffice).startswith(b"%PDF-1.")


def test_a_document_that_is_not_printed_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(VerifyError, match=r"could not print it to PDF \(exit code 3\)"):
        office_pdf(b"PK", script(tmp_path, "exit 3"))


def test_a_printed_document_is_read(tmp_path: Path) -> None:
    folder = 'while [ "$1" != --outdir ]; do shift; done; printf %s "%PDF" > "$2/report.pdf"'
    assert office_pdf(b"PK", script(tmp_path, folder)) == b"%PDF"


def test_it_is_found_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_soffice() is None
    program = script(tmp_path, "")
    assert find_soffice() == program
