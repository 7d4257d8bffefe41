"""docs/udfs.md: the functions in Excel, from their declarations, with an example of each and its computed result."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from paging import head_of, heads, opening, row
from smartxl.project import open_project
from smartxl.recalc import ArrayFormula, FormulaCell, SheetPlanes, Workbook, registered
from smartxl.text import Lang, Text, number_text
from smartxl_udfs import DeclaredFunction
from smartxl_udfs.callers import CallingBook, called_from
from smartxl_udfs.modules import declared_functions

DECLARED = declared_functions()
TOWN = Path(__file__).with_name("udfs_town")
Cell = float | str | None
Rows = tuple[tuple[Cell, ...], ...]

TITLE = Text("SX_ 函数", "The SX_ functions")
INDEX = (Text("函数", "function"), Text("用途", "what it is for"))
HEADS = (Text("参数", "argument"), Text("区域", "range"), Text("含义", "meaning"))
RANGE, VALUE = Text("区域", "range"), Text("一个值", "one value")
OPTIONAL, RESULT, BLANK = Text("（可省）", " (optional)"), Text("结果", "result"), Text("（空）", "(blank)")


@dataclass(frozen=True)
class Example:
    """Cells from A1 on, and a formula over them."""

    cells: Rows
    formula: str


_SCORES: Rows = ((80.0, 60.0, 40.0), (90.0, None, 70.0), (60.0, 95.0, 85.0))
_WEIGHTS: Rows = ((50.0, 30.0, 20.0),)
_MATRIX: Rows = ((1.0, 3.0, 5.0), (None, 1.0, 3.0), (None, None, 1.0))
_DATA: Rows = tuple((float(i), float(i * i % 7 + 1), float(10 - i % 3)) for i in range(1, 13))
EXAMPLES = {
    "SX_AHP_ADVICE": Example(_MATRIX, "=SX_AHP_ADVICE(A1:C3)"),
    "SX_AHP_CR": Example(_MATRIX, "=SX_AHP_CR(A1:C3)"),
    "SX_AHP_WEIGHTS": Example(_MATRIX, "=SX_AHP_WEIGHTS(A1:C3)"),
    "SX_BANDS": Example((*_SCORES, *_WEIGHTS), "=SX_BANDS(A1:C3,A4:C4)"),
    "SX_CLEAN": Example((("３５",), ("1,200",), ("三万五",), ("85％",)), "=SX_CLEAN(A1:A4)"),
    "SX_COMBINE": Example(((0.5, 0.3, 0.2), (0.2, 0.3, 0.5)), "=SX_COMBINE(A1:C1,A2:C2,0.6)"),
    "SX_COVERAGE": Example((("是",), (None,), ("不适用",), ("否",)), "=SX_COVERAGE(A1:A4)"),
    "SX_GAP": Example(((60.0, 25.0), (None, 40.0), (90.0, 35.0)), "=SX_GAP(A1:A3,80,B1:B3)"),
    "SX_HELP": Example((), '=SX_HELP("SX_RANK")'),
    "SX_NORMALIZE": Example(
        ((12.0, 5.0), (30.0, 9.0), (21.0, None), (1.0, -1.0)), '=SX_NORMALIZE(A1:B3,"minmax",,A4:B4)'
    ),
    "SX_OBSTACLE": Example((*_SCORES, *_WEIGHTS), "=SX_OBSTACLE(A1:C3,A4:C4)"),
    "SX_RANK": Example(((70.0,), (90.0,), (None,), (90.0,)), "=SX_RANK(A1:A4)"),
    "SX_ROLLUP": Example(
        (("A", None, 60.0), ("A1", 80.0, 2.0), ("A2", None, 1.0), ("B", 50.0, 40.0)),
        "=SX_ROLLUP(A1:A4,B1:B4,C1:C4)",
    ),
    "SX_SCORE": Example(((3.0, 4.0),), '=SX_SCORE("ratio",A1:B1)'),
    "SX_STAGE": Example(((54.9,), (55.0,), (None,), (88.0,)), "=SX_STAGE(A1:A4)"),
    "SX_TORNADO": Example((*_SCORES, *_WEIGHTS), "=SX_TORNADO(A1:C3,A4:C4)"),
    "SX_TRACE": Example((("", "市公安局"),), '=SX_TRACE("",B1)'),
    "SX_WEIGHTED": Example((*_SCORES, *_WEIGHTS), "=SX_WEIGHTED(A1:C3,A4:C4)"),
    "SX_WEIGHTS": Example(_DATA, '=SX_WEIGHTS(A1:C12,"entropy")'),
}
_AREA = 24  # rows and columns that are looked at: more than any example fills


@lru_cache
def town() -> Path:
    """The small round of `udfs_town`, with answers in its ledger: what SX_TRACE is shown on."""
    folder = Path(tempfile.mkdtemp(prefix="smartxl-town-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(TOWN, folder, dirs_exist_ok=True)
    project = open_project(folder)
    project.fill(jobs=1)
    project.collect(processes=0)
    return folder


def results(example: Example) -> list[list[Cell]]:
    """What the formula gives, as a workbook shows it: rows of cells, without those beyond the result."""
    width = max((len(row) for row in example.cells), default=0)
    left = width + 2
    sheet = SheetPlanes("例", 0, _AREA, left + _AREA)
    for number, cells in enumerate(example.cells, 1):
        for column, value in enumerate(cells, 1):
            if value is not None:
                sheet.put(number, column, value)
    functions = {name: declared.call for name, declared in DECLARED.items()}
    book = Workbook({"例": sheet}, {}, functions=registered(functions))
    fills = ArrayFormula(1, left, _AREA, left + _AREA - 1)
    settings = {"SMARTXL_PROJECT": str(town())} if "SX_TRACE" in example.formula else {}
    with called_from(CallingBook(settings=settings)):
        missing = list(book.calculate([FormulaCell("例", 1, left, example.formula, fills)]))
    assert not missing, missing  # noqa: S101 (an example that is not computed is no example)
    found = [
        [_plain(sheet.get(number, left + column)) for column in range(_AREA)]
        for number in range(1, _AREA + 1)
    ]
    return _within(found)


def _plain(value: object) -> Cell:
    return value if isinstance(value, float | str) else str(value)


def _within(cells: list[list[Cell]]) -> list[list[Cell]]:
    """Without what lies beyond the result: an array formula shows #N/A there, and repeats one row or column."""
    rows = [line for line in cells if not str(line[0]).endswith("#N/A")]
    if all(line == cells[0] for line in cells):
        rows = cells[:1]
    width = next((place for place, value in enumerate(rows[0]) if "#N/A" in str(value)), len(rows[0]))
    if all(value == line[0] for line in rows for value in line):
        width = 1
    return [line[:width] for line in rows]


def page(lang: Lang) -> Iterator[str]:
    """The lines of the page."""
    yield opening("udfs", TITLE, lang)
    yield head_of("udfs", lang)
    yield ""
    yield heads(lang, *INDEX)
    for name, declared in sorted(DECLARED.items()):
        yield row(f"[{name}](#{name.lower()})", declared.purpose.get(lang))
    for name, declared in sorted(DECLARED.items()):
        yield from _section(declared, EXAMPLES[name], lang)


def _section(declared: DeclaredFunction, example: Example, lang: Lang) -> Iterator[str]:
    named = ", ".join(f"[{a.name}]" if a.optional else a.name for a in declared.arguments)
    yield from ("", f"## {declared.name}", "", f"`{declared.name}({named})`", "")
    yield from (declared.purpose.get(lang), "", heads(lang, *HEADS))
    for argument in declared.arguments:
        kind = RANGE if argument.is_range else VALUE
        optional = OPTIONAL.get(lang) if argument.optional else ""
        yield row(f"`{argument.name}`{optional}", kind.get(lang), argument.doc.get(lang))
    yield row(RESULT.get(lang), RANGE.get(lang), declared.result.get(lang))
    yield ""
    if example.cells:
        yield from ("```", *(_line(cells, lang) for cells in _shortened(example.cells)), "```", "")
    yield from (f"`{example.formula}` →", "", "```")
    yield from (_line(cells, lang) for cells in results(example))
    yield "```"


def _shortened(rows: Rows) -> Rows:
    return rows if len(rows) <= 6 else (*rows[:3], ("…",), rows[-1])


def _line(cells: Sequence[Cell], lang: Lang) -> str:
    return " | ".join(_shown(value, lang) for value in cells)


def _shown(value: Cell, lang: Lang) -> str:
    if value is None or value == "":
        return BLANK.get(lang)
    return number_text(round(value, 6)) if isinstance(value, float) else value
