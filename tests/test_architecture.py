"""docs/architecture.md, in both languages, names folders and modules that exist, and every room of the house."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pages import in_both
from tests.test_floors import FLOORS

ROOT = Path(__file__).parent.parent
PLACES = (ROOT, ROOT / "smartxl", ROOT / "generators", ROOT / "udfs", ROOT / "workbook_templates")
INNER = (ROOT / "smartxl" / "scoring", *(path for path in (ROOT / "smartxl").iterdir() if path.is_dir()))


def exists(name: str, folders: list[str]) -> bool:
    homes = [*PLACES, *INNER, *(place / folder for place in PLACES for folder in folders)]
    return any((home / name).exists() for home in homes)


@in_both("architecture.md")
def test_what_the_table_names_exists(text: str) -> None:
    lines = [line for line in text.splitlines() if line.startswith("| ") and "`" in line]
    assert len(lines) > 18
    missing = []
    for line in lines:
        _, folder, start = (cell.strip() for cell in line.split("|")[1:4])
        folders = re.findall(r"`([^`]+)`", folder)
        named = [
            name
            for name in re.findall(r"`([\w/.]+\.(?:py|csv|yaml|toml|md))`|`(\w+/)`", start)
            for name in name
            if name
        ]
        missing += [name for name in (*folders, *named) if not exists(name, folders)]
    assert missing == []


@in_both("architecture.md")
def test_every_room_is_on_a_floor_of_the_page(text: str) -> None:
    floors = re.split("## (?:楼层|Floors|两种问题|Two kinds)", text)[1]
    names = {room.removeprefix("smartxl.") for room in FLOORS}
    assert {name for name in names if not re.search(rf"\b{re.escape(name)}\b", floors)} == set()
