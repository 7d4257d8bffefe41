"""LibreOffice with the extension really installed, in a profile of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from smartxl.addin.libreoffice import (
    ExtensionSettings,
    OfficeUser,
    add_extension,
    build_extension,
    find_unopkg,
)
from tests.office.office import python_with_uno

CLIENT = Path(__file__).with_name("in_calc.py")
NOBODY = 65534


@pytest.fixture(scope="package")
def profile(soffice: str) -> Iterator[Path]:
    """A profile of LibreOffice with the extension. Its program for extensions refuses root, so that nobody runs it then."""
    if find_unopkg() is None:
        (pytest.fail if os.environ.get("SMARTXL_CI") == "1" else pytest.skip)("no unopkg is installed")
    home = Path(tempfile.mkdtemp(prefix="smartxl-oxt-"))
    home.chmod(0o777)  # whom root becomes writes there
    file, folder = home / "smartxl.oxt", home / "profile"
    paths = os.pathsep.join(path for path in sys.path if path)
    file.write_bytes(
        build_extension(ExtensionSettings(Path(sys.executable), "zh", "0.1", {"PYTHONPATH": paths}))
    )
    file.chmod(0o644)
    as_root = os.geteuid() == 0
    before = os.environ.get("HOME", "")
    os.environ["HOME"] = str(home)
    try:
        add_extension(file, OfficeUser(NOBODY if as_root else None, folder))
        yield folder
    finally:
        os.environ["HOME"] = before
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="package")
def in_calc(soffice: str, profile: Path) -> Callable[..., Any]:
    """Opens a workbook, does the steps of some cases, and gives what its cells show: see `in_calc.py`."""

    def opened(workbook: Path, cases: object = ()) -> Any:
        command = [python_with_uno(), str(CLIENT), soffice, profile.as_uri(), workbook.as_uri()]
        command += [json.dumps(cases)] if cases else []
        own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False, env=own)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return opened
