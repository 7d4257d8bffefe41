"""Links of the documentation hold in the repository: files, places in them and pictures, as GitHub shows them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.pages import DOCS, told

ROOT = DOCS.parent
FILES = sorted(
    [
        *ROOT.glob("*.md"),
        *DOCS.glob("*.md"),
        *(DOCS / "en").glob("*.md"),
        *ROOT.glob("examples/**/README*.md"),
    ]
)
_TARGET = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"`[^`\n]*`")
_HEADING = re.compile(r"^#{1,6} +(.*?)(?: +#+)?$", re.MULTILINE)


def targets(text: str) -> list[str]:
    """What the links and pictures of a page go to, without other sites."""
    prose = _CODE.sub("``", told(text))
    return [target for target in _TARGET.findall(prose) if not re.match(r"[a-z]+:", target)]


@lru_cache(maxsize=256)
def places(file: Path) -> frozenset[str]:
    """The anchors of a page's headings, as GitHub names them."""
    names: dict[str, int] = {}
    found = set()
    for heading in _HEADING.findall(told(file.read_text("utf-8"))):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").replace("*", "").lower()
        name = re.sub(r"[^\w\- ]", "", words).strip().replace(" ", "-")
        found.add(f"{name}-{names[name]}" if name in names else name)
        names[name] = names.get(name, 0) + 1
    return frozenset(found)


def goes_to(file: Path, target: str) -> Path:
    """The file that is linked to."""
    return (file.parent / unquote(target.partition("#")[0])).resolve() if target[0] != "#" else file


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_hold(file: Path) -> None:
    broken = []
    for target in targets(file.read_text("utf-8")):
        path, anchor = goes_to(file, target), unquote(target.partition("#")[2])
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in places(path)):
            broken.append(target)
    assert broken == []


def test_pictures_are_all_shown() -> None:
    """A picture that no page shows was forgotten."""
    shown = {
        goes_to(file, target)
        for file in FILES
        for target in targets(file.read_text("utf-8"))
        if "images/" in target
    }
    assert sorted(path.name for path in (DOCS / "images").iterdir() if path not in shown) == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# 一 二\n## `b` c\n[x](a.md#一-二) [y](#b-c)\n```\n[z](none.md)\n```\n", "utf-8")
    assert targets(page.read_text("utf-8")) == ["a.md#一-二", "#b-c"]
    assert places(page) == {"一-二", "b-c"}
