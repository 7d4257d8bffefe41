"""The result workbook as its readers meet it: order, links, numbers, ranking that sorts itself, the short version."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import smartxl
from smartxl.cells import Cell
from smartxl.cli.main import main
from smartxl.verify import Grid, read_grid, recalculate
from tests.cli.conftest import write_project
from tests.office.office import Office

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
CLASS = "部门"


def _city(folder: Path) -> smartxl.Project:
    city = smartxl.open_project(write_project(folder))
    city.build()
    city.collect(*city.fill().paths, processes=0)
    return city


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> smartxl.Project:
    """A small round."""
    return _city(tmp_path_factory.mktemp("book") / "city")


@pytest.fixture(scope="module")
def path(city: smartxl.Project) -> Path:
    return city.report(now=NOW).path


@pytest.fixture(scope="module")
def short(city: smartxl.Project) -> Path:
    return city.write_reports("xlsx", brief=True, now=NOW)[0].path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path, data_only=True)


def texts(sheet: Worksheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_sheets_are_in_the_order_of_a_reader(book: Workbook) -> None:
    names = book.sheetnames
    first = ["诊断摘要", "目录", "排名图", "总体结果", "排名", "优势与短板"]
    assert names[: len(first)] == first
    order = [
        "整改任务建议",
        "全市结果",
        f"名次表-{CLASS}",
        "指标与权重",
        f"汇总-{CLASS}",
        "公安局",
        "评估方法",
        "短板清单",
    ]
    places = [names.index(name) for name in order]
    assert places == sorted(places)
    assert book.worksheets[0].page_setup.orientation == "portrait"


def test_every_sheet_is_in_the_contents_and_leads_back(path: Path) -> None:
    book = load_workbook(path)
    contents = book["目录"]
    linked = {
        cell.hyperlink.location.rpartition("!")[0].strip("'")
        for row in contents.iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.location
    }
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and sheet is not contents]
    assert {sheet.title for sheet in shown} <= linked
    for sheet in shown:
        targets = [cell.hyperlink.location for cell in sheet[1] if cell.hyperlink]
        assert "'目录'!A1" in targets, sheet.title


def test_the_first_sheet_has_conclusion_and_key_figures(city: smartxl.Project, book: Workbook) -> None:
    sheet, total = book["诊断摘要"], city.scores(now=NOW)["total"].to_dict()["@city"]
    assert any(f"{total:.2f} 分" in text for text in texts(sheet))
    numbers = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float)]
    assert any(abs(number - total) < 1e-9 for number in numbers)


def test_tables_of_the_report_are_numbers(book: Workbook) -> None:
    cells = [cell for row in book["优势与短板"].iter_rows() for cell in row]
    formats = {cell.number_format for cell in cells if isinstance(cell.value, int | float)}
    assert {"0.00", "0.0%"} <= formats
    assert any(text.startswith("表 ") for text in texts(book["优势与短板"]))


def test_every_formula_carries_its_value(path: Path) -> None:
    with ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = package.read(name).decode()
                assert len(re.findall("<f[ >]", xml)) == len(re.findall("</f><v>", xml)), name
            if name.startswith("xl/charts/"):
                xml = package.read(name).decode()
                assert "<strCache>" in xml
                assert "<numCache>" in xml


def test_the_same_day_and_the_next_give_the_same_bytes(city: smartxl.Project, path: Path) -> None:
    before = path.read_bytes()
    assert city.report(now=NOW.replace(day=2)).path.read_bytes() == before


def test_it_agrees_with_the_engine(city: smartxl.Project, path: Path) -> None:
    report = city.verify(path)
    assert report.differences == ()


def _weights(grid: Grid, weights: dict[str, float]) -> Grid:
    """The grid with other weights of some indicators."""
    codes = {value: cell for cell, value in grid.constants.items() if cell.sheet == "指标与权重"}
    cells = {Cell("指标与权重", codes[code].row, 5): weight for code, weight in weights.items()}
    assert set(cells) <= set(grid.constants)
    return grid.changed(cells)


def _ranked(values: dict[Cell, object]) -> list[tuple[object, object, object]]:
    """(rank, unit, total) of the sheet by rank."""
    rows = sorted({cell.row for cell in values if cell.sheet == f"名次表-{CLASS}" and cell.row >= 4})[:-1]
    return [
        (*(values.get(Cell(f"名次表-{CLASS}", row, column)) for column in (1, 2, 3)),)  # type: ignore[misc]
        for row in rows
    ]


def _is_sorted(found: list[tuple[object, object, object]]) -> bool:
    totals = [total for _, _, total in found if isinstance(total, float)]
    ranks = [rank for rank, _, _ in found if isinstance(rank, float)]
    return (
        totals == sorted(totals, reverse=True)
        and ranks == sorted(ranks)
        and len({u for _, u, _ in found}) == len(found)
    )


def _warned(values: dict[Cell, object]) -> bool:
    """Whether the first sheet says that its sentences are of other weights."""
    return any(c.sheet == "诊断摘要" and "改动前" in str(value) for c, value in values.items())


def test_the_ranking_sorts_itself_when_weights_change(path: Path) -> None:
    grid = read_grid(path.read_bytes(), path.name)
    now = _ranked(dict(recalculate(grid).values))
    assert _is_sorted(now)
    assert not _warned(dict(recalculate(grid).values))
    leaves = [
        v
        for c, v in grid.constants.items()
        if c.sheet == "指标与权重" and isinstance(v, str) and re.fullmatch("[A-Z][0-9]", v)
    ]
    orders = set()
    for heavy in leaves:
        values: dict[Cell, object] = dict(
            recalculate(_weights(grid, {leaf: 100.0 * (leaf == heavy) for leaf in leaves})).values
        )
        changed = _ranked(values)
        assert _is_sorted(changed)
        assert _warned(values)
        orders.add(tuple(unit for _, unit, _ in changed))
    assert len(orders) > 1


GROUPS = (
    ("framework.yaml", ("  digits: 2\n", "  digits: 2\n  peers: group\n")),
    ("roster.csv", (r"(?s).*", "")),
    ("catalogue/01.csv", ("(?m)^JY,A1,001", "@dep,A1,J01")),
)
GROUPED = """\
code,name,name_en,class,contact,weight,group
GA,市公安局,Police,dep,,2,甲组
JY,市教育局,Education,dep,,1,乙组
WJ,市卫健委,Health,dep,,1,甲组
MZ,市民政局,Civil Affairs,dep,,1,乙组
SW,市水务局,Water,dep,,1,甲组
DQ,东区,East,dis,,1,丙组
"""


@pytest.mark.slow
def test_units_compared_in_groups_are_sorted_within_them(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "town")
    for name, change in GROUPS:
        _shaped(folder, name, change)
    (folder / "roster.csv").write_text(GROUPED, "utf-8")
    city = smartxl.open_project(folder)
    city.build()
    city.collect(*(path for path in city.fill().paths if not path.name.startswith("SW")), processes=0)
    path = city.report(now=NOW).path
    assert city.verify(path).differences == ()
    grid = read_grid(path.read_bytes(), path.name)
    orders = set()
    leaves = ("A1", "A2", "B1", "B2", "B3")
    for heavy in leaves:
        weights = {leaf: 100.0 * (leaf == heavy) for leaf in leaves}
        values: dict[Cell, object] = dict(recalculate(_weights(grid, weights)).values)
        found = [
            (rank, unit, values[Cell(f"名次表-{CLASS}", row, 4)])
            for row, (rank, unit, _) in enumerate(_ranked(values), 4)
        ]
        groups = [values[Cell(f"名次表-{CLASS}", row, 3)] for row in range(4, 9)]
        assert groups == ["甲组", "甲组", "甲组", "乙组", "乙组"]
        assert _is_sorted(found[:3])
        assert _is_sorted(found[3:])
        assert (found[0][0], found[2][1], found[3][0]) == (1.0, "市水务局", 1.0)
        orders.add(tuple(unit for _, unit, _ in found))
    assert len(orders) > 1


@pytest.mark.slow
@pytest.mark.libreoffice
def test_it_sorts_itself_in_libreoffice(path: Path, office: Office, tmp_path: Path) -> None:
    book = load_workbook(path)
    sheet = book["指标与权重"]
    leaves = [row for row in sheet.iter_rows(min_row=4) if re.fullmatch("[A-Z][0-9]", str(row[1].value))]
    for place, row in enumerate(leaves):
        row[4].value = 100.0 if place == len(leaves) - 1 else 0.0
    target = tmp_path / "in" / path.name
    target.parent.mkdir()
    book.save(target)
    assert _is_sorted(_ranked(dict(office.values(target, tmp_path / "out"))))


def test_the_short_version_has_values_only_and_few_pages(short: Path) -> None:
    assert short.name.endswith("-简版.xlsx")
    book = load_workbook(short)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert [sheet.title for sheet in visible][:3] == ["诊断摘要", "排名图", "总体结果"]
    assert not [
        c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.data_type == "f"
    ]
    assert all(sheet.page_setup.fitToHeight in {1, 2} for sheet in visible)
    assert sum(int(sheet.page_setup.fitToHeight or 0) for sheet in visible) < 15


@pytest.mark.slow
@pytest.mark.libreoffice
def test_the_short_version_prints_on_as_many_pages(short: Path, office: Office, tmp_path: Path) -> None:
    pages = len(re.findall(rb"/Type\s*/Page[^s]", office.convert(short, tmp_path, "pdf").read_bytes()))
    book = load_workbook(short)
    planned = sum(int(s.page_setup.fitToHeight or 0) for s in book.worksheets if s.sheet_state == "visible")
    assert pages <= planned < 15


def test_nothing_of_a_report_is_in_a_workbook_to_be_filled_in(city: smartxl.Project) -> None:
    names = [sheet.name for sheet in city.city_plan().sheets]
    assert names[0] == "全市结果"
    assert "目录" not in names


LONG = "关于全市政务服务与公共数据管理及智慧城市运行协调联动工作的领导小组办公室下设的专门机构" * 3


def _shaped(folder: Path, name: str, change: tuple[str, str]) -> None:
    path = folder / name
    path.write_text(re.sub(*change, path.read_text("utf-8")), "utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "change", "silent"),
    [
        pytest.param("framework.yaml", (r" +element: [ST]\n", ""), (), id="no-elements"),
        pytest.param("catalogue/01.csv", ("居民身份证换领", LONG[:110]), (), id="long-item"),
        pytest.param("framework.yaml", ("在线办事", LONG[:110]), (), id="long-indicator"),
        pytest.param("roster.csv", ("东区", "东区"), ("DQ",), id="a-class-without-answers"),
        pytest.param("roster.csv", ("东区", "东区"), ("DQ", "JY"), id="one-unit-answers"),
        pytest.param(
            "framework.yaml", ("  digits: 2\n", "  digits: 0\n  ranking: { ties: mid }\n"), (), id="ties"
        ),
        pytest.param(
            "roster.csv",
            ("DQ,.*\n", "DQ,东区,East,dis,,1\nXQ,目录,West,dis,,1\n"),
            (),
            id="unit-called-contents",
        ),
    ],
)
def test_odd_rounds_have_a_sound_workbook(
    tmp_path: Path, name: str, change: tuple[str, str], silent: tuple[str, ...]
) -> None:
    folder = write_project(tmp_path / "town")
    _shaped(folder, name, change)
    city = smartxl.open_project(folder)
    city.build()
    filled = [path for path in city.fill().paths if not path.name.startswith(silent or ("-",))]
    city.collect(*filled, processes=0)
    path = city.report(now=NOW).path
    assert city.verify(path).differences == ()
    assert _is_sorted(_ranked(dict(read_grid(path.read_bytes(), path.name).cached)))
    short = city.write_reports("xlsx", brief=True, now=NOW)[0].path
    assert load_workbook(short).worksheets[0].title == "诊断摘要"


@pytest.mark.openxml
def test_it_is_valid_for_the_open_xml_sdk(path: Path, short: Path, ooxml_validator: str) -> None:
    for file in (path, short):
        done = subprocess.run(
            [ooxml_validator, str(file)], capture_output=True, text=True, timeout=120, check=False
        )
        assert '"ok": true' in done.stdout, done.stdout


@pytest.mark.slow
def test_what_is_changed_in_the_report_is_named(city: smartxl.Project, path: Path, tmp_path: Path) -> None:
    book = load_workbook(path)
    sheet = book["优势与短板"]
    cell = next(c for row in sheet.iter_rows() for c in row if isinstance(c.value, float))
    cell.value = 99.25
    ranked = book[f"名次表-{CLASS}"]
    ranked["B4"].value = "别的单位"
    target = tmp_path / path.name
    book.save(target)
    found = {str(difference.cell) for difference in city.verify(target).differences}
    assert f"'优势与短板'!{cell.coordinate}" in found
    assert f"'名次表-{CLASS}'!B4" in found


@pytest.mark.slow
def test_one_that_compares_with_another_round_agrees(city: smartxl.Project, tmp_path: Path) -> None:
    folder = write_project(tmp_path / "last")
    _shaped(folder, "assessment.yaml", ("2026-", "2025-"))
    last = smartxl.open_project(folder)
    last.build()
    last.collect(*last.fill().paths, processes=0)
    built = city.write_reports("xlsx", last=[folder], force=True, now=NOW)[0]
    assert "历次比较" in load_workbook(built.path, read_only=True).sheetnames
    assert city.verify(built.path).differences == ()
    city.report(now=NOW)


def test_the_command_writes_the_short_version(city: smartxl.Project) -> None:
    done = CliRunner().invoke(main, ["report", str(city.root), "--brief", "--format", "xlsx"])
    assert done.exit_code == 0, done.output
    assert "小城-诊断评估结果-简版.xlsx" in done.output
