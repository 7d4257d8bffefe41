"""Files written from plans and reports: workbooks, lists, marks and letters, the page of the round.

In: a `WorkbookPlan`, a template, the definition, scores and answers; or what a report says. Out: the bytes of a file, the same
for the same input. Start reading at `workbook.write`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.latenames import late_names

if TYPE_CHECKING:
    from smartxl_generators.template import Template
    from smartxl_generators.workbook import write

__all__ = ["Template", "write"]

# The page of the round needs no writer of workbooks, and openpyxl loads slowly.
__getattr__ = late_names(__name__, {"template": "Template", "workbook": "write"})
