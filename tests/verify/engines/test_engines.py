"""Every engine gives the same values from the inputs, whatever the file shows, and says what it does not compute."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from smartxl.cells import Cell
from smartxl.errors import VerifyError
from smartxl.recalc import FormulaCell
from smartxl.verify.engines import EngineInputs, engine, engine_names, inputs_of, stored_values
from smartxl.verify.engines.cleanbook import clean_book
from smartxl.verify.engines.libre import LibreOffice
from smartxl.verify.engines.rust import Formualizer
from smartxl.verify.grid import ErrorValue, Value
from smartxl.xlsx.saved import open_saved
from tests.verify.engines.conftest import OTHER, SHEET, at, book_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

ENGINES = [
    *(pytest.param(name, id=name) for name in engine_names() if name != "libreoffice"),
    pytest.param("libreoffice", marks=[pytest.mark.slow, pytest.mark.libreoffice]),
]
VALUES = {
    at("D1"): 9.5, at("D2"): 95.0, at("D3"): "乙 & <丙>\n小", at("D4"): ErrorValue("#DIV/0!"), at("D5"): 0.0,
    at("D6"): ErrorValue("#VALUE!"), at("D7"): True, at("E1"): 4.0, at("E2"): 7.0, at("E3"): 8.0, at("C1", OTHER): 19.0,
    at("C2", OTHER): 6.0,
}  # fmt: skip


@pytest.mark.parametrize("name", ENGINES)
def test_values_follow_from_the_inputs_and_not_from_what_the_file_shows(
    name: str, given: EngineInputs
) -> None:
    found = engine(name).values(given)
    assert found.values.keys() | found.missing.keys() == VALUES.keys()
    assert not found.values.keys() & found.missing.keys()
    assert found.values == {cell: value for cell, value in VALUES.items() if cell not in found.missing}
    refused = {at("C2", OTHER)} if name == "formulas" else set()  # it aborts on tables
    assert found.missing.keys() == refused


@pytest.mark.parametrize("name", ENGINES)
def test_inputs_that_are_changed_change_what_follows(name: str, given: EngineInputs) -> None:
    changed = given.changed({at("B2"): 4.5, at("D2"): None})
    found = engine(name).values(changed)
    assert found.values[at("D1")] == 10.5
    assert at("D2") not in found.values.keys() | found.missing.keys()
    assert given.constants[at("B2")] == 3.5


def sheet(*formulas: str, functions: dict[str, Callable[..., object]] | None = None) -> EngineInputs:
    """Formulas below each other in column T, beside 1, 2, text and an error in column A."""
    column: tuple[Value, ...] = (1.0, 2.0, "x", ErrorValue("#N/A"))
    constants = {Cell("S", row, 1): value for row, value in enumerate(column, 1)}
    cells = tuple(FormulaCell("S", row, 20, text) for row, text in enumerate(formulas, 1))
    return EngineInputs(("S",), constants, cells, functions=functions or {})


@pytest.mark.parametrize("name", ENGINES)
def test_what_is_not_computed_is_named_and_so_is_what_reads_it(name: str) -> None:
    given = sheet(
        "=NO_SUCH(A1)",
        "=IFERROR(T1,5)",
        "=IF(A1=1,NO_SUCH(1),0)",
        "=NOW()",
        "=T4*0",
        "=A1+1",
        "=T9",
        "=[1]S!A1",
    )
    found = engine(name).values(given)
    assert {cell.row for cell in found.missing} == {1, 2, 3, 4, 5, 8}
    assert found.values == {Cell("S", 6, 20): 2.0, Cell("S", 7, 20): 0.0}
    why = {cell.row: text.en for cell, text in found.missing.items()}
    assert "NO_SUCH" in why[1]
    assert "time or chance" in why[4]


@pytest.mark.parametrize("name", ENGINES)
def test_circles_are_not_computed(name: str) -> None:
    found = engine(name).values(sheet("=T2", "=T1+1", "=T2", "=A1"))
    assert {cell.row for cell in found.missing} >= {1, 2} or name == "libreoffice"
    assert found.values[Cell("S", 4, 20)] == 1.0


@pytest.mark.parametrize("name", ENGINES)
def test_days_that_count_from_1904_come_out_as_in_excel_or_are_not_computed(name: str) -> None:
    given = replace(sheet("=YEAR(A1)", '=TEXT(A1,"yyyy")', "=A1+1"), from_1904=True)
    found = engine(name).values(given)
    due: dict[Cell, Value] = {Cell("S", 1, 20): 1904.0, Cell("S", 2, 20): "1904", Cell("S", 3, 20): 2.0}
    assert found.values == {cell: value for cell, value in due.items() if cell not in found.missing}
    assert Cell("S", 3, 20) in found.values


def test_every_function_of_the_user_gets_ranges_values_blanks_and_errors() -> None:
    seen: dict[str, list[object]] = {}
    for name in ("smartxl", "formulas", "formualizer"):

        def sx_seen(*arguments: object, name: str = name) -> object:
            seen[name] = [getattr(each, "tolist", lambda each=each: each)() for each in arguments]
            return 7

        found = engine(name).values(sheet("=SX_SEEN(A1:A4,A2,A9,3,A4)+1", functions={"sx_seen": sx_seen}))
        assert found.values == {Cell("S", 1, 20): 8.0}, name
    expected = [[[1.0], [2.0], ["x"], ["#N/A"]], 2.0, None, 3.0, "#N/A"]
    assert seen == dict.fromkeys(("smartxl", "formulas", "formualizer"), expected)


def test_what_a_function_of_the_user_answers_is_the_value() -> None:
    def sx_rows(_: object) -> object:
        return [[1, "a"], [None, True]]

    given = sheet("=INDEX(SX_ROWS(A1),1,2)", "=SUM(SX_ROWS(A1))", functions={"SX_ROWS": sx_rows})
    for name in ("smartxl", "formulas", "formualizer"):
        assert engine(name).values(given).values == {Cell("S", 1, 20): "a", Cell("S", 2, 20): 1.0}, name


@pytest.mark.slow
@pytest.mark.libreoffice
def test_functions_of_the_user_are_not_computed_in_libreoffice(soffice: str) -> None:
    found = LibreOffice().values(sheet("=SX_F(A1)", "=A1", functions={"SX_F": lambda _: 1}))
    assert [why.en for why in found.missing.values()] == ["a user-defined function, which is only in Excel"]
    assert found.values == {Cell("S", 2, 20): 1.0}


@pytest.mark.slow
@pytest.mark.libreoffice
def test_what_libreoffice_does_not_know_is_named_also_where_an_error_is_caught(soffice: str) -> None:
    found = LibreOffice().values(sheet("=IFERROR(NO_SUCH(A1),5)", "=_xlfn.IFS(A1=1,2)"))
    assert [why.en for why in found.missing.values()] == ["it has no function NO_SUCH"]
    assert found.values == {Cell("S", 2, 20): 2.0}


def test_engines_that_are_not_installed_say_what_to_install(
    no_formualizer: Callable[[], Formualizer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smartxl.verify.engines.libre.find_soffice", lambda: None)
    for made, hint in ((no_formualizer(), "smartxl[engines]"), (LibreOffice(), "libreoffice-calc")):
        for use in (made.version, lambda made=made: made.values(sheet("=A1"))):
            with pytest.raises(VerifyError, match=re.escape(hint)):
                use()


def test_versions_are_told() -> None:
    for name in ("smartxl", "formulas", "formualizer"):
        assert re.match(r"\d+\.\d+", engine(name).version())


def test_another_name_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(VerifyError, match="smartxl, formulas, formualizer, libreoffice"):
        engine("excel")


def test_what_the_file_shows_is_known_apart() -> None:
    stored = stored_values(open_saved(book_bytes(), "book.xlsx"))
    assert stored.values.keys() | stored.unsaved == VALUES.keys()
    assert {stored.values[cell] for cell in stored.values} == {777.0}


def test_a_clean_book_is_the_same_workbook_without_values(given: EngineInputs) -> None:
    again = open_saved(clean_book(given), "clean.xlsx")
    assert inputs_of(again) == given
    assert not stored_values(again).values


def test_what_xml_cannot_hold_comes_through(given: EngineInputs) -> None:
    odd = given.changed(
        {at("A9"): "\x0b \ufffe", at("A8"): ErrorValue("#N/A"), at("A7"): False, at("A6"): ""}
    )
    again = inputs_of(open_saved(clean_book(odd), "clean.xlsx"))
    assert again.constants[at("A9")] == "\x0b \ufffe"
    assert again.constants[at("A8")] == ErrorValue("#N/A")
    assert again.constants[at("A7")] is False


def test_days_from_1904_and_hidden_rows_come_through() -> None:
    given = EngineInputs((SHEET,), {}, (), from_1904=True, hidden_rows={SHEET: frozenset({3})})
    again = inputs_of(open_saved(clean_book(given), "clean.xlsx"))
    assert again.from_1904
    assert again.hidden_rows == {SHEET: frozenset({3})}
