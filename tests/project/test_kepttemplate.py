"""The packaged template is read once, and what was kept of it makes the same workbooks."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from smartxl.project import kepttemplate
from smartxl.project.kepttemplate import kept_template
from smartxl_generators import Template
from smartxl_generators.ooxml.prototype import Prototype
from smartxl_templates import template_path

STANDARD = template_path("standard")


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    """Nothing is known in this process, neither before nor after."""
    kept_template.cache_clear()
    yield
    kept_template.cache_clear()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, reading a template fails, and nothing is known in this process."""

    def refuse(*_: object) -> None:
        raise AssertionError("the template is read again")

    monkeypatch.setattr(Template, "load", refuse)
    kept_template.cache_clear()


def test_it_is_read_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept_template(STANDARD, cache)
    read_again(monkeypatch)
    kept = kept_template(STANDARD, cache)
    assert kept is not first
    assert kept.source == first.source
    assert kept.styles.elements == first.styles.elements
    assert kept_template(STANDARD, cache) is kept


def test_without_a_cache_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept_template(STANDARD, None).source == STANDARD.name
    read_again(monkeypatch)
    with pytest.raises(AssertionError, match="read again"):
        kept_template(STANDARD, None)


def test_another_openpyxl_reads_anew(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_template(STANDARD, cache)
    monkeypatch.setattr(openpyxl, "__version__", "another version")
    read_again(monkeypatch)
    with pytest.raises(AssertionError, match="read again"):
        kept_template(STANDARD, cache)


def test_another_generator_reads_anew(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_template(STANDARD, cache)
    monkeypatch.setattr(kepttemplate, "source_files", lambda _: iter(["another module"]))
    read_again(monkeypatch)
    with pytest.raises(AssertionError, match="read again"):
        kept_template(STANDARD, cache)


def test_what_is_kept_is_what_was_read() -> None:
    read = Template.load(STANDARD.read_bytes(), STANDARD.name)
    again = pickle.loads(pickle.dumps(read))  # noqa: S301  (of our own)
    kept = pickle.loads(pickle.dumps(again))  # noqa: S301
    assert [sheet.title for sheet in kept.book] == [sheet.title for sheet in read.book]
    for mine, theirs in zip(kept.book, read.book, strict=True):
        assert mine.parent is kept.book
        cells = [[(c.value, c.style_id, c.coordinate) for c in row] for row in mine.iter_rows()]
        assert cells == [[(c.value, c.style_id, c.coordinate) for c in row] for row in theirs.iter_rows()]
        for sizes in (mine.row_dimensions, mine.column_dimensions):
            assert sizes.worksheet is mine
        assert mine.row_dimensions[9999].index == theirs.row_dimensions[9999].index == 9999
        assert mine.column_dimensions["ZZ"].index == theirs.column_dimensions["ZZ"].index == "ZZ"
    assert Prototype(kept).fixed[2].name == Prototype(read).fixed[2].name
