"""The round without a screen: build, collect, carry over, give back, weigh, survey, score, report, verify.

In: a project folder. Out: files written, and reports as data. Start reading at `project.Project`: each of its methods is a step
of the round, done by the module of this room that is named after it. `folder.ProjectFolder` is what all steps work on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.latenames import late_names
from smartxl.project.folder import ProjectFolder
from smartxl.project.project import Project, init_project, open_project

if TYPE_CHECKING:
    from smartxl.project.besides import compare_engines
    from smartxl.project.diffbooks import diff_workbooks
    from smartxl.project.diffing import diff
    from smartxl.project.explaining import explain_cell
    from smartxl.project.linting import lint_workbook
    from smartxl.project.verifying import verify_workbook

__all__ = [
    "Project",
    "ProjectFolder",
    "compare_engines",
    "diff",
    "diff_workbooks",
    "explain_cell",
    "init_project",
    "lint_workbook",
    "open_project",
    "verify_workbook",
]

__getattr__ = late_names(
    __name__,
    {
        "besides": "compare_engines",
        "diffbooks": "diff_workbooks",
        "diffing": "diff",
        "explaining": "explain_cell",
        "linting": "lint_workbook",
        "verifying": "verify_workbook",
    },
)
