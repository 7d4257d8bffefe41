"""What Excel cannot hold, found before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

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

__all__ = ["MAX_CELL_TEXT", "MAX_CHOICE", "MAX_FORMULA", "MAX_PROMPT", "check_limits"]

MAX_FORMULA = 8_192
MAX_PROMPT = 255
MAX_CHOICE = 255
MAX_CELL_TEXT = 32_767
_SHOWN = 12


def check_limits(plan: WorkbookPlan) -> None:
    """Raises TemplateError for the first sheet, formula, prompt, choice or text that Excel would refuse or repair."""
    repeated = [name for name, count in Counter(s.name.casefold() for s in plan.sheets).items() if count > 1]
    if repeated:
        raise TemplateError(
            plan.file_name, f"two sheets are called {repeated[0]!r}", "give the units distinct names"
        )
    for sheet in plan.sheets:
        if fault := sheet_name_fault(sheet.name):
            raise TemplateError(
                f"{plan.file_name} {sheet.name!r}",
                f"the sheet name cannot be used: {fault}",
                "shorten the name",
            )
        if len(sheet.rows) > MAX_ROW:
            raise TemplateError(
                f"{plan.file_name} {sheet.name}", "more rows than a sheet holds", "split the catalogue"
            )
        _check_cells(plan, sheet)


def _check_cells(plan: WorkbookPlan, sheet: SheetPlan) -> None:
    checked: set[int] = set()  # identities of checks: many inputs share one
    for row in sheet.rows:
        for content in row.cells.values():
            if isinstance(content, str) and len(content) <= MAX_CELL_TEXT:  # most contents: checked first
                continue
            if isinstance(content, InputCell):
                if id(content.check) in checked:
                    continue
                checked.add(id(content.check))
            if (fault := _fault(content)) is not None:
                raise TemplateError(f"{plan.file_name} {sheet.name} row {row.row}", *fault)


def _fault(content: Content) -> tuple[str, str] | None:
    """What is too long, and what to do about it."""
    if isinstance(content, InputCell):
        return next(_check_faults(content.check), None)
    if isinstance(content, Computed | RowCheckFormula | PlainFormula):
        return _formula_fault(content) if len(content.formula) > MAX_FORMULA else None
    text = content.text if isinstance(content, Link) else content if isinstance(content, str) else ""
    return _too_long("the text", text, MAX_CELL_TEXT) if len(text) > MAX_CELL_TEXT else None


def _formula_fault(content: Computed | RowCheckFormula | PlainFormula) -> tuple[str, str]:
    size = f"would have {len(content.formula)} characters, Excel takes {MAX_FORMULA}"
    if isinstance(content, PlainFormula):
        return f"a formula {size}", "shorten the names that it shows"
    of = content.key if isinstance(content, RowCheckFormula) else content.quantity.ref
    return (
        f"the formula of {of or 'the total'} {size}",
        "shorten the indicator's own formula; of a node that is not an indicator: divide what is below it among more nodes",
    )


def _check_faults(check: Check) -> Iterator[tuple[str, str]]:
    if len(check.prompt) > MAX_PROMPT:
        yield _too_long("the prompt", check.prompt, MAX_PROMPT)
    for option in check.options:
        if len(option) > MAX_CHOICE:  # MATCH gives an error for a longer text: the row would have no points
            yield _too_long("the choice", option, MAX_CHOICE)


def _too_long(what: str, text: str, limit: int) -> tuple[str, str]:
    return f"{what} {text[:_SHOWN] + '…'!r} is longer than {limit} characters", "shorten it"
