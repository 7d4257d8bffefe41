"""docs/architecture.md names folders and modules that exist, and every room of the house."""

from __future__ import annotations

import re
from pathlib import Path

from tests.test_floors import FLOORS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.split("|")[1:4]]
    for line in PAGE.splitlines()
    if line.startswith("| ") and "`" in line
]
PLACES = (ROOT, ROOT / "smartxl", ROOT / "generators", ROOT / "udfs", ROOT / "workbook_templates")
INNER = (ROOT / "smartxl" / "scoring", *(path for path in (ROOT / "smartxl").iterdir() if path.is_dir()))


def exists(name: str, folders: list[str]) -> bool:
    homes = [*PLACES, *INNER, *(place / folder for place in PLACES for folder in folders)]
    return any((home / name).exists() for home in homes)


def test_what_the_table_names_exists() -> None:
    assert len(ROWS) > 18
    missing = []
    for _, folder, start in ROWS:
        folders = re.findall(r"`([^`]+)`", folder)
        named = [
            name
            for name in re.findall(r"`([\w/.]+\.(?:py|csv|yaml|toml|md))`|`(\w+/)`", start)
            for name in name
            if name
        ]
        missing += [name for name in (*folders, *named) if not exists(name, folders)]
    assert missing == []


def test_every_room_is_on_a_floor_of_the_page() -> None:
    floors = PAGE[PAGE.index("## 楼层") : PAGE.index("## Two kinds")]
    names = {room.removeprefix("smartxl.") for room in FLOORS}
    assert {name for name in names if not re.search(rf"\b{re.escape(name)}\b", floors)} == set()
