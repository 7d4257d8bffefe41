"""The sheet `expect` of a workbook: what is expected of it, written in itself.

| case | do | cell | value | tolerance |: `set` puts a value into a cell, `expect` says what it is to show. A blank
case is that of the row above. Headings and words may be Chinese: 用例 动作 单元格 值 容差, 设 应为.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from smartxl.errors import DefinitionError, Problem
from smartxl.testing.cases import CaseInput, ExpectCase, Expected
from smartxl.text import Text, plain

if TYPE_CHECKING:
    from smartxl.bookmodel import BookModel

__all__ = ["SHEET", "sheet_cases"]

SHEET = "expect"
_HEADS: Mapping[str, Sequence[str]] = {
    "case": ("case", "用例"),
    "do": ("do", "动作"),
    "cell": ("cell", "单元格"),
    "value": ("value", "值"),
    "tolerance": ("tolerance", "容差"),
}
_SET, _EXPECT = ("set", "设"), ("expect", "应为")

Row = Mapping[str, object]


def sheet_cases(model: BookModel) -> tuple[ExpectCase, ...]:
    """The cases of a workbook, none where it has no such sheet. Raises DefinitionError with all problems, each with its row."""
    name = next((each for each in model.sheets if each.casefold() == SHEET), None)
    if name is None:
        return ()
    values = model.calculate()
    rows = values[f"'{name}'!A:Z"]
    rows = rows if isinstance(rows, list) else [[rows]]
    places = _places(rows[0])
    problems: list[Problem] = []
    missing = [words[0] for key, words in _HEADS.items() if key not in places and key != "tolerance"]
    if missing:
        listed = ", ".join(missing)
        what = Text(f"第 1 行没有列 {listed}", f"row 1 lacks the columns {listed}")
        remedy = Text(
            "表头写：用例 动作 单元格 值 容差", "write the headings case, do, cell, value, tolerance"
        )
        raise DefinitionError((_problem(model, name, 1, what, remedy),))
    found = list(_read(model, name, rows, places, problems))
    if problems:
        raise DefinitionError(tuple(problems))
    return tuple(found)


def _places(heads: Sequence[object]) -> Mapping[str, int]:
    texts = [plain(str(head)).casefold() if head is not None else "" for head in heads]
    return {key: texts.index(word) for key, words in _HEADS.items() for word in words if word in texts}


def _read(
    model: BookModel,
    sheet: str,
    rows: Sequence[Sequence[object]],
    places: Mapping[str, int],
    problems: list[Problem],
) -> Iterator[ExpectCase]:
    inputs: dict[str, list[CaseInput]] = {}
    expected: dict[str, list[Expected]] = {}
    lines: dict[str, int] = {}
    case = ""
    for number, cells in enumerate(rows[1:], start=2):
        row: Row = {key: cells[place] for key, place in places.items()}
        if all(row[key] is None for key in ("case", "do", "cell", "value")):
            continue
        case = _word(row["case"]) or case or "case 1"
        lines.setdefault(case, number)
        fault = _fault(row)
        if fault:
            problems.append(_problem(model, sheet, number, *fault))
            continue
        address, spot = _word(row["cell"]), f"{sheet}!{number}"
        if _word(row["do"]).casefold() in _SET:
            inputs.setdefault(case, []).append(CaseInput(address, row["value"], spot))
        else:
            tolerance = row.get("tolerance")
            near = float(tolerance) if isinstance(tolerance, float) else None
            expected.setdefault(case, []).append(Expected(address, row["value"], spot, near))
    for name, line in lines.items():
        if name not in expected and not problems:
            what = Text(f"用例 {name} 没有写应得什么", f"the case {name} expects nothing")
            problems.append(
                _problem(model, sheet, line, what, Text("加一行“应为”", "add a row with `expect`"))
            )
        yield ExpectCase(name, 0, tuple(inputs.get(name, ())), tuple(expected.get(name, ())))


def _word(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else plain(str(value)) if value is not None else ""


def _fault(row: Row) -> tuple[Text, Text] | None:
    do, tolerance = _word(row["do"]).casefold(), row.get("tolerance")
    if do not in (*_SET, *_EXPECT):
        what = Text(f"动作是“{do}”", f"the column `do` says {do!r}")
        return what, Text("写 设 或 应为", "write set or expect")
    if not _word(row["cell"]):
        return Text("没有写单元格", "no cell is named"), Text(
            "写地址，如 Sheet!B4", "write an address, such as Sheet!B4"
        )
    if tolerance is not None and not isinstance(tolerance, float):
        return Text("容差不是数", "the tolerance is no number"), Text(
            "写数，如 0.01", "write a number, such as 0.01"
        )
    return None


def _problem(model: BookModel, sheet: str, row: int, what: Text, remedy: Text) -> Problem:
    return Problem(model.name, row, "", what, remedy, sheet, "A")
