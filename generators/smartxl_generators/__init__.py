"""Files written from plans and reports: workbooks, lists, marks and letters, the page of the round.

In: a `WorkbookPlan`, a template, the definition, scores and answers; or what a report says. Out: the bytes of a file, the same
for the same input. Start reading at `workbook.write`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl_generators.template import Template
    from smartxl_generators.workbook import write

__all__ = ["Template", "write"]

_HOMES = {"Template": "smartxl_generators.template", "write": "smartxl_generators.workbook"}


def __getattr__(name: str) -> object:
    """Imports the writer when it is asked for: the page of the round needs none of it, and openpyxl loads slowly."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
