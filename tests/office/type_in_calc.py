"""Opens a workbook in LibreOffice Calc, types into cells as a person may, saves it again.

Run by a Python that has `uno` (Debian: python3-uno), not by the tests' own:

    type_in_calc.py SOFFICE SOURCE TARGET '[["采样表", "H8", "否"], …]'

Prints the cells that refused to be typed into (protected), as JSON.
"""

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def option(name, value):
    return PropertyValue(Name=name, Value=value)


def connect(soffice, profile):
    pipe = f"smartxl{uuid4().hex}"
    process = subprocess.Popen(
        [
            soffice,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            manager = context.ServiceManager
            return process, manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.1)
    process.kill()
    raise SystemExit("LibreOffice did not answer")


def type_into(document, sheet, address, value):
    """Whether the cell took the value: a locked cell of a protected sheet does not."""
    page = document.Sheets.getByName(sheet)
    cell = page.getCellRangeByName(address)
    if page.isProtected() and cell.CellProtection.IsLocked:
        return False
    if isinstance(value, (int, float)):
        cell.setValue(value)
    else:
        cell.setString(value)
    return True


def main(soffice, source, target, edits):
    profile = Path(tempfile.mkdtemp(prefix="calc"))
    process, desktop = connect(soffice, profile)
    try:
        document = desktop.loadComponentFromURL(
            Path(source).resolve().as_uri(), "_blank", 0, (option("Hidden", True),)
        )
        refused = [
            address for sheet, address, value in edits if not type_into(document, sheet, address, value)
        ]
        document.calculateAll()
        xlsx = (option("FilterName", "Calc MS Excel 2007 XML"),)
        document.storeToURL(Path(target).resolve().as_uri(), xlsx)
        document.close(True)
        print(json.dumps(refused))
    finally:
        with contextlib.suppress(Exception):  # a LibreOffice that died already has nothing to end
            desktop.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        shutil.rmtree(profile, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:4], json.loads(sys.argv[4]))
