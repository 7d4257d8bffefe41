"""smartxl: a spreadsheet-native toolkit for assessing a smart city (智慧城市诊断评估).

In: a project folder (definition, roster, catalogues) and the workbooks that come back. Out: workbooks, findings, scores,
results. Start reading at `Project`: every command is one of its methods. docs/python.md shows a whole round.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl.bookmodel import workbook
    from smartxl.campaign import open_campaign
    from smartxl.errors import (
        BookError,
        DefinitionError,
        LedgerError,
        ProjectError,
        SmartxlError,
        TemplateError,
        UnknownName,
        UnreadableFile,
        VerifyError,
        WouldOverwrite,
    )
    from smartxl.project import (
        Project,
        compare_engines,
        diff,
        diff_workbooks,
        explain_cell,
        init_project,
        lint_workbook,
        open_project,
        verify_workbook,
    )
    from smartxl.scoring import composite, normalise

__version__ = "0.1.0"  # the only place: pyproject.toml, --version and what is written into files read it

__all__ = [
    "BookError",
    "DefinitionError",
    "LedgerError",
    "Project",
    "ProjectError",
    "SmartxlError",
    "TemplateError",
    "UnknownName",
    "UnreadableFile",
    "VerifyError",
    "WouldOverwrite",
    "__version__",
    "compare_engines",
    "composite",
    "diff",
    "diff_workbooks",
    "explain_cell",
    "init_project",
    "lint_workbook",
    "normalise",
    "open_campaign",
    "open_project",
    "verify_workbook",
    "workbook",
]

_HOMES = {
    **dict.fromkeys(
        (
            "Project",
            "compare_engines",
            "diff",
            "diff_workbooks",
            "explain_cell",
            "init_project",
            "lint_workbook",
            "open_project",
            "verify_workbook",
        ),
        "smartxl.project",
    ),
    **dict.fromkeys(("composite", "normalise"), "smartxl.scoring"),
    "open_campaign": "smartxl.campaign",
    "workbook": "smartxl.bookmodel",
}


def __getattr__(name: str) -> object:
    """Imports a public name when it is first asked for: numpy and pandas take long, and many callers need neither."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES.get(name, "smartxl.errors")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
