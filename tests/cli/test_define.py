"""`define`: workbooks in which a definition is written, into a project and out of one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from smartxl.define import load
from smartxl_templates import BLANK, framework_folder

Run = Callable[..., Result]


@pytest.fixture
def book(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "方案.xlsx"
    assert "方案.xlsx" in run("define", path).output
    return path


def test_a_new_workbook_is_the_blank_definition(run: Run, book: Path, tmp_path: Path) -> None:
    assert "2 个单位，2 项指标，0 个事项" in run("define", "import", book, tmp_path / "城市").output
    assert load(tmp_path / "城市") == load(framework_folder(BLANK))


@pytest.mark.slow
def test_a_workbook_of_a_project_becomes_the_same_project(run: Run, project: Path, tmp_path: Path) -> None:
    path, again = tmp_path / "方案.xlsx", tmp_path / "又一个"
    run("define", "export", project, path, "--lang", "en")
    run("define", "import", path, again)
    assert load(again) == load(project)
    assert load(again).identity == load(project).identity
    assert {p.name for p in (again / "catalogue").iterdir()} == {
        p.name for p in (project / "catalogue").iterdir()
    }


def test_where_something_is_wrong_nothing_is_written(run: Run, book: Path, tmp_path: Path) -> None:
    changed = load_workbook(book)
    changed["指标体系"]["G5"] = "比例"
    changed["指标体系"]["E6"] = "一半"
    changed.save(book)
    told = run("define", "import", book, tmp_path / "城市", code=2).stderr
    assert "方案.xlsx 指标体系!G5 计分规则: 不认识“比例” → 是否为“比率”？" in told
    assert "指标体系!E6 权重: “一半”不是一个数" in told
    assert not (tmp_path / "城市").exists()


def test_files_that_somebody_changed_stay(run: Run, book: Path, tmp_path: Path) -> None:
    city = tmp_path / "城市"
    run("define", "import", book, city)
    run("define", "import", book, city)
    before = (city / "assessment.yaml").read_bytes()
    (city / "roster.csv").write_text("code,name,class\nU9,第九单位,unit\n", "utf-8")
    assert "roster.csv" in run("define", "import", book, city, code=2).stderr
    assert (city / "assessment.yaml").read_bytes() == before
    run("define", "import", book, city, "--force")
    assert "U9" in (city / "roster.old1.csv").read_text("utf-8")
    assert load(city) == load(framework_folder(BLANK))


def test_an_old_catalogue_is_not_read_beside_the_new_one(run: Run, project: Path, tmp_path: Path) -> None:
    path = tmp_path / "方案.xlsx"
    run("define", "export", project, path)
    table = next(iter(sorted((project / "catalogue").iterdir())))
    wanted, name = load(project), table.name
    table.write_bytes(table.read_bytes() + b"\n")
    run("define", "import", path, project, code=2)
    run("define", "import", path, project, "--force")
    assert load(project) == wanted
    assert (project / Path(name).with_suffix(".old1.csv").name).is_file()


def test_tables_beside_the_new_ones_are_told(run: Run, book: Path, tmp_path: Path) -> None:
    city = tmp_path / "城市"
    (city / "catalogue").mkdir(parents=True)
    (city / "catalogue" / "old.csv").write_text("unit,leaf,item_code,item_name\n", "utf-8")
    assert "catalogue/old.csv" in run("define", "import", book, city, code=2).stderr
    assert [path.name for path in city.iterdir()] == ["catalogue"]


def test_a_workbook_in_the_way_is_kept(run: Run, book: Path) -> None:
    book.write_bytes(b"mine")
    run("define", "new", book, code=2)
    assert book.read_bytes() == b"mine"
    run("define", "new", book, "--force")
    assert book.with_name("方案.old1.xlsx").read_bytes() == b"mine"


def test_it_starts_from_what_is_packaged_or_from_a_project(run: Run, book: Path, tmp_path: Path) -> None:
    city = tmp_path / "城市"
    run("define", "import", book, city)
    for number, source in enumerate(("cohen-wheel", city)):
        run("define", tmp_path / f"{number}.xlsx", "--from", source)
    assert "nothing" in run("define", tmp_path / "no.xlsx", "--from", "nothing", code=2).stderr
    assert not (tmp_path / "no.xlsx").exists()


def test_machines_are_told(run: Run, tmp_path: Path) -> None:
    path, city = tmp_path / "方案.xlsx", tmp_path / "城市"
    assert json.loads(run("define", path, "--json").stdout) == {"path": str(path), "written": "new"}
    done = json.loads(run("define", "import", path, city, "--json").stdout)
    assert (done["units"], done["indicators"], done["items"]) == (2, 2, 0)
    assert [Path(file["path"]).name for file in done["files"]] == [
        "assessment.yaml",
        "framework.yaml",
        "roster.csv",
    ]
    assert json.loads(run("define", "export", city, path, "--json").stdout)["written"] in {"same", "new"}


def test_an_unknown_word_is_no_workbook(run: Run) -> None:
    assert "exprot" in run("define", "exprot", code=2).stderr
