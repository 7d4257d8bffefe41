"""Damage done in LibreOffice Calc, by what a person does there."""

from __future__ import annotations

from collections.abc import Mapping

from smartxl.findings import FindingCode as F
from tests.reading.damage.filled import SHEET
from tests.reading.damage.table import A, B, Damage, Step

__all__ = ["FEWER_SHEETS", "IN_CALC", "OTHER_FORM"]

OTHER_FORM = "OTHER"
"""Stands for the path of another unit's form."""
FEWER_SHEETS: tuple[Step, ...] = (
    ("remove_sheet", "封面"),
    ("remove_sheet", "填报说明"),
    ("remove_sheet", "得分一览"),
)


NOTHING: Mapping[str, str] = {}


def _do(*steps: Step) -> tuple[Step, ...]:
    return tuple((step[0], SHEET, *step[1:]) for step in steps)


def _calc(
    name: str,
    what: str,
    read: str,
    *codes: F,
    lost: tuple[str, ...] = (),
    now: Mapping[str, str] = NOTHING,
    shorter: tuple[str, ...] = (),
    refused: bool = False,
    steps: tuple[Step, ...],
) -> Damage:
    return Damage(
        name, what, read, frozenset(codes), lost, now, frozenset(now), shorter, refused, steps=steps
    )


ALL, NONE = "all answers", "nothing"
IN_CALC = (
    _calc("calc-saved", "opened in LibreOffice and saved as .xlsx", ALL, steps=()),
    _calc(
        "calc-rows-inserted",
        "two rows inserted above an item",
        ALL,
        F.ROWS_MOVED,
        steps=_do(("insert_rows", 9, 2)),
    ),
    _calc(
        "calc-row-added",
        "a row inserted and an answer typed into it",
        ALL,
        F.ROWS_MOVED,
        F.ROW_WITHOUT_KEY,
        steps=_do(("insert_rows", 10, 1), ("write", "D10", "我局新增事项"), ("write", "H10", "是")),
    ),
    _calc(
        "calc-row-deleted",
        "the row of an item deleted",
        "all others; the item is blank",
        F.ROW_MISSING,
        F.ROWS_MOVED,
        lost=(A,),
        steps=_do(("delete_rows", 9, 1)),
    ),
    _calc(
        "calc-sorted",
        "rows sorted with their hidden keys",
        ALL,
        F.ROWS_SORTED,
        steps=_do(("sort", "A8:R10", 2)),
    ),
    _calc(
        "calc-sorted-without-keys",
        "rows sorted without the hidden column of keys",
        "all others; what no longer matches is not scored",
        F.OTHER_LABEL,
        lost=("A1/ML001", B),
        steps=_do(("sort", "B8:R10", 1)),
    ),
    _calc(
        "calc-row-copied",
        "a row copied below the others",
        ALL,
        F.SAME_ROW_TWICE,
        F.ROWS_MOVED,
        steps=_do(("insert_rows", 11, 1), ("copy", "A9:R9", "A11")),
    ),
    _calc(
        "calc-row-copied-and-changed",
        "a row copied below and answered otherwise",
        "all others; the item is not scored",
        F.ROWS_CONTRADICT,
        F.ROWS_MOVED,
        lost=(A,),
        steps=_do(("insert_rows", 11, 1), ("copy", "A9:R9", "A11"), ("write", "H11", "否")),
    ),
    _calc(
        "calc-row-cut",
        "a whole row cut and pasted into an inserted row",
        ALL,
        F.ROWS_SORTED,
        steps=_do(("insert_rows", 14, 1), ("cut", "A9:R9", "A14")),
    ),
    _calc(
        "calc-answers-cut",
        "the answers of a row cut and pasted into a row below the table",
        "all others; the item is blank",
        F.ANSWERS_MOVED,
        F.ROW_WITHOUT_KEY,
        lost=(A,),
        steps=_do(("cut", "G9:M9", "G90")),
    ),
    _calc(
        "calc-answers-cut-over",
        "the answers of a row cut and pasted over those of another item",
        "all others; the item is blank, the other has what stands beside it",
        F.ANSWERS_MOVED,
        lost=(A,),
        now={B: A},
        steps=_do(("cut", "G9:M9", "G10")),
    ),
    _calc(
        "calc-row-cut-without-key",
        "a row cut without its hidden key and pasted over another",
        "all others; neither item is scored",
        F.LABEL_GONE,
        F.OTHER_LABEL,
        lost=(A, B),
        steps=_do(("cut", "B9:R9", "B10")),
    ),
    _calc(
        "calc-answers-merged",
        "the answers of two rows merged",
        "all others; neither item is scored",
        F.MERGED_ANSWERS,
        lost=(A, B),
        steps=_do(("merge", "H9:H10")),
    ),
    _calc(
        "calc-row-merged",
        "two answers of one row merged",
        "all others; the item is not scored",
        F.MERGED_ANSWERS,
        lost=(A,),
        steps=_do(("merge", "H9:I9")),
    ),
    _calc(
        "calc-notes-merged",
        "the notes of two rows merged",
        "all but the two notes",
        F.MERGED_ANSWERS,
        shorter=(B,),
        steps=_do(("merge", "M9:M10")),
    ),
    _calc(
        "calc-sheet-renamed",
        "the sampling sheet renamed",
        ALL,
        F.SHEET_RENAMED,
        steps=_do(("rename", "工信局 已填")),
    ),
    _calc(
        "calc-sheet-copied",
        "the sampling sheet copied",
        ALL,
        F.SHEET_COPIED,
        steps=_do(("copy_sheet", "采样表 (2)")),
    ),
    _calc(
        "calc-copy-has-answers",
        "the sheet copied, then the original emptied",
        "all answers, from the copy",
        F.COPY_READ,
        F.NAMES_GONE,
        steps=_do(("copy_sheet", "采样表 (2)"), ("clear", "G8:M10"), ("clear", "G13:M14")),
    ),
    _calc(
        "calc-copy-differs",
        "the sheet copied, and an item answered otherwise on the copy",
        "all answers, from the original",
        F.SHEET_COPIED,
        F.COPY_DIFFERS,
        steps=(*_do(("copy_sheet", "采样表 (2)")), ("write", "采样表 (2)", "H9", "否")),
    ),
    _calc(
        "calc-sheet-deleted",
        "the sampling sheet deleted",
        NONE,
        F.SHEET_MISSING,
        refused=True,
        steps=_do(("remove_sheet",)),
    ),
    _calc(
        "calc-other-sheets-deleted",
        "cover, guide and score sheet deleted",
        ALL,
        steps=FEWER_SHEETS,
    ),
    _calc(
        "calc-neighbour-imported",
        "another unit's sampling sheet copied into the file",
        "all answers of the unit whose file it is",
        F.SHEET_OF_OTHER_FORM,
        steps=(("import_sheet", SHEET, OTHER_FORM, "教育局"),),
    ),
    _calc(
        "calc-neighbour-instead",
        "another unit's sampling sheet put in the place of the unit's own",
        NONE,
        F.SHEET_OF_OTHER_FORM,
        F.SHEET_MISSING,
        refused=True,
        steps=(("remove_sheet", SHEET), ("import_sheet", SHEET, OTHER_FORM, SHEET)),
    ),
    _calc(
        "calc-column-inserted",
        "a column inserted among the answers",
        NONE,
        F.COLUMNS_MOVED,
        refused=True,
        steps=_do(("insert_columns", 8, 1)),
    ),
    _calc(
        "calc-column-deleted",
        "a column of answers deleted",
        NONE,
        F.COLUMNS_MOVED,
        refused=True,
        steps=_do(("delete_columns", 10, 1)),
    ),
    _calc(
        "calc-key-column-deleted",
        "the hidden column of keys deleted",
        NONE,
        F.KEYS_GONE,
        refused=True,
        steps=_do(("delete_columns", 1, 1)),
    ),
    _calc(
        "calc-hidden-shown",
        "hidden sheets and the hidden column shown, rows hidden",
        ALL,
        F.HIDDEN_ANSWER,
        F.EXPLAINED,
        steps=(("show", "_smartxl"), ("show", "_lists"), *_do(("show_column", 1), ("hide_rows", 9, 3))),
    ),
    _calc("calc-filtered", "rows without answers filtered away", ALL, steps=_do(("filter_rows", "H7:R14"))),
    _calc("calc-table", "the rows formatted as a table with filter buttons", ALL, steps=_do(("as_table",))),
    _calc(
        "calc-labels-pasted",
        "the label of one item copied over another's",
        "all others; the row with two owners is not scored",
        F.OTHER_LABEL,
        lost=(B,),
        steps=_do(("copy", "C9:D9", "C10")),
    ),
    _calc(
        "calc-moved-sections",
        "an item's row cut into another section",
        ALL,
        F.ROWS_SORTED,
        steps=_do(("insert_rows", 9, 1), ("cut", "A14:R14", "A9"), ("delete_rows", 14, 1)),
    ),
)
