"""Old forms of any format: merged answers and what stands beside the answers goes nowhere, and every piece is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from smartxl.carryover.carry import CellOutcome, MovedCell
from smartxl.cells import Area, a1, parse_a1
from smartxl.findings import FindingCode
from smartxl.model.answers import Field
from smartxl.project import Project
from smartxl.project.fresh import CarryOver, refresh_book
from smartxl.xlsx import RawBook, RawSheet, open_book
from smartxl.xlsx.appearance import Appearance
from smartxl.xlsx.book import ObjectKind, SheetObject
from smartxl.xlsx.cellvalues import CellValue
from smartxl.xlsx.numberformat import NumberFormat
from smartxl_templates import wording
from tests.cli.conftest import write_project

SAMPLING, REGISTER = "采样表", "佐证材料清单"
FORMULAS = pytest.mark.parametrize("formulas", [True, False], ids=["with formulas", "results alone"])


@dataclass(frozen=True)
class Lab:
    """A filled form of a unit, and where its answers stand."""

    project: Project
    book: RawBook

    def at(self, key: str, asked: Field) -> str:
        plan = self.project.unit_plan("GA", "zh")
        line = next(line for _, section in plan.sections() for line in section.lines if line.key == key)
        return a1(line.row, line.inputs[asked])

    def fresh(
        self,
        cells: Mapping[str, CellValue],
        *,
        merged: str = "",
        formulas: bool = True,
        sheet: str = SAMPLING,
        more: Mapping[str, Any] | None = None,
    ) -> CarryOver:
        """The form carried over with something else in some cells, or an area merged."""
        raw = replace(typed(self.book.sheets[sheet], cells, merged=merged), **(more or {}))
        sheets = {**self.book.sheets, sheet: raw}
        if not formulas:
            sheets = {name: replace(each, formulas={}) for name, each in sheets.items()}
        return refresh_book(self.project, replace(self.book, sheets=sheets), Path("a.xlsx"), None, None)


def typed(sheet: RawSheet, cells: Mapping[str, CellValue], *, merged: str = "") -> RawSheet:
    rows = [list(row) for row in sheet.values]
    for address, value in cells.items():
        row, column = parse_a1(address)
        rows += [[] for _ in range(row - len(rows))]
        rows[row - 1] += [""] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = value
    more: tuple[Area, ...] = ()
    if merged:
        first, _, last = merged.partition(":")
        more = (Area(sheet.name, *parse_a1(first), *parse_a1(last)),)
    formulas = {place: text for place, text in sheet.formulas.items() if a1(*place) not in cells}
    return replace(sheet, values=tuple(map(tuple, rows)), formulas=formulas, merged=(*sheet.merged, *more))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    folder = write_project(tmp_path_factory.mktemp("aside") / "town")
    assessment = folder / "assessment.yaml"
    assessment.write_text(f"{assessment.read_text('utf-8')}options: {{ evidence_rows: 3 }}\n", "utf-8")
    project = Project.open(folder)
    project.fill(jobs=1)
    path = next((folder / "inbox").glob("GA-*.xlsx"))
    book = open_book(path.read_bytes(), path.name)
    return Lab(project, replace(book, sheets=dict(book.sheets)))


def left_out(made: CarryOver) -> dict[str, MovedCell]:
    """Cell → what did not arrive."""
    return {cell.cell: cell for cell in made.transfers if not cell.fate.arrived}


@FORMULAS
def test_a_form_as_it_came_is_complete(lab: Lab, formulas: bool) -> None:
    made = lab.fresh({}, formulas=formulas)
    assert left_out(made) == {}
    assert made.complete


@FORMULAS
@pytest.mark.parametrize("hidden", ["", 113.0], ids=["of one value", "with a value below"])
def test_merged_answers_go_nowhere(lab: Lab, hidden: CellValue, formulas: bool) -> None:
    first, second = lab.at("A2/n", Field.VALUE), lab.at("A2/N", Field.VALUE)
    made = lab.fresh({first: 70.0, second: hidden}, merged=f"{first}:{second}", formulas=formulas)
    lost = left_out(made)
    assert [(cell.fate, cell.value) for cell in (lost[first], lost[second])] == [
        (CellOutcome.MERGED, "70"),
        (CellOutcome.MERGED, "113" if hidden else ""),
    ]
    finding = lost[first].finding
    assert finding is not None
    assert (finding.code, finding.found) == (FindingCode.MERGED_ANSWERS, f"{first}:{second}")
    assert not made.complete


def test_an_answer_merged_over_what_is_not_asked_is_its_own(lab: Lab) -> None:
    first = lab.at("B3/x", Field.VALUE)
    row, column = parse_a1(first)
    assert left_out(lab.fresh({first: 3.0}, merged=f"{first}:{a1(row, column + 1)}")) == {}


REMARK = "应为 70 件，有误"
PLACES: dict[str, tuple[str, str, bool]] = {
    # sheet, cell, also where formulas are gone
    "right of a row": (SAMPLING, "T{line}", True),
    "far to the right": (SAMPLING, "AD{line}", True),
    "right of the headings": (SAMPLING, "U6", True),
    "below the table": (SAMPLING, "D{below}", True),
    "far below": (SAMPLING, "B{far}", True),
    "above the table": (SAMPLING, "R3", False),
    "over the points": (SAMPLING, "N{line}", True),
    "over the check": (SAMPLING, "P{line}", True),
    "in a title of a section": (SAMPLING, "F{band}", False),
    "right of the register": (REGISTER, "J{register}", True),
}


@FORMULAS
@pytest.mark.parametrize("place", PLACES)
def test_every_piece_beside_the_answers_is_named(lab: Lab, place: str, formulas: bool) -> None:
    sheet, pattern, always = PLACES[place]
    if not (formulas or always):
        return  # nothing tells it from what a formula gave
    row = parse_a1(lab.at("A2/n", Field.VALUE))[0]
    height = lab.book.sheets[SAMPLING].height
    cell = pattern.format(line=row, band=row - 2, below=height + 1, far=height + 20, register=5)
    other = a1(parse_a1(cell)[0], parse_a1(cell)[1] + 1)
    made = lab.fresh({cell: REMARK, other: "另一处"}, formulas=formulas, sheet=sheet)
    lost = left_out(made)
    assert {each: lost[each].value for each in lost} == {cell: REMARK, other: "另一处"}
    assert {lost[each].fate for each in lost} <= {
        CellOutcome.ASIDE,
        CellOutcome.NO_PLACE,
        CellOutcome.NOT_USABLE,
    }
    assert {lost[cell].sheet} == {sheet}
    assert not made.complete


def test_a_key_beside_the_text_of_another_item_is_not_guessed(lab: Lab) -> None:
    first = lab.at("A1/001", Field.PROVIDED)
    row = parse_a1(first)[0]
    made = lab.fresh({a1(row, 4): "户口迁移", first: "是"})
    assert left_out(made)[first].fate is CellOutcome.CONFLICT


SHARE = NumberFormat('0"万"')
LOOKS: dict[str, tuple[CellValue, Appearance, CellOutcome, FindingCode | None, str]] = {
    # stored, how it looks, what becomes of it, why, what it says then
    "as it is": (12.0, Appearance(NumberFormat("0.00")), CellOutcome.MOVED, None, "12"),
    "a scale": (
        900.0,
        Appearance(NumberFormat("0,")),
        CellOutcome.NOT_USABLE,
        FindingCode.SHOWN_OTHERWISE,
        "",
    ),
    "words of the format": (3.0, Appearance(SHARE), CellOutcome.NOT_USABLE, FindingCode.SHOWN_OTHERWISE, ""),
    "nothing is shown": (
        3.0,
        Appearance(NumberFormat(";;;")),
        CellOutcome.NOT_USABLE,
        FindingCode.UNSEEN,
        "",
    ),
    "struck out": (3.0, Appearance(struck=True), CellOutcome.NOT_USABLE, FindingCode.STRUCK_OUT, ""),
    "white on white": (3.0, Appearance(unseen=True), CellOutcome.NOT_USABLE, FindingCode.UNSEEN, ""),
    "a picture": ("", Appearance(picture=True), CellOutcome.NOT_USABLE, FindingCode.PICTURE, ""),
}


@pytest.mark.parametrize("kind", LOOKS)
def test_an_answer_is_read_as_it_is_shown_or_left_out(lab: Lab, kind: str) -> None:
    value, look, fate, code, became = LOOKS[kind]
    cell = lab.at("B3/x", Field.VALUE)
    made = lab.fresh({cell: value}, more={"appearances": {parse_a1(cell): look}})
    (told,) = [each for each in made.transfers if each.cell == cell and each.sheet == SAMPLING]
    assert (told.fate, told.became) == (fate, became)
    assert (told.finding.code if told.finding else None) == code
    assert made.complete == (fate is CellOutcome.MOVED)


def test_a_number_without_the_result_of_its_formula_is_named(lab: Lab) -> None:
    cell = lab.at("B3/x", Field.VALUE)
    place = parse_a1(cell)
    more = {"formulas": {place: "1+2"}, "uncached": frozenset({place})}
    told = left_out(lab.fresh({cell: ""}, more=more))[cell]
    assert told.finding is not None
    assert told.finding.code is FindingCode.FORMULA_WITHOUT_VALUE


@pytest.mark.parametrize("what", ["hidden_rows", "hidden_columns"])
def test_an_answer_that_nobody_saw_arrives_and_is_named(lab: Lab, what: str) -> None:
    cell = lab.at("B3/x", Field.VALUE)
    row, column = parse_a1(cell)
    number = row if what == "hidden_rows" else column
    made = lab.fresh({cell: 3.0}, more={what: frozenset({number})})
    (told,) = [each for each in made.transfers if each.cell == cell and each.sheet == SAMPLING]
    assert (told.fate, told.became) == (CellOutcome.MOVED, "3")
    assert told.finding is not None
    assert told.finding.code is FindingCode.HIDDEN_ANSWER
    assert not made.complete


OBJECTS = {
    "a comment": (ObjectKind.COMMENT, "应为 70", "批注"),
    "a text box": (ObjectKind.BOX, "另有三项", "文本框"),
    "a picture": (ObjectKind.PICTURE, "", "图片"),
}


@pytest.mark.parametrize(("kind", "text", "head"), OBJECTS.values(), ids=OBJECTS)
def test_what_lies_on_the_sheet_is_named(lab: Lab, kind: ObjectKind, text: str, head: str) -> None:
    cell = lab.at("B3/x", Field.VALUE)
    place = parse_a1(cell)
    book = replace(lab.book, objects={SAMPLING: (SheetObject(kind, place, place, text),)})
    told = left_out(refresh_book(lab.project, book, Path("a.xlsx"), None, None))[cell]
    assert (told.fate, told.head, told.value, told.old_key) == (CellOutcome.ASIDE, head, text, "B3/x")


def test_what_was_returned_is_no_remark_of_the_unit(lab: Lab) -> None:
    words = wording("zh")["giveback.heading"] + "\n必须修改：有误\n→ 请改正"
    place = parse_a1(lab.at("B3/x", Field.VALUE))
    book = replace(lab.book, objects={SAMPLING: (SheetObject(ObjectKind.COMMENT, place, place, words),)})
    assert refresh_book(lab.project, book, Path("a.xlsx"), None, None).complete


def test_days_count_from_1904_where_the_old_form_counts_so(lab: Lab) -> None:
    cell = lab.at("B3/x", Field.DATE)
    sheets = {**lab.book.sheets, SAMPLING: typed(lab.book.sheets[SAMPLING], {cell: 44805.0})}
    book = replace(lab.book, sheets=sheets, from_1904=True)
    made = refresh_book(lab.project, book, Path("a.xlsx"), None, None)
    (told,) = [each for each in made.transfers if each.cell == cell and each.sheet == SAMPLING]
    assert told.became == "2026-09-02"
