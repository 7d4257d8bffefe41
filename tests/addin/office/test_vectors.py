"""The script of the add-in answers as the Python functions do: golden vectors replayed in node and in Chromium."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smartxl.addin.office import PORTED, build_office_addin
from smartxl.rules import PEER_RULES, RULES
from tests.addin.office.vectors import COMMITTED, answer_of, vectors
from tests.conftest import IN_CI
from tests.generators.browser import Browser

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "smartxl" / "addin" / "office" / "functions.js"
HUNDREDS = 30
"""2,670 calls."""


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of vectors with other calls than the small set has."""
    path = tmp_path_factory.mktemp("vectors") / "vectors.json"
    path.write_text(
        json.dumps(vectors(seed=2, hundreds=HUNDREDS), ensure_ascii=False, allow_nan=False), "utf-8"
    )
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("addin")
    for name, content in build_office_addin("https://office.example.gov.cn/smartxl").files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_every_rule_is_answered_with_numbers(golden: Path) -> None:
    """Vectors that are refused alone would prove nothing of a rule."""
    counts = Counter[str]()
    for _, name, arguments, ((first, *_), *_) in json.loads(golden.read_text("utf-8"))["cases"]:
        counts[name] += isinstance(first, float | int)
        for rule in arguments[:2] if name in {"SX_SCORE", "SX_NORMALIZE"} else ():
            counts[f"{name} {rule}" if isinstance(rule, str) else ""] += isinstance(first, float | int)
    rules = {f"SX_SCORE {rule}" for rule in RULES if rule != "own"} | {
        f"SX_NORMALIZE {rule}" for rule in PEER_RULES
    }
    wanted = rules | (PORTED - {"SX_AHP_ADVICE", "SX_HELP", "SX_ROLLUP", "SX_STAGE"})
    assert {name: counts[name] for name in wanted if counts[name] < 6} == {}


def close(mine: Any, theirs: Any) -> bool:
    if isinstance(mine, float) and isinstance(theirs, float | int):
        return bool(mine == pytest.approx(theirs, rel=1e-12, abs=1e-13))
    return bool(mine == theirs)


@pytest.mark.slow
def test_the_small_set_is_what_python_answers() -> None:
    """Where this fails the functions have changed: port the change, and run `python -m tests.addin.office.vectors`."""
    cases = json.loads(COMMITTED.read_text("utf-8"))["cases"]
    assert len(cases) > 200
    for lang, name, arguments, expected in cases:
        if name == "SX_HELP":  # it lists all functions there are
            continue
        found = answer_of(lang, name, arguments)
        assert [len(row) for row in found] == [len(row) for row in expected], (name, arguments)
        pairs = [
            (m, t)
            for mine, theirs in zip(found, expected, strict=True)
            for m, t in zip(mine, theirs, strict=True)
        ]
        assert all(close(mine, theirs) for mine, theirs in pairs), (name, arguments, found, expected)


@pytest.mark.slow
def test_node_answers_as_python_does(golden: Path) -> None:
    node = shutil.which("node")
    if node is None:
        (pytest.fail if IN_CI else pytest.skip)("node is not installed")
    replay = Path(__file__).with_name("replay_in_node.js")
    done = subprocess.run([node, replay, SCRIPT, golden], capture_output=True, check=True, text=True)
    found = json.loads(done.stdout)
    assert found == [], f"{len(found)} differ:\n" + "\n".join(found[:10])


def test_chromium_answers_as_python_does(browser: Browser, golden: Path) -> None:
    """The very files: a page that loads the script in each language, with nothing but what stands beside it."""
    loaded = "\n".join(
        f"function load_{lang}(SMARTXL, CustomFunctions) {{ {SCRIPT.read_text('utf-8')} }}"
        for lang in ("zh", "en")
    )
    replay = Path(__file__).with_name("replay.js").read_text("utf-8")
    written = golden.read_text("utf-8").replace("</", "<\\/")
    page = f"""<!doctype html><meta charset="utf-8"><script>{loaded}
    {replay}
    const vectors = {written};
    const found = differences(vectors, (setting, host) => window["load_" + setting.lang](setting, host));
    </script>"""
    browser.open(page)
    found = browser.run("found")
    assert found == [], f"{len(found)} differ:\n" + "\n".join(found[:10])
    assert browser.run("vectors.cases.length") > 2500
    assert browser.errors == []
    assert [address for address in browser.requests if not address.startswith("file:")] == []


@pytest.mark.parametrize("end", ["", ".en"])
def test_the_page_of_functions_names_them_to_excel(browser: Browser, hosted: Path, end: str) -> None:
    """As Excel on the web and on the Mac load it, with a runtime in place of Microsoft's."""
    host = "{Error: class {}, associate: (id) => ids.push(id)}"
    runtime = f"<script>window.ids = []; window.CustomFunctions = {host}</script>"
    page = (hosted / f"functions{end}.html").read_text("utf-8").replace("<head>", f"<head>{runtime}")
    script = (hosted / f"functions{end}.js").as_uri()
    browser.open(page.replace(f'src="functions{end}.js"', f'src="{script}"'))
    told = json.loads((hosted / f"functions{end}.json").read_text("utf-8"))
    assert sorted(browser.run("ids")) == [
        each["id"] for each in sorted(told["functions"], key=lambda each: each["id"])
    ]
    assert browser.run("SMARTXL.lang") == ("zh" if end == "" else "en")
    assert "partner.office365.cn" not in str(browser.requests)


@pytest.mark.parametrize("end", ["", ".en"])
def test_the_task_pane_works_without_office(browser: Browser, hosted: Path, end: str) -> None:
    browser.resize(320, 800)
    page = (hosted / f"taskpane{end}.html").read_text("utf-8")
    browser.open(page.replace("<head>", f'<head><base href="{hosted.as_uri()}/">'), "#SX_RANK")
    browser.wait("document.getElementById('SX_RANK').open")
    shown = "Array.from(document.querySelectorAll('details')).filter((each) => each.offsetHeight).map((each) => each.id)"
    assert len(browser.run(shown)) > 15
    for typed, expected in (
        ("ri_table saaty", ["SX_AHP_CR"]),
        ("SX.GAP(", ["SX_GAP"]),
        ("nothing of it", []),
    ):
        browser.run("document.getElementById('find').value = ''; document.getElementById('find').focus()")
        browser.type(typed)
        assert browser.run(shown) == expected
        assert browser.run("!document.getElementById('none').hidden") == (not expected)
    assert browser.run("document.documentElement.scrollWidth <= window.innerWidth")
    outside = {address for address in browser.requests if not address.startswith("file:")}
    assert outside <= {"https://appsforoffice.microsoft.com/lib/1/hosted/office.js"}
