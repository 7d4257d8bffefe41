"""Whatever stands in a table, what comes out is a definition that loads, or an error that says where."""

from __future__ import annotations

import csv
import io
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from smartxl.define import load
from smartxl.define.published import PastedFiles, paste_book
from smartxl.errors import DefinitionError, SmartxlError
from smartxl.project.csvfile import csv_bytes
from smartxl.xlsx import open_any
from tests.define.published.tables import saved

DAY = date(2026, 11, 29)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
SAYS = st.one_of(
    ANY,
    st.lists(
        st.sampled_from(
            [
                "得",
                "满分",
                "5分",
                "每",
                "低",
                "1个百分点",
                "扣",
                "0.5分",
                "，",
                "；",
                "90%",
                "以上",
                "/",
                "×100%",
                "优、良、差",
                "0",
                "\n",
            ]
        ),
        max_size=14,
    ).map("".join),
)
AMOUNT = st.one_of(
    ANY, st.sampled_from(["5", "5%", "5分", "0.05", "0", "-3", "1e9", "99999999999999", "略", ""])
)
ROW = st.tuples(ANY, ANY, ANY, AMOUNT, SAYS, ANY, ANY, ANY)
HEADS = ("序号", "一级指标", "二级指标", "权重", "评分方法", "责任部门", "目标值", "计量单位")


def table(rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADS, ("1", "甲", "乙", "100", "", "", "", ""), *rows])
    return text.getvalue().encode()


def loads(files: PastedFiles) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in files.texts.items():
            (folder / file).write_text(text, "utf-8")
        for file, (head, *rows) in files.tables.items():
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_bytes(csv_bytes(head, rows))
        load(folder)


@pytest.mark.slow
@given(st.lists(ROW, max_size=6))
def test_any_words_give_a_definition_that_loads(rows: list[tuple[str, ...]]) -> None:
    loads(paste_book(open_any(table(rows), "t.csv"), today=DAY))


@pytest.mark.slow
@given(st.lists(st.tuples(ANY, ANY, ANY, ANY), max_size=6))
@example([("", "0", "-", "")])
def test_any_items_give_a_definition_that_loads(rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("部门", "事项名称", "事项编码", "事项类型"), ("甲", "乙", "1", "丙"), *rows])
    loads(paste_book(open_any(text.getvalue().encode(), "t.csv"), today=DAY))


@pytest.mark.slow
@given(st.lists(st.lists(ANY, max_size=6), max_size=8))
def test_any_sheet_is_read_or_refused(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    with suppress(SmartxlError):
        loads(paste_book(open_any(text.getvalue().encode(), "t.csv"), today=DAY))


def test_merges_that_reach_far_cost_nothing() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("一级指标", "二级指标"), ("甲", "乙")):
        sheet.append(row)
    sheet.merge_cells("A2:A9999")
    found = paste_book(open_any(saved(book), "t.xlsx"), today=DAY)
    assert found.leaves == 1


def test_a_workbook_without_anything_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"t\.xlsx"):
        paste_book(open_any(saved(Workbook()), "t.xlsx"), today=DAY)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["占", "每", "得5分,", "优、", "A1", "一、", "(", "1分 "])
def test_cells_as_long_as_excel_allows_are_read_in_a_moment(piece: str) -> None:
    long = piece * (32_000 // len(piece))
    start = time.process_time()
    loads(paste_book(open_any(table([("2", long, long, long, long, long, long, long)]), "t.csv"), today=DAY))
    assert time.process_time() - start < 3
