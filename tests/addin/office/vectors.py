"""Golden vectors: random calls of every function and rule with the answers of the Python functions, for the port to replay."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from inspect import Parameter, signature
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from smartxl.addin.office import described
from smartxl.text import LANGUAGES, Lang
from smartxl_udfs import DeclaredFunction
from smartxl_udfs.modules import declared_functions
from tests.addin.office.calls import CALLS
from tests.addin.office.tables import table_calls

__all__ = ["COMMITTED", "Case", "answer_of", "vectors"]

Case = tuple[Lang, str, list[Any], list[list[Any]]]
"""Language, function, arguments, the answer as rows of cells."""
COMMITTED = Path(__file__).parents[3] / "udfs" / "office" / "test" / "vectors.json"
"""A small set with which the port's own tests do without Python: `python -m tests.addin.office.vectors` writes it."""


def vectors(seed: int, hundreds: int) -> dict[str, object]:
    """Random calls and those of `table_calls` with their answers, languages in turn; what the add-in is told of functions."""
    cases = list(_cases(Random(seed), hundreds))  # noqa: S311 (no secret)
    return {"functions": {lang: described(lang) for lang in LANGUAGES}, "cases": cases}


def _cases(random: Random, hundreds: int) -> Iterator[Case]:
    for name, (call, share) in CALLS.items():
        for number in range(share * hundreds):
            lang, arguments = LANGUAGES[number % 2], call(random)
            yield lang, name, arguments, answer_of(lang, name, arguments)
    for name, arguments in table_calls():
        for lang in LANGUAGES:
            yield lang, name, arguments, answer_of(lang, name, arguments)


def answer_of(lang: Lang, name: str, arguments: Sequence[object]) -> list[list[Any]]:
    """What the Python function answers: numbers, texts, truth values."""
    declared = declared_functions()[name]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMARTXL_LANG", lang)
        answer: list[list[Any]] = json.loads(json.dumps(declared.call(*_given(declared, arguments)).tolist()))
    return answer


def _given(declared: DeclaredFunction, arguments: Sequence[object]) -> Iterator[object]:
    """The arguments as a cell program hands them over: ranges as matrices; what is left out is the default."""
    parameters = signature(declared.core).parameters.values()
    for given, parameter in zip(arguments, parameters, strict=False):
        if given is None and parameter.default is not Parameter.empty:
            yield parameter.default
        else:
            yield np.array(given, dtype=object, ndmin=2) if isinstance(given, list) else given


def main() -> None:
    """Writes the small set."""
    found = vectors(seed=1, hundreds=3)
    lines = ",\n".join(_compact(case) for case in found.pop("cases"))  # type: ignore[attr-defined]
    COMMITTED.write_text(f'{{"functions":{_compact(found["functions"])},\n"cases":[\n{lines}\n]}}\n', "utf-8")


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


if __name__ == "__main__":
    main()
