"""Converts files in LibreOffice, one after the other in the same office; types into workbooks first as a person may.

Run by a Python that has `uno` (Debian: python3-uno), not by the tests' own:

    converting.py SOFFICE PROFILE

Reads a line of JSON for each file, [source, target, filter, [[sheet, address, value], …]], and writes one: the cells that
refused to be typed into (protected), or what went wrong.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def option(name: str, value: object) -> Any:
    return PropertyValue(Name=name, Value=value)


def connect(soffice: str, profile: Path) -> tuple[subprocess.Popen[bytes], Any]:
    pipe = f"smartxl{uuid4().hex}"  # workers run side by side, with profiles of the same name
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={pipe};urp;"]
    command += ["--headless", "--norestore", "--nologo", "--nodefault"]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
        else:
            manager = context.ServiceManager
            return process, manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    process.kill()
    raise SystemExit("LibreOffice did not answer")


def type_into(document: Any, sheet: str, address: str, value: object) -> bool:
    """Whether the cell took the value: a locked cell of a protected sheet does not."""
    page = document.Sheets.getByName(sheet)
    cell = page.getCellRangeByName(address)
    if page.isProtected() and cell.CellProtection.IsLocked:
        return False
    if isinstance(value, int | float):
        cell.setValue(value)
    else:
        cell.setString(value)
    return True


def convert(desktop: Any, source: str, target: str, kind: str, edits: list[Any]) -> list[str] | str:
    try:
        document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (option("Hidden", True),))
        try:
            refused = [edit[1] for edit in edits if not type_into(document, *edit)]
            if edits:
                document.calculateAll()
            document.storeToURL(Path(target).as_uri(), (option("FilterName", kind),))
        finally:
            document.close(True)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return refused


def main(soffice: str, profile: Path) -> None:
    process, desktop = connect(soffice, profile)
    try:
        for line in sys.stdin:
            print(json.dumps(convert(desktop, *json.loads(line))), flush=True)
    finally:
        with contextlib.suppress(Exception):  # a LibreOffice that died already has nothing to end
            desktop.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
