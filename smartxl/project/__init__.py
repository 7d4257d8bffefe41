"""The round without a screen: building, collecting, carrying over, giving back, weighing, surveying, reporting.

In: a project folder. Out: files written, reports as data. Start reading at `folder.Project`.
"""

from smartxl.project.difference import CellChange, difference

__all__ = [
    "CellChange",
    "difference",
]
