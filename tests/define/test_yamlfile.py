"""YAML with lines: what is read, what is refused, and that nothing in a file can hurt."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartxl.define import load, yamlfile
from smartxl.define.yamlfile import read_yaml
from smartxl.errors import DefinitionError, Problem
from smartxl.text import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

LAYERS = "\n".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 12))
DEEP_ALIASES = "\n".join(f"k{n}: &k{n} [[[[[*k{n - 1}]]]]]" for n in range(1, 200))


def read(tmp_path: Path, text: str) -> tuple[object, list[tuple[int | None, str]]]:
    """The tree of a text, and (line, what) of its problems."""
    path = tmp_path / "x.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    result = read_yaml(path, "x.yaml")
    assert all(problem.remedy and problem.file == "x.yaml" for problem in result.problems)
    return result.tree, [(problem.line, problem.what.en) for problem in result.problems]


def test_scalars_stay_text_and_blanks_are_none(tmp_path: Path) -> None:
    text = "version: 1.10\ncode: 011\nen: No\nday: 2026-09-01\nblank:\nnull: ~\nempty: ''\nlist: [1, two, ]\n"
    tree, problems = read(tmp_path, text)
    expected = {"version": "1.10", "code": "011", "en": "No", "day": "2026-09-01", "blank": None, "": None}
    assert tree == {**expected, "empty": "", "list": ["1", "two"]}
    assert not problems


def test_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("# head\na:\n  - b: 1\n    c:\n      d: 2\n  -\n    b: 3\n", "utf-8")
    file = read_yaml(path, "x.yaml")
    places: list[tuple[tuple[str | int, ...], int]] = [
        (("a",), 2),
        (("a", 0), 3),
        (("a", 0, "c"), 4),
        (("a", 0, "c", "d"), 5),
        (("a", 1, "b"), 7),
        (("a", 1, "missing", "below"), 7),
    ]
    for place, line in places:
        assert file.line(place) == line, place


def test_aliases_stand_for_their_value(tmp_path: Path) -> None:
    assert read(tmp_path, "a: &x { b: [1, 2] }\nc: *x\n")[0] == {
        "a": {"b": ["1", "2"]},
        "c": {"b": ["1", "2"]},
    }


REFUSED = {
    "bracket": ("a: 1\nb: [1, 2\n", 3, "begun in line 2"),
    "tab": ("a: 1\nb:\n\tc: 1\n", 3, "not valid YAML"),
    "indentation": ("a: 1\n b: 2\n", 2, "mapping values are not allowed"),
    "control character": ("a: 1\nb: \x07\n", 2, "U+0007"),
    "tag": ("a: 1\nb: !!python/object:os.system x\n", 2, "tag"),
    "second document": ("a: 1\n---\nb: 1\n", 2, "second document"),
    "key is a list": ("a: 1\n? [b]\n: c\n", 2, "key"),
    "unknown alias": ("a: 1\nb: *x\n", 2, "*x"),
    "alias of itself": ("a: 1\nb: &x [*x]\n", 2, "*x"),
    "alias bomb": (f"k0: &k0 [1]\n{LAYERS}", 6, "more than 50,000 values"),
    "deep by aliases": (f"k0: &k0 [1]\n{DEEP_ALIASES}", 9, "levels deep"),
    "deep": ("[" * 5_000, 1, "levels deep"),
    "odd escape": ('"\\U00110000"', 1, "not valid YAML"),
    "odd directive": ("%YAML 1.99999999999999999999\n--- a", 1, "not valid YAML"),
    "empty": ("# nothing\n", 1, "empty"),
    "blank document": ("---\n", 1, "empty"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_refused(tmp_path: Path, name: str) -> None:
    text, line, words = REFUSED[name]
    started = time.perf_counter()
    tree, problems = read(tmp_path, text)
    assert time.perf_counter() - started < 10
    assert tree is None
    assert len(problems) == 1
    assert problems[0][0] == line
    assert words in problems[0][1]


def test_too_many_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlfile, "MAX_NODES", 100)
    assert read(tmp_path, f"a: [{'1,' * 97}]")[1] == []
    ((line, what),) = read(tmp_path, f"a:\n  [{'1,' * 100}]")[1]
    assert (line, what[:20]) == (2, "more than 100 values")


def test_a_key_twice_is_told_and_the_first_counts(tmp_path: Path) -> None:
    tree, problems = read(tmp_path, "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 4\n")
    assert tree == {"a": "1", "b": {"c": "1", "d": "2"}}
    assert [line for line, _ in problems] == [5, 6]


@pytest.mark.parametrize("file", ["assessment.yaml", "framework.yaml"])
@pytest.mark.parametrize(
    "text", ["[1, 2]", "word", "a: [", "nodes: [[[]]]", "nodes: {a: b}", f"k0: &k0 [1]\n{LAYERS}"]
)
def test_a_project_with_a_spoiled_file(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as caught:
        load(folder)
    assert any(problem.file == file for problem in caught.value.problems)
    for lang in LANGUAGES:
        assert "\n".join(problem.said(lang) for problem in caught.value.problems) == caught.value.said(lang)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet="abn: -[]{}&*!#|>'\"%?,\n\t0.\\xU~é中\u200b\x00", max_size=60))
def test_no_text_raises(tmp_path: Path, text: str) -> None:
    tree, problems = read(tmp_path, text)
    assert tree is not None or problems


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_no_spoiled_framework_raises_anything_else(folder: Path, data: st.DataObject) -> None:
    """Lines cut out, doubled or emptied: a DefinitionError with places, or a sound definition."""
    path = folder / "framework.yaml"
    original = path.read_text("utf-8")
    lines = original.splitlines()
    index = data.draw(st.integers(0, len(lines) - 1))
    head = lines[index].split(":")[0]
    lines[index : index + 1] = data.draw(
        st.sampled_from([[], [lines[index]] * 2, [f"{head}:"], [f"{head}: [x]"]])
    )
    path.write_text("\n".join(lines), "utf-8")
    problems: tuple[Problem, ...] = ()
    try:
        load(folder)
    except DefinitionError as error:
        problems = error.problems
    finally:
        path.write_text(original, "utf-8")
    assert all(problem.remedy and problem.line for problem in problems)
