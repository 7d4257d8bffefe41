"""The modules in which functions are declared, by the names under which spreadsheet programs load them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from smartxl_udfs.registry import DECLARED, DeclaredFunction

__all__ = ["UDF_MODULES", "declared_functions"]

UDF_MODULES = ("smartxl_udfs", "smartxl.project.worksheet")
"""xlwings' setting UDF MODULES; the second has what needs a project, and is loaded by its name alone."""


def declared_functions() -> Mapping[str, DeclaredFunction]:
    """Name in a formula → declaration, of all modules."""
    for name in UDF_MODULES:
        import_module(name)
    return DECLARED
