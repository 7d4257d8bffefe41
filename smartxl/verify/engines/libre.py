"""`libreoffice`: LibreOffice, without a window, which is independent of all that we use."""

from __future__ import annotations

import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.text import Text
from smartxl.verify.engines.base import EngineValues, with_dependents
from smartxl.verify.engines.calls import (
    called_functions,
    held_back,
    plain_name,
    unknown_function,
    written_functions,
)
from smartxl.verify.engines.cleanbook import clean_book
from smartxl.verify.engines.installed import not_installed
from smartxl.verify.office import find_soffice, office_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from smartxl.cells import Cell
    from smartxl.verify.engines.inputs import EngineInputs
    from smartxl.verify.grid import Grid, Value

__all__ = ["LibreOffice"]

_PATIENCE = 240.0  # seconds
_VERSION = re.compile(r"\d+(?:\.\d+)+")
_NO_VALUE = Text("没有算出值", "it gives no value")
_OWN = Text("自定义函数只在 Excel 中有", "a user-defined function, which is only in Excel")


class LibreOffice:
    """LibreOffice Calc; it saves TRUE as 1, and knows no functions of the user's own here.

    `calculate`: what opens the bytes of a workbook, calculates and saves it, in place of a LibreOffice that is started for it.
    """

    name = "libreoffice"
    calls_functions = False

    def __init__(self, calculate: Callable[[bytes], Grid] | None = None) -> None:
        self._calculate = calculate or _started

    def version(self) -> str:
        """That of the program. Raises VerifyError."""
        return _version(_program())

    def values(self, inputs: EngineInputs) -> EngineValues:
        """The values of all formulas. Raises VerifyError where it fails or is not done in time."""
        missing = dict(held_back(inputs)) | dict(_own(inputs))
        given = inputs.without(missing)
        grid = self._calculate(clean_book(given))
        unknown = {
            cell: unknown_function(name)
            for cell, formula in grid.formulas.items()
            for name in _not_known(formula.text)
            if cell in given.filled
        }
        missing |= unknown
        values: dict[Cell, Value] = {}
        for cell in given.filled - missing.keys():
            value = grid.cached.get(cell, grid.constants.get(cell))
            if value is None:
                missing[cell] = _NO_VALUE
            else:
                values[cell] = value
        lost = with_dependents(inputs, missing)
        kept = {cell: value for cell, value in values.items() if cell not in lost}
        return EngineValues(kept, lost, loose=True)


def _started(content: bytes) -> Grid:
    """A workbook as a LibreOffice of its own calculates it. Raises VerifyError."""
    program = _program()
    with tempfile.TemporaryDirectory(prefix="smartxl-engine-") as folder:
        path = Path(folder, "book.xlsx")
        path.write_bytes(content)
        return office_grid(path, Path(folder, "out"), program, _PATIENCE)


def _program() -> str:
    program = find_soffice()
    if program is None:
        raise not_installed("libreoffice", "libreoffice-calc (apt, brew, libreoffice.org)")
    return program


@cache
def _version(program: str) -> str:
    said = subprocess.run(  # noqa: S603 - the program was found on the path
        [program, "--version"], capture_output=True, text=True, timeout=60, check=False
    ).stdout
    match = _VERSION.search(said)
    return match[0] if match else "?"


def _own(inputs: EngineInputs) -> Mapping[Cell, Text]:
    names = {name.upper() for name in inputs.functions}
    return {
        cell: _OWN for cell, formula in inputs.cells() if names and names & called_functions(formula.text)
    }


def _not_known(formula: str) -> Iterator[str]:
    """The functions that LibreOffice did not know when it read a formula: it saves their names in small letters."""
    for name in written_functions(formula):
        plain = plain_name(name)
        if not name.endswith(plain):
            yield plain
