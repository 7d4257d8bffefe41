"""The report of a round as documents: the city's, a brief, units', with the project's own words and commentary."""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document

import smartxl
from smartxl.errors import ProjectError, UnknownName
from smartxl.project import Project
from smartxl.project.outputs import Written
from tests.define.conftest import folder, pipeline

__all__ = ["folder", "pipeline"]

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
def test_processes_write_the_same_pages_of_units_in_the_same_order(city: Project) -> None:
    codes = [unit.code for unit in city.definition.roster.units]
    told: list[tuple[int, int, str]] = []
    alone = city.write_reports("docx", "html", units=codes, now=NOW, jobs=1)
    contents = [built.path.read_bytes() for built in alone]
    for built in alone:
        built.path.unlink()
    asked = {"units": codes, "now": NOW, "jobs": 2}
    beside = city.write_reports("docx", "html", **asked, progress=lambda *step: told.append(step))  # type: ignore[arg-type]
    assert beside == alone
    assert [built.path.read_bytes() for built in beside] == contents
    assert told[-1] == (len(codes), len(codes), "")


@pytest.mark.slow
def test_the_page_of_a_unit_has_its_items_behind_it_where_they_are_wanted(city: Project) -> None:
    (page,) = city.write_reports("docx", units=["P1"], now=NOW)
    assert "指标与未达标事项清单" not in text_of(page.path)
    (full,) = city.write_reports("docx", units=["P1"], full=True, force=True, now=NOW)
    assert "附件1　指标与未达标事项清单" in text_of(full.path)
    (html,) = city.write_reports("html", units=["P1"], now=NOW)
    assert "指标与未达标事项清单" in html.path.read_text("utf-8")


@pytest.mark.slow
def test_every_unit_has_a_page_in_one_document(city: Project) -> None:
    (built,) = city.write_reports("docx", every_unit=True, now=NOW)
    assert built.path.name == "示例市-2026-1-各单位评估结果.docx"
    paper = Document(io.BytesIO(built.path.read_bytes()))
    heads = [p for p in paper.paragraphs if p.style and p.style.name == "Heading 1"]
    units = [unit.name.get("zh") for unit in city.definition.roster.units]
    assert [head.text for head in heads] == [f"{name}评估结果" for name in units]
    assert [bool(head.paragraph_format.page_break_before) for head in heads] == [False] + [True] * (
        len(units) - 1
    )


@pytest.mark.parametrize("found", ["/bin/soffice", None], ids=["LibreOffice", "neither"])
def test_without_typst_libreoffice_makes_the_pdf(
    city: Project, monkeypatch: pytest.MonkeyPatch, found: str | None
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setattr("smartxl.verify.find_soffice", lambda: found)
    monkeypatch.setattr("smartxl.verify.office_pdf", lambda document, _: b"%PDF " + document[:2])
    if found:
        assert city.report("pdf", now=NOW).path.read_bytes() == b"%PDF PK"
    else:
        with pytest.raises(ProjectError, match=r"smartxl\[pdf\]"):
            city.report("pdf", now=NOW)


def drill_of(path: Path) -> dict[str, Any]:
    """What the page shows level by level."""
    island = re.findall(r'<script type="application/json" id="data">(.*?)</script>', path.read_text("utf-8"))
    told: dict[str, Any] = json.loads(island[0])
    return told


@pytest.mark.slow
def test_the_page_leads_to_the_cells_of_the_files_that_count(city: Project) -> None:
    drill = drill_of(city.report("html", now=NOW).path)
    answers = {(answer.unit, answer.key): answer for answer in city.scored(now=NOW).answers}
    names = {path.name for path in city.inbox.iterdir()}
    seen = 0
    for subject, leaves in zip(drill["subjects"], drill["rows"], strict=True):
        for node, rows in leaves.items():
            for row in rows:
                code, file, sheet, cell = row[0], row[6], row[7], row[8]
                answer = answers[subject[0], f"{drill['nodes'][int(node)][0]}/{code}"]
                assert (drill["texts"][sheet], cell) == (answer.sheet, answer.cell)
                assert drill["texts"][file] in names
                seen += bool(cell)
    assert seen == len([answer for answer in answers.values() if answer.scores])


@pytest.mark.slow
def test_the_page_says_what_follows_the_roll_up(pipeline: Path) -> None:
    city = smartxl.open_project(pipeline)
    city.fill(jobs=1)
    city.collect(processes=0)
    steps = drill_of(city.report("html", now=NOW).path)["steps"]
    assert len(steps) == 4
    assert "扣分（K）" in steps[1]


@pytest.mark.slow
def test_the_page_of_a_unit_tells_nothing_of_others_and_a_brief_has_no_levels(city: Project) -> None:
    for built in city.write_reports("html", units=["P1", "D1"], now=NOW):
        drill = drill_of(built.path)
        assert [subject[0] for subject in drill["subjects"]] == [built.path.name[:2]]
        assert drill["rows"][0]
    (brief,) = city.write_reports("html", brief=True, now=NOW)
    assert 'id="data"' not in brief.path.read_text("utf-8")


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
    from smartxl.define import load
    from smartxl.project.folder import ProjectFolder
    from smartxl.project.reporting import report_phrases

    (folder / "statements.zh.toml").write_text(text, "utf-8")
    with pytest.raises(ProjectError, match=said):
        report_phrases(ProjectFolder(folder, load(folder), "zh"), "zh")


def test_what_cannot_be_reported(folder: Path) -> None:
    city = smartxl.open_project(folder)
    with pytest.raises(UnknownName, match="no report of kind 'odt'"):
        city.report("odt")
    with pytest.raises(UnknownName):
        city.write_reports("docx", units=["nobody"])
    with pytest.raises(ProjectError, match="no submission counts"):
        city.report("docx")
