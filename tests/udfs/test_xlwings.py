"""The functions through xlwings' own code for Excel on Windows, without Excel: what arrives, what goes back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from smartxl_udfs.modules import UDF_MODULES, declared_functions
from smartxl_udfs.registry import DOC_LIMIT
from tests.udfs.test_page import town

EXCEL = Path(__file__).with_name("excel.py")
GOLDEN = Path(__file__).parent / "golden"
DECLARED = declared_functions()
MISSING, NOT_AVAILABLE = -2147352572, -2146826246  # what COM hands over
pytestmark = pytest.mark.slow


def run(*arguments: str, calls: Sequence[object] = ()) -> str:
    done = subprocess.run(
        [sys.executable, str(EXCEL), *arguments],
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1", "SMARTXL_LANG": "zh"},
    )
    return done.stdout


def called(*calls: Sequence[object]) -> list[Any]:
    """The results of calls, each a name and its arguments."""
    answers = json.loads(run("call", calls=[[name, arguments] for name, *arguments in calls]))
    return [answer["result"] for answer in answers]


@pytest.mark.parametrize("module", UDF_MODULES)
def test_the_wrapper_that_import_functions_writes(module: str) -> None:
    """Written anew with: python tests/udfs/excel.py wrapper MODULE > tests/udfs/golden/MODULE.bas"""
    written = run("wrapper", module)
    assert written.isascii()
    assert written.strip() == (GOLDEN / f"{module}.bas").read_text(encoding="ascii").strip()


def test_the_wizard_is_told_every_function_and_argument() -> None:
    told = json.loads(run("described"))
    assert told.keys() == DECLARED.keys()
    for name, declared in DECLARED.items():
        assert told[name]["doc"] == f"{declared.purpose.zh}\n{declared.purpose.en}"
        assert told[name]["arguments"] == [
            [each.name, each.doc.zh + each.doc.en, each.optional] for each in declared.arguments
        ]
        assert not told[name]["volatile"]


RANK = [[70.0], [90.0], [None], [90.0]]
CASES: list[tuple[str, list[object], object]] = [
    ("column", ["SX_RANK", RANK, MISSING, MISSING], [[3.0], [1.0], [""], [1.0]]),
    ("one row", ["SX_RANK", [[70.0, 90.0]]], [[2.0, 1.0]]),
    ("one cell", ["SX_RANK", [[70.0]]], [[1.0]]),
    ("a number in place of a range", ["SX_STAGE", 55.0], [["发展期"]]),
    ("an error is no blank", ["SX_RANK", [[70.0], [NOT_AVAILABLE]]], [["#N/A"], ["#N/A"]]),
    ("text is no number", ["SX_WEIGHTED", [[70.0, "90"]], [[1.0, 1.0]], MISSING], [[70.0]]),
    ("TRUE is no number", ["SX_WEIGHTED", [[70.0, True]], [[1.0, 1.0]]], [[70.0]]),
    ("a default", ["SX_WEIGHTED", [[1.0, 0.0]], [[1.0, 2.0]], MISSING, MISSING, MISSING], [[0.33]]),
    ("a blank for a default", ["SX_WEIGHTED", [[1.0, 0.0]], [[1.0, 2.0]], None], [[1 / 3]]),
    ("a wrong word", ["SX_RANK", RANK, "x"], "#SX: SX_RANK “x”不是 ties"),
    ("a fault of a method", ["SX_WEIGHTS", [[1.0, 2.0]]], "#SX: SX_WEIGHTS 1 个单位"),
    ("cleaned", ["SX_CLEAN", [["３５"], ["1,200"], [None], ["三万五"]]], [[35.0], [1200.0], [""], [35000.0]]),
]


def test_what_arrives_and_what_goes_back() -> None:
    results = called(*(call for _, call, _ in CASES))
    for (case, _, expected), result in zip(CASES, results, strict=True):
        if isinstance(expected, str):
            assert result[0][0].startswith(expected), case
        else:
            assert result == expected, case


SCORES = [[float((3 * i + 7 * j) % 101) for j in range(12)] for i in range(5000)]
WEIGHTS = [[1.0 + j for j in range(12)]]
TREE = [[f"A{i}"] for i in range(5000)]
LARGE: dict[str, list[object]] = {
    "SX_SCORE": ["panel", [[float(i)] for i in range(200)], [[3.0], [100.0]]],
    "SX_NORMALIZE": [SCORES, "minmax"],
    "SX_RANK": [[row[:1] for row in SCORES]],
    "SX_STAGE": [SCORES],
    "SX_WEIGHTED": [SCORES, WEIGHTS],
    "SX_ROLLUP": [TREE, [row[:1] for row in SCORES], [[1.0]] * 5000],
    "SX_COVERAGE": [SCORES],
    "SX_GAP": [SCORES, 80.0],
    "SX_OBSTACLE": [SCORES, WEIGHTS],
    "SX_TORNADO": [SCORES, WEIGHTS],
    "SX_BANDS": [SCORES[:50], WEIGHTS, 100.0],
    "SX_WEIGHTS": [SCORES, "deviation"],
    "SX_COMBINE": [WEIGHTS, WEIGHTS],
    "SX_CLEAN": [SCORES],
    "SX_AHP_WEIGHTS": [[[1.0, 3.0], [None, 1.0]]],
    "SX_AHP_CR": [[[1.0, 3.0], [None, 1.0]]],
    "SX_AHP_ADVICE": [[[1.0, 3.0, 1.0], [None, 1.0, 3.0], [None, None, 1.0]]],
    "SX_HELP": [None],
}


def test_every_function_answers_large_ranges() -> None:
    assert LARGE.keys() == DECLARED.keys() - {"SX_TRACE"}
    results = called(*([name, *arguments] for name, arguments in LARGE.items()))
    for name, result in zip(LARGE, results, strict=True):
        flat = [cell for row in result for cell in row]
        assert not any(isinstance(cell, str) and cell.startswith("#") for cell in flat), (name, flat[:1])
        assert all(isinstance(cell, str | float | int) and cell == cell for cell in flat), name  # noqa: PLR0124


def test_the_project_is_that_of_the_workbook_that_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SMARTXL_PROJECT", raising=False)
    monkeypatch.setenv("SMARTXL_BOOK", str(town() / "reports" / "工作台.xlsm"))
    ((nodes, *_),) = called(["SX_TRACE", "A", "GA"])
    assert nodes[0] == "市公安局 A 服务"


ODD: tuple[object, ...] = (None, "", "文字", True, NOT_AVAILABLE, -1e308, 1e308)


def test_no_function_ever_raises() -> None:
    """Whatever stands in the cells: a value, an error that is passed on, or a readable text."""
    calls = [
        [name, *([shape] * len(declared.arguments))]
        for odd in ODD
        for shape in ([[odd]], [[odd] * 3], [[odd]] * 3, [[odd] * 2] * 2)
        for name, declared in DECLARED.items()
    ]
    for call, result in zip(calls, called(*calls), strict=True):
        flat = [cell for row in result for cell in row]
        assert flat, call
        assert all(not isinstance(cell, str) or len(cell) <= DOC_LIMIT for cell in flat), call
        assert not any("Traceback" in str(cell) or str(cell) in {"nan", "inf", "-inf"} for cell in flat), call
