"""Each finding code is produced by a real file, twice in one process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import cast

import pytest
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font

from smartxl.collecting import collect
from smartxl.findings import Finding, FindingCode
from smartxl.ledger import Ledger
from smartxl.model.answers import Field
from smartxl.xlsx import FileRefused
from tests.reading.drawings import BOX, PICTURE, drawing, with_drawing
from tests.reading.forms import (
    COLUMNS,
    DEFINITION,
    ENTRY_COLUMNS,
    FIRST,
    ITEM_KEYS,
    KEYS,
    NOW,
    NUMBER,
    RATE,
    SECOND,
    SHEET,
    THIRD,
    Form,
    Typed,
    make_plan,
    old_stamp,
    patch,
    properties_of,
    read_form,
    write_form,
    write_stamp,
)

Change = Callable[[Form], object]
BLANK = ITEM_KEYS[4]


def put(key: str, entry: Field, value: Typed) -> Change:
    return lambda form: form.put(key, entry, value)


def several(*changes: Change) -> Change:
    return lambda form: [change(form) for change in changes]


def duplicate(key: str, **changed: Typed) -> Change:
    def change(form: Form) -> None:
        row = form.row(key)
        form.sheet.append([cell.value for cell in form.sheet[row]])
        for name, value in changed.items():
            form.sheet.cell(form.sheet.max_row, COLUMNS[Field(name)]).value = value

    return change


def swap_without_keys(form: Form) -> None:
    form.swap(FIRST, SECOND, range(2, 12))


def move_away(form: Form) -> None:
    for cell in form.sheet[form.row(FIRST)]:
        form.sheet.cell(40, cell.column or 0).value, cell.value = cell.value, None


def error_value(form: Form) -> None:
    cell = form.sheet.cell(form.row(RATE), COLUMNS[Field.PROVIDED])
    cell.value, cell.data_type = "#DIV/0!", "e"


def replace_sheet(form: Form) -> None:
    form.book.remove(form.sheet)
    form.book.create_sheet("Sheet1")


def add_row(form: Form) -> None:
    form.sheet.insert_rows(6)
    form.sheet.cell(6, 6, "是")


def drop_names(form: Form) -> None:
    del form.book.defined_names["sx_001"]


def fill_copy_only(form: Form) -> None:
    form.book.copy_worksheet(form.sheet)
    form.put(FIRST, Field.PROVIDED, None)


def mark_keys(form: Form, unit: str, *keys: str) -> None:
    for key in keys:
        form.sheet.cell(form.row(key), 1).value = f"{key}@{unit}"


def set_title(name: str) -> Change:
    return lambda form: setattr(form.sheet, "title", name)


def on(key: str, work: Callable[[Cell], None]) -> Change:
    """Does something to the cell of a number."""
    return lambda form: work(cast("Cell", form.sheet.cell(form.row(key), ENTRY_COLUMNS[Field.VALUE])))


def linked(target: str) -> Change:
    """Links the first row's address elsewhere."""
    return lambda form: setattr(
        form.sheet.cell(form.row(FIRST), ENTRY_COLUMNS[Field.ADDRESS]), "hyperlink", target
    )


def drawn(shape: str) -> Callable[[], bytes]:
    """The form with a drawing over the number's cell."""
    return lambda: with_drawing(GOOD_FILE, drawing(shape, write_form().row(NUMBER), 6))


CHANGES: dict[FindingCode, Change] = {
    FindingCode.SAYS_NOTHING: put(FIRST, Field.ADDRESS, "见附件"),
    FindingCode.SHEET_MISSING: replace_sheet,
    FindingCode.SHEET_RENAMED: set_title("我的表"),
    FindingCode.SHEET_COPIED: lambda form: form.book.copy_worksheet(form.sheet),
    FindingCode.COLUMNS_MOVED: lambda form: form.sheet.insert_cols(1),
    FindingCode.NAMES_GONE: drop_names,
    FindingCode.SHEET_OF_OTHER_FORM: lambda form: mark_keys(form, "JYJ", *KEYS),
    FindingCode.COPY_READ: fill_copy_only,
    FindingCode.KEYS_GONE: lambda form: form.sheet.delete_cols(1),
    FindingCode.ROW_MISSING: lambda form: form.sheet.delete_rows(form.row(FIRST)),
    FindingCode.SAME_ROW_TWICE: duplicate(FIRST),
    FindingCode.ROWS_CONTRADICT: duplicate(FIRST, level="结果反馈"),
    FindingCode.UNKNOWN_KEY: lambda form: form.sheet.cell(30, 1, "B2/BS999"),
    FindingCode.ROWS_MOVED: lambda form: form.sheet.insert_rows(5),
    FindingCode.ROWS_SORTED: lambda form: form.swap(FIRST, SECOND, range(1, 12)),
    FindingCode.NAME_DISAGREES: move_away,
    FindingCode.OTHER_LABEL: swap_without_keys,
    FindingCode.LABEL_CHANGED: lambda form: form.sheet.cell(form.row(FIRST), 4, "身份证"),
    FindingCode.MERGED_ANSWERS: lambda form: form.sheet.merge_cells("F4:F5"),
    FindingCode.ROW_WITHOUT_KEY: add_row,
    FindingCode.COPY_DIFFERS: lambda form: form.book.copy_worksheet(form.sheet).cell(4, 6, "否"),
    FindingCode.LABEL_GONE: lambda form: form.sheet.cell(form.row(FIRST), 4, " "),
    FindingCode.ROW_OF_OTHER_UNIT: lambda form: mark_keys(form, "JYJ", FIRST),
    FindingCode.TYPED_BESIDE: lambda form: form.sheet.cell(form.row(FIRST), 14, "见附件"),
    FindingCode.NOT_IN_LIST: put(FIRST, Field.LEVEL, "很深"),
    FindingCode.NOT_A_NUMBER: put(NUMBER, Field.VALUE, "无数据"),
    FindingCode.AMBIGUOUS_NUMBER: put(NUMBER, Field.VALUE, "50余"),
    FindingCode.OUT_OF_RANGE: put(RATE, Field.VALUE, 101),
    FindingCode.NOT_A_DATE: put(FIRST, Field.DATE, "9月上旬"),
    FindingCode.DATE_OUT_OF_RANGE: put(FIRST, Field.DATE, date(2025, 9, 1)),
    FindingCode.TOO_LONG: put(FIRST, Field.ADDRESS, "长" * 41),
    FindingCode.ERROR_VALUE: error_value,
    FindingCode.FORMULA_WITHOUT_VALUE: put(NUMBER, Field.VALUE, "=1+1"),
    FindingCode.CLEANED: put(FIRST, Field.PROVIDED, "有"),
    FindingCode.APPROXIMATE: put(NUMBER, Field.VALUE, "约50"),
    FindingCode.RANGE: put(NUMBER, Field.VALUE, "50-60"),
    FindingCode.SHARE_OR_PERCENT: put(RATE, Field.VALUE, 0.85),
    FindingCode.BECAME_DATE: put(NUMBER, Field.VALUE, date(2026, 3, 1)),
    FindingCode.DATE_IN_TEXT: put(FIRST, Field.NOTE, date(2026, 3, 1)),
    FindingCode.DAY_MISSING: put(FIRST, Field.DATE, "2026年9月"),
    FindingCode.DIGITS_LOST: put(FIRST, Field.ADDRESS, 110105199001011234.0),
    FindingCode.HIDDEN_ANSWER: lambda form: setattr(
        form.sheet.row_dimensions[form.row(FIRST)], "hidden", True
    ),
    FindingCode.COMMENT: on(NUMBER, lambda cell: setattr(cell, "comment", Comment("实为 70 个", "张三"))),
    FindingCode.SHOWN_OTHERWISE: on(NUMBER, lambda cell: setattr(cell, "number_format", '0"万"')),
    FindingCode.STRUCK_OUT: on(NUMBER, lambda cell: setattr(cell, "font", Font(strike=True))),
    FindingCode.UNSEEN: on(NUMBER, lambda cell: setattr(cell, "number_format", ";;;")),
    FindingCode.PICTURE: put(FIRST, Field.ADDRESS, '=_xlfn.DISPIMG("ID_0A1B",1)'),
    FindingCode.LINK_TARGET: several(
        put(FIRST, Field.ADDRESS, "办事入口"), linked("https://www.example.gov.cn/9")
    ),
    FindingCode.LINK_DIFFERS: linked("https://www.example.gov.cn/9"),
    FindingCode.NO_REASON: put(THIRD, Field.NOTE, None),
    FindingCode.NO_LEVEL: put(FIRST, Field.LEVEL, None),
    FindingCode.LEVEL_IMPLIES_YES: put(FIRST, Field.PROVIDED, None),
    FindingCode.NO_WITH_LEVEL: put(SECOND, Field.LEVEL, "办事指南"),
    FindingCode.MARKED_WITH_ANSWER: put(ITEM_KEYS[3], Field.PROVIDED, "是"),
    FindingCode.DETAILS_WITHOUT_ANSWER: put(BLANK, Field.ADDRESS, "www.example.org"),
    FindingCode.LEFTOVER: put(SECOND, Field.ADDRESS, "https://www.example.org"),
    FindingCode.NO_ADDRESS: put(FIRST, Field.ADDRESS, None),
    FindingCode.EXPLAINED: several(put(FIRST, Field.ADDRESS, None), put(FIRST, Field.NOTE, "仅内网可访问")),
}


def formula_with_value(content: bytes) -> bytes:
    return content.replace(b"<v>12</v>", b"<f>6*2</f><v>12</v>")


def restamped(**changes: str | int) -> bytes:
    return write_form(make_plan(stamp=old_stamp(**changes))).save()


def disagreeing_stamps() -> bytes:
    form = write_form()
    del form.book["_smartxl"]
    write_stamp(form.book, old_stamp(unit="JYJ"), properties=False)
    return form.save()


def unstamped() -> bytes:
    form = write_form()
    del form.book["_smartxl"]
    properties_of(form.book).props.clear()
    return form.save()


def far_cell() -> bytes:
    form = write_form()
    form.sheet["XFD1048576"] = "x"
    return form.save()


GOOD_FILE = write_form().save()
FILES: dict[FindingCode, Callable[[], bytes]] = {
    FindingCode.EMPTY_FILE: lambda: b"",
    FindingCode.NOT_A_WORKBOOK: lambda: b"%PDF-1.7 ...",
    FindingCode.OLD_XLS: lambda: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600),
    FindingCode.ENCRYPTED: lambda: (
        bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    ),
    FindingCode.TEXT_OR_PAGE: lambda: "编码,事项,是否提供\n".encode("gb18030"),
    FindingCode.OTHER_PACKAGE: lambda: patch(unstamped(), {}).replace(b"xl/workbook.xml", b"xl/workbouk.xml"),
    FindingCode.DAMAGED: lambda: GOOD_FILE[: len(GOOD_FILE) // 2],
    FindingCode.TOO_BIG: far_cell,
    FindingCode.SUSPICIOUS: lambda: patch(
        GOOD_FILE, {"xl/workbook.xml": lambda part: b"<!DOCTYPE x>" + part}
    ),
    FindingCode.NO_STAMP: unstamped,
    FindingCode.MACROS: lambda: patch(GOOD_FILE, {"xl/vbaProject.bin": lambda part: b"macro"}),
    FindingCode.OTHER_ASSESSMENT: lambda: restamped(assessment="other"),
    FindingCode.OTHER_ROUND: lambda: restamped(round="2025-1"),
    FindingCode.OLD_FORM: lambda: restamped(framework="other"),
    FindingCode.OTHER_UNIT: lambda: restamped(unit="JYJ"),
    FindingCode.OTHER_EDITION: lambda: restamped(edition="city"),
    FindingCode.PRINT_EDITION: lambda: restamped(edition="print"),
    FindingCode.STAMPS_DISAGREE: disagreeing_stamps,
    FindingCode.OTHER_REVISION: lambda: restamped(revision=1),
    FindingCode.FORMULA: lambda: patch(GOOD_FILE, {"xl/worksheets/sheet1.xml": formula_with_value}),
}
FILES |= {
    FindingCode.TEXT_BOX: drawn(BOX.format(text="以附件为准")),
    FindingCode.PICTURE_OVER: drawn(PICTURE),
}
ONLY_COLLECTED = {FindingCode.CANNOT_BE_OPENED, FindingCode.UNKNOWN_UNIT}
ONLY_PREFILLED = {FindingCode.UNTOUCHED_PREFILL}  # tests/cli/test_prefill.py
# tests/reading/test_relations.py, test_judge_own_rows.py, test_register.py, test_earlier.py, test_about_data.py
ONLY_DECLARED = {
    FindingCode.EARLIER_FORM,
    FindingCode.EARLIER_TEXTS,
    FindingCode.REGISTER_MISSING,
    FindingCode.EVIDENCE_UNKNOWN,
    FindingCode.ROW_UNKNOWN,
    FindingCode.CODE_AMBIGUOUS,
    FindingCode.ADDRESS_TWICE,
    FindingCode.NUMBERS_CONTRADICT,
    FindingCode.NUMBERS_DOUBTFUL,
    FindingCode.JUMP,
    FindingCode.UNUSUAL,
    FindingCode.NO_NAME,
    FindingCode.NO_QUALITY,
    FindingCode.NO_ORIGIN,
    FindingCode.NO_YEAR,
}
ONLY_BETWEEN_FILES = {
    code for code in FindingCode if code.startswith("M")
}  # test_counting.py, test_attachments.py
ONLY_HOSTILE = {  # tests/xlsx/test_hostile.py, test_passwords.py, test_inbox.py, test_children.py
    FindingCode.EXTERNAL_LINKS,
    FindingCode.WRONG_PASSWORD,
    FindingCode.LOCK_FILE,
    FindingCode.NO_PLAIN_FILE,
    FindingCode.TOO_COSTLY,
    FindingCode.READER_FAILED,
    FindingCode.PROTECTED,  # tests/xlsx/test_protected.py
}
ONLY_WITH_FORMULAS = {
    FindingCode.ANSWERS_MOVED,
    FindingCode.FORMULA_BROKEN,
    FindingCode.FORMULA_DISAGREES,  # tests/reading/test_damage_more.py
}  # tests/reading/test_locate_traces.py


def findings_of(content: bytes) -> tuple[Finding, ...]:
    try:
        return read_form(content).findings
    except FileRefused as error:
        return (error.finding,)


def check_finding(code: FindingCode, content: bytes) -> None:
    """The code is found twice alike, and says where it is in words without gaps."""
    first, second = findings_of(content), findings_of(content)
    assert first == second
    found = [finding for finding in first if finding.code is code]
    assert found, [finding.code for finding in first]
    assert all(finding.file for finding in found)
    for lang in ("zh", "en"):
        assert "“”" not in found[0].message(lang)
        assert found[0].remedy(lang)


def test_every_code_has_a_case() -> None:
    elsewhere = (
        ONLY_COLLECTED
        | ONLY_PREFILLED
        | ONLY_DECLARED
        | ONLY_BETWEEN_FILES
        | ONLY_WITH_FORMULAS
        | ONLY_HOSTILE
    )
    assert set(CHANGES) | set(FILES) | elsewhere == set(FindingCode)


@pytest.mark.parametrize("code", CHANGES)
def test_code_of_a_changed_form(code: FindingCode) -> None:
    form = write_form()
    CHANGES[code](form)
    check_finding(code, form.save())


@pytest.mark.parametrize("code", FILES)
def test_code_of_another_file(code: FindingCode) -> None:
    check_finding(code, FILES[code]())


def test_a_correct_form_has_no_findings() -> None:
    assert read_form(GOOD_FILE).findings == ()
    assert len(read_form(GOOD_FILE).submission.answers) == len(KEYS)


@pytest.mark.parametrize("code", sorted(ONLY_COLLECTED))
def test_code_found_while_collecting(code: FindingCode, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    if code is FindingCode.UNKNOWN_UNIT:
        path.write_bytes(restamped(unit="XYZ"))
    for _ in range(2):
        with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
            report = collect(
                DEFINITION, lambda stamp: make_plan(stamp=stamp), [path], ledger, now=lambda: NOW
            )
        assert [finding.code for finding in report.findings] == [code]


def test_dates_of_the_forms_are_as_excel_counts_them() -> None:
    check = make_plan().by_name[SHEET].sections[0].lines[0].checks[Field.DATE]
    assert (check.minimum, check.maximum) == (
        (datetime(2026, 9, 1) - datetime(1899, 12, 30)).days,
        (datetime(2026, 10, 31) - datetime(1899, 12, 30)).days,
    )
