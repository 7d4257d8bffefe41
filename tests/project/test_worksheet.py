"""SX_TRACE: which project a workbook belongs to, the lines of a trace, when they are worked out anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from smartxl.errors import ProjectError
from smartxl.project import open_project, worksheet
from smartxl.project.bookproject import project_root
from smartxl.project.worksheet import SX_TRACE
from smartxl.text import Lang
from smartxl_udfs.callers import CallingBook, called_from, calling_book
from tests.udfs.test_page import town


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A round with answers."""
    return Path(shutil.copytree(town(), tmp_path / "小城"))


@pytest.fixture
def called(folder: Path) -> Iterator[None]:
    with called_from(CallingBook(folder / "reports")):
        yield


def said(result: Any) -> str:
    ((message,),) = result.tolist()
    return str(message)


@pytest.mark.usefixtures("called")
def test_the_lines_are_those_of_the_trace(folder: Path) -> None:
    rows = SX_TRACE("A", "市公安局").tolist()
    found = open_project(folder).trace("A", "GA")
    assert rows[0] == [found.label, found.score, "", "", "", ""]
    assert [row[1:5] for row in rows[1:]] == [[part.score, "", "", part.place] for part in found.parts]
    assert {row[5] for row in rows[1:]} == {"GA-市公安局-填报表.xlsx"}


@pytest.mark.usefixtures("called")
def test_the_points_add_up_to_the_score_above() -> None:
    total, *parts = SX_TRACE("", "GA").tolist()
    own = [row for row in parts if row[0].startswith("  ") and not row[0].startswith("    ")]
    assert sum(row[3] for row in own) == pytest.approx(total[1], abs=0.01)
    assert [row[2] for row in own] == [0.6, 0.4]


@pytest.mark.usefixtures("called")
def test_blank_cells_are_the_total_of_the_city() -> None:
    """A blank cell is None in Excel, 0 in LibreOffice."""
    total = SX_TRACE("TOTAL", "@city").tolist()
    assert SX_TRACE(None, None).tolist() == SX_TRACE(0.0, 0.0).tolist() == SX_TRACE("").tolist() == total


@pytest.mark.usefixtures("called")
@pytest.mark.parametrize(
    ("code", "unit", "zh", "en"),
    [
        ("Z9", "GA", "没有这个节点", "no such node"),
        ("A", "某局", "有此代码或名称", "has this code or name"),
        ("#N/A", "GA", "#N/A", "#N/A"),
        ([["A", "B"]], "GA", "给一个单元格", "give one cell"),
    ],
    ids=["node", "unit", "error cell", "range"],
)
def test_what_is_unknown_is_told(
    code: Any, unit: str, zh: str, en: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for lang, words in (("zh", zh), ("en", en)):
        monkeypatch.setenv("SMARTXL_LANG", lang)
        assert words in said(SX_TRACE(code, unit))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_project_it_says_what_to_do(
    lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTXL_LANG", lang)
    monkeypatch.delenv("SMARTXL_PROJECT", raising=False)
    with called_from(CallingBook(tmp_path)):
        message = said(SX_TRACE("A", "GA"))
    assert message.startswith("#SX: SX_TRACE ")
    assert "SMARTXL_PROJECT" in message


def test_nothing_collected_is_no_score(tmp_path: Path) -> None:
    folder = shutil.copytree(town(), tmp_path / "new", ignore=shutil.ignore_patterns("ledger.sqlite"))
    with called_from(CallingBook(folder)):
        assert "还没有收到报表" in said(SX_TRACE("A", "GA"))
    assert not (folder / "ledger.sqlite").exists()


def test_the_workbook_says_then_its_folder_then_the_environment(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, third = (Path(shutil.copytree(folder, tmp_path / name)) for name in ("other", "third"))
    monkeypatch.setenv("SMARTXL_PROJECT", str(third))
    assert project_root(CallingBook(folder / "reports", {"SMARTXL_PROJECT": "../../other"})) == other
    assert project_root(CallingBook(folder / "reports")) == folder
    assert project_root(CallingBook(tmp_path)) == third
    assert project_root(CallingBook()) == third


@pytest.mark.parametrize("named", ["\\\\server\\share\\x", "//server/share", "https://x.cn/x", "missing"])
def test_a_workbook_names_folders_of_this_machine_only(named: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError):
        project_root(CallingBook(tmp_path, {"SMARTXL_PROJECT": named}))


@pytest.mark.usefixtures("called")
def test_it_is_scored_anew_when_something_came(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scored = []
    monkeypatch.setattr(worksheet, "_ROUNDS", worksheet._TracedRounds())
    real = worksheet._TracedRound.of
    monkeypatch.setattr(
        worksheet._TracedRound,
        "of",
        lambda *a: scored.append(1) or real(*a),  # type: ignore[func-returns-value]
    )
    before = SX_TRACE("A", "GA").tolist()
    assert SX_TRACE("A", "GA").tolist() == before
    assert SX_TRACE("B", "GA").tolist() != before
    assert len(scored) == 1
    project = open_project(folder)
    project.fill(seed=8, force=True, jobs=1)
    project.collect(processes=0)
    assert SX_TRACE("A", "GA").tolist() != before
    assert len(scored) == 2


def conf_sheet(rows: list[list[object]]) -> Any:
    area = SimpleNamespace(options=lambda **_: SimpleNamespace(value=rows))
    return SimpleNamespace(used_range=area)


def test_a_book_of_xlwings_says_where_it_lies_and_its_settings() -> None:
    rows: list[list[object]] = [["Smartxl_Project", "town"], ["UDF Modules", "smartxl_udfs"], [None, None]]
    book = SimpleNamespace(fullname="/data/城/book.xlsm", sheets={"xlwings.conf": conf_sheet(rows)})
    assert CallingBook.of(book) == CallingBook(
        Path("/data/城"), {"SMARTXL_PROJECT": "town", "UDF MODULES": "smartxl_udfs"}
    )
    assert CallingBook.of(SimpleNamespace(fullname="Book1", sheets={})) == CallingBook()
    cloud = SimpleNamespace(fullname="https://x.sharepoint.com/book.xlsm", sheets={})
    assert CallingBook.of(cloud) == CallingBook()
    empty: Any = SimpleNamespace()
    assert CallingBook.of(empty) == CallingBook()
    assert calling_book() == CallingBook()
