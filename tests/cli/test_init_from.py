"""`init --from`: a published table becomes a project that checks, builds and is listed cell by cell; or nothing at all."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import Workbook

from smartxl.define import load
from smartxl.project import Project
from smartxl.project.frameworks import packaged_framework
from smartxl.xlsx import open_book
from tests.define.published.tables import Branch, Style, book_bytes, of_framework, put, sheet_rows, write

Run = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data"
SMALL = (
    Branch("甲", 60, (Branch("甲一", 100, (), {"评分方法": "按省里口径"}),)),
    Branch("乙", 40, (Branch("乙一", 100),)),
)


def pilots() -> tuple[Branch, ...]:
    return of_framework(packaged_framework("mohurd-2012").definition.framework)


@pytest.mark.slow
def test_the_57_indicators_become_a_building_project(run: Run, tmp_path: Path) -> None:
    table = write(tmp_path / "公布的指标体系.xlsx", pilots(), Style(page=20, sums=True))
    told = run("init", tmp_path / "city", "--from", table, "--city", "云湖市").stdout
    assert "57 项指标（共 72 个节点）" in told
    assert "待核对" in told or "请核对" in told
    for command in ("check", "build"):
        assert run(command, tmp_path / "city").exit_code == 0
    assert len(list((tmp_path / "city" / "workbooks").rglob("*.xlsx"))) == 2


def test_every_remark_stands_in_the_list_with_its_cell(run: Run, tmp_path: Path) -> None:
    table = write(tmp_path / "t.xlsx", SMALL)
    record = json.loads(run("init", tmp_path / "city", "--from", table, "--json").stdout)
    assert (record["kind"], record["indicators"], record["nodes"], record["units"]) == ("indicators", 2, 4, 1)
    book = open_book(Path(record["listing"]).read_bytes(), "待核对.xlsx")
    sheet, words = book.sheets.values()
    assert [row[:4] for row in words.values[3:]] == [("A1", "甲一", "评分方法", "Sheet!F4")]
    cells = {row[1] for row in sheet.values if len(row) > 1}
    assert {f"{r['sheet']}!{r['cell']}" for r in record["remarks"] if r["cell"]} <= cells
    assert {"sureness": "none", "cell": "F4", "about": "rule", "code": "A1"}.items() <= record["remarks"][
        0
    ].items()


def test_the_same_from_python(tmp_path: Path) -> None:
    pasted = Project.paste(tmp_path / "city", write(tmp_path / "t.xlsx", SMALL), title="某市评估")
    assert list(pasted.table.columns[:4]) == ["sureness", "sheet", "cell", "about"]
    assert pasted.to_check[0].words == "按省里口径"
    assert (tmp_path / "city" / "assessment.yaml").read_text("utf-8").count("某市评估") == 1


NO_TABLE = {
    "empty": b"",
    "other-table": "国家,人口\n甲,1\n".encode(),
    "picture": b"\x89PNG\r\n\x1a\n0000",
    "damaged": b"PK\x03\x04nothing",
}


@pytest.mark.parametrize("content", NO_TABLE.values(), ids=NO_TABLE)
def test_a_file_without_a_table_makes_nothing(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "t.csv").write_bytes(content)
    result = run("init", tmp_path / "out" / "city", "--from", tmp_path / "in" / "t.csv", code=None)
    assert result.exit_code in {2, 3}
    assert "t.csv" in result.stderr
    assert list((tmp_path / "in").iterdir()) == [tmp_path / "in" / "t.csv"]
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_every_sheet_without_a_table_is_named(run: Run, tmp_path: Path) -> None:
    book = Workbook()
    for name in ("一", "二"):
        book.create_sheet(name).append(("国家", "人口"))
    book.save(tmp_path / "t.xlsx")
    told = run("init", tmp_path / "city", "--from", tmp_path / "t.xlsx", code=2).stderr
    assert "t.xlsx 一!A1" in told
    assert "t.xlsx 二!A1" in told
    assert "国家、人口" in told


MISUSED = {
    "framework": ["--from", "t.xlsx", "--framework", "u4ssc"],
    "modules": ["--from", "t.xlsx", "--with", "医疗"],
    "title": ["--title", "某市评估"],
    "form": ["--as", "workbook"],
    "no-file": ["--from", "nowhere.xlsx"],
    "no-project": ["--from", "."],
}


@pytest.mark.parametrize("arguments", MISUSED.values(), ids=MISUSED)
def test_options_that_do_not_fit_make_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run("init", "city", *arguments, code=2)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_empty_is_left_alone(run: Run, tmp_path: Path) -> None:
    table = write(tmp_path / "t.xlsx", SMALL)
    assert "不是空的" in run("init", tmp_path, "--from", table, code=2).stderr
    assert list(tmp_path.iterdir()) == [table]


def test_a_project_gives_its_definition(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "a", "--framework", "cohen-wheel")
    assert run("init", tmp_path / "b", "--from", tmp_path / "a").exit_code == 0
    assert (tmp_path / "b" / "framework.yaml").read_bytes() == (
        tmp_path / "a" / "framework.yaml"
    ).read_bytes()


def test_a_table_may_be_left_as_a_workbook_to_correct_in_excel(run: Run, tmp_path: Path) -> None:
    table = write(tmp_path / "t.xlsx", SMALL)
    run("init", tmp_path / "yaml", "--from", table)
    run("init", tmp_path / "book", "--from", table, "--as", "workbook")
    assert sorted(path.name for path in (tmp_path / "book").iterdir()) == ["待核对.xlsx", "指标定义.xlsx"]
    assert run("check", tmp_path / "book").exit_code == 0
    files, book = load(tmp_path / "yaml"), load(tmp_path / "book")
    assert files.identity == book.identity
    sheet = next(iter(open_book((tmp_path / "book" / "待核对.xlsx").read_bytes(), "x").sheets.values()))
    assert not any("yaml" in str(cell) for row in sheet.values for cell in row)


def test_an_authoring_workbook_is_imported_or_taken_as_it_is(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "a", "--from", write(tmp_path / "t.xlsx", SMALL), "--as", "workbook")
    book = tmp_path / "a" / "指标定义.xlsx"
    assert json.loads(run("init", tmp_path / "b", "--from", book, "--json").stdout)["kind"] == "workbook"
    run("init", tmp_path / "c", "--from", book, "--as", "workbook")
    assert (tmp_path / "b" / "framework.yaml").is_file()
    assert (tmp_path / "c" / "指标定义.xlsx").read_bytes() == book.read_bytes()
    assert load(tmp_path / "b").identity == load(tmp_path / "c").identity == load(tmp_path / "a").identity
    run("init", tmp_path / "d", "--from", tmp_path / "a", "--as", "yaml")
    assert load(tmp_path / "d").identity == load(tmp_path / "a").identity
    assert not (tmp_path / "d" / "指标定义.xlsx").exists()


def test_a_published_workbook_with_sheets_of_such_names_is_a_published_one(run: Run, tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in ("指标体系", "权重", "等级", "单位名册"):
        put(book.create_sheet(name), SMALL, Style())
    book.save(tmp_path / "t.xlsx")
    assert (
        json.loads(run("init", tmp_path / "city", "--from", tmp_path / "t.xlsx", "--json").stdout)["kind"]
        == "indicators"
    )


def test_words_of_a_table_are_never_formulas_or_yaml(run: Run, tmp_path: Path) -> None:
    nasty = '=1+1", } : # 甲\n- b: c'
    tree = (
        Branch(
            f"{nasty}一",
            100,
            (Branch("- &a *b", 100, (), {"评分方法": nasty, "责任部门": "=cmd/[x]:甲部门"}),),
        ),
    )
    table = tmp_path / "t.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(sheet_rows(tree, Style())[0])
    run("init", tmp_path / "city", "--from", table)
    assert run("check", tmp_path / "city").exit_code == 0


@pytest.mark.slow
def test_a_thousand_rows_take_few_seconds(tmp_path: Path) -> None:
    leaves = tuple(
        Branch(
            f"指标{n}",
            0.1,
            (),
            {"评分方法": "达到100%得满分，每低1个百分点扣0.5分", "责任部门": f"部门{n % 40}"},
        )
        for n in range(1000)
    )
    tree = tuple(Branch(f"领域{n}", 4, leaves[n * 40 : n * 40 + 40]) for n in range(25))
    path = tmp_path / "t.xlsx"
    path.write_bytes(book_bytes(tree))
    Project.paste(tmp_path / "warm", write(tmp_path / "s.xlsx", SMALL))
    start = time.process_time()
    pasted = Project.paste(tmp_path / "city", path)
    assert pasted.leaves == 1000
    assert time.process_time() - start < 2 * 2.7, "half of it is the check that every command makes first"


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="the lists of frameworks are not here")
def test_lists_of_frameworks_are_read_as_they_are(tmp_path: Path) -> None:
    leaves = {
        path.stem: Project.paste(tmp_path / path.stem, path).leaves
        for path in sorted((REAL / "frameworks").glob("*.csv"))
    }
    found = {name.partition("_2")[0]: count for name, count in leaves.items()}
    assert found["mohurd"] == 57
    assert found["u4ssc_91_kpis"] == 91
    assert found["giffinger"] == 74
    assert found["xinxing_zhihui_chengshi"] == 54
    assert found["boyd_cohen_wheel_6_18"] == 18
