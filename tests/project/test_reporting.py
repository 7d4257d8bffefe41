"""The report of a round as documents: the city's, a brief, units', with the project's own words and commentary."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document

import smartxl
from smartxl.errors import ProjectError, UnknownName
from smartxl.project import Project
from smartxl.project.outputs import Written
from tests.define.conftest import folder

__all__ = ["folder"]

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def city(folder: Path) -> Project:
    city = smartxl.open_project(folder)
    city.fill(jobs=1)
    city.collect(processes=0)
    return city


def text_of(path: Path) -> str:
    paper = Document(io.BytesIO(path.read_bytes()))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


@pytest.mark.slow
def test_a_report_of_the_city(city: Project) -> None:
    (built,) = city.write_reports("docx", now=NOW)
    said = text_of(built.path)
    total = city.scores(now=NOW)["total"].to_dict()["@city"]
    assert f"综合得分 {total:.2f} 分" in said
    assert "市教育局" in said
    page = city.report("html", now=NOW).path.read_text("utf-8")
    assert f"{total:.2f}" in page
    again = city.report("docx", now=NOW)
    assert (again.path, again.written) == (built.path, Written.SAME)


@pytest.mark.slow
def test_a_brief_and_units_are_documents_of_their_own(city: Project) -> None:
    (brief,) = city.write_reports("docx", brief=True, now=NOW)
    units = city.write_reports("xlsx", "docx", units=["P1", "云湖区"], now=NOW)
    assert brief.path.name == "示例市-2026-1-领导简报.docx"
    assert [unit.path.name for unit in units] == ["P1-市公安局-评估结果.docx", "D1-云湖区-评估结果.docx"]
    assert {unit.path.parent.name for unit in units} == {"units"}


@pytest.mark.slow
def test_own_words_and_commentary_are_in_the_report(city: Project) -> None:
    city.write_reports("docx", now=NOW)
    commentary = city.root / "commentary.zh.md"
    commentary.write_text(
        commentary.read_text("utf-8").replace("[gaps] 未达标事项", "[gaps]\n\n先补证照。"), "utf-8"
    )
    (city.root / "statements.zh.toml").write_text('[gaps]\ntitle = "还差什么"\n', "utf-8")
    said = text_of(city.report("docx", now=NOW).path)
    assert "先补证照。" in said
    assert "还差什么" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[gaps", "cannot be read"),
        ("[gaps]\ntitle = 1", "cannot be read"),
        ("[gaps]\nhead = 'x'", "no such statement"),
    ],
    ids=["no TOML", "no text", "no such statement"],
)
def test_own_words_that_cannot_be_used(folder: Path, text: str, said: str) -> None:
    from smartxl.project.reporting import report_phrases

    (folder / "statements.zh.toml").write_text(text, "utf-8")
    with pytest.raises(ProjectError, match=said):
        report_phrases(folder, "zh")


def test_what_cannot_be_reported(folder: Path) -> None:
    city = smartxl.open_project(folder)
    with pytest.raises(UnknownName, match="no report of kind 'odt'"):
        city.report("odt")
    with pytest.raises(UnknownName):
        city.write_reports("docx", units=["nobody"])
    with pytest.raises(ProjectError, match="no submission counts"):
        city.report("docx")
