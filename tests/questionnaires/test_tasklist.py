"""A task list goes out, is edited, sorted, added to, deleted from, and comes back: what people decided is kept by key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.errors import ProjectError
from smartxl.findings import FindingCode
from smartxl.model.definition import Catalogue, Roster, Unit
from smartxl.model.plan import Check, CheckKind
from smartxl.model.tasks import ORGANISER, Task, TaskList, TaskPart, TaskState, merged_tasks
from smartxl.project.taskfile import KEPT_TASKS
from smartxl.questionnaires import TaskNames, TaskWords, plan_task_list, read_task_list, take_tasks
from smartxl.questionnaires.tasklist import TaskColumn
from smartxl.questionnaires.tasklist_read import RemarkKind, TaskListReply
from smartxl.questionnaires.tasklist_take import TaskTake
from smartxl.text import LANGUAGES, Lang, Text
from smartxl.typed import clean
from smartxl.xlsx import open_book
from smartxl_generators.workbook import write_blank
from smartxl_templates import wording
from tests.questionnaires.forms import MOMENT, TEMPLATE, changed, definition, row_of, sheet_of

Typed = str | int | datetime | None
DAY = date(2026, 12, 1)
_BASE = definition([2, 1])
UNITS = (
    Unit("GA", Text("公安局", "Police"), "dep"),
    Unit("JY", Text("教育局", "Education"), "dep"),
    Unit("WT", Text("文化、旅游局", "Culture, Tourism"), "dep"),
)
OF = type(_BASE)(_BASE.round, _BASE.framework, Roster(UNITS), Catalogue(()))
STATES = [TaskWords(OF, lang, wording(lang)).states for lang in LANGUAGES]
NAMES = TaskNames(OF, STATES)
KEYS = ("G1.1/dep", "G1.2/dep", "G2.1/dep")
SUGGESTED = tuple(
    Task(
        key, key.partition("/")[0], "dep", f"补足{n}", f"缺 {n} 项", responsible=("GA", "WT"), expected=n / 4
    )
    for n, key in enumerate(KEYS, 1)
)
KEPT = TaskList(SUGGESTED)
COLUMNS = {column: place for place, column in enumerate(TaskColumn, 2)}
FIRST = 5


def written(tasks: Sequence[Task] = SUGGESTED, lang: Lang = "zh") -> bytes:
    words = TaskWords(OF, lang, wording(lang))
    rows = [words.row(task, words.indicators.get(task.indicator, task.indicator)) for task in tasks]
    plan, answers = plan_task_list(words, rows)
    return write_blank(plan, TEMPLATE, MOMENT, answers)


SENT = written()


def read(content: bytes) -> TaskListReply:
    return read_task_list(open_book(content, "任务.xlsx"), TaskWords(OF, "zh", wording("zh")))


def taken(content: bytes, kept: TaskList = KEPT) -> TaskTake:
    return take_tasks(kept, read(content), NAMES, DAY)


def edited(change: Callable[[Worksheet], object], content: bytes = SENT) -> bytes:
    def on_sheet(book: Workbook) -> None:
        change(book["整改任务"] if "整改任务" in book.sheetnames else book.worksheets[0])

    return changed(content, on_sheet)


def typed(row: int, column: TaskColumn, value: Typed) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet.cell(row, COLUMNS[column]).value = value

    return change


def by_key(take: TaskTake) -> dict[str, Task]:
    return {task.key: task for task in take.tasks.tasks}


def kinds(take: TaskTake) -> list[str]:
    return [remark.kind.value for remark in take.remarks]


def test_an_untouched_file_changes_nothing() -> None:
    take = taken(SENT)
    assert take.tasks == KEPT
    assert kinds(take) == ["no_lead"]
    assert take.remarks[0].row == "5、6、7"
    assert read(SENT).findings == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_decided_stands_in_the_next_workbook(lang: Lang) -> None:
    full = Task(
        "G1.1/dep", "G1.1", "dep", "=补足", "-缺", "JY", ("GA", "WT", "市委办"), date(2027, 3, 1), 1.5, 60, 90,
        TaskState.DONE, date(2026, 11, 30), "@备注\n第二行", (TaskPart.POINT, TaskPart.PROBLEM, TaskPart.RESPONSIBLE),
    )  # fmt: skip
    own = Task("own-0123456789", "", "", "另做一事", lead=ORGANISER, state=TaskState.DOING)
    kept = TaskList((full, own))
    take = taken(written((full, own), lang), kept)
    assert take.tasks == kept
    assert taken(written((full, own), lang), TaskList()).tasks.tasks[0].note == "@备注\n第二行"


EDITS: dict[str, tuple[TaskColumn, Typed, str, object]] = {
    "lead by name": (TaskColumn.LEAD, "教育局", "lead", "JY"),
    "lead by code": (TaskColumn.LEAD, "jy", "lead", "JY"),
    "lead in English": (TaskColumn.LEAD, "Education", "lead", "JY"),
    "the organiser": (TaskColumn.LEAD, OF.round.organiser.zh, "lead", ORGANISER),
    "a body of no roster": (TaskColumn.LEAD, "市委办", "lead", "市委办"),
    "several units": (TaskColumn.RESPONSIBLE, "教育局、公安局", "responsible", ("JY", "GA")),
    "a sign inside a name": (TaskColumn.RESPONSIBLE, "文化、旅游局、教育局", "responsible", ("WT", "JY")),
    "English names": (TaskColumn.RESPONSIBLE, "Culture, Tourism; Police", "responsible", ("WT", "GA")),
    "a day": (TaskColumn.DUE, datetime(2027, 1, 31), "due", date(2027, 1, 31)),
    "a day as text": (TaskColumn.DUE, "2027年1月31日", "due", date(2027, 1, 31)),
    "a state": (TaskColumn.STATE, "进行中", "state", TaskState.DOING),
    "a state in English": (TaskColumn.STATE, "dropped", "state", TaskState.DROPPED),
    "text like a formula": (TaskColumn.NOTE, "'=1+1", "note", "'=1+1"),
    "a number": (TaskColumn.NOTE, 12, "note", "12"),
}


@pytest.mark.parametrize(("column", "value", "part", "due"), EDITS.values(), ids=EDITS)
def test_one_edit_changes_one_thing(column: TaskColumn, value: Typed, part: str, due: object) -> None:
    task = by_key(taken(edited(typed(6, column, value))))["G1.2/dep"]
    assert getattr(task, part) == due
    same = {name for name in Task.__slots__ if getattr(task, name) == getattr(SUGGESTED[1], name)}
    assert set(Task.__slots__) - same <= {part, "edited"}


def test_a_text_that_begins_with_a_sign_stays_text() -> None:
    def change(sheet: Worksheet) -> None:
        cell = sheet.cell(6, COLUMNS[TaskColumn.NOTE])
        cell.value, cell.data_type = '=HYPERLINK("http://x")', "s"

    assert by_key(taken(edited(change)))["G1.2/dep"].note == '=HYPERLINK("http://x")'


FINDINGS: dict[str, tuple[TaskColumn, Typed, FindingCode]] = {
    "no date": (TaskColumn.DUE, "年底前后", FindingCode.NOT_A_DATE),
    "a month": (TaskColumn.DUE, "2027年1月", FindingCode.DAY_MISSING),
    "before the round": (TaskColumn.DUE, datetime(2020, 1, 1), FindingCode.DATE_OUT_OF_RANGE),
    "a formula without a value": (TaskColumn.NOTE, "=A1&B1", FindingCode.FORMULA_WITHOUT_VALUE),
    "an error": (TaskColumn.LEAD, "#N/A", FindingCode.ERROR_VALUE),
    "far too long": (TaskColumn.NOTE, "长" * 1200, FindingCode.TOO_LONG),
}


@pytest.mark.parametrize(("column", "value", "code"), FINDINGS.values(), ids=FINDINGS)
def test_what_cannot_be_read_is_told_with_its_cell(
    column: TaskColumn, value: Typed, code: FindingCode
) -> None:
    reply = read(edited(typed(6, column, value)))
    (finding,) = reply.findings
    assert (finding.code, finding.sheet) == (code, "整改任务")
    assert finding.cell.endswith("6")
    assert finding.remedy("zh")
    assert finding.remedy("en")


def test_rows_may_be_sorted_and_the_sheet_renamed() -> None:
    def change(sheet: Worksheet) -> None:
        typed(5, TaskColumn.LEAD, "公安局")(sheet)
        typed(7, TaskColumn.LEAD, "教育局")(sheet)
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(5, column), sheet.cell(7, column)
            one.value, other.value = other.value, one.value
        sheet.title = "我的任务"

    tasks = by_key(taken(edited(change)))
    assert [tasks[key].lead for key in KEYS] == ["GA", "", "JY"]


def test_a_deleted_row_leaves_the_list_and_an_older_file_brings_it_back() -> None:
    take = taken(edited(lambda sheet: sheet.delete_rows(6)))
    assert list(by_key(take)) == [KEYS[0], KEYS[2]]
    assert take.tasks.removed == (KEYS[1],)
    assert "deleted" in kinds(take)
    assert merged_tasks(SUGGESTED, take.tasks) == (SUGGESTED[0], SUGGESTED[2])
    again = taken(SENT, take.tasks)
    assert set(by_key(again)) == set(KEYS)
    assert again.tasks.removed == ()
    assert "restored" in kinds(again)


def test_a_file_of_before_deletes_no_newer_task() -> None:
    assert set(by_key(taken(written(SUGGESTED[:2])))) == set(KEYS)


def test_rows_that_were_added_are_tasks_of_ones_own_once() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(6)
        for row in (6, 9):
            typed(row, TaskColumn.PROBLEM, f"新任务{row}")(sheet)
            typed(row, TaskColumn.LEAD, "教育局")(sheet)
        typed(9, TaskColumn.INDICATOR, "G2.1 名称G2.1")(sheet)
        typed(10, TaskColumn.NOTE, "没有写明")(sheet)

    content = edited(change)
    take = taken(content)
    own = [task for task in take.tasks.tasks if task.own]
    assert [(task.problem, task.indicator, task.lead) for task in own] == [
        ("新任务6", "", "JY"),
        ("新任务9", "G2.1", "JY"),
    ]
    assert [kind for kind in kinds(take) if kind != "no_lead"] == ["added", "added", "empty_task"]
    again = taken(content, take.tasks)
    assert again.tasks == take.tasks
    assert merged_tasks(SUGGESTED, take.tasks)[-2:] == tuple(own)
    later = taken(written(take.tasks.tasks), take.tasks)
    assert later.tasks == take.tasks


def test_a_row_that_was_copied_is_kept_beside_the_other() -> None:
    def change(sheet: Worksheet) -> None:
        for row in (8, 9):
            for column in range(1, sheet.max_column + 1):
                sheet.cell(row, column).value = sheet.cell(5, column).value
        typed(9, TaskColumn.PROBLEM, "后半部分")(sheet)

    take = taken(edited(change))
    assert [kind for kind in kinds(take) if kind != "no_lead"] == ["twice", "copied", "added"]
    assert take.tasks.tasks[:3] == SUGGESTED
    assert (take.tasks.tasks[3].problem, take.tasks.tasks[3].own) == ("后半部分", True)


def test_some_columns_sorted_alone_are_refused() -> None:
    def change(sheet: Worksheet) -> None:
        one, other = (sheet.cell(row, COLUMNS[TaskColumn.INDICATOR]) for row in (5, 6))
        one.value, other.value = other.value, one.value
        typed(5, TaskColumn.LEAD, "教育局")(sheet)

    take = taken(edited(change))
    assert take.tasks == KEPT
    assert kinds(take).count("other_indicator") == 2


def test_merged_cells_keep_what_was_known() -> None:
    def change(sheet: Worksheet) -> None:
        place = COLUMNS[TaskColumn.LEAD]
        sheet.cell(5, place).value = "教育局"
        sheet.merge_cells(start_row=5, end_row=6, start_column=place, end_column=place)

    reply = read(edited(change))
    assert {finding.code for finding in reply.findings} == {FindingCode.MERGED_ANSWERS}
    assert taken(edited(change)).tasks == KEPT


STATE_EDITS: dict[str, tuple[dict[TaskColumn, Typed], str]] = {
    "done without a day": ({TaskColumn.STATE: "已完成"}, "done_undated"),
    "a day without done": ({TaskColumn.DONE: datetime(2026, 11, 1)}, "dated_not_done"),
    "done tomorrow": ({TaskColumn.STATE: "已完成", TaskColumn.DONE: datetime(2026, 12, 2)}, "done_later"),
    "no such state": ({TaskColumn.STATE: "快了"}, "state_unknown"),
    "a unit of no roster": ({TaskColumn.LEAD: "教育"}, "unit_unknown"),
}


@pytest.mark.parametrize(("cells", "kind"), STATE_EDITS.values(), ids=STATE_EDITS)
def test_what_does_not_go_together_is_told(cells: dict[TaskColumn, Typed], kind: str) -> None:
    def change(sheet: Worksheet) -> None:
        for column, value in cells.items():
            typed(6, column, value)(sheet)

    take = taken(edited(change))
    (remark,) = [remark for remark in take.remarks if remark.kind.value == kind]
    assert remark.cell.endswith("6")
    assert remark.row == "6"


def test_a_column_or_all_keys_gone_change_nothing_there() -> None:
    gone = taken(edited(lambda sheet: sheet.delete_cols(COLUMNS[TaskColumn.LEAD])))
    assert gone.tasks == KEPT
    reply = read(edited(lambda sheet: sheet.delete_cols(COLUMNS[TaskColumn.LEAD])))
    assert [remark.kind.value for remark in reply.remarks] == ["column_gone"]
    keyless = read(edited(lambda sheet: sheet.delete_cols(1)))
    assert ([remark.kind.value for remark in keyless.remarks], keyless.complete) == (["no_rows"], False)


def test_a_copy_of_the_sheet_is_not_read() -> None:
    def change(book: Workbook) -> None:
        copy = book.copy_worksheet(sheet_of(book, KEYS[0]))
        copy.cell(row_of(copy, KEYS[0]), COLUMNS[TaskColumn.LEAD]).value = "教育局"

    reply = read(changed(SENT, change))
    assert [remark.kind.value for remark in reply.remarks] == ["copy_of_sheet"]


def test_a_deleted_text_is_suggested_again() -> None:
    kept = taken(edited(typed(5, TaskColumn.POINT, "只补一半"))).tasks
    assert merged_tasks(SUGGESTED, kept)[0].point == "只补一半"
    back = taken(edited(typed(5, TaskColumn.POINT, None), written(kept.tasks)), kept).tasks
    assert merged_tasks(SUGGESTED, back) == SUGGESTED


def test_suggestions_that_nobody_touched_leave_with_new_scores() -> None:
    decided = TaskList((SUGGESTED[0], Task(KEYS[1], "G1.2", "dep", lead="GA")))
    assert [task.key for task in merged_tasks(SUGGESTED[2:], decided)] == [KEYS[2], KEYS[1]]


def test_every_remark_has_its_words() -> None:
    for kind in RemarkKind:
        assert {f"tasklist.remark_{kind.value}", f"tasklist.remedy_{kind.value}"} <= set(wording("zh"))


_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co", "Zs")), min_size=1, max_size=30
)


@given(_TEXT, _TEXT)
def test_any_text_comes_back_as_it_was(point: str, note: str) -> None:
    text = Check(CheckKind.TEXT)
    task = Task("own-1", point=point, note=note)
    if clean(point, text).value != point or clean(note, text).value != note:
        return
    assert taken(written((task,)), TaskList((task,))).tasks.tasks[0] == task


def test_the_list_is_kept_in_a_file(tmp_path: Path) -> None:
    assert KEPT_TASKS.kept(tmp_path) == TaskList()
    tasks = TaskList(
        (Task("own-1", note='="x"\n', due=date(2027, 1, 1), edited=(TaskPart.POINT,)), *SUGGESTED), ("a/b",)
    )
    KEPT_TASKS.keep(tmp_path, tasks)
    assert KEPT_TASKS.kept(tmp_path) == tasks
    KEPT_TASKS.path(tmp_path).write_text('{"tasks": [{"key": 3}]}', "utf-8")
    with pytest.raises(ProjectError, match="tasks 0 key"):
        KEPT_TASKS.kept(tmp_path)
