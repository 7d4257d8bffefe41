"""Opens a workbook in LibreOffice and prints what its cells show, as JSON; run by the Python that has uno.

    in_calc.py soffice profile workbook [cases]

Cases, as JSON, are lists of steps. For each the workbook is opened anew, and after its steps everything is calculated: ["set",
sheet, row, column, value], ["delete", sheet, row], ["clear", sheet, first column, last column] or ["sort", sheet, first row,
last row, last column, column], the largest first; rows and columns count from 1.
Out: {"cells": {sheet: rows of texts}, "functions": {name: [description, descriptions of arguments]} in Chinese}, or with cases
a list of cells.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from typing import Any

import uno


def free_port() -> int:
    """A port that nobody listens at: several runs of the tests do not meet."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def connected(context: Any, port: int) -> Any:
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
        except Exception:  # it is not listening yet
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


def cells_of(document: Any) -> dict[str, list[list[str]]]:
    shown = {}
    for sheet in document.Sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        shown[sheet.Name] = [
            [sheet.getCellByPosition(column, row).getFormula() and _value(sheet.getCellByPosition(column, row))
             for column in range(last.EndColumn + 1)]
            for row in range(last.EndRow + 1)
        ]  # fmt: skip
    return shown


def _value(cell: Any) -> Any:
    return cell.Value if _is_number(cell) and not cell.getError() else cell.String


def _is_number(cell: Any) -> bool:
    kind: str = cell.Type.value
    return kind == "VALUE" or (kind == "FORMULA" and cell.FormulaResultType2 == 1)


def functions_of(office: Any) -> dict[str, list[str]]:
    provider = office.ServiceManager.createInstanceWithArgumentsAndContext(
        "com.sun.star.configuration.ConfigurationProvider",
        (uno.createUnoStruct("com.sun.star.beans.NamedValue", "Locale", "zh-CN"),),
        office,
    )
    path = "/org.openoffice.Office.CalcAddIns/AddInInfo/org.smartxl.Functions/AddInFunctions"
    argument = uno.createUnoStruct("com.sun.star.beans.NamedValue", "nodepath", path)
    nodes = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationAccess", (argument,)
    )
    found = {}
    for name in nodes.getElementNames():
        node = nodes.getByName(name)
        told = [node.Parameters.getByName(each).Description for each in node.Parameters.getElementNames()]
        found[node.DisplayName] = [node.Description, *sorted(told)]
    return found


def do(document: Any, steps: list[list[Any]]) -> None:
    for name, title, *given in steps:
        sheet = document.Sheets.getByName(title)
        sheet.unprotect("")
        if name == "set":
            row, column, value = given
            cell = sheet.getCellByPosition(column - 1, row - 1)
            if isinstance(value, str):
                cell.setString(value)
            else:
                cell.setValue(value)
        elif name == "clear":
            sheet.getCellRangeByPosition(given[0] - 1, 0, given[1] - 1, 2000).clearContents(1023)
        elif name == "delete":
            sheet.Rows.removeByIndex(given[0] - 1, 1)
        else:
            first, last, width, column = given
            area = sheet.getCellRangeByPosition(0, first - 1, width - 1, last - 1)
            field = uno.createUnoStruct("com.sun.star.table.TableSortField")
            field.Field, field.IsAscending = column - 1, False
            fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
            order = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            order.Name, order.Value = "SortFields", fields
            uno.invoke(area, "sort", ((order,),))
    document.calculateAll()


def after(desktop: Any, workbook: str, steps: list[list[Any]]) -> dict[str, Any]:
    """Values as LibreOffice keeps them, of all cells of a sheet at once; errors are blank."""
    document = desktop.loadComponentFromURL(workbook, "_blank", 0, ())
    do(document, steps)
    shown = {}
    for sheet in document.Sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        shown[sheet.Name] = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow).getDataArray()
    document.close(True)
    return shown


def main(soffice: str, profile: str, workbook: str, cases: str = "") -> None:
    port = free_port()
    accept = f"--accept=socket,host=127.0.0.1,port={port};urp;"
    command = [soffice, "--headless", "--norestore", accept, f"-env:UserInstallation={profile}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            office = connected(uno.getComponentContext(), port)
            desktop = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
            if cases:
                print(json.dumps([after(desktop, workbook, steps) for steps in json.loads(cases)]))
                return
            document = desktop.loadComponentFromURL(workbook, "_blank", 0, ())
            print(json.dumps({"cells": cells_of(document), "functions": functions_of(office)}))
            document.close(True)
        finally:
            process.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
