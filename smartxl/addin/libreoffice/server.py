"""Answers calls of functions line by line: [name, arguments, book] as JSON in, rows of cells as JSON out.

`book` is the workbook that calls, its address and the rows of its sheet xlwings.conf; null where the function does not ask.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from inspect import Parameter, signature
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import numpy as np

from smartxl_udfs import DeclaredFunction
from smartxl_udfs.callers import CallingBook, called_from
from smartxl_udfs.modules import declared_functions

__all__ = ["answers"]

_UNKNOWN = "#NAME?"


def answers(lines: Iterable[str]) -> Iterator[str]:
    """An answer for each line. A call that cannot be understood answers #NAME?; a function itself never raises."""
    known = declared_functions()
    for line in lines:
        try:
            name, arguments, book = json.loads(line)
            declared, caller = known[name], _book(book)
        except (ValueError, KeyError, TypeError):
            yield json.dumps([[_UNKNOWN]])
            continue
        with called_from(caller):
            yield json.dumps(declared.call(*_given(declared, arguments)).tolist())


def _book(told: tuple[str, list[list[object]]] | None) -> CallingBook:
    """The workbook that calls; it lies in no folder where it was never saved or is in no file of this machine."""
    if told is None:
        return CallingBook()
    address, rows = urlsplit(told[0]), told[1]
    is_here = address.scheme == "file" and not address.netloc
    settings = {str(name).strip().upper(): str(value) for name, value in rows if name and value != ""}
    return CallingBook(Path(url2pathname(address.path)).parent if is_here else None, settings)


def _given(declared: DeclaredFunction, arguments: list[object]) -> Iterator[object]:
    """The arguments as the function takes them: what is left out arrives as None, and is its default."""
    parameters = signature(declared.core).parameters.values()
    for given, parameter in zip(arguments, parameters, strict=False):
        if given is None and parameter.default is not Parameter.empty:
            yield parameter.default
        else:
            yield np.array(given, dtype=object, ndmin=2) if isinstance(given, list) else given


def main() -> None:
    """Answers standard input until it ends."""
    for answer in answers(sys.stdin):
        print(answer, flush=True)


if __name__ == "__main__":
    main()
