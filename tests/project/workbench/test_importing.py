"""An edited workbench brought back: by keys wherever they stand, all of it or nothing, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import smartxl
from smartxl.errors import DefinitionError, ProjectError, SmartxlError
from smartxl.model.answers import Field
from smartxl.project.workbench.brought import BroughtKind, WorkbenchImport
from smartxl.text import Text
from tests.project.workbench.conftest import NOW

pytestmark = pytest.mark.slow
Edit = Callable[[Any], None]
Inputs = Mapping[tuple[str, str, str], object]


def cell(book: Any, kind: str, row: str, column: str) -> Any:
    for sheet in book:
        if str(sheet["A1"].value) == kind:
            columns = {head.value: head.column for head in sheet[1]}
            rows = {line[0].value: line[0].row for line in sheet.iter_rows(min_row=2, max_col=1)}
            return sheet.cell(rows[row], columns[column])
    raise AssertionError(kind)


def edited(city: smartxl.Project, inputs: Inputs, edit: Edit | None = None) -> Path:
    """The workbench with other inputs, by sheet, row and column, as a program saves it."""
    book = openpyxl.load_workbook(next(city.reports.glob("*.xlsx")))
    for key, value in inputs.items():
        cell(book, *key).value = value
    if edit:
        edit(book)
    target = city.root / "edited.xlsx"
    book.save(target)
    return target


def brought(city: smartxl.Project, path: Path, **order: Any) -> WorkbenchImport:
    return city.import_workbench(path, now=NOW, **order)


WEIGHTS = {
    ("wb:weights", "weight:dep/A", "#try"): 50.0,
    ("wb:weights", "weight:dep/B", "#try"): 50.0,
}
SCORE = {("wb:scores:dep", "GA", "A1"): 90.5}
RUBRIC = {("wb:scores:dep", "GA", "B1"): 100.0}
FROM_NUMBERS = {("wb:scores:dep", "JY", "A2"): 12.0}


def test_an_untouched_workbench_changes_nothing(city: smartxl.Project) -> None:
    before = (city.root / "framework.yaml").read_bytes()
    found = brought(city, edited(city, {}))
    assert (found.changes, found.told, found.moves, found.written) == ((), (), (), ())
    assert (city.root / "framework.yaml").read_bytes() == before


def test_weights_go_into_the_definition(city: smartxl.Project) -> None:
    found = brought(city, edited(city, WEIGHTS))
    assert [(c.kind, c.of, c.node, c.old, c.new) for c in found.changes] == [
        (BroughtKind.WEIGHT, "dep", "A", 60.0, 50.0),
        (BroughtKind.WEIGHT, "dep", "B", 40.0, 50.0),
    ]
    again = smartxl.open_project(city.root)
    assert again.definition.framework.by_code["A"].weights == {"dep": 50.0, "dis": 100.0}
    scored = again.scored(now=NOW)
    for move in found.moves:
        assert scored.table.get("score", move.code, "TOTAL") == move.after  # type: ignore[arg-type]
    assert {move.code for move in found.moves} <= {"@city", "@dep", "GA", "JY"}


@pytest.mark.parametrize(
    ("inputs", "code"),
    [(SCORE, "A1"), (RUBRIC, "B1"), ({("wb:scores:dep", "GA", "A1"): 3.0}, "A1")],
    ids=["up", "level", "down"],
)
def test_a_score_becomes_a_review_with_a_reason(city: smartxl.Project, inputs: Inputs, code: str) -> None:
    (wanted,) = inputs.values()
    found = brought(city, edited(city, inputs), reason="现场核实")
    assert [path.name for path in found.written] == ["GA-市公安局-复核表.xlsx"]
    again = smartxl.open_project(city.root)
    assert again.scores(now=NOW).loc["GA", code] == wanted
    rows = [a for a in again.counting_answers() if a.unit == "GA" and a.leaf == code]
    assert any("现场核实" in str(row.fields.get(Field.REVIEW_NOTE)) for row in rows)
    with again.ledger() as ledger:
        assert ledger.counting_records(again.definition)["GA"].name == "GA-市公安局-复核表.xlsx"


def test_bringing_it_back_twice_changes_nothing_more(city: smartxl.Project) -> None:
    path = edited(city, WEIGHTS | SCORE)
    brought(city, path)
    again = brought(smartxl.open_project(city.root), path)
    assert (again.changes, again.written) == ((), ())


def test_a_dry_run_tells_the_same_and_writes_nothing(city: smartxl.Project) -> None:
    path = edited(city, WEIGHTS | SCORE)
    files = {p: p.read_bytes() for p in city.root.rglob("*") if p.is_file() and "ledger" not in p.name}
    dry = brought(city, path, dry_run=True)
    assert {
        p: p.read_bytes() for p in city.root.rglob("*") if p.is_file() and "ledger" not in p.name
    } == files
    real = brought(city, path)
    assert (dry.changes, dry.moves) == (real.changes, real.moves)
    assert not dry.written
    assert real.written


def test_a_score_that_is_worked_out_from_numbers_is_refused_and_the_rest_is_brought(
    city: smartxl.Project,
) -> None:
    found = brought(city, edited(city, FROM_NUMBERS | SCORE))
    assert {(c.of, c.node): c.refused is not None for c in found.changes} == {
        ("GA", "A1"): False,
        ("JY", "A2"): True,
    }
    after = smartxl.open_project(city.root).scores(now=NOW)
    assert after.loc["GA", "A1"] == 90.5
    assert after.loc["JY", "A2"] != 12.0


def test_a_level_that_there_is_not_is_refused_with_those_that_there_are(city: smartxl.Project) -> None:
    (change,) = brought(city, edited(city, {("wb:scores:dep", "GA", "B1"): 70.0}), dry_run=True).changes
    assert change.refused is not None
    assert "50, 100" in change.refused.zh
    assert "50, 100" in change.refused.en


def test_a_score_cannot_be_taken_away_nor_a_share_written(city: smartxl.Project) -> None:
    found = brought(
        city, edited(city, {("wb:scores:dep", "GA", "A1"): None, ("wb:weights", "share:dep", "#try"): 70.0})
    )
    assert [(c.kind, c.refused is not None) for c in found.changes] == [
        (BroughtKind.SHARE, True),
        (BroughtKind.SCORE, True),
    ]
    assert not found.written


def sorted_rows(book: Any) -> None:
    """The units of a sheet in the other order, its name another one."""
    sheet = next(each for each in book if str(each["A1"].value) == "wb:scores:dep")
    rows = {line[0].value: line[0].row for line in sheet.iter_rows(min_row=2, max_col=1)}
    one, other = rows["GA"], rows["JY"]
    for column in range(1, sheet.max_column + 1):
        first, second = sheet.cell(one, column), sheet.cell(other, column)
        first.value, second.value = second.value, first.value
    sheet.title = "改了名"


def without_row(key: str) -> Edit:
    def edit(book: Any) -> None:
        for sheet in book:
            for line in list(sheet.iter_rows(min_row=2, max_col=1)):
                if line[0].value == key:
                    sheet.delete_rows(line[0].row)

    return edit


def test_sorted_rows_and_renamed_sheets_are_read_by_their_keys(city: smartxl.Project) -> None:
    found = brought(city, edited(city, SCORE, sorted_rows), dry_run=True)
    assert [(c.of, c.node, c.new) for c in found.changes] == [("GA", "A1", 90.5)]
    assert "改了名" in found.changes[0].place


def without_properties(book: Any) -> None:
    """As some programs save it."""
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]


def test_a_program_may_lose_the_properties(city: smartxl.Project) -> None:
    found = brought(city, edited(city, SCORE, without_properties), dry_run=True)
    assert [(c.of, c.node, c.new) for c in found.changes] == [("GA", "A1", 90.5)]


@pytest.mark.parametrize("key", ["weight:dep/A2", "GA"])
def test_rows_that_are_gone_are_told_and_stay_as_they_are(city: smartxl.Project, key: str) -> None:
    found = brought(city, edited(city, {}, without_row(key)))
    assert not found.changes
    assert len(found.told) == 1
    assert key.rpartition(":")[2] in found.told[0].zh
    assert key.rpartition(":")[2] in found.told[0].en


def unknown_row(book: Any) -> None:
    cell(book, "wb:weights", "weight:dep/A", "#now").parent.cell(60, 1).value = "weight:dep/Z9"


def twice(book: Any) -> None:
    sheet = cell(book, "wb:weights", "weight:dep/A", "#try").parent
    sheet.cell(60, 1).value = "weight:dep/A"


def test_rows_that_nobody_knows_are_told(city: smartxl.Project) -> None:
    found = brought(city, edited(city, {}, unknown_row))
    assert ["Z9" in text.zh for text in found.told] == [True]


@pytest.mark.parametrize(
    ("inputs", "edit", "count", "words"),
    [
        (
            {("wb:weights", "weight:dep/A", "#try"): "六十", ("wb:scores:dep", "GA", "A1"): "好"},
            None,
            2,
            "不是数",
        ),
        ({("wb:weights", "weight:dep/A", "#try"): -1.0}, None, 1, "不小于 0"),
        (
            {("wb:weights", "weight:dep/A", "#try"): 0.0, ("wb:weights", "weight:dep/B", "#try"): 0.0},
            None,
            1,
            "之和是 0",
        ),
        ({}, twice, 2, "出现两次"),
    ],
    ids=["text", "negative", "nothing", "twice"],
)
def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(
    city: smartxl.Project, inputs: Inputs, edit: Edit | None, count: int, words: str
) -> None:
    before = (city.root / "framework.yaml").read_bytes()
    with pytest.raises(DefinitionError) as caught:
        brought(city, edited(city, {**SCORE, **inputs}, edit))
    assert len(caught.value.problems) >= count
    assert words in str(caught.value)
    assert (city.root / "framework.yaml").read_bytes() == before
    assert not (city.root / "reviews").exists()


def test_weights_that_do_not_sum_up_are_scaled_and_that_is_told(city: smartxl.Project) -> None:
    found = brought(city, edited(city, {("wb:weights", "weight:dep/A", "#try"): 50.0}), dry_run=True)
    assert [(c.node, round(c.new or 0, 4)) for c in found.changes] == [("A", 55.5556), ("B", 44.4444)]
    assert "90" in found.told[0].zh


def test_weights_by_judgement_are_those_of_the_matrix(city: smartxl.Project) -> None:
    inputs = {("wb:judgements", "use:TOTAL@dep", "#try"): "判断矩阵"}

    def edit(book: Any) -> None:
        cell(book, "wb:judgements", "ahp:TOTAL@dep|A", "#m2").value = 3.0

    found = brought(city, edited(city, inputs, edit), dry_run=True)
    assert [(c.node, round(c.new or 0, 6)) for c in found.changes] == [("A", 75.0), ("B", 25.0)]


def test_what_came_since_is_no_change_of_the_consultant(city: smartxl.Project) -> None:
    path = edited(city, SCORE)
    city.fill(seed=9, force=True, jobs=1)
    city.collect(processes=0)
    found = brought(smartxl.open_project(city.root), path, dry_run=True)
    assert [(c.of, c.node) for c in found.changes] == [("GA", "A1")]


def test_a_failure_takes_everything_back(city: smartxl.Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (city.root / "framework.yaml").read_bytes()

    def fails(*_: object, **__: object) -> None:
        raise SmartxlError("x", Text("坏了", "broken"), Text("再试", "try again"))

    monkeypatch.setattr("smartxl.project.workbench.importing.gather", fails)
    with pytest.raises(SmartxlError):
        brought(city, edited(city, WEIGHTS | SCORE))
    assert (city.root / "framework.yaml").read_bytes() == before
    assert not list((city.root / "reviews").rglob("*.xlsx"))


def test_another_workbook_is_refused(city: smartxl.Project) -> None:
    form = next((city.root / "workbooks").rglob("*.xlsx"))
    with pytest.raises(ProjectError, match="工作台"):
        brought(city, form)
    path = city.root / "no.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(SmartxlError):
        brought(city, path)
    with pytest.raises(ProjectError):
        brought(city, city.root / "none.xlsx")
