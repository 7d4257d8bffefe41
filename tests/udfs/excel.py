"""Excel as far as xlwings' real `udfs.py` sees it, on any machine: run in a process of its own, since modules are replaced.

    python tests/udfs/excel.py wrapper MODULE     the VBA module that Import Functions writes
    python tests/udfs/excel.py described          what the function wizard is told, as JSON
    python tests/udfs/excel.py call < calls.json  results of calls, as COM would get them, and milliseconds for each

COM gives tuples of rows, floats, None for an empty cell, error cells as negative integers. What is not covered: COM itself.
"""

from __future__ import annotations

import asyncio
import io
import json
import math
import os
import sys
import threading
import time
import types
from importlib import import_module
from typing import Any

CELL_ERRORS = {
    -2146826281: "#DIV/0!",
    -2146826246: "#N/A",
    -2146826259: "#NAME?",
    -2146826288: "#NULL!",
    -2146826252: "#NUM!",
    -2146826265: "#REF!",
    -2146826273: "#VALUE!",
}
MODULES = ("smartxl_udfs", "smartxl.project.worksheet")


class ComCells:
    """What COM hands a function for a range."""

    def __init__(self, rows: list[list[object]]) -> None:
        self.rows = tuple(map(tuple, rows))


class ComRange:
    """xlwings' view of it."""

    max_cells_per_read = max_cells_per_write = None

    def __init__(self, xl: ComCells) -> None:
        self.xl = xl

    @property
    def raw_value(self) -> object:
        rows = self.xl.rows
        return rows[0][0] if (len(rows), len(rows[0])) == (1, 1) else rows

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.xl.rows), len(self.xl.rows[0])

    address = "$H$1"

    @property
    def sheet(self) -> object:
        app = types.SimpleNamespace(engine=ExcelEngine(), pid=1)
        return types.SimpleNamespace(name="Sheet1", book=types.SimpleNamespace(name="Book1.xlsm", app=app))


class ComBook:
    """The workbook that calls, as xlwings' code sees it: a name, and no sheets."""

    def __init__(self, fullname: str) -> None:
        self.fullname = fullname
        self.sheets: list[object] = []


class ExcelEngine:
    """Values between Excel and Python, as xlwings does it on Windows."""

    name, type = "excel", "desktop"

    @staticmethod
    def prepare_xl_data_element(value: Any, options: object) -> object:
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return ""
        return float(value) if type(value).__module__ == "numpy" else value

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: object, number_builder: Any, err_to_str: bool
    ) -> list[list[object]]:
        def one(value: object) -> object:
            if value in ("", None):
                return empty_as
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            if isinstance(value, int) and not isinstance(value, bool) and value in CELL_ERRORS:
                return CELL_ERRORS[value] if err_to_str else None
            return value

        return [[one(cell) for cell in row] for row in data]


def module(name: str, **members: object) -> types.ModuleType:
    made = types.ModuleType(name)
    vars(made).update(members)
    sys.modules[name] = made
    return made


def start() -> Any:
    """xlwings with the modules of Windows in its place."""
    import xlwings as xw

    module("pythoncom", CoInitialize=lambda *a: None, IID_IDispatch="IDispatch")
    module("pywintypes", com_error=type("com_error", (Exception,), {}))
    client = module("win32com.client", Dispatch=lambda given, *a, **k: given)
    module("win32com", client=client)
    xw.engines.add(xw.Engine(impl=ExcelEngine()))
    members = {"BOOK_CALLER": None, "Range": ComRange, "Book": lambda given: given}
    windows = module("xlwings._xlwindows", is_range_instance=lambda o: isinstance(o, ComCells), **members)
    vars(xw)["_xlwindows"] = windows
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    module("xlwings.com_server", loop=loop)
    from xlwings import udfs

    names = {"func": "xlfunc", "arg": "xlarg", "ret": "xlret", "sub": "xlsub"}
    vars(xw).update({name: getattr(udfs, real) for name, real in names.items()})
    return udfs


def given(value: Any) -> object:
    """An argument: a list of rows stands for a range, anything else for itself."""
    return ComCells(value) if isinstance(value, list) else value


def called(udfs: Any, name: str, arguments: list[Any]) -> dict[str, object]:
    home = next(each for each in MODULES if name in functions_of(each))
    book = ComBook(os.environ["SMARTXL_BOOK"]) if "SMARTXL_BOOK" in os.environ else None
    began = time.perf_counter()
    result = udfs.call_udf(home, name, tuple(map(given, arguments)), book, ComCells([[None]]))
    return {"result": result, "ms": 1000 * (time.perf_counter() - began)}


def functions_of(home: str) -> dict[str, Any]:
    return {name: each for name, each in vars(import_module(home)).items() if hasattr(each, "__xlfunc__")}


def wrapper(udfs: Any, home: str) -> str:
    out = io.StringIO()
    udfs.generate_vba_wrapper(home, import_module(home), out, types.SimpleNamespace(Name="Book1.xlsm"))
    return out.getvalue()


def described() -> dict[str, object]:
    functions = {name: each for home in MODULES for name, each in functions_of(home).items()}
    told: dict[str, object] = {}
    for name, function in functions.items():
        info = function.__xlfunc__
        arguments = [[each["name"], each["doc"], "optional" in each] for each in info["args"]]
        told[name] = {"doc": info["ret"]["doc"], "arguments": arguments, "volatile": info["volatile"]}
    return told


def main() -> None:
    udfs = start()
    if sys.argv[1] == "wrapper":
        print(wrapper(udfs, sys.argv[2]))
    elif sys.argv[1] == "described":
        json.dump(described(), sys.stdout, ensure_ascii=False)
    else:
        json.dump([called(udfs, name, arguments) for name, arguments in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
