"""What the buttons do, with an open workbook in place of Excel's; and the workbook that has them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import smartxl
from smartxl.errors import ProjectError
from smartxl.project.workbench import buttons
from smartxl.project.workbench.macros import BUTTONS, macro_source
from smartxl_generators.macros import VbaProject
from smartxl_udfs.vba import vba_module
from tests.project.workbench.conftest import NOW

pytestmark = pytest.mark.slow


class Cells:
    """A range of xlwings."""

    def __init__(self, sheet: Any, row: int, column: int, rows: list[list[object]]) -> None:
        self.sheet, self.row, self.column, self._rows = sheet, row, column, rows

    def options(self, **_: object) -> Cells:
        return self

    @property
    def value(self) -> Any:
        return self._rows

    @value.setter
    def value(self, new: object) -> None:
        self.sheet.cell(self.row, self.column).value = new


class Sheet:
    """A sheet of xlwings over one of openpyxl."""

    def __init__(self, sheet: Any) -> None:
        self.sheet, self.name = sheet, sheet.title

    @property
    def used_range(self) -> Cells:
        return Cells(self.sheet, 1, 1, [list(row) for row in self.sheet.iter_rows(values_only=True)])

    def range(self, place: tuple[int, int]) -> Cells:
        return Cells(self.sheet, *place, [])


class Sheets(list[Sheet]):
    def __getitem__(self, name: Any) -> Any:
        return next(sheet for sheet in self if sheet.name == name)


class App:
    def __init__(self) -> None:
        self.told: list[str] = []
        self.calculated = 0

    def calculate(self) -> None:
        self.calculated += 1

    def alert(self, prompt: str, title: str) -> None:
        self.told.append(prompt)
        assert title == "SmartXL"
        assert len(prompt) <= 1000


class OpenBook:
    """A workbook that is open in Excel: what its formulas show are the values in the file."""

    def __init__(self, path: Path) -> None:
        self.fullname, self.name = str(path), path.name
        self.sheets = Sheets(map(Sheet, openpyxl.load_workbook(path, data_only=True)))
        self.app = App()

    def type(self, kind: str, row: str, column: str, value: object) -> None:
        self.at(kind, row, column).value = value

    def at(self, kind: str, row: str, column: str) -> Any:
        for each in self.sheets:
            if each.sheet["A1"].value == kind:
                columns = {head.value: place for place, head in enumerate(each.sheet[1], 1)}
                rows = {line[0].value: line[0].row for line in each.sheet.iter_rows(max_col=1)}
                return each.sheet.cell(rows[row], columns[column])
        raise AssertionError(kind)

    @property
    def said(self) -> str:
        return self.app.told[-1]


@pytest.fixture
def book(city: smartxl.Project) -> OpenBook:
    return OpenBook(next(city.reports.glob("*.xlsx")))


def typed(book: OpenBook) -> None:
    book.type("wb:weights", "weight:dep/A", "#try", 50.0)
    book.type("wb:weights", "weight:dep/B", "#try", 50.0)


def test_recalculate_tells_what_the_engine_makes_of_it_and_writes_nothing(
    city: smartxl.Project, book: OpenBook
) -> None:
    typed(book)
    before = (city.root / "framework.yaml").read_bytes()
    buttons.recalculate(book)
    assert book.app.calculated == 1
    for words in ("权重 dep A: 60 → 50", "总分和名次", "没有写入项目"):
        assert words in book.said
    assert (city.root / "framework.yaml").read_bytes() == before


def test_write_back_writes(city: smartxl.Project, book: OpenBook) -> None:
    typed(book)
    buttons.write_back(book)
    assert "framework.yaml" in book.said
    assert smartxl.open_project(city.root).definition.framework.by_code["A"].weights["dep"] == 50
    buttons.write_back(book)
    assert "没有差别" in book.said


def test_refresh_brings_new_scores_and_leaves_what_was_typed(city: smartxl.Project, book: OpenBook) -> None:
    book.type("wb:scores:dep", "GA", "A1", 77.0)
    city.fill(seed=9, force=True, jobs=1)
    city.collect(processes=0)
    after = smartxl.open_project(city.root).scores(now=NOW)
    assert book.at("wb:scores:dep", "JY", "A2").value != after.loc["JY", "A2"]
    buttons.refresh(book)
    assert book.at("wb:scores:dep", "JY", "A2").value == after.loc["JY", "A2"]
    assert book.at("wb:scores:dep", "GA", "A1").value == 77
    assert "您改过的 1 个没有动" in book.said
    buttons.refresh(book)
    assert "更新了 0 个得分" in book.said


def test_refresh_of_another_definition_says_what_to_do(city: smartxl.Project, book: OpenBook) -> None:
    text = (city.root / "framework.yaml").read_text("utf-8")
    changed = text.replace("weight: { dep: 60, dis: 100 }", "weight: { dep: 50, dis: 100 }").replace(
        "weight: { dep: 40 }", "weight: { dep: 50 }"
    )
    (city.root / "framework.yaml").write_text(changed, "utf-8")
    buttons.refresh(book)
    assert "smartxl workbench" in book.said


def test_report_writes_reports(city: smartxl.Project, book: OpenBook) -> None:
    buttons.report(book)
    assert ".docx" in book.said
    assert list(city.reports.glob("*.docx"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_trouble_is_a_sentence(
    book: OpenBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("SMARTXL_LANG", lang)
    monkeypatch.delenv("SMARTXL_PROJECT", raising=False)
    book.type("wb:weights", "weight:dep/A", "#try", "六十")
    buttons.write_back(book)
    assert ("不是数" if lang == "zh" else "is no number") in book.said
    book.fullname = str(tmp_path.parent / "nowhere" / "book.xlsm")
    for press in (buttons.recalculate, buttons.refresh, buttons.write_back, buttons.report):
        press(book)
        assert "SMARTXL_PROJECT" in book.said
        assert "Traceback" not in book.said


def test_every_button_has_its_macro_and_its_function() -> None:
    source = macro_source()
    assert source.isascii()
    for name in BUTTONS:
        assert callable(getattr(buttons, name))
        assert f"b.{name}()" in source
    assert source.count("RunPython") == len(BUTTONS)


def test_the_workbook_with_macros(city: smartxl.Project) -> None:
    built = city.workbench(xlsm=True, now=NOW)
    assert built.path.suffix == ".xlsm"
    content = built.path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        project = VbaProject.read(package.read("xl/vbaProject.bin"))
        drawings = "".join(
            package.read(name).decode()
            for name in package.namelist()
            if name.startswith("xl/drawings/drawing")
        )
    sources = {module.name: module.source for module in project.modules}
    assert sources["SmartXL"] == macro_source()
    assert sources["xlwings_udfs"] == vba_module()
    assert "RunPython" in sources["xlwings"]
    for text in BUTTONS.values():
        assert drawings.count(f"<a:t>{text.zh}</a:t>") == 2
    assert city.workbench(xlsm=True, now=NOW).path.read_bytes() == content
    conf = {
        row[0].value: row[1].value for row in openpyxl.load_workbook(built.path)["xlwings.conf"].iter_rows()
    }
    assert conf["UDF Modules"] == "smartxl_udfs;smartxl.project.worksheet"
    assert conf["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    assert smartxl.open_project(city.root).import_workbench(built.path, dry_run=True, now=NOW).changes == ()


def test_a_workbook_with_macros_has_an_ending_of_its_own(city: smartxl.Project, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="xlsm"):
        city.workbench(tmp_path / "book.xlsx", xlsm=True, now=NOW)
    outside = city.workbench(tmp_path / "book.xlsm", now=NOW).path
    conf = {row[0].value: row[1].value for row in openpyxl.load_workbook(outside)["xlwings.conf"].iter_rows()}
    assert conf["SMARTXL_PROJECT"] == str(city.root.resolve())
