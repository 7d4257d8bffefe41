"""Workbooks with macros: an .xlsx becomes an .xlsm with the VBA project that xlwings brings, and modules of one's own.

In: the bytes of an .xlsx, modules as text, buttons. Out: the bytes of an .xlsm. Start at `package.py`;
`vbaproject.py` takes VBA projects apart and puts them together, `ovba.py` and `compound.py` know their formats.
"""

from __future__ import annotations

from smartxl_generators.macros.package import MacroButton, with_macros
from smartxl_generators.macros.vbaproject import ModuleKind, VbaModule, VbaProject

__all__ = ["MacroButton", "ModuleKind", "VbaModule", "VbaProject", "with_macros"]
