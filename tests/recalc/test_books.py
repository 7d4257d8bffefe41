"""Whole workbooks: what refers where, in which order, and what is given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula as OpenpyxlArray
from openpyxl.worksheet.table import Table

from smartxl.errors import UnreadableFile
from smartxl.recalc import ArrayFormula, CellError, FormulaCell, Readers, SheetPlanes, Workbook, load_book
from smartxl.xlsx import RawBook, RawSheet
from smartxl.xlsx.saved import open_saved
from tests.recalc.conftest import calculated

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def results(book: OpenpyxlWorkbook, tmp_path: Path) -> Mapping[str, object]:
    """Address → what each formula comes to; a list of the reason where it is not computed."""
    path = tmp_path / "book.xlsx"
    book.save(path)
    loaded = load_book(open_saved(path.read_bytes(), path.name))
    missing = {
        (each.sheet, each.row, each.column): [each.why.en]
        for each in loaded.workbook.calculate(loaded.formulas)
    }
    found: dict[str, object] = {}
    for formula in loaded.formulas:
        place = formula.sheet, formula.row, formula.column
        value = loaded.workbook.sheets[formula.sheet.casefold()].get(*place[1:])
        shown = value.code if isinstance(value, CellError) else value
        found[f"{formula.sheet}!{book[formula.sheet].cell(*place[1:]).coordinate}"] = missing.get(
            place, shown
        )
    return found


def filled(cells: Mapping[str, str | float]) -> OpenpyxlWorkbook:
    """A workbook with one sheet."""
    book = OpenpyxlWorkbook()
    sheet = book.worksheets[0]
    sheet.title = "表"
    for place, value in cells.items():
        sheet[place] = value
    return book


def test_formulas_are_calculated_after_what_they_read(tmp_path: Path) -> None:
    book = filled({"A1": "=B1*2", "B1": "=SUM(C1:C3)", "C1": 1, "C2": "=C1+1", "C3": "=C2+1"})
    assert results(book, tmp_path) == {"表!A1": 12.0, "表!B1": 6.0, "表!C2": 2.0, "表!C3": 3.0}


def test_what_shows_only_while_it_is_calculated_is_calculated_first(tmp_path: Path) -> None:
    book = filled(
        {
            "A1": '=INDIRECT("B"&C1)',
            "B2": "=C2*10",
            "C1": 2,
            "C2": 7,
            "D1": "=SUM(OFFSET(E1,0,0,2,1))",
            "E1": "=E2",
            "E2": 4,
        }
    )
    found = results(book, tmp_path)
    assert (found["表!A1"], found["表!D1"]) == (70.0, 8.0)


def test_texts_are_what_excel_shows_of_them(tmp_path: Path) -> None:
    book = filled(
        {
            "A1": "_x005F_x0041_",
            "A2": "a_x0001_b",
            "A3": "_xD83D_",
            "B1": "=A1",
            "B2": "=LEN(A2)",
            "B3": "=A3",
        }
    )
    assert results(book, tmp_path) == {"表!B1": "_x0041_", "表!B2": 3.0, "表!B3": "_xD83D_"}


def test_a_formula_may_name_its_own_cell_where_only_the_place_counts(tmp_path: Path) -> None:
    book = filled({"A1": 1, "A2": 2, "A3": "=SUM(A1:OFFSET(A3,-1,0))", "B5": "=ROW(B5)"})
    assert results(book, tmp_path) == {"表!A3": 3.0, "表!B5": 5.0}


def test_a_circle_is_given_up_and_so_is_what_depends_on_it(tmp_path: Path) -> None:
    book = filled(
        {"A1": "=B1", "B1": "=A1+1", "C1": "=A1", "D1": "=IF(TRUE,5,E1)", "E1": "=D1", "F1": 1, "G1": "=F1"}
    )
    found = results(book, tmp_path)
    assert found["表!A1"] == found["表!B1"] == ["circular reference '表'!A1 → '表'!B1 → '表'!A1"]
    assert found["表!C1"] == ["depends on a cell that is not computed"]
    assert found["表!G1"] == 1.0
    assert (found["表!D1"], found["表!E1"]) == (5.0, 5.0), "the branch that is not taken closes no circle"


def test_names_of_the_book_and_of_a_sheet(tmp_path: Path) -> None:
    book = filled(
        {
            "A1": 5,
            "A2": 6,
            "B1": "=SUM(all)",
            "B2": "=rate*2",
            "B3": "=twice",
            "B4": "=other!rate",
            "B5": "=shifted",
        }
    )
    other = book.create_sheet("other")
    for name, text in {
        "all": "表!$A$1:$A$2",
        "rate": "0.25",
        "twice": "SUM(表!$A$1:$A$2)*2",
        "shifted": "表!A1",
    }.items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
    other.defined_names["rate"] = DefinedName("rate", attr_text="9")
    found = results(book, tmp_path)
    assert [found[f"表!B{row}"] for row in range(1, 5)] == [11.0, 0.5, 22.0, 9.0]
    assert isinstance(found["表!B5"], list), "a name that moves along is not computed"


def test_parts_of_tables(tmp_path: Path) -> None:
    book = filled({"A1": "单位", "B1": "数", "C1": "倍", "A2": "甲", "B2": 3, "A3": "乙", "B3": 4})
    sheet = book.worksheets[0]
    sheet["C2"], sheet["C3"] = "=T1[[#This Row],[数]]*2", "=T1[[#This Row],[数]]*2"
    sheet["E1"], sheet["E2"], sheet["E3"] = "=SUM(T1[数])", "=ROWS(T1[#All])", "=T1[[#Headers],[数]]"
    sheet["E4"] = "=SUM(T1[[数]:[倍]])"
    sheet.add_table(Table(displayName="T1", ref="A1:C3"))
    found = results(book, tmp_path)
    assert [found[f"表!{place}"] for place in ("C2", "C3", "E1", "E2", "E3", "E4")] == [
        6.0,
        8.0,
        7.0,
        3.0,
        "数",
        21.0,
    ]


def test_array_formulas_and_other_sheets(tmp_path: Path) -> None:
    book = filled({"A1": 1, "A2": 2, "A3": 3})
    sheet = book.worksheets[0]
    sheet["B1"] = OpenpyxlArray("B1:B4", "=A1:A3*10")
    sheet["C1"] = OpenpyxlArray("C1", "=SUM(IF(A1:A3>1,A1:A3,0))")
    sheet["D1"] = "=SUM(IF(A1:A3>1,A1:A3,0))"
    sheet["E2"] = "=SUM('李''s'!A1:A2)"
    other = book.create_sheet("李's")
    other["A1"], other["A2"] = 5, "=表!A3"
    found = results(book, tmp_path)
    assert (found["表!B1"], found["表!C1"], found["表!D1"], found["表!E2"]) == (10.0, 5.0, 0.0, 8.0)


def test_hidden_rows_and_subtotals_of_subtotals(tmp_path: Path) -> None:
    book = filled(
        {
            "A1": 1,
            "A2": 2,
            "A3": "=SUBTOTAL(9,A1:A2)",
            "A4": 4,
            "A5": "=SUBTOTAL(9,A1:A4)",
            "B1": 1,
            "B2": 2,
            "B9": "=SUBTOTAL(9,B1:B8)",
        }
    )
    assert results(book, tmp_path)["表!A5"] == 7.0
    book.worksheets[0].row_dimensions[7].hidden = True
    book.worksheets[0]["B7"] = 3
    book.worksheets[0]["B10"] = "=SUBTOTAL(109,B1:B8)"
    found = results(book, tmp_path)
    assert (found["表!B9"], found["表!B10"]) == (
        6.0,
        3.0,
    )  # a row hidden by hand counts, unless it is asked not to


@pytest.mark.parametrize("formula", ["=SUM(A1", "=1+*2", "=", "=IF(A1,2))", "={1,2;3}", "=A1!B1+[2]x!A1"])
def test_what_is_no_formula_is_told(formula: str) -> None:
    assert isinstance(calculated(formula), list)


def test_deep_nesting_is_no_crash() -> None:
    deep = "=" + "(" * 3000 + "1" + ")" * 3000
    assert isinstance(calculated(deep), list)


def test_what_an_array_formula_fills() -> None:
    assert calculated("={1,2;3,4}*2", fills=ArrayFormula(28, 19, 30, 20), at=(28, 19)) == 2.0


NUMBERS = st.lists(st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3)), min_size=3, max_size=8)


@given(NUMBERS, st.randoms(use_true_random=False))
def test_the_order_of_a_range_does_not_matter_to_its_statistics(numbers: list[float], random: object) -> None:
    shuffled = list(numbers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a Random
    for call in ("MEDIAN", "MAX", "STDEVP", "COUNT"):
        one, other = (
            calculated(f"={call}(A1:A9)", {f"A{row}": x for row, x in enumerate(found, 1)})
            for found in (numbers, shuffled)
        )
        assert one == pytest.approx(other, rel=1e-9, abs=1e-6)


def test_what_is_rounded_is_equal_to_the_last_bit() -> None:
    """Ranks of rounded scores depend on it: 66.67 and 66.67 less its last bit are one score."""
    rounded = [
        calculated("=ROUND(A1,2)", {"A1": number}) for number in (66.67, 66.67000000000002, 66.66999999999999)
    ]
    assert rounded == [66.67] * 3


@given(st.floats(-1e9, 1e9, allow_nan=False), st.integers(-3, 6))
def test_rounding_is_idempotent_and_odd(number: float, digits: int) -> None:
    once = calculated(f"=ROUND(A1,{digits})", {"A1": number})
    assert calculated(f"=ROUND(A1,{digits})", {"A1": once}) == once  # type: ignore[dict-item]
    assert calculated(f"=-ROUND(-A1,{digits})", {"A1": number}) == once


def test_criteria_over_long_ranges_find_what_they_find_over_short_ones() -> None:
    """Long ranges are looked up in a table; the same sums as by hand."""
    sheet = SheetPlanes("表", 0, 5_000, 4)
    rows = [(f"k{row % 700}", float(row % 13), float(row)) for row in range(1, 5_001)]
    for row, (name, level, number) in enumerate(rows, 1):
        sheet.put(row, 1, name)
        sheet.put(row, 2, level)
        sheet.put(row, 3, number)
    book = Workbook({"表": sheet})
    asked = {
        1: (
            '=SUMIFS(C1:C5000,A1:A5000,"K5",B1:B5000,">6")',
            sum(n for k, x, n in rows if k == "k5" and x > 6),
        ),
        2: ('=COUNTIFS(A1:A5000,"k5",B1:B5000,"<>3")', sum(k == "k5" and x != 3 for k, x, _ in rows)),
        3: ("=SUMIFS(C1:C5000,C1:C5000,77)", 77.0),
        4: ('=AVERAGEIFS(C1:C5000,A1:A5000,"nothing")', "#DIV/0!"),
        5: ('=COUNTIFS(A:A,"k5")', sum(k == "k5" for k, _, _ in rows)),
    }
    formulas = [FormulaCell("表", row, 4, text) for row, (text, _) in asked.items()]
    assert list(book.calculate(formulas)) == []
    for row, (text, expected) in asked.items():
        value = sheet.get(row, 4)
        assert (value.code if isinstance(value, CellError) else value) == expected, text


def test_two_that_wait_for_each_other_only_seemingly_are_calculated(tmp_path: Path) -> None:
    """A1 finds B1 and C1 not calculated, and C1 finds B1: that is no circle."""
    cells: dict[str, str | float] = {
        "A1": '=SUM(INDIRECT("B1:C1"))',
        "B1": "=D1",
        "C1": '=INDIRECT("B1")+1',
        "D1": 4,
    }
    found = results(filled(cells), tmp_path)
    assert (found["表!A1"], found["表!B1"], found["表!C1"]) == (9.0, 4.0, 5.0)


def test_days_of_a_file_that_counts_from_1904() -> None:
    sheet = SheetPlanes("表", 0, 12, 5)
    book = Workbook({"表": sheet}, from_1904=True)
    expected = {
        "YEAR(0)": 1904.0,
        "DATE(2024,1,1)": 43830.0,
        'TEXT(43830,"yyyy-mm-dd")': "2024-01-01",
        'TEXT(43830,"0.0")': "43830.0",
        "WEEKDAY(43830)": 2.0,
        "EDATE(43830,1)": 43861.0,
        "YEARFRAC(43830,44196)": 1.0,
        "NETWORKDAYS(43830,43834,43831)": 4.0,
        "HOUR(0.5)": 12.0,
    }
    formulas = [FormulaCell("表", row, 1, f"={text}") for row, text in enumerate(expected, start=1)]
    refused = FormulaCell("表", 12, 1, "=COUPNUM(43830,45000,1)")
    assert [(each.row, "1904" in each.why.en) for each in book.calculate([*formulas, refused])] == [
        (12, True)
    ]
    assert [sheet.get(row, 1) for row in range(1, len(expected) + 1)] == list(expected.values())


def test_an_array_formula_over_a_whole_sheet_is_refused() -> None:
    raw = RawSheet("表", (("",),), formulas={(1, 1): "1"}, arrays={(1, 1): "A1:XFD1048576"})
    with pytest.raises(UnreadableFile, match="A1 fills more than"):
        load_book(RawBook("a.xlsx", "", {"表": raw}, {}, {}))


def test_only_the_cells_wanted_are_calculated_and_what_they_need(tmp_path: Path) -> None:
    book = filled({"A1": "=B1+1", "B1": '=INDIRECT("C1")*2', "C1": "=D1", "D1": 4, "E1": "=D1*9"})
    path = tmp_path / "book.xlsx"
    book.save(path)
    loaded = load_book(open_saved(path.read_bytes(), path.name))
    assert list(loaded.workbook.calculate(loaded.formulas, [(0, 1, 1)])) == []
    sheet = loaded.workbook.sheets["表"]
    assert (sheet.get(1, 1), sheet.get(1, 3), sheet.get(1, 5)) == (9.0, 4.0, None)


@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), min_size=1, max_size=12), st.integers(1, 12)
)
def test_a_cell_that_is_wanted_alone_has_the_value_of_the_whole(
    pairs: list[tuple[int, int]], wanted: int
) -> None:
    formulas = [
        FormulaCell("表", row, 1, f"=B{row}+SUM(A{min(a, b)}:A{max(a, b)})")
        for row, (a, b) in enumerate(pairs, start=1)
    ]
    results = []
    for cells in (None, [(0, wanted, 1)]):
        sheet = SheetPlanes("表", 0, 20, 3)
        for row in range(1, 21):
            sheet.put(row, 2, float(row))
        missing = {(each.row, each.column) for each in Workbook({"表": sheet}).calculate(formulas, cells)}
        results.append("?" if (wanted, 1) in missing else sheet.get(wanted, 1))
    assert results[0] == results[1]


def test_what_follows_from_a_cell_is_found_without_calculating(tmp_path: Path) -> None:
    cells: dict[str, str | float] = {
        "A1": 1,
        "A2": 2,
        "B1": "=A1*2",
        "B2": "=SUM(A1:A2)",
        "C1": "=B1",
        "C2": "=C3",
        "C3": "=C2+B2",
    }
    path = tmp_path / "book.xlsx"
    filled({**cells, "D1": "=A2", "D2": '=INDIRECT("A1")'}).save(path)
    loaded = load_book(open_saved(path.read_bytes(), path.name))
    readers = Readers(loaded.workbook, loaded.formulas)
    assert [each.text for each in readers.of(0, (1, 1))] == ["=A1*2", "=SUM(A1:A2)"]
    following = {each.text for each in readers.following({0: [(1, 1)]})}
    assert following == {"=A1*2", "=SUM(A1:A2)", "=B1", "=C3", "=C2+B2"}
    assert [each.text for each in readers.unsure] == ['=INDIRECT("A1")']
