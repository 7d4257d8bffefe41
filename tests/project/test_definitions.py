"""A checked definition is kept for the next command, and never met again once a file or the program has changed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from smartxl.define.load import load
from smartxl.errors import DefinitionError, ProjectError
from smartxl.filenames import ASSESSMENT, CATALOGUE, FRAMEWORK, ROSTER
from smartxl.project import definitions
from smartxl.project.definitions import cache_folder, load_cached
from tests.define.conftest import ASSESSMENT as ASSESSMENT_TEXT
from tests.define.conftest import FRAMEWORK as FRAMEWORK_TEXT
from tests.define.conftest import ITEMS
from tests.define.conftest import ROSTER as ROSTER_TEXT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    city = tmp_path / "city"
    (city / CATALOGUE).mkdir(parents=True)
    (city / ASSESSMENT).write_text(ASSESSMENT_TEXT, "utf-8")
    (city / FRAMEWORK).write_text(FRAMEWORK_TEXT, "utf-8")
    (city / ROSTER).write_text(ROSTER_TEXT, "utf-8")
    (city / CATALOGUE / "a.csv").write_text(ITEMS, "utf-8")
    return city


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*"))


def reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, reading a project's files fails."""

    def refuse(_: Path) -> None:
        raise AssertionError("the files are read again")

    monkeypatch.setattr(sys.modules[load.__module__], "read_project", refuse)


def test_an_unchanged_project_is_read_once(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_cached(folder, cache)
    reads_nothing(monkeypatch)
    assert load_cached(folder, cache) == first
    copy = Path(shutil.copytree(folder, folder.with_name("copy")))
    assert load_cached(copy, cache) == first, "what counts is what the files hold, not where they are"


def _append(name: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def _rename(folder: Path) -> None:
    (folder / CATALOGUE / "a.csv").rename(folder / CATALOGUE / "b.csv")


CHANGES = {
    "the assessment": _append(ASSESSMENT, "\n# said\n"),
    "the framework": _append(FRAMEWORK, "\n# said\n"),
    "the roster": _append(ROSTER, "\n"),
    "a catalogue": _append(f"{CATALOGUE}/a.csv", "\n"),
    "a catalogue more": _append(f"{CATALOGUE}/b.csv", ITEMS.splitlines()[0] + "\n"),
    "the name of a catalogue": _rename,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_any_file_is_seen(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    load_cached(folder, cache)
    change(folder)
    reads_nothing(monkeypatch)
    with pytest.raises(AssertionError, match="read again"):
        load_cached(folder, cache)


def test_another_program_reads_anew(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_cached(folder, cache)
    monkeypatch.setattr(definitions, "program_mark", lambda: "another version")
    reads_nothing(monkeypatch)
    with pytest.raises(AssertionError, match="read again"):
        load_cached(folder, cache)


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x05N.", b"\x80\x05cos\nsystem\n"], ids=repr)
def test_a_damaged_cache_is_made_anew(folder: Path, cache: Path, content: bytes) -> None:
    first = load_cached(folder, cache)
    (place,) = kept(cache)
    place.write_bytes(content)
    assert load_cached(folder, cache) == first
    assert place.read_bytes() != content


def test_mistakes_are_not_kept(folder: Path, cache: Path) -> None:
    _append(ROSTER, "P1,市公安局,Police,dep,,1\n")(folder)
    for _ in range(2):
        with pytest.raises(DefinitionError):
            load_cached(folder, cache)
    with pytest.raises(ProjectError):
        load_cached(folder.parent, cache)
    assert not kept(cache)


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_folder_that_others_may_write_to_is_not_trusted(folder: Path, cache: Path) -> None:
    load_cached(folder, cache)
    cache.chmod(0o777)
    (place,) = kept(cache)
    place.write_bytes(b"\x80\x05cos\nabort\n.")
    assert load_cached(folder, cache) == load(folder)


def test_a_cache_that_cannot_be_made_hinders_nobody(folder: Path, cache: Path) -> None:
    cache.write_text("a file", "utf-8")
    assert load_cached(folder, cache) == load_cached(folder, None) == load(folder)


def test_definitions_used_long_ago_go_first(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_cached(folder, cache)
    (first,) = kept(cache)
    monkeypatch.setattr(definitions, "_KEPT", int(2.5 * first.stat().st_size))
    os.utime(first, (1, 1))
    for number in range(2):
        _append(ROSTER, "\n" * (number + 1))(folder)
        load_cached(folder, cache)
    assert len(kept(cache)) == 2
    assert not first.exists()


def test_a_city_of_a_national_round_does_not_drive_out_another(folder: Path, cache: Path) -> None:
    load_cached(folder, cache)
    (first,) = kept(cache)
    for number in range(60):
        (cache / f"{number}.pickle").write_bytes(first.read_bytes())
    os.utime(first, (1, 1))
    _append(ROSTER, "\n")(folder)
    load_cached(folder, cache)
    assert len(kept(cache)) == 62


def test_where_it_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTXL_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.setenv("SMARTXL_CACHE", "off")
    assert cache_folder() is None
    monkeypatch.delenv("SMARTXL_CACHE")
    found = cache_folder()
    assert found is not None
    assert found.parts[-2:] == ("smartxl", "definitions")
