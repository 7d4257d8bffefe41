"""The LibreOffice that opens the files of all tests of a worker: it starts once, which takes longer than a file."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

import pytest

from smartxl.cells import Cell
from smartxl.verify import Value, read_grid
from smartxl.verify.office import _SETTINGS

__all__ = ["Edit", "Office", "python_with_uno", "running_office"]

SCRIPT = Path(__file__).parent / "converting.py"
FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xls": "MS Excel 97",
    "ods": "calc8",
    "fods": "OpenDocument Spreadsheet Flat XML",
    "pdf": "calc_pdf_Export",
}
PAPER = "writer_pdf_Export"
PATIENCE = 180.0
Edit = tuple[str, str, object]
"""Sheet, address, what is typed there."""


def python_with_uno() -> str:
    """A Python that can speak with LibreOffice; without one tests skip, and fail in CI."""
    for python in filter(None, ("/usr/bin/python3", shutil.which("python3"))):
        if subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return python
    return _missing("no Python with uno is installed")


def _missing(what: str) -> NoReturn:
    (pytest.fail if os.environ.get("SMARTXL_CI") == "1" else pytest.skip)(what)


@dataclass(frozen=True)
class Office:
    """LibreOffice in a process of its own, with what it is told and what it answers."""

    asked: IO[str]
    answers: IO[str]

    def convert(self, source: Path, folder: Path, suffix: str = "xlsx") -> Path:
        """Opens a workbook, recalculates it and saves it in `folder` under the same name with the suffix."""
        folder.mkdir(exist_ok=True)
        target = folder / source.with_suffix(f".{suffix}").name
        assert self._saved(source, target, FILTERS[suffix]) == []
        return target

    def typed(self, source: Path, target: Path, edits: Sequence[Edit]) -> list[str]:
        """Opens a workbook, types into cells, saves it as `target`; gives the cells that refused it, being protected."""
        refused = self._saved(source, target, FILTERS["xlsx"], edits)
        assert isinstance(refused, list), refused
        return refused

    def printed(self, source: Path, folder: Path) -> Path:
        """A document as PDF in `folder`; a test that asks for it skips without LibreOffice Writer and fails in CI."""
        target = folder / source.with_suffix(".pdf").name
        if trouble := self._saved(source, target, PAPER):
            _missing(f"LibreOffice Writer is not installed ({trouble})")
        return target

    def _saved(self, source: Path, target: Path, kind: str, edits: Sequence[Edit] = ()) -> list[str] | str:
        """The cells that refused what was to be typed, or what went wrong."""
        assert target != source
        print(json.dumps([str(source), str(target), kind, edits]), file=self.asked, flush=True)
        ready, _, _ = select.select([self.answers], [], [], PATIENCE)
        assert ready, f"LibreOffice was not done after {PATIENCE:g} s"
        answer: list[str] | str = json.loads(self.answers.readline() or '"LibreOffice has ended"')
        return answer

    def values(self, path: Path, folder: Path) -> Mapping[Cell, Value]:
        """The value of every formula cell as LibreOffice computes it; the copy stays in `folder`."""
        return read_grid(self.convert(path, folder).read_bytes()).cached


@contextmanager
def running_office(soffice: str, folder: Path) -> Iterator[Office]:
    """A LibreOffice whose profile lies in the folder, and which recalculates what it opens."""
    settings = folder / "user" / "registrymodifications.xcu"
    settings.parent.mkdir()
    settings.write_text(_SETTINGS, "utf-8")
    command = [python_with_uno(), str(SCRIPT), soffice, str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Office(process.stdin, process.stdout)
        process.stdin.close()
        process.wait(60)
