"""Earlier rounds and other cities by their folders: what cannot be compared is said before anything is written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import smartxl
from smartxl.errors import DefinitionError, ProjectError
from smartxl.project import Project
from smartxl.project.comparing import comparisons
from smartxl.project.result import scored_round
from tests.define.conftest import folder

__all__ = ["folder"]

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def earlier(folder: Path, name: str, year: int, **edits: str) -> Path:
    """A copy of the project as a round of another year."""
    copy = shutil.copytree(folder, folder.parent / name)
    path = copy / "assessment.yaml"
    text = path.read_text("utf-8").replace("2026-", f"{year}-")
    for old, new in edits.items():
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return copy


def compare(folder: Path, *last: Path, peers: tuple[Path, ...] = ()) -> None:
    city = smartxl.open_project(folder)
    comparisons(city.at(NOW.date()), scored_round(city, NOW, None), last, peers)


Spoil = Callable[[Path], tuple[tuple[Path, ...], tuple[Path, ...]]]


def _broken(folder: Path) -> Path:
    other = earlier(folder, "broken", 2025)
    (other / "ledger.sqlite").write_bytes(b"no database at all" * 100)
    return other


BAD: dict[str, tuple[Spoil, str, str]] = {
    "no such folder": (lambda f: ((f.parent / "none",), ()), "there is no such folder", "smartxl init"),
    "no project": (lambda f: ((f / "catalogue",), ()), "not a project", "assessment.yaml"),
    "the project itself": (lambda f: ((f / ".." / f.name,), ()), "the report is about", "an earlier round"),
    "itself as a peer": (lambda f: ((), (f,)), "this is the project", "another city"),
    "twice": (lambda f: ((a := earlier(f, "a", 2025), a), ()), "named twice", "name each folder once"),
    "as round and as city": (lambda f: ((a := earlier(f, "a", 2025),), (a,)), "named twice", "name each folder once"),
    "a copy of one round": (
        lambda f: ((earlier(f, "a", 2025), earlier(f, "b", 2025)), ()),
        "is the same round (2025-1)",
        "one folder of each round",
    ),
    "a copy of this round": (lambda f: ((earlier(f, "a", 2026),), ()), "same round (2026-1)", "name one folder"),
    "a later round": (lambda f: ((earlier(f, "a", 2027),), ()), "not before this one (2026-09-01)", "--last"),
    "another city": (
        lambda f: ((earlier(f, "a", 2025, 示例市="甲市"),), ()),
        "another city",
        "compare cities with --peer",
    ),
    "a damaged ledger": (lambda f: ((_broken(f),), ()), "its ledger cannot be read", "restore a copy"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_compared(folder: Path, name: str) -> None:
    spoil, what, remedy = BAD[name]
    last, peers = spoil(folder)
    with pytest.raises(ProjectError) as raised:
        compare(folder, *last, peers=peers)
    assert what in raised.value.what.en
    assert remedy in raised.value.remedy.en
    assert Path(raised.value.where.zh).name


def test_a_definition_with_mistakes(folder: Path) -> None:
    other = earlier(folder, "a", 2025)
    (other / "roster.csv").write_text("code,name\n", "utf-8")
    with pytest.raises(DefinitionError):
        compare(folder, other)


def test_rounds_come_by_their_dates_and_nothing_is_made_in_them(folder: Path) -> None:
    others = [earlier(folder, "b", 2025), earlier(folder, "a", 2024)]
    city = smartxl.open_project(folder)
    found = comparisons(city.at(NOW.date()), scored_round(city, NOW, None), others, ())
    assert found.unanswered == ("2024-1", "2025-1")
    assert not any((other / "ledger.sqlite").exists() for other in others)


@pytest.mark.slow
def test_a_report_beside_an_earlier_round_and_another_city(folder: Path) -> None:
    last = earlier(folder, "last", 2025)
    peer = earlier(folder, "peer", 2025, 示例市="甲市")
    projects: list[Project] = [smartxl.open_project(path) for path in (folder, last, peer)]
    for seed, project in enumerate(projects):
        project.fill(seed, jobs=1)
        project.collect(processes=0)
    (page,) = projects[0].write_reports("html", last=[last], peers=peer, now=NOW)
    said = page.path.read_text("utf-8")
    for text in ("历次比较", "上期（2025-1）得分", "横向比较", "甲市", "位次变化"):
        assert text in said
    (again,) = projects[0].write_reports("html", last=str(last), peers=[peer], now=NOW)
    assert again.written.value == "same"
    assert "[trend]" in (folder / "commentary.zh.md").read_text("utf-8")
    (alone,) = projects[0].write_reports("html", now=NOW)
    assert "历次比较" not in alone.path.read_text("utf-8")
