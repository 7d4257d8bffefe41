"""The authoring workbook: a definition in one Excel file, read as the YAML and CSV files of a project are.

In: the trees and rows of a definition, or a workbook. Out: the rows of its sheets (`flatten`), or the trees with the cell of
every value (`read_trees`). Columns follow the schema; start reading at `columns`.
"""

from smartxl.define.authoring.flatten import AuthoringRow, AuthoringSheet, flatten
from smartxl.define.authoring.read import AuthoringBook, AuthoringTrees, read_authoring, read_trees

__all__ = [
    "AuthoringBook",
    "AuthoringRow",
    "AuthoringSheet",
    "AuthoringTrees",
    "flatten",
    "read_authoring",
    "read_trees",
]
