"""What Excel cannot hold, found before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from smartxl.cells import MAX_ROW, sheet_name_fault
from smartxl.errors import TemplateError
from smartxl.model.plan import (
    Check,
    Computed,
    Content,
    InputCell,
    Link,
    PlainFormula,
    RowCheckFormula,
    SheetPlan,
    WorkbookPlan,
)
from smartxl.model.rowcells import Hole, PatternCells, RowPattern
from smartxl.text import Text

__all__ = ["MAX_CELL_TEXT", "MAX_CHOICE", "MAX_FORMULA", "MAX_PROMPT", "check_limits"]

MAX_FORMULA = 8_192
MAX_PROMPT = 255
MAX_CHOICE = 255
MAX_CELL_TEXT = 32_767
_SHOWN = 12
_FORMULAS = (Computed, RowCheckFormula, PlainFormula)
_Fault = tuple[Text, Text]
_TEXT = Text("文字", "the text")
_PROMPT = Text("输入提示", "the prompt")
_CHOICE = Text("选项", "the choice")


def check_limits(plan: WorkbookPlan) -> None:
    """Raises TemplateError for the first sheet, formula, prompt, choice or text that Excel would refuse or repair."""
    repeated = [name for name, count in Counter(s.name.casefold() for s in plan.sheets).items() if count > 1]
    if repeated:
        what = Text(f"有两张工作表名为“{repeated[0]}”", f"two sheets are called {repeated[0]!r}")
        remedy = Text("让各单位的名称互不相同", "give the units distinct names")
        raise TemplateError(plan.file_name, what, remedy)
    for sheet in plan.sheets:
        if fault := sheet_name_fault(sheet.name):
            raise TemplateError(
                f"{plan.file_name} {sheet.name!r}",
                Text(f"工作表名称不能用：{fault.zh}", f"the sheet name cannot be used: {fault.en}"),
                Text("缩短名称", "shorten the name"),
            )
        if len(sheet.rows) > MAX_ROW:
            what = Text("行数超过一张工作表的上限", "more rows than a sheet holds")
            remedy = Text("把采样事项拆开", "split the catalogue")
            raise TemplateError(f"{plan.file_name} {sheet.name}", what, remedy)
        _check_cells(plan, sheet)


def _check_cells(plan: WorkbookPlan, sheet: SheetPlan) -> None:
    checked: set[int] = set()  # identities of checks, and of patterns of rows: many inputs and rows share one
    for row in sheet.rows:
        cells = row.cells
        if type(cells) is PatternCells and id(cells.pattern) in checked and not cells.has_own:
            continue
        fault = _row_fault(cells, checked)
        if fault is not None:
            where = f"{plan.file_name} {sheet.name}"
            raise TemplateError(Text(f"{where} 第{row.row}行", f"{where} row {row.row}"), *fault)


def _row_fault(cells: Mapping[int, Content], checked: set[int]) -> _Fault | None:
    """What is too long in a row; of rows that are alike what they share is looked at once."""
    if type(cells) is not PatternCells or cells.pattern.longest_formula > MAX_FORMULA:
        return _first_fault(cells.values(), checked)
    if id(cells.pattern) not in checked:
        if (fault := _pattern_fault(cells.pattern)) is not None:
            return fault
        checked.add(id(cells.pattern))
    return _first_fault(cells.own, checked)


@lru_cache(maxsize=4096)
def _pattern_fault(pattern: RowPattern) -> _Fault | None:
    shared = (slot for slot in pattern.slots.values() if not isinstance(slot, Hole))
    return _first_fault(shared, set())


def _first_fault(contents: Iterable[Content], checked: set[int]) -> _Fault | None:
    for content in contents:
        kind = type(content)  # most contents are texts, numbers and computed cells: soon found out
        if kind is float or (isinstance(content, str) and len(content) <= MAX_CELL_TEXT):
            continue
        if isinstance(content, Computed) and len(content.formula) <= MAX_FORMULA:
            continue
        if isinstance(content, InputCell):
            if id(content.check) in checked:
                continue
            checked.add(id(content.check))
        if (fault := _fault(content)) is not None:
            return fault
    return None


def _fault(content: Content) -> _Fault | None:
    """What is too long, and what to do about it."""
    if isinstance(content, InputCell):
        return next(_check_faults(content.check), None)
    if isinstance(content, _FORMULAS):
        return _formula_fault(content) if len(content.formula) > MAX_FORMULA else None
    text = content.text if isinstance(content, Link) else content if isinstance(content, str) else ""
    return _too_long(_TEXT, text, MAX_CELL_TEXT) if len(text) > MAX_CELL_TEXT else None


def _formula_fault(content: Computed | RowCheckFormula | PlainFormula) -> _Fault:
    size = Text(
        f"会有 {len(content.formula)} 个字符，Excel 最多 {MAX_FORMULA} 个",
        f"would have {len(content.formula)} characters, Excel takes {MAX_FORMULA}",
    )
    if isinstance(content, PlainFormula):
        what = Text(f"有一个公式{size.zh}", f"a formula {size.en}")
        return what, Text("缩短公式中显示的名称", "shorten the names that it shows")
    of = content.key if isinstance(content, RowCheckFormula) else content.quantity.ref
    return (
        Text(f"{of or '总分'} 的公式{size.zh}", f"the formula of {of or 'the total'} {size.en}"),
        Text(
            "缩短指标自己的公式；若不是末级指标，把下级分到更多的节点",
            "shorten the indicator's own formula; of a node that is not an indicator: divide what is "
            "below it among "
            "more nodes",
        ),
    )


def _check_faults(check: Check) -> Iterator[_Fault]:
    if len(check.prompt) > MAX_PROMPT:
        yield _too_long(_PROMPT, check.prompt, MAX_PROMPT)
    for option in check.options:
        if len(option) > MAX_CHOICE:  # MATCH gives an error for a longer text: the row would have no points
            yield _too_long(_CHOICE, option, MAX_CHOICE)


def _too_long(of: Text, text: str, limit: int) -> _Fault:
    begins = text[:_SHOWN] + "…"
    what = Text(
        f"{of.zh}“{begins}”超过 {limit} 个字符", f"{of.en} {begins!r} is longer than {limit} characters"
    )
    return what, Text("缩短它", "shorten it")
