"""Answers calls of functions line by line: [name, arguments] as JSON in, rows of cells as JSON out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from inspect import Parameter, signature

import numpy as np

from smartxl_udfs import DECLARED, DeclaredFunction

__all__ = ["answers"]

_UNKNOWN = "#NAME?"


def answers(lines: Iterable[str]) -> Iterator[str]:
    """An answer for each line. A call that cannot be understood answers #NAME?; a function itself never raises."""
    for line in lines:
        try:
            name, arguments = json.loads(line)
            declared = DECLARED[name]
        except (ValueError, KeyError, TypeError):
            yield json.dumps([[_UNKNOWN]])
            continue
        yield json.dumps(declared.call(*_given(declared, arguments)).tolist())


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
