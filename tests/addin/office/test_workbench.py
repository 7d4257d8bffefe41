"""Chromium computes the workbench: each call of a function in it with what it reads, as it was made and as somebody typed."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import smartxl_udfs
from smartxl.addin.office import described
from smartxl.text import LANGUAGES
from tests.addin.office.vectors import Case
from tests.generators.browser import Browser
from tests.project.workbench.conftest import Bench, scored_city

SCRIPT = Path(__file__).parents[3] / "smartxl" / "addin" / "office" / "functions.js"
TYPED = {"weight:dep/A": 25.0, "weight:dep/B3": 0.0, "score:GA/A1": 12.34, "ahp:B@dep/B1/B3": 7.0}
"""Weights, a score and a judgement that somebody types."""


def _listed(given: object) -> Any:
    """An argument or an answer as JSON has it: ranges as lists of rows."""
    return given.tolist() if isinstance(given, np.ndarray) else given


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """Every call of the workbench while it is calculated, with the answer that its cells show."""
    cases: list[Case] = []

    def noting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def noted(*arguments: object) -> Any:
            answer = function(*arguments)
            cases.append(("zh", name, [_listed(each) for each in arguments], _listed(answer)))
            return answer

        return noted

    bench = Bench.of(scored_city(tmp_path_factory.mktemp("chromium") / "town"))
    functions: Mapping[str, Callable[..., Any]] = {
        name: noting(name, function) for name, function in smartxl_udfs.FUNCTIONS.items()
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMARTXL_LANG", "zh")
        patch.setattr(smartxl_udfs, "FUNCTIONS", functions)
        bench.with_inputs({})
        bench.with_inputs(TYPED)
    return cases


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


def test_chromium_computes_the_workbench(browser: Browser, called: list[Case]) -> None:
    names = {name for _, name, _, _ in called}
    assert len(called) > 50
    assert {
        "SX_AHP_WEIGHTS",
        "SX_AHP_CR",
        "SX_ROLLUP",
        "SX_RANK",
        "SX_STAGE",
        "SX_TORNADO",
        "SX_BANDS",
    } <= names
    vectors = {"functions": {lang: described(lang) for lang in LANGUAGES}, "cases": called}
    written = json.dumps(vectors, ensure_ascii=False, allow_nan=False).replace("</", "<\\/")
    replay = Path(__file__).with_name("replay.js").read_text("utf-8")
    page = f"""<!doctype html><meta charset="utf-8"><script>
    function load(SMARTXL, CustomFunctions) {{ {SCRIPT.read_text("utf-8")} }}
    {replay}
    const found = differences({written}, load);
    </script>"""
    browser.open(page)
    found = browser.run("found")
    assert found == [], f"{len(found)} of {len(called)} differ:\n" + "\n".join(found[:10])
    assert browser.errors == []
