"""What runs inside LibreOffice: hands the arguments of a function to the Python that has smartxl, and its answer back.

The line with SETTINGS is written when the extension is built. LibreOffice's own Python (3.8 or later) has no numpy; so a
process of the other Python is started with the first call and answers line by line.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from typing import Any

import unohelper
from com.sun.star.lang import XServiceInfo, XServiceName
from com.sun.star.task import XJob
from org.smartxl import XFunctions

SETTINGS: Any = {"interpreter": "python", "lang": "zh", "methods": {}, "asking": []}

SERVICE, JOB, ADDIN = "org.smartxl.Functions", "org.smartxl.Opened", "com.sun.star.sheet.AddIn"
ERRORS = {503: "#NUM!", 519: "#VALUE!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A"}
CONF_SHEET, CONF_CELLS = "xlwings.conf", "A1:B50"
WITH_ERRORS = 4  # com.sun.star.sheet.FormulaResult.ERROR
SILENT = "#SX: smartxl 没有回答" if SETTINGS["lang"] == "zh" else "#SX: smartxl does not answer"


class Answering:
    """The other process: started when it is needed, and once again where it ended."""

    def __init__(self) -> None:
        self.process: Any = None
        self.lock = threading.Lock()

    def ask(self, name: str, arguments: list[Any], book: Any) -> Any:
        question = json.dumps([name, arguments, book]) + "\n"
        with self.lock:
            for _ in range(2):
                try:
                    process = self.started()
                    process.stdin.write(question.encode("ascii"))
                    process.stdin.flush()
                    answer = process.stdout.readline()
                    if answer:
                        return json.loads(answer.decode("ascii"))
                except (OSError, ValueError):
                    pass
                self.process = None
        return [[SILENT]]

    def started(self) -> Any:
        if self.process is None or self.process.poll() is not None:
            own = {"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "LD_LIBRARY_PATH"}
            environment = {name: value for name, value in os.environ.items() if name not in own}
            environment.update(
                SMARTXL_LANG=SETTINGS["lang"], PYTHONUTF8="1", **SETTINGS.get("environment", {})
            )
            self.process = subprocess.Popen(  # noqa: S603  (the Python that the extension was built for)
                [SETTINGS["interpreter"], "-m", "smartxl.addin.libreoffice.server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self.process


ANSWERING = Answering()


def cells_of(argument: Any) -> Any:
    """An argument as rows of cells: None for a blank, errors as their text."""
    if argument is None or isinstance(argument, (bool, int, float, str)):
        return argument
    if isinstance(argument, tuple):
        return [[None if value == "" else value for value in row] for row in argument]
    rows = [[None if value == "" else value for value in row] for row in argument.getDataArray()]
    top, left = argument.RangeAddress.StartRow, argument.RangeAddress.StartColumn
    for area in argument.queryFormulaCells(WITH_ERRORS).getRangeAddresses():
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                error = argument.getCellByPosition(column - left, row - top).getError()
                rows[row - top][column - left] = ERRORS.get(error, "#VALUE!")
    return rows


def book_of(document: Any) -> Any:
    """Where a document lies, and the rows of its sheet xlwings.conf."""
    sheets = getattr(document, "Sheets", None)
    rows: list[Any] = []
    if sheets is not None and sheets.hasByName(CONF_SHEET):
        rows = [
            list(row) for row in sheets.getByName(CONF_SHEET).getCellRangeByName(CONF_CELLS).getDataArray()
        ]
    return [getattr(document, "URL", ""), rows]


def method(name: str) -> Any:
    asks = name in SETTINGS["asking"]

    def called(_: object, *arguments: Any) -> tuple[tuple[Any, ...], ...]:
        book = book_of(arguments[-1]) if asks else None
        given = arguments[:-1] if asks else arguments
        answer = ANSWERING.ask(name, [cells_of(argument) for argument in given], book)
        return tuple(tuple(row) for row in answer)

    return called


class Functions(unohelper.Base, XFunctions, XServiceName, XServiceInfo):  # type: ignore[misc]
    """The functions, a method each."""

    def __init__(self, context: object) -> None:
        self.context = context

    def getServiceName(self) -> str:
        return SERVICE

    def getImplementationName(self) -> str:
        return SERVICE

    def supportsService(self, name: str) -> bool:
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return (ADDIN, SERVICE)


for internal, shown in SETTINGS["methods"].items():
    setattr(Functions, internal, method(shown))


class ReopenedFormulas(unohelper.Base, XJob, XServiceInfo):  # type: ignore[misc]
    """Writes the formulas of an .xlsx again that call the functions.

    Reading an .xlsx LibreOffice 7.4 knows functions of add-ins by their long names only, and shows #NAME?; a formula that is
    entered again is understood.
    """

    def __init__(self, context: object) -> None:
        self.context = context

    def execute(self, arguments: Any) -> None:
        for argument in arguments:
            if argument.Name == "Environment":
                for value in argument.Value:
                    if value.Name == "Model" and value.Value is not None:
                        enter_again(value.Value)

    def getImplementationName(self) -> str:
        return JOB

    def supportsService(self, name: str) -> bool:
        return name == JOB

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return (JOB,)


def enter_again(document: Any) -> None:
    if not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        return
    for sheet in document.Sheets:
        cells = sheet.queryFormulaCells(WITH_ERRORS).Cells.createEnumeration()
        while cells.hasMoreElements():
            cell = cells.nextElement()
            formula = cell.getFormula()
            if "sx_" not in formula.lower():
                continue
            if formula.startswith("{"):
                area = sheet.createCursorByRange(cell)
                area.collapseToCurrentArray()
                area.setArrayFormula(formula.strip("{}"))
            else:
                cell.setFormula(formula)


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816  (the name that LibreOffice looks for)
g_ImplementationHelper.addImplementation(Functions, SERVICE, (ADDIN, SERVICE))
g_ImplementationHelper.addImplementation(ReopenedFormulas, JOB, (JOB,))
