"""The functions inside formulas, as the package `formulas` calculates them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import formulas
import numpy as np
import pytest
import schedula

from smartxl_udfs import for_formulas

Sheet = Mapping[str, list[list[object]]]


@pytest.fixture
def evaluate(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Computes a formula over ranges given by address; None is a blank cell."""
    known = formulas.get_functions()
    for name, function in for_formulas().items():
        monkeypatch.setitem(known, name, function)

    def compute(formula: str, sheet: Sheet | Callable[[str], list[list[object]]]) -> list[list[object]]:
        function = formulas.Parser().ast(formula)[1].compile()
        cells = sheet if callable(sheet) else sheet.__getitem__
        arguments = [
            np.array(
                [[schedula.EMPTY if v is None else v for v in row] for row in cells(reference)], dtype=object
            )
            for reference in function.inputs
        ]
        result: list[list[object]] = np.array(function(*arguments), dtype=object, ndmin=2).tolist()
        return result

    return compute
