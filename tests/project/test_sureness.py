"""`report --robust`: the chapter and its sheets come of the round itself, and the workbook is verified with them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

import smartxl
from smartxl.project.sureness import tried_round
from smartxl.verify import VerifyReport, read_grid
from smartxl.verify.compare import same_value
from tests.cli.conftest import write_project
from tests.office.office import Office

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
SHEETS = {
    "zh": ("名次区间", "敏感性", "情景", "审计", "方法比较"),
    "en": ("Rank intervals", "Sensitivity", "Scenarios", "Audit", "Methods"),
}
SCENARIOS = """
scenarios:
  - name: equal
    title: { zh: 等权, en: Equal weights }
    equal: true
  - name: strict
    title: { zh: 缺项计零, en: Missing as zero }
    missing: zero
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> smartxl.Project:
    """A small round with two scenarios."""
    folder = write_project(tmp_path_factory.mktemp("sure") / "town")
    assessment = folder / "assessment.yaml"
    assessment.write_text(assessment.read_text("utf-8") + SCENARIOS, "utf-8")
    city = smartxl.open_project(folder)
    city.build()
    city.collect(*city.fill().paths, processes=0)
    return city


@pytest.fixture(scope="module")
def sure(city: smartxl.Project) -> Path:
    """The workbook with all of it, under a name that no report is written to."""
    path = city.report(robust=True, force=True, now=NOW).path
    return Path(shutil.copy(path, path.with_name("sure.xlsx")))


def test_nothing_of_it_is_there_unless_it_is_asked_for(city: smartxl.Project) -> None:
    names = load_workbook(city.report(force=True, now=NOW).path, read_only=True).sheetnames
    assert not {*SHEETS["zh"], "结果有多可靠"} & set(names)


@pytest.mark.slow
def test_the_workbook_is_verified_with_all_of_it(city: smartxl.Project, sure: Path) -> None:
    names = load_workbook(sure, read_only=True).sheetnames
    places = [names.index(name) for name in ("结果有多可靠", *SHEETS["zh"], "全市结果")]
    assert places == sorted(places)
    report = smartxl.verify_workbook(sure)
    assert isinstance(report, VerifyReport)
    assert not report.differences
    assert city.report(robust=True, force=True, now=NOW).path.read_bytes() == sure.read_bytes()


@pytest.mark.slow
def test_another_number_in_it_is_found(sure: Path) -> None:
    book = load_workbook(sure)
    sheet = book["名次区间"]
    cell = next(c for row in sheet.iter_rows() for c in row if isinstance(c.value, float))
    cell.value = 0.123
    changed = sure.with_name("changed.xlsx")
    book.save(changed)
    report = smartxl.verify_workbook(changed)
    assert isinstance(report, VerifyReport)
    assert any(d.cell.sheet == "名次区间" for d in report.differences)


@pytest.mark.slow
def test_english_is_complete(city: smartxl.Project) -> None:
    english = smartxl.open_project(city.root, "en")
    built = english.write_reports("xlsx", "html", robust=True, force=True, now=NOW)
    book = load_workbook(built[0].path, read_only=True)
    assert set(SHEETS["en"]) <= set(book.sheetnames)
    names = {unit.name.zh for unit in city.definition.roster.units} | {"等权"}
    for name in SHEETS["en"]:
        texts = [c for row in book[name].iter_rows(values_only=True) for c in row if isinstance(c, str)]
        assert not [text for text in texts if any("一" <= char <= "鿿" for char in text)], name
        assert not names & set(texts)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_agrees(sure: Path, office: Office, tmp_path: Path) -> None:
    shown = read_grid(sure.read_bytes(), sure.name).cached
    found = office.values(sure, tmp_path / "out")
    ours = {cell: value for cell, value in shown.items() if cell.sheet in {"敏感性", "情景"}}
    assert len(ours) > 200
    assert not [cell for cell, value in ours.items() if not same_value(value, found[cell], 1e-9)]


def test_of_many_units_what_takes_minutes_is_left_to_commands_and_said(
    city: smartxl.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored = city.scored(now=NOW)
    whole = tried_round(city, scored)
    monkeypatch.setattr("smartxl.project.sureness._MANY", 2)
    large = tried_round(city, scored)
    assert whole.sensitivity is not None
    assert large.sensitivity is not None
    assert whole.sensitivity.sobol
    assert not large.sensitivity.sobol
    assert any("Sobol" in note.zh for note in large.sensitivity.notes)
    assert all("dea" in each.refused for each in large.methods)
    assert large.uncertainty == whole.uncertainty
    assert large.audits == whole.audits


@pytest.mark.slow
@pytest.mark.parametrize("framework", ["website-2019", "icf"])
def test_frameworks_without_weights_and_of_very_few_units_have_the_chapter(
    framework: str, tmp_path: Path
) -> None:
    city = smartxl.init_project(tmp_path / "city", framework=framework)
    city.build(jobs=1)
    city.collect(*city.fill().paths, processes=0)
    path = city.report(robust=True, now=NOW).path
    report = smartxl.verify_workbook(path)
    assert isinstance(report, VerifyReport)
    assert not report.differences
