"""Functions that a program has not got. functions.csv says which has which, and docs/lint.md from where we know.

Excel's are those of ECMA-376 (2007) and of the later versions of Excel, by the year; LibreOffice's those that version 7.4
names and takes from .xlsx; Excel for the web lacks those of which Microsoft's own pages say so. WPS has many versions, and no
list of ours says which calculates what: for it the functions of Excel 2016 are taken.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from smartxl.lint.catalogue import remark
from smartxl.lint.linted import LintBook
from smartxl.lint.profile import ProgramProfile
from smartxl.lint.remark import Remark
from smartxl.recalc.arrays import ERROR
from smartxl.text import Text

__all__ = ["foreign_functions", "unknown_functions"]

_YEAR_OF_WPS = _YEAR_OF_2016 = 2016
_INTERNAL = frozenset({"ANCHORARRAY", "SINGLE", "_FV", "_TRO_ALL", "_TRO_LEADING", "_TRO_TRAILING"})
"""How files write signs: A1#, @A1, A1.Price, A1:.B9"""
_OF_WPS = frozenset({"DISPIMG", "EVALUATE"})
_OF_GOOGLE = "__XLUDF.DUMMYFUNCTION"
_OURS = "SX_"


@dataclass(frozen=True, slots=True)
class _FunctionHomes:
    """Since which Excel there is a function, and whether LibreOffice and Excel for the web have it."""

    excel: int
    libreoffice: bool
    web: bool

    def is_in(self, profile: ProgramProfile) -> bool:
        """Whether a program has it."""
        if profile is ProgramProfile.LIBREOFFICE:
            return self.libreoffice
        if profile is ProgramProfile.WEB:
            return self.web
        return self.excel <= (_YEAR_OF_WPS if profile is ProgramProfile.WPS else _YEAR_OF_2016)


@cache
def _table() -> Mapping[str, _FunctionHomes]:
    with Path(__file__).with_name("functions.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["function"]: _FunctionHomes(int(row["excel"]), bool(row["libreoffice"]), bool(row["web"]))
            for row in csv.DictReader(file, strict=True)
        }


def foreign_functions(book: LintBook) -> Iterator[Remark]:
    """Functions that the program for which the workbook is meant has not got; nothing where none is named."""
    profile = book.profile
    if profile is None:
        return
    program = profile.label
    for sheet, shape in book.shapes():
        for name in shape.called:
            known = _table().get(name)
            if known is not None and not known.is_in(profile):
                what = Text(f"{program.zh} 没有函数 {name}", f"{program.en} has no function {name}")
                yield remark("SXL116", sheet.name, shape.spans(), what, excerpt=shape.text)


def unknown_functions(book: LintBook) -> Iterator[Remark]:
    """Functions of no program: misspelt, or of an add-in that others have not got. What shows #NAME? is told as an error."""
    if book.raw.macros:
        return  # they may be those of its macros
    names = {name.name.upper() for name in book.settings.names}
    for sheet, shape in book.shapes():
        row, column = shape.first
        if sheet.kind_at(row, column) == ERROR:
            continue
        for name in shape.called:
            known = name in _table() or name in _INTERNAL or name in names or name.startswith(_OURS)
            of_wps = name in _OF_WPS and book.profile is ProgramProfile.WPS
            if not known and not of_wps and not _is_bound(shape.text, name):
                what = Text(f"没有函数 {name}", f"there is no function {name}")
                if name == _OF_GOOGLE:
                    what = Text(
                        "Google 表格的公式，值已固定",
                        "a formula of Google Sheets, whose value no longer changes",
                    )
                yield remark("SXL117", sheet.name, shape.spans(), what, excerpt=shape.text)


def _is_bound(text: str, name: str) -> bool:
    """Whether a LET or LAMBDA in the formula may give the name its meaning."""
    return "LET(" in text.upper() or "LAMBDA(" in text.upper() or name == ""
