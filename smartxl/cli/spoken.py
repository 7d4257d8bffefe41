"""Which language the command line speaks: settled once, from what was typed, before a command is read.

`--lang`, else the variable SMARTXL_LANG, else the first language of the project that is named, however broken its files are,
else the language of the machine, else Chinese.
"""

from __future__ import annotations

import locale
import os
import re
from contextlib import suppress
from contextvars import ContextVar
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.errors import SmartxlError
from smartxl.filenames import ASSESSMENT, is_project
from smartxl.text import Lang, language

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["VARIABLE", "settle", "spoken"]

VARIABLE = "SMARTXL_LANG"

_SPOKEN: ContextVar[Lang] = ContextVar("spoken", default="zh")
_FIRST = re.compile(r"^languages\s*:\s*(?:\[|\n?\s*-)?\s*[\"']?(zh|en)\b", re.MULTILINE)
_READ = 65_536  # characters of a project's first file
_OF_MACHINE = ("LC_ALL", "LC_MESSAGES", "LANG")


def spoken() -> Lang:
    """The language that this command speaks."""
    return _SPOKEN.get()


def settle(arguments: Sequence[str]) -> None:
    """Settles the language by what was typed after the program's name."""
    lang = _typed(arguments) or _code(os.environ.get(VARIABLE)) or _of_project(arguments) or _of_machine()
    _SPOKEN.set(lang or "zh")


def _typed(arguments: Sequence[str]) -> Lang | None:
    """What the last --lang says."""
    apart = [value for name, value in pairwise(arguments) if name == "--lang"]
    joined = [value.removeprefix("--lang=") for value in arguments if value.startswith("--lang=")]
    return next((lang for value in (*joined, *apart) if (lang := language(value))), None)


def _code(named: str | None) -> Lang | None:
    """The language of zh_CN.UTF-8, en-GB, English_United States."""
    beginning = (named or "").lower()[:2]
    return "zh" if beginning in {"zh", "ch"} else language(beginning)


def _of_project(arguments: Sequence[str]) -> Lang | None:
    """The first language of a project that is named, or that a named file lies in."""
    for argument in arguments:
        if not argument.startswith("-") and (found := _first_language(argument)):
            return found
    return None


def _first_language(argument: str) -> Lang | None:
    try:
        path = Path(argument).absolute()
        if not path.exists():
            return None
        home = next((folder for folder in (path, *path.parents) if is_project(folder)), None)
        if home is None:
            return None
        if not (home / ASSESSMENT).is_file():
            return _of_workbook(home)
        with (home / ASSESSMENT).open(encoding="utf-8", errors="replace") as file:
            found = _FIRST.search(file.read(_READ))
    except (OSError, ValueError):
        return None
    return language(found[1]) if found else None


def _of_workbook(home: Path) -> Lang | None:
    """The first language of a project whose definition is a workbook; None where it cannot be told."""
    from smartxl.define.load import read_project
    from smartxl.project.definitions import cache_folder, load_cached

    with suppress(SmartxlError):
        return load_cached(home, cache_folder()).round.languages[0]
    with suppress(SmartxlError):
        model = read_project(home).assessment.model
        return model.languages[0] if model else None
    return None


def _of_machine() -> Lang | None:
    named = next(filter(None, (os.environ.get(name) for name in _OF_MACHINE)), None)
    return _code(locale.getlocale()[0] if named is None and os.name == "nt" else named)
