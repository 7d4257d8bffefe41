"""The workbench with macros: the functions' VBA, and buttons that call Python, in the VBA project that xlwings brings."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from smartxl.errors import ProjectError
from smartxl.text import Lang, Text
from smartxl_generators.macros import MacroButton, ModuleKind, VbaModule, VbaProject, with_macros
from smartxl_udfs.vba import WRAPPER_MODULE, vba_module

__all__ = ["BUTTONS", "MACRO_MODULE", "macro_source", "with_buttons"]

MACRO_MODULE = "SmartXL"
BUTTONS: Mapping[str, Text] = {
    "recalculate": Text("重新计算", "Recalculate"),
    "refresh": Text("从台账刷新", "Refresh from ledger"),
    "write_back": Text("写回权重", "Write back"),
    "report": Text("出报告", "Write report"),
}
"""The functions of `buttons.py`, in the order of the buttons, and what stands on these."""
_HOME = "smartxl.project.workbench.buttons"
_ROW, _LEFT, _STEP = 4, 0.2, 3.6  # the row that is free below the title of every sheet; cm
_BOOK, _PART = "quickstart_standalone.xlsm", "xl/vbaProject.bin"


def macro_source() -> str:
    """The module with a macro for each button; ASCII, lines end in CR LF."""
    lines = [f'Attribute VB_Name = "{MACRO_MODULE}"']
    for name in BUTTONS:
        lines += [f"Sub {_macro(name)}()", f'    RunPython "import {_HOME} as b; b.{name}()"', "End Sub", ""]
    return "".join(f"{line}\r\n" for line in lines)


def with_buttons(content: bytes, file_name: str, sheets: tuple[str, ...], lang: Lang) -> bytes:
    """An .xlsx workbench as an .xlsm, with the buttons on some of its sheets.

    Raises ProjectError where xlwings is not there.
    """
    modules = [
        VbaModule(MACRO_MODULE, ModuleKind.MODULE, macro_source()),
        VbaModule(WRAPPER_MODULE, ModuleKind.MODULE, vba_module()),
    ]
    buttons = [
        MacroButton(text.get(lang), _macro(name), _ROW, _LEFT + _STEP * place)
        for place, (name, text) in enumerate(BUTTONS.items())
    ]
    return with_macros(content, file_name, _project(), modules, dict.fromkeys(sheets, buttons))


def _macro(name: str) -> str:
    return f"SX_{''.join(map(str.capitalize, name.split('_')))}"


def _project() -> VbaProject:
    """The VBA project of the installed xlwings, whose program libraries have its version."""
    spec = find_spec("xlwings")
    book = Path(spec.origin).with_name(_BOOK) if spec and spec.origin else None
    try:
        if book is not None:
            with zipfile.ZipFile(book) as package:
                return VbaProject.read(package.read(_PART))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise _missing(str(book)) from error
    raise _missing("xlwings")


def _missing(where: str) -> ProjectError:
    what = Text(
        "xlwings 没有装好，做不了带宏的工作簿",
        "xlwings is not complete, so no workbook with macros can be made",
    )
    return ProjectError(
        where,
        what,
        Text("运行 pip install --force-reinstall xlwings", "run pip install --force-reinstall xlwings"),
    )
